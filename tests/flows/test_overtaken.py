"""What waits for a coordinator to write, where the bot may only answer, is not sent once it was overtaken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from kpbot.clock import MovableClock
from kpbot.domain.messages import Outgoing
from kpbot.settings import EditionSettings, Settings
from kpbot.storage import editions
from kpbot.storage.database import Database
from kpbot.storage.outbox import State
from kpbot.storage.tables import outbox
from tests.fakes.stage import Stage

EVENING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
PUSH = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = date(2026, 11, 23)


async def waits(stage: Stage) -> None:
    """Of what is owed to the coordinators, nothing could be sent yet."""
    async with stage.database.write() as db:
        mine = (outbox.c.chat == "coordinators", outbox.c.state == State.DUE)
        await db.execute(update(outbox).where(*mine).values(state=State.WAITING))


async def states(stage: Stage, key: str, day: date = DAY) -> set[str]:
    """Of the messages about the edition of a day."""
    async with stage.database.read() as db:
        (edition,) = await editions.of_days(db, [stage.county.id], [day])
        found = await db.execute(select(outbox.c.state).where(outbox.c.key.like(f"{key}:{edition.id}:%")))
        return {row.state for row in found}


async def prepared(stage: Stage) -> None:
    await stage.stock()
    await stage.prepare(EVENING)
    await waits(stage)
    assert await states(stage, "preview") == {State.WAITING}


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=2)])
async def test_a_preview_of_a_day_whose_push_is_through(stage: Stage, late: timedelta) -> None:
    await prepared(stage)
    await stage.push(PUSH, PUSH + late)
    assert await states(stage, "preview") == {State.EXPIRED}


async def test_previews_of_days_to_come_still_wait(stage: Stage) -> None:
    await stage.stock()
    await stage.prepare(PUSH - timedelta(days=3) + timedelta(hours=6, minutes=30))
    await waits(stage)
    await stage.push(PUSH - timedelta(days=1))
    assert await states(stage, "preview", DAY - timedelta(days=1)) == {State.EXPIRED}
    assert await states(stage, "preview") == {State.WAITING}


@pytest.fixture
async def holding(database: Database, clock: MovableClock) -> Stage:
    settings = Settings(edition=EditionSettings(when_not_approved="hold"))
    return await Stage(database, clock, settings).build()


async def test_what_is_held_still_asks(holding: Stage) -> None:
    await prepared(holding)
    await holding.push(PUSH)
    await waits(holding)
    assert await states(holding, "preview") == {State.EXPIRED}
    assert await states(holding, "held") == {State.WAITING}


async def shown(stage: Stage) -> dict[str, str]:
    """By state, what of events waits or is dropped."""
    async with stage.database.read() as db:
        found = await db.execute(select(outbox).where(outbox.c.key.like("event:%"), outbox.c.chat == "coordinators"))
        return {row.state: Outgoing.from_json(row.payload).text for row in found}


async def test_an_event_that_was_corrected_is_shown_as_it_is_now(stage: Stage) -> None:
    stage.clock.move_to(PUSH)
    for line in ("/report 健康讲座 62人 今天下午", "/report 健康 讲座！ 66人 今天"):
        await stage.say("李", "~", line)
        heard = await stage.say("李", "~", "确认")
        await waits(stage)
    await stage.press("李", "~", heard[0].buttons["是同一场"], "card")
    await waits(stage)
    seen = await shown(stage)
    assert set(seen) == {State.EXPIRED, State.WAITING}
    assert "62" in seen[State.EXPIRED]
    assert "66" in seen[State.WAITING]


async def test_an_event_that_was_withdrawn_is_not_shown(stage: Stage) -> None:
    stage.clock.move_to(PUSH)
    await stage.say("李", "~", "/report 健康讲座 62人 今天下午")
    await stage.say("李", "~", "确认")
    await waits(stage)
    (mine,) = await stage.say("李", "~", "/events")
    card = await stage.press("李", "~", next(iter(mine.buttons.values())), "card")
    asked = await stage.press("李", "~", card[-1].buttons["撤回"], "card")
    await stage.press("李", "~", asked[-1].buttons["确定撤回"], "card")
    assert set(await shown(stage)) == {State.EXPIRED}
