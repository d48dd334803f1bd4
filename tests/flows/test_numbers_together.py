"""Several messages with numbered choices that come together: a number alone presses none of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kpbot.clock import MovableClock
from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.services import menus
from kpbot.storage.database import Database
from kpbot.storage.menus import Place
from tests.fakes.stage import PLATFORM, Heard, Stage

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
BARE = Capabilities(private_chats=True)
HERE: Place = (PLATFORM, "~李", "")


async def barely(database: Database, clock: MovableClock) -> Stage:
    clock.move_to(NOW)
    return await Stage(database, clock, capabilities=BARE).build()


async def shown(stage: Stage, *data: str, asked: bool = False) -> None:
    """Messages with a choice each, in the private chat of 李."""
    chat = stage.message("李", "~").chat
    messages = [Outgoing(text="？", buttons=((Button(f"选{one}", one),),)) for one in data]
    for one in [menus.Said(chat, message, asked=asked) for message in messages]:  # each with a mark of its own
        async with stage.database.write() as db:
            await menus.remember(db, [one], {PLATFORM: BARE}, stage.clock.now())


def unclear(heard: list[Heard]) -> bool:
    return any("分不清" in one.text for one in heard)


async def test_one_by_itself_is_pressed(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:en")
    assert not unclear(await stage.say("李", "~", "1"))


async def test_of_two_together_none_is_however_often_it_is_said(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:en", "lang:zh-CN")
    assert unclear(await stage.say("李", "~", "1"))
    assert unclear(await stage.say("李", "~", "1"))


async def test_the_words_of_the_last_are_understood(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "to:set:qq", "lang:zh-CN")
    heard = await stage.say("李", "~", "选lang:zh-CN")
    assert any("用中文" in one.text for one in heard)


async def test_what_is_opened_by_a_word_stands_alone(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:en", "lang:zh-CN")
    await stage.say("李", "~", "谢谢")
    await shown(stage, "lang:zh-CN")
    assert any("用中文" in one.text for one in await stage.say("李", "~", "1"))


async def test_after_a_number_the_next_step_stands_alone(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:zh-CN")
    await stage.say("李", "~", "1")
    await shown(stage, "lang:zh-CN")
    assert any("用中文" in one.text for one in await stage.say("李", "~", "1"))


async def test_what_comes_upon_a_question_makes_it_unclear(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:en", asked=True)
    await shown(stage, "lang:zh-CN")
    assert unclear(await stage.say("李", "~", "1"))


async def test_an_answer_goes_on_with_what_was_said(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:en")
    await shown(stage, "lang:zh-CN", asked=True)
    assert any("用中文" in one.text for one in await stage.say("李", "~", "1"))


async def test_thanks_in_between_change_nothing(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:zh-CN")
    await stage.say("李", "~", "谢谢")
    assert any("用中文" in one.text for one in await stage.say("李", "~", "1"))


async def test_the_next_day_stands_alone(database: Database, clock: MovableClock) -> None:
    stage = await barely(database, clock)
    await shown(stage, "lang:en")
    clock.move_to(NOW + timedelta(hours=3))
    await shown(stage, "lang:zh-CN")
    assert any("用中文" in one.text for one in await stage.say("李", "~", "1"))
