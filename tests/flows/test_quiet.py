"""The bot is quiet in groups: a reaction says that something was done, and nothing else; what was not done is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kpbot.storage import people
from tests.fakes.stage import PLATFORM, Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)


async def said(stage: Stage, who: str, text: str) -> Heard:
    """The one answer in the group."""
    (heard,) = [one for one in await stage.say(who, "officers", text) if one.chat == "officers"]
    return heard


@pytest.mark.parametrize(
    ("who", "text", "why"),
    [
        ("李", "/copy", "还没有推送"),
        ("李", "/share 1", "还没有推送"),
        ("路人", "/share 1", "/join"),
        ("路人", "/to", "/join"),
        ("路人", "/to 微博", "/join"),
        ("赵", "/share 1", "/for"),
    ],
)
async def test_what_was_not_done_gets_a_sentence_and_no_reaction(stage: Stage, who: str, text: str, why: str) -> None:
    heard = await said(stage, who, text)
    assert not heard.outgoing.react
    assert why in heard.text
    assert len(heard.text) < 80


async def test_what_was_done_gets_a_reaction_and_what_was_done_before_a_sentence(stage: Stage) -> None:
    await stage.stock()
    await stage.push(PUSH)
    for text in ("/share 1", "/to 微博", "/copy", "/share 2"):
        assert (await said(stage, "李", text)).outgoing.react == "👌", text
    again = await said(stage, "李", "/share 2")
    assert not again.outgoing.react
    assert "记过了" in again.text


async def test_who_never_opened_the_private_chat_is_told_to(stage: Stage) -> None:
    await stage.stock()
    await stage.push(PUSH)
    async with stage.database.write() as db:
        await people.set_private_chat(db, PLATFORM, "李", "")
    for text, opens in (("/copy", "copy_e"), ("/to", "to")):
        heard = await said(stage, "李", text)
        assert heard.outgoing.opens.rstrip("0123456789") == opens
        assert not heard.outgoing.react
        assert heard.text


async def test_a_press_that_does_nothing_gets_a_toast(stage: Stage) -> None:
    (heard,) = await stage.forge("李", "officers", "share:1:1")
    assert heard.outgoing.toast
    assert "过期" in heard.text
