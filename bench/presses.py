"""Presses of «已分享» from the platform's edge to committed shares, against one ORM add and commit a press."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from bench import baseline
from bench.databases import ENGINES
from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Capabilities, Chat, Incoming, Sender
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.services import pushes
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.services.routing import Routes
from kpbot.settings import Settings
from kpbot.storage import editions, groups, people, places
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.tables import shares

OFFICERS = 2_000
ROUNDS = 3
IN_FLIGHT = 400  # presses waiting for their answer at any time
POOL = 10  # the baseline's connections, when it may use several
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
CAPABILITIES = Capabilities(buttons=True, toasts=True, edits=True)


def main() -> None:
    for name, engine in ENGINES.items():
        with engine() as url:
            asyncio.run(_compare(name, url))


async def _compare(name: str, url: str) -> None:
    database = Database(url)
    await migrate(database)
    dispatcher, edition = await _prepare(database)
    running = asyncio.create_task(dispatcher.run())
    ours, plain, side_by_side = [], [], []
    for number in range(ROUNDS):
        ours.append(await _measure(database, dispatcher, edition, number + 1))
        plain.append(await baseline.measure(database, OFFICERS, 1))
        side_by_side.append(await baseline.measure(database, OFFICERS, POOL))
        print(
            f"  {name}: kpbot {ours[-1]:,.0f}/s; one ORM commit each {plain[-1]:,.0f}/s one at a time, "
            f"{side_by_side[-1]:,.0f}/s {POOL} side by side",
            flush=True,
        )
    running.cancel()
    await database.close()
    print(
        f"  {name}: median ratio {_ratio(ours, plain):.1f} to one at a time, {_ratio(ours, side_by_side):.1f} to {POOL}"
    )


def _ratio(ours: list[float], others: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, others, strict=True))


async def _prepare(database: Database) -> tuple[Dispatcher, int]:
    """A county of OFFICERS officers whose group got today's three."""
    from content_feeds.reserve import Reserve
    from kpbot.domain.content import Source, Trust

    settings, clock = Settings(), MovableClock(NOW)
    reserve = Source("reserve", "reserve", "reserve", trust=Trust.HIGH, counts=True, enabled=True, reserve=True)
    catalog = Catalog({"reserve": reserve})
    await gather(database, {"reserve": Reserve()}, catalog, settings, NOW)
    async with database.write() as db:
        county = await places.add_region(db, "bench", Level.COUNTY, None)
        unit = await places.add_unit(db, county, "unit", UnitKind.COMMUNITY)
        await groups.add(db, Chat("bench", "g"), "g", "zh-CN", NOW)
        group = (await groups.load(db, [("bench", "g")]))["bench", "g"]
        await groups.update_group(db, group.id, kind=GroupKind.OFFICERS, region_id=county.id)
        for number in range(OFFICERS):
            person = await people.add_person(db, f"officer {number}", "zh-CN", NOW)
            await people.add_account(db, "bench", str(number), person)
            await people.add_post(db, person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, DAY, NOW)
        await pushes.push(db, settings, catalog, Beat("Asia/Shanghai", "09:00"), NOW, NOW)
    async with database.read() as db:
        edition = (await editions.of_days(db, [county.id], [DAY]))[0]
    dispatcher = Dispatcher(database, Routes(ROUTES), settings, clock, {"bench": CAPABILITIES}, catalog)
    return dispatcher, edition.id


async def _measure(database: Database, dispatcher: Dispatcher, edition: int, position: int) -> float:
    """One press of every officer on one item; presses a second until the last is committed."""
    presses = [
        Incoming(
            f"{position}:{number}",
            Chat("bench", "g"),
            Sender(str(number)),
            at=NOW,
            button=f"share:{edition}:{position}",
            message="1",
        )
        for number in range(OFFICERS)
    ]
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def press(message: Incoming) -> None:
        async with gate:
            await dispatcher.on_messages([message])

    started = time.perf_counter()
    await asyncio.gather(*map(press, presses))
    seconds = time.perf_counter() - started
    async with database.read() as db:
        recorded = (await db.execute(select(func.count()).select_from(shares))).scalar_one()
    assert recorded == OFFICERS * position, recorded
    return OFFICERS / seconds
