"""A day's push to many groups at once: whole sets, two workers, any mixture of looks."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select, update

from kpbot.domain.messages import Outgoing
from kpbot.domain.people import GroupKind, GroupState
from kpbot.domain.places import Level, Unit
from kpbot.services import pushes
from kpbot.services.rhythm import Beat
from kpbot.storage import places, tables
from kpbot.storage.database import Database, insert
from kpbot.storage.ids import new_id, reserve
from kpbot.storage.outbox import Priority
from kpbot.storage.pushes import PushState, key
from tests.fakes.stage import PLATFORM, Stage

SLOT = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
DAY = SLOT.date()
PREPARED = SLOT - timedelta(hours=17, minutes=30)
MANY = 2_000


@pytest.fixture
async def many(stage: Stage) -> dict[int, dict[str, Any]]:
    """MANY more groups of every kind, language, thread, unit and state, by id; editions are prepared."""
    units: list[Unit | None] = [None, stage.village, stage.school]
    kinds = [GroupKind.OFFICERS, GroupKind.PUBLIC, GroupKind.COORDINATORS, None]
    states = [GroupState.ACTIVE, GroupState.ACTIVE, GroupState.PAUSED, GroupState.GONE]
    mixed = list(product(kinds, units, ["zh-CN", "en"], states, ["", "7"], [True, True, False]))
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "platform": PLATFORM,
            "chat": f"chat {n}",
            "thread": thread,
            "title": "",
            "kind": kind,
            "region_id": stage.county.id if kind else None,
            "unit_id": unit.id if unit else None,
            "language": language,
            "state": state,
            "push": push,
            "added_at": PREPARED,
        }
        for n in range(MANY)
        for kind, unit, language, state, thread, push in [mixed[n % len(mixed)]]
    ]
    async with stage.database.write() as db:
        await db.execute(insert(db, tables.groups), rows)
    await stage.stock()
    await stage.prepare(PREPARED)
    return {row["id"]: row for row in rows}


async def rows(stage: Stage, query: Any) -> list[Any]:
    async with stage.database.read() as db:
        return list((await db.execute(query)).all())


async def push(stage: Stage, database: Database, slot: datetime = SLOT, now: datetime = SLOT) -> None:
    async with database.write() as db:
        beat = Beat("Asia/Shanghai", "09:00")
        await pushes.push(db, stage.settings, stage.catalog, beat, slot, now, stage.platforms)


async def pushed(stage: Stage) -> list[Any]:
    """(key, chat, thread, body) of all pushes in the outbox, in order."""
    table = tables.outbox
    owed = select(table.c.key, table.c.chat, table.c.thread, tables.bodies.c.payload)
    joined = owed.join(tables.bodies, tables.bodies.c.id == table.c.body_id)
    return await rows(stage, joined.where(table.c.priority == int(Priority.PUSH)).order_by(table.c.id))


def gets_it(row: dict[str, Any]) -> bool:
    return row["kind"] in (GroupKind.OFFICERS, GroupKind.PUBLIC) and row["state"] == GroupState.ACTIVE and row["push"]


async def test_every_group_gets_the_body_that_is_meant_for_it(stage: Stage, many: dict[int, dict[str, Any]]) -> None:
    await push(stage, stage.database)
    expected = {key(number, DAY): row for number, row in many.items() if gets_it(row)}
    found = {row.key: row for row in await pushed(stage)}
    assert set(found) - {key(stage.groups[name], DAY) for name in ("officers", "public")} == set(expected)
    assert len(expected) == sum(map(gets_it, many.values())) > 350
    table = tables.editions
    today = await rows(stage, select(table.c.audience, table.c.id).where(table.c.day == DAY))
    editions = {row.audience: row.id for row in today}
    bodies = set()
    for name, row in expected.items():
        said = Outgoing.from_json(found[name].payload)
        bodies.add(found[name].payload)
        assert (found[name].chat, found[name].thread) == (row["chat"], row["thread"])
        assert (
            said.title
            == {"zh-CN": "今日三条 · 11月28日（周六）", "en": "Three for today · Sat 28 Nov"}[row["language"]]
        )
        assert bool(said.buttons) == (row["kind"] == GroupKind.OFFICERS)
        edition = editions["village" if row["unit_id"] == stage.village.id else "general"]
        assert all(b.data.split(":")[1] == str(edition) for line in said.buttons for b in line if b.data[:5] == "share")
    assert len(bodies) == len({row.payload for row in await rows(stage, select(tables.bodies))}) == 8
    made = await rows(stage, select(tables.pushes))
    assert len({row.id for row in made}) == len(made) == len(expected) + 2
    assert {(row.state, row.items, row.sharers, row.shown, row.at, row.day) for row in made} == {
        (PushState.OWED, 3, 0, 0, SLOT, DAY)
    }


async def test_the_order_of_the_groups_is_that_of_the_outbox(stage: Stage, many: dict[int, dict[str, Any]]) -> None:
    await push(stage, stage.database)
    keys = [row.key for row in await pushed(stage)]
    assert keys == [
        key(number, DAY)
        for (number,) in await rows(stage, select(tables.pushes.c.group_id).order_by(tables.pushes.c.group_id))
    ]


async def test_those_that_had_theirs_are_left_alone(stage: Stage, many: dict[int, dict[str, Any]]) -> None:
    late = SLOT + timedelta(minutes=5)
    mine = sorted(number for number, row in many.items() if gets_it(row))
    async with stage.database.write() as db:
        table = tables.groups
        await db.execute(update(table).where(table.c.id.in_(mine[::2])).values(state="paused"))
    await push(stage, stage.database)
    before = await pushed(stage)
    async with stage.database.write() as db:
        await db.execute(update(table).where(table.c.id.in_(mine[::2])).values(state="active"))
    await push(stage, stage.database, now=late)
    assert (await pushed(stage))[: len(before)] == before
    assert Counter(row.key for row in await pushed(stage)) == dict.fromkeys(
        [key(number, DAY) for number in [*mine, stage.groups["officers"], stage.groups["public"]]], 1
    )
    after = await pushed(stage)
    await push(stage, stage.database, now=late)
    assert await pushed(stage) == after


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_workers_push_the_same_slot_at_once(
    stage: Stage, many: dict[int, dict[str, Any]], database_url: str
) -> None:
    workers = [Database(database_url) for _ in range(3)]
    await asyncio.gather(*(push(stage, worker) for worker in workers))
    for worker in workers:
        await worker.close()
    expected = sum(map(gets_it, many.values())) + 2
    made = await rows(stage, select(tables.pushes))
    assert len({row.id for row in made}) == len({row.group_id for row in made}) == len(made) == expected
    assert Counter(row.key for row in await pushed(stage)) == dict.fromkeys([key(r.group_id, DAY) for r in made], 1)


async def test_ids_that_met_anothers_are_drawn_again(
    stage: Stage, many: dict[int, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process drew some of the same ids in the same millisecond, for another day's push."""
    drawn = reserve(MANY)
    taken = {"id": drawn + 3, "group_id": min(many), "day": DAY - timedelta(days=1), "at": PREPARED, "state": "owed"}
    async with stage.database.write() as db:
        await db.execute(insert(db, tables.pushes), taken)
    blocks = iter([drawn])
    monkeypatch.setattr("kpbot.storage.fan_out.reserve", lambda count: next(blocks, None) or reserve(count))
    await push(stage, stage.database)
    assert len(await pushed(stage)) == sum(map(gets_it, many.values())) + 2


async def test_a_day_missed_by_many_is_told_once_to_each_county(stage: Stage, many: dict[int, dict[str, Any]]) -> None:
    async with stage.database.write() as db:
        other = await places.add_region(db, "白沙县", Level.COUNTY, stage.city)
    await stage.group("there", GroupKind.OFFICERS, other)
    await stage.group("their desk", GroupKind.COORDINATORS, other)
    heard = await stage.push(SLOT, SLOT + timedelta(hours=5))
    here = {
        number for number, row in many.items() if row["kind"] == GroupKind.COORDINATORS and row["state"] == "active"
    }
    assert Counter(one.key.split(":")[1] for one in heard) == {str(stage.county.id): len(here) + 1, str(other.id): 1}
    states = Counter(state for (state,) in await rows(stage, select(tables.pushes.c.state)))
    assert states == {PushState.MISSED: sum(map(gets_it, many.values())) + 3}


def test_reserved_ids_are_nobody_elses() -> None:
    before, first, after = new_id(), reserve(5), new_id()
    assert before < first < first + 5 <= after
