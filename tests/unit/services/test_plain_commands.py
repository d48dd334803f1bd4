"""Commands as words, in the texts as they are."""

from __future__ import annotations

import pytest

from kpbot.services.plain_commands import in_words
from kpbot.texts import say


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("发送 /help 看看能做什么。", "发送“帮助”看看能做什么。"),
        ("在这里发送：/join 单位码", "在这里发送：“加入 单位码”"),
        ("例如：/join ABCD-2345。码向", "例如：“加入 ABCD-2345”。码向"),
        ("请发 /share 1 3", "请发“分享 1 3”"),
        ("发“/report 活动名称 人数”就行", "发“上报 活动名称 人数”就行"),
        ("这样代办：/for 张三 /share 1 2。", "这样代办：“代办 张三 分享 1 2”。"),
        ("例如：/away 12月1日-12月5日", "例如：“请假 12月1日-12月5日”"),
        ("要卸任，请发送 /leave", "要卸任，请发送“卸任”"),
        ("https://kp.example.org/share/me", "https://kp.example.org/share/me"),
        ("青禾县/槐树村，and/or，/unknown", "青禾县/槐树村，and/or，/unknown"),
        ("/code unit 青禾县/槐树村（单位码）", "“印码 unit 青禾县/槐树村”（单位码）"),
        ("/code 群 信息员群 青禾县（群码）", "“印码 群 信息员群 青禾县”（群码）"),
    ],
)
def test_a_command_is_named_by_its_word(said: str, shown: str) -> None:
    assert in_words(said, "zh-CN") == shown


def test_in_english_it_loses_its_slash() -> None:
    assert in_words("Send /mydata to see it, /join ABCD-2345 to join.", "en") == (
        "Send “mydata” to see it, “join ABCD-2345” to join."
    )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_word_is_a_command(language: str) -> None:
    from handlers import ROUTES

    known = {name: route for route in ROUTES for name in route.commands}
    for pair in say(language, "menu-words").split(";"):
        name, word = pair.split(":")
        assert known[name] is known[word], pair
