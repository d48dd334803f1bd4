"""Coordinators without a group get their digest in the private chat."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from kpbot.domain.people import GroupState
from kpbot.services.digests import send_digests
from kpbot.storage.tables import accounts, groups
from tests.fakes.stage import Heard, Stage

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 11, 24)


async def morning(stage: Stage, day: date) -> list[Heard]:
    at = datetime.combine(day, time(8, 30), ZONE).astimezone(UTC)
    stage.clock.move_to(at)
    async with stage.database.write() as db:
        await send_digests(db, stage.settings, stage.catalog, at, ZONE.key)
    return await stage.heard()


async def change_desk(stage: Stage, **values: object) -> None:
    async with stage.database.write() as db:
        await db.execute(update(groups).where(groups.c.id == stage.groups["coordinators"]).values(**values))


async def test_a_coordinator_without_a_group_is_sent_it_once_a_day(stage: Stage) -> None:
    await change_desk(stage, kind=None, region_id=None)
    [digest] = await morning(stage, TUESDAY)
    assert (digest.chat, "11月23日" in digest.outgoing.title) == ("~赵", True)
    assert await morning(stage, TUESDAY) == []
    [following] = await morning(stage, TUESDAY + timedelta(days=1))
    assert "11月24日" in following.outgoing.title


async def test_two_coordinators_get_one_each_and_those_of_the_city_hear_of_the_county(stage: Stage) -> None:
    await change_desk(stage, kind=None, region_id=None)
    await stage.coordinator("钱", stage.county)
    await stage.coordinator("孙", stage.city)
    assert sorted(one.chat for one in await morning(stage, TUESDAY)) == ["~孙", "~赵", "~钱"]


async def test_a_group_of_the_city_reads_for_the_county_too(stage: Stage) -> None:
    await change_desk(stage, region_id=stage.city.id)
    assert [one.chat for one in await morning(stage, TUESDAY)] == ["coordinators"]


async def test_where_the_group_paused_it_nobody_is_sent_it_privately(stage: Stage) -> None:
    await change_desk(stage, state=GroupState.PAUSED)
    assert await morning(stage, TUESDAY) == []


async def test_who_never_opened_the_private_chat_cannot_be_reached(stage: Stage) -> None:
    await change_desk(stage, kind=None, region_id=None)
    async with stage.database.write() as db:
        await db.execute(update(accounts).values(private_chat=""))
    assert await morning(stage, TUESDAY) == []
