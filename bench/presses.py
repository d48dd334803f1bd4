"""Presses of «已分享» from webhook JSON to committed shares, against python-telegram-bot with an ORM commit a press."""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from contextlib import suppress
from datetime import UTC, date, datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bench import baseline
from bench.databases import ENGINES
from bench.webhook import GROUP, IN_FLIGHT, SECRET, TOKEN, bodies, officer_id, post_all
from content_feeds.reserve import Reserve
from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.content import Source, Trust
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.platforms.telegram import Telegram
from kpbot.platforms.telegram.limits import CAPABILITIES
from kpbot.services import pushes
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat, local_day
from kpbot.services.routing import Routes
from kpbot.settings import Settings
from kpbot.storage import editions, groups, people, places
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.tables import evidence, inbox, outbox, shares

OFFICERS = 2_000
ROUNDS = 3
POOL = 10  # updates the baseline handles side by side, when it may
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
ZONE = "Asia/Shanghai"


def main() -> None:
    for name, engine in ENGINES.items():
        with engine() as url:
            asyncio.run(_compare(name, url))


async def _compare(name: str, url: str) -> None:
    database = Database(url)
    plain_engine = _plain(database)
    await migrate(database)
    print(f"  {name}: {await _durability(database.engine)} here, {await _durability(plain_engine)} for the baseline")
    settings, clock, catalog = _settings(), MovableClock(NOW), Catalog({"reserve": reserve()})
    edition = await prepare(database, settings, catalog)
    telegram = Telegram(settings, database, clock)
    capabilities = {telegram.name: telegram.capabilities}
    dispatcher = Dispatcher(database, Routes(ROUTES), settings, clock, capabilities, catalog)
    app = Starlette(routes=telegram.routes(dispatcher.on_messages))
    running = asyncio.create_task(dispatcher.run())
    ours, plain, side_by_side = [], [], []
    for position in range(1, ROUNDS + 1):
        contents = bodies(edition, position, OFFICERS)
        gc.freeze()  # as the process does when it has started
        ours.append(await _measure(database, app, contents, position))
        gc.unfreeze()
        plain.append(await baseline.measure(plain_engine, contents, 1))
        side_by_side.append(await baseline.measure(plain_engine, contents, POOL))
        print(
            f"  {name}: kpbot {ours[-1]:,.0f}/s; python-telegram-bot {plain[-1]:,.0f}/s one at a time, "
            f"{side_by_side[-1]:,.0f}/s {POOL} side by side",
            flush=True,
        )
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await telegram.close()
    await plain_engine.dispose()
    await database.close()
    print(
        f"  {name}: median ratio {_ratio(ours, plain):.1f} to one at a time, {_ratio(ours, side_by_side):.1f} to {POOL}"
    )


def _plain(database: Database) -> AsyncEngine:
    """The baseline's connections: with our settings of SQLite, and on PostgreSQL without our test at each checkout."""
    if database.is_sqlite:
        return database.engine
    return create_async_engine(database.engine.url, pool_size=POOL)


async def _durability(engine: AsyncEngine) -> str:
    asked = "PRAGMA synchronous" if engine.dialect.name == "sqlite" else "SHOW synchronous_commit"
    async with engine.connect() as db:
        return f"{asked.rsplit(maxsplit=1)[-1]}={(await db.execute(text(asked))).scalar_one()}"


def _ratio(ours: list[float], others: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, others, strict=True))


def _settings() -> Settings:
    return Settings.model_validate(
        {
            "web": {"public_url": "https://bench.example"},
            "telegram": {"token": TOKEN, "mode": "webhook", "webhook_secret": SECRET},
        }
    )


def reserve() -> Source:
    return Source("reserve", "reserve", "reserve", trust=Trust.HIGH, counts=True, enabled=True, reserve=True)


async def prepare(database: Database, settings: Settings, catalog: Catalog, now: datetime = NOW) -> int:
    """A county of OFFICERS officers whose group got the three of `now`'s day; returns the edition."""
    await gather(database, {"reserve": Reserve()}, catalog, settings, now)
    chat = Chat("telegram", str(GROUP))
    async with database.write() as db:
        county = await places.add_region(db, "bench", Level.COUNTY, None)
        unit = await places.add_unit(db, county, "unit", UnitKind.COMMUNITY)
        await groups.add(db, chat, "g", "zh-CN", now)
        group = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
        await groups.update_group(db, group.id, kind=GroupKind.OFFICERS, region_id=county.id)
        for number in range(OFFICERS):
            person = await people.add_person(db, f"officer {number}", "zh-CN", now)
            await people.add_account(db, chat.platform, officer_id(number), person)
            await people.add_post(db, person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, DAY, now)
        await pushes.push(db, settings, catalog, Beat(ZONE, "09:00"), now, now, {"telegram": CAPABILITIES})
    async with database.read() as db:
        return (await editions.of_days(db, [county.id], [local_day(now, ZONE)]))[0].id


async def _measure(database: Database, app: ASGIApp, contents: list[bytes], position: int) -> float:
    """One press of every officer on one item; presses a second until the last is committed."""
    started = time.perf_counter()
    await post_all(app, contents, IN_FLIGHT)
    seconds = time.perf_counter() - started
    async with database.read() as db:
        for table, wanted in ((shares, 0), (evidence, 0), (inbox, 0), (outbox, 1)):  # the push itself is owed too
            found = (await db.execute(select(func.count()).select_from(table))).scalar_one()
            assert found == len(contents) * position + wanted, (table.name, found)
    return len(contents) / seconds
