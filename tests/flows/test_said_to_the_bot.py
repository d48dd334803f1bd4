"""In a group, what is surely said to the bot needs no slash; what others say there among themselves is none of its
business, whatever words they use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.stage import Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)


@pytest.fixture
async def pushed(stage: Stage) -> Stage:
    await stage.stock()
    await stage.push(PUSH)
    return stage


async def said(stage: Stage, who: str, text: str, addressed: bool = True) -> list[Heard]:
    heard = await stage.say(who, "officers", text, addressed=addressed)
    return [one for one in heard if one.chat == "officers"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("今日", "今日三条"),
        ("今日三条", "今日三条"),
        ("帮助", "记分享"),
        ("绑定", "青禾县"),
        ("上报 健康讲座 62人 今天下午", "健康讲座"),
    ],
)
async def test_the_word_of_a_command_will_do(pushed: Stage, text: str, answer: str) -> None:
    (heard,) = await said(pushed, "李", text)
    assert answer in heard.text + heard.outgoing.title + heard.outgoing.footer
    assert await said(pushed, "王", text, addressed=False) == []


async def test_what_an_open_talk_asks_for_stays_its_answer(pushed: Stage) -> None:
    (asked,) = await said(pushed, "李", "上报")
    assert "活动" in asked.text
    (heard,) = await said(pushed, "李", "今天")
    assert "今日三条" not in heard.text + heard.outgoing.title
    pushed.clock.move_to(PUSH + timedelta(hours=2))  # long forgotten by those in the group
    (heard,) = await said(pushed, "李", "今天")
    assert "今日三条" in heard.outgoing.title


@pytest.mark.parametrize("who", ["李", "赵", "路人"])
async def test_other_words_get_the_short_help_and_no_more(pushed: Stage, who: str) -> None:
    (heard,) = await said(pushed, who, "这个机器人怎么用啊")
    assert "没看懂" not in heard.text
    assert "/" in heard.text
    assert heard.outgoing.aside
    assert await said(pushed, who, "这个机器人怎么用啊", addressed=False) == []


@pytest.mark.parametrize("text", ["谢谢！", "收到", "12345678", "👍", "大家早", "早上好！", "老师们好", "在吗？"])
async def test_thanks_greetings_and_numbers_get_none(pushed: Stage, text: str) -> None:
    assert await said(pushed, "路人", text) == []


async def test_an_address_without_numbers_is_asked_about(pushed: Stage) -> None:
    post = "https://weibo.com/1642634100/NxYzAb3Cd"
    (heard,) = await said(pushed, "李", post)
    assert "里是今天的哪几条" in heard.text
    assert await said(pushed, "李", post, addressed=False) == []
