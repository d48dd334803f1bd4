"""Pushes that a platform cannot carry: coordinators hear it the same day, in words, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kpbot.domain.people import GroupKind
from kpbot.domain.shares import DayVerdict, Unknown
from kpbot.services import push_trouble
from kpbot.services.days import officer_day
from kpbot.services.digests import digest_now
from kpbot.storage import outbox, people
from kpbot.storage.tables import groups
from kpbot.storage.tables import outbox as table
from tests.fakes.stage import Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
DAY = date(2026, 11, 23)


@pytest.fixture
async def pushed(stage: Stage) -> Stage:
    await stage.stock()
    await stage.push(PUSH)
    return stage


async def set_push(stage: Stage, chat: str, state: str, error: str = "") -> None:
    settled = None if state in ("due", "waiting", "sending") else stage.clock.now()
    async with stage.database.write() as db:
        which = (table.c.key.like("push:%"), table.c.chat == chat)
        await db.execute(update(table).where(*which).values(state=state, error=error, settled_at=settled))


async def told(stage: Stage, minutes: int = 6) -> list[Heard]:
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=minutes))
    async with stage.database.write() as db:
        await push_trouble.tell(db, stage.settings, stage.clock.now(), stage.platforms)
    return [one for one in await stage.heard() if one.key.startswith("push-trouble:")]


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("waiting", "nobody wrote here lately", ["要等群里有人先跟我说句话", "我马上补发"]),
        ("failed", "93000 invalid webhook", ["93000 invalid webhook", "手工转发"]),
        ("expired", "45015", ["那一天已经过了", "不会因此记为未完成"]),
        ("unknown", "timed out", ["没有回音", "看一眼"]),
    ],
)
async def test_which_group_why_and_what_to_do(pushed: Stage, state: str, error: str, words: list[str]) -> None:
    await set_push(pushed, "public", "sent")
    await set_push(pushed, "officers", state, error)
    (said,) = await told(pushed)
    assert said.chat == "coordinators"
    assert "11月23日" in said.text
    assert "有 1 个群" in said.text
    assert "· officers：" in said.text
    for word in words:
        assert word in said.text
    assert await told(pushed) == [], "once a day"


async def test_a_group_the_bot_is_no_longer_in(pushed: Stage) -> None:
    async with pushed.database.write() as db:
        await db.execute(update(groups).where(groups.c.chat == "officers").values(state="gone"))
    await set_push(pushed, "officers", "failed", "kicked")
    (said,) = await told(pushed)
    assert "我已不在这个群里" in said.text
    assert "重新拉进群" in said.text


@pytest.mark.parametrize("state", ["sent", "due", "sending"])
async def test_what_arrived_or_is_on_its_way_is_nothing_to_tell(pushed: Stage, state: str) -> None:
    await set_push(pushed, "officers", state)
    assert await told(pushed) == []


async def test_not_before_it_had_a_chance(pushed: Stage) -> None:
    await set_push(pushed, "officers", "waiting")
    assert await told(pushed, minutes=3) == []
    assert len(await told(pushed, minutes=3)) == 1


async def test_a_failure_that_comes_later_is_told_when_it_comes(pushed: Stage) -> None:
    await set_push(pushed, "officers", "due")
    assert await told(pushed, minutes=60) == []
    await set_push(pushed, "officers", "failed", "no such group")
    assert len(await told(pushed)) == 1


async def test_one_message_for_all_groups_of_a_desk(pushed: Stage) -> None:
    for number in range(12):
        await pushed.group(f"g{number:02}", GroupKind.OFFICERS, pushed.county)
    await pushed.push(PUSH + timedelta(minutes=1))
    async with pushed.database.write() as db:
        await db.execute(update(table).where(table.c.key.like("push:%")).values(state="waiting"))
    (said,) = await told(pushed)
    assert "有 14 个群" in said.text
    assert said.text.count("· ") == push_trouble.MOST_NAMED + 1
    assert "另有 4 个群" in said.text
    assert said.text.count("我马上补发") == 1


async def test_what_waited_in_vain_is_over_and_stands_in_the_digest(pushed: Stage) -> None:
    await set_push(pushed, "public", "sent")
    await set_push(pushed, "officers", "waiting", "nobody wrote here lately")
    pushed.clock.move_to(datetime(2026, 11, 24, 0, 30, tzinfo=UTC))
    assert "已经过了" in (await told(pushed))[0].text
    async with pushed.database.read() as db:
        states: Any = (await db.execute(select(table.c.state).where(table.c.chat == "officers"))).scalars().all()
        assert states == ["expired"]
    async with pushed.database.write() as db:
        digest = await digest_now(
            db, pushed.settings, pushed.catalog, pushed.county, pushed.groups["coordinators"], pushed.clock.now()
        )
    assert [line.details["names"] for line in digest.lines if line.code == "push-failed"] == [("officers",)]


async def test_a_day_whose_push_waits_is_not_known(pushed: Stage) -> None:
    """Nobody is held to what nobody was sent; who shared enough all the same has done so."""
    strict = pushed.settings.shares.model_copy(update={"silent_means_not_met": True})
    pushed.settings = pushed.settings.model_copy(update={"shares": strict})
    await set_push(pushed, "officers", "sent")
    assert await verdict(pushed) == (DayVerdict.NOT_MET, None)
    await set_push(pushed, "officers", "waiting")
    assert await verdict(pushed) == (DayVerdict.NOT_KNOWN, Unknown.NO_PUSH)
    await pushed.group("second", GroupKind.OFFICERS, pushed.county)
    await pushed.push(PUSH + timedelta(minutes=1))
    assert await verdict(pushed) == (DayVerdict.NOT_MET, None), "another of the officer's groups got it"


async def verdict(stage: Stage) -> tuple[DayVerdict, Unknown | None]:
    async with stage.database.read() as db:
        post = await people.post(db, stage.posts["李"])
        assert post
        found = (await officer_day(db, stage.settings, [post], DAY))[post.id]
    return found.verdict, found.reason


async def test_what_is_heard_in_time_is_sent_and_not_told(pushed: Stage) -> None:
    await set_push(pushed, "officers", "waiting")
    async with pushed.database.write() as db:
        assert await outbox.heard(db, {("stage", "officers")}, pushed.clock.now()) == 1
    assert await told(pushed, minutes=4) == []


async def test_coordinators_hear_of_it_where_there_still_is_an_account(pushed: Stage) -> None:
    await set_push(pushed, "public", "sent")
    await set_push(pushed, "officers", "expired", "45015")
    async with pushed.database.write() as db:
        await db.execute(update(groups).where(groups.c.chat == "coordinators").values(platform="formerly"))
    assert [one.chat for one in await told(pushed)] == ["~赵"]
