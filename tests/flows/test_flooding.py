"""A member who floods: slowed down, told once, nothing lost, and nobody else notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from kpbot import metrics
from kpbot.clock import MovableClock
from kpbot.domain.flooding import ALLOWED, BREATH
from kpbot.domain.messages import Incoming
from kpbot.services.flooding import Flooding
from kpbot.storage.database import Database
from kpbot.storage.tables import inbox
from tests.fakes.stage import CAPABILITIES, Heard, Stage

TOLD = "太快"
MORE = 25


def held_back() -> float:
    return metrics.registry.get_sample_value("kpbot_messages_held_back_total", {"platform": "stage"}) or 0


def told(heard: list[Heard]) -> list[Heard]:
    return [one for one in heard if TOLD in one.text]


async def flood(stage: Stage, text: str = "/help", chat: str = "~", who: str = "李", at_once: int = 7) -> list[Heard]:
    messages = [stage.message(who, chat, text) for _ in range(ALLOWED + MORE)]
    heard = list[Heard]()
    for start in range(0, len(messages), at_once):
        heard += await stage.hear(*messages[start : start + at_once])
    return heard


@pytest.mark.parametrize("at_once", [1, 7, 200])
async def test_a_flooder_is_told_once_and_answered_no_more(stage: Stage, at_once: int) -> None:
    before = held_back()
    with capture_logs() as logged:
        heard = await flood(stage, at_once=at_once)
    assert len(heard) == ALLOWED + 1, "everything up to the limit is answered as ever"
    assert told(heard) == heard[-1:]
    assert held_back() - before == MORE
    assert [line["log_level"] for line in logged] == ["warning"]
    assert "李" not in str(logged)


async def test_after_a_breath_everything_works_again(stage: Stage, clock: MovableClock) -> None:
    await flood(stage)
    assert await stage.say("李", "~", "/help") == []
    clock.move_to(clock.now() + BREATH)
    assert TOLD not in (await stage.say("李", "~", "/help"))[0].text


async def test_others_notice_nothing(stage: Stage) -> None:
    await flood(stage, chat="officers", text="/today")
    assert await stage.say("王", "officers", "/help")


async def test_a_press_is_told_by_a_toast_and_a_command_in_its_group_and_topic(stage: Stage) -> None:
    presses = [stage.message("李", "officers", button="nonsense:1", message="m") for _ in range(ALLOWED + MORE)]
    (toast,) = told(await stage.hear(*presses))
    assert toast.outgoing.toast == presses[ALLOWED].key
    commands = [stage.message("王", "officers", "/help") for _ in range(ALLOWED + MORE)]
    commands = [replace(one, chat=replace(one.chat, thread="7")) for one in commands]
    (answer,) = told(await stage.hear(*commands))
    assert (answer.chat, answer.outgoing.reply_to) == ("officers", commands[ALLOWED].message)


async def test_it_is_told_in_the_language_of_the_one_who_floods(stage: Stage) -> None:
    await stage.say("李", "~", "/lang en")
    assert "pause" in (await flood(stage))[-1].text


async def test_a_bystander_who_chats_a_lot_is_left_alone(stage: Stage) -> None:
    assert await flood(stage, "大家早上好", "officers", "路人") == []
    assert await stage.say("路人", "officers", "/help"), "and what they then ask for is answered"
    assert await flood(stage, "/roll 6", "officers", "王") == [], "another bot's command is none of ours"


async def test_an_officer_who_chats_beside_an_open_report_is_answered_by_the_report_alone(
    stage: Stage, clock: MovableClock
) -> None:
    await stage.say("李", "officers", "/report")
    clock.move_to(clock.now() + timedelta(minutes=20))  # in a group, people also talk to each other
    assert await flood(stage, "好的", "officers") == []


async def test_numbered_replies_are_slowed_down_too(database: Database, clock: MovableClock) -> None:
    bare = replace(CAPABILITIES, buttons=False, reactions=False, toasts=False)
    stage = await Stage(database, clock, capabilities=bare).build()
    await stage.stock()
    await stage.prepare(clock.now())
    await stage.push(clock.now() + timedelta(days=1))
    heard = await flood(stage, "1", "officers")
    assert len(heard) == ALLOWED + 1
    assert len(told(heard)) == 1


async def test_the_whole_of_a_press_and_answer_day_never_meets_it(stage: Stage) -> None:
    """Every button of a week's pushes, an album of ten, and a talk answered as fast as one types."""
    presses = [stage.message("李", "officers", button="nonsense:1", message=f"p{n}") for n in range(30)]
    album = [stage.message("李", "~", photos=(), album="77", text="/help") for _ in range(10)]
    talk = [stage.message("李", "~", words) for words in ("/report", "健康讲座", "62人", "今天下午", "/cancel")]
    assert told(await stage.hear(*presses, *album, *talk)) == []


async def test_what_piled_up_while_the_bot_was_away_is_no_flood(stage: Stage, clock: MovableClock) -> None:
    said = [clock.now() - timedelta(minutes=n) for n in range(100, 0, -1)]
    heard = await stage.hear(*(stage.message("李", "~", "/help", at=at) for at in said))
    assert len(heard) == 100


async def keys_known(stage: Stage, messages: list[Incoming]) -> int:
    async with stage.database.read() as db:
        known = set((await db.execute(select(inbox.c.key))).scalars())
    return len(known & {one.key for one in messages})


async def test_what_was_dropped_is_dropped_when_it_comes_again(stage: Stage, clock: MovableClock) -> None:
    messages = [stage.message("李", "~", "/help") for _ in range(ALLOWED + MORE)]
    await stage.hear(*messages)
    clock.move_to(clock.now() + timedelta(hours=1))
    assert await stage.hear(*messages) == []
    assert await keys_known(stage, messages) == len(messages)


async def test_a_batch_that_is_handled_again_has_not_counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database broke at the end of a batch: the same messages come again, and none of them is too many."""
    messages = [stage.message("李", "~", "/help") for _ in range(ALLOWED)]
    whole, broken = stage.dispatcher._answer, [ConnectionResetError("gone")] * 3

    async def answer(*args: object) -> object:
        if broken:
            raise broken.pop()
        return await whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(stage.dispatcher, "_answer", answer)
    for _ in range(3):
        with pytest.raises(ConnectionResetError):
            await stage.dispatcher.handle(messages)
    assert len(await stage.hear(*messages)) == ALLOWED
    assert len(told(await stage.say("李", "~", "/help"))) == 1


async def test_of_many_senders_only_the_latest_are_remembered(stage: Stage) -> None:
    stage.dispatcher._flooding = Flooding(most=100)
    for start in range(0, 300, 50):
        await stage.hear(*(stage.message(f"人{n}", "~", "/help") for n in range(start, start + 50)))
    assert len(stage.dispatcher._flooding) == 100
