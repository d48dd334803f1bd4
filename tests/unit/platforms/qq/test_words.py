from __future__ import annotations

from typing import Any

import pytest

from kpbot.platforms.qq.words import words_of

BOT = {"id": "B07", "is_you": True, "username": "科普机器人"}
WANG = {"id": "W01", "username": "王老师"}


@pytest.mark.parametrize(
    ("content", "mentions", "words"),
    [
        (" /share 1 3", [], "/share 1 3"),
        ("\u00a0/today", [], "/today"),
        ("<@B07> /today", [BOT], "/today"),
        ("<@!B07>今日", [BOT], "今日"),
        ("/for <@W01> 1 3", [BOT, WANG], "/for @王老师  1 3"),
        ("问 <@X99> 好", [], "问  好"),
        ('好<faceType=1,faceId="13",ext="eyJ0ZXh0Ijoi5ZGy54mZIn0=">的', [], "好的"),
        ("  两行\n文字  ", [], "两行\n文字"),
        ("a < b <@", [], "a < b <@"),
        ("", None, ""),
        (7, [], ""),
        (None, "x", ""),
        ("<@W01>", [{"id": 1}, None, "x"], ""),
    ],
)
def test_what_remains_of_what_was_written(content: Any, mentions: Any, words: str) -> None:
    assert words_of({"content": content, "mentions": mentions}) == words


def test_a_text_full_of_brackets_takes_no_time() -> None:
    assert len(words_of({"content": "<faceType=" * 100_000})) == 1_000_000
