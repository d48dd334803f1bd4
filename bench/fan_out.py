"""A day's push to many groups, from the job to its commit, against one ORM object a group and one commit at the end."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from bench.databases import ENGINES
from content_feeds.reserve import Reserve
from kpbot.domain.content import Source, Trust
from kpbot.domain.messages import Capabilities
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Level, Region
from kpbot.services import pushes, tally
from kpbot.services.catalog import Catalog
from kpbot.services.coordinators_told import Told, tell_all
from kpbot.services.edition_desk import Desk
from kpbot.services.edition_preview import preview, preview_key
from kpbot.services.editions import GENERAL, load_candidates
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.settings import Settings
from kpbot.storage import editions, places, tables
from kpbot.storage.database import Database, insert
from kpbot.storage.editions import Edition, EditionState, Place
from kpbot.storage.ids import reserve
from kpbot.storage.migrate import migrate
from kpbot.storage.outbox import Priority

GROUPS = 100_000
COUNTIES = (1, 3_000)  # each with an edition of its own
ROUNDS = 3
CHANGED = 1_000
DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
PREPARED = NOW - timedelta(hours=17, minutes=30)
BEAT = Beat("Asia/Shanghai", "09:00")
RESERVE = Source("reserve", "reserve", "reserve", trust=Trust.HIGH, counts=True, enabled=True, reserve=True)
CATALOG = Catalog({"reserve": RESERVE})
PLATFORMS = {"bench": Capabilities(buttons=True, edits=True)}
PUSHED = tables.outbox.c.priority == int(Priority.PUSH)


class Base(DeclarativeBase):
    pass


class PlainOutbox(Base):
    """What a plain bot would keep of each message it owes: with its own text, no stored body, no claim of the day."""

    __table__ = tables.outbox


def main(size: int = GROUPS) -> None:
    """`size`: groups."""
    for name, engine in ENGINES.items():
        for counties in COUNTIES:
            with engine() as url:
                asyncio.run(_compare(f"{name}, {counties:,} edition regions", url, size, counties))


async def _compare(name: str, url: str, size: int, counties: int) -> None:
    database = Database(url)
    await migrate(database)
    await _nation(database, size, counties)
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(await _push(database, size))
        payload = await _forget(database)
        plain.append(await _one_by_one(database, payload))
        await _forget(database)
    ratio = statistics.median(b / a for a, b in zip(ours, plain, strict=True))
    print(f"  {name}: kpbot {_seconds(ours)}; one ORM object a group {_seconds(plain)}; median ratio {ratio:.1f}")
    undecided = await _push(database, size, EditionState.PROPOSED)
    still, changed = await _tally(database, 0), await _tally(database, CHANGED)
    await database.close()
    print(f"  {name}: where nobody approved, from the reserve: {undecided:.2f} s")
    print(f"  {name}: a minute's tally {still:.2f} s; with {CHANGED:,} groups to update {changed:.2f} s", flush=True)


def _seconds(runs: Sequence[float]) -> str:
    return f"{statistics.median(runs):.2f} s ({min(runs):.2f} to {max(runs):.2f})"


async def _nation(database: Database, size: int, counties: int) -> None:
    """Groups evenly in so many counties, every tenth public. Each county has coordinators who were shown the
    day's edition."""
    desk = Desk(Settings(), CATALOG, PREPARED, PLATFORMS)
    await gather(database, {"reserve": Reserve()}, CATALOG, desk.settings, PREPARED)
    async with database.write() as db:
        country = await places.add_region(db, "bench", Level.CITY, None)
        below = [await places.add_region(db, f"county {n}", Level.COUNTY, country) for n in range(counties)]
        await db.execute(insert(db, tables.groups), _groups(size, below))
        chosen = [Place(n, item) for n, item in enumerate((await load_candidates(db, desk))[:3], start=1)]
        for region in below:
            await editions.add(db, region.id, GENERAL, DAY, chosen, PREPARED, provisional=False)
        made = await editions.of_days(db, [region.id for region in below], [DAY])
        regions = {region.id: region for region in below}
        await tell_all(db, desk, [_shown(desk, regions[edition.region_id], edition) for edition in made])
        await db.execute(update(tables.outbox).values(state="sent", message="1", settled_at=PREPARED))
    await _tidy(database)


def _shown(desk: Desk, region: Region, edition: Edition) -> Told:
    return Told(region, preview_key(edition), lambda lang: preview(edition, lang, desk))


def _groups(size: int, counties: Sequence[Region]) -> list[dict[str, Any]]:
    first = reserve(size + len(counties))
    kinds = [GroupKind.PUBLIC if n % 10 == 0 else GroupKind.OFFICERS for n in range(size)]
    return [
        {
            "id": first + n,
            "platform": "bench",
            "chat": f"-100{n * 7919 % 1_000_003:07}",
            "thread": "",
            "title": f"group {n}",
            "kind": kind,
            "region_id": counties[n % len(counties)].id,
            "added_at": PREPARED,
        }
        for n, kind in enumerate(kinds + [GroupKind.COORDINATORS] * len(counties))
    ]


async def _push(database: Database, size: int, state: EditionState = EditionState.APPROVED) -> float:
    async with database.write() as db:
        await db.execute(update(tables.editions).values(state=state))
    started = time.perf_counter()
    async with database.write() as db:
        await pushes.push(db, Settings(), CATALOG, BEAT, NOW, NOW, PLATFORMS)
    seconds = time.perf_counter() - started
    async with database.read() as db:
        for query in (select(func.count()).select_from(tables.pushes), select(func.count()).where(PUSHED)):
            assert (await db.execute(query)).scalar_one() == size
    return seconds


async def _one_by_one(database: Database, payload: str) -> float:
    """Read the groups, add one outbox object each with its own copy of the message, commit once."""
    started = time.perf_counter()
    async with database.write() as db, AsyncSession(db) as session:
        for group in await db.execute(select(tables.groups).where(tables.groups.c.kind != "coordinators")):
            session.add(
                PlainOutbox(
                    key=f"push:{group.id}:{DAY}",
                    platform=group.platform,
                    chat=group.chat,
                    thread=group.thread,
                    payload=payload,
                    priority=10,
                    state="due",
                    due_at=NOW,
                    expires_at=NOW + timedelta(days=1),
                )
            )
        await session.flush()
    return time.perf_counter() - started


async def _tally(database: Database, changed: int) -> float:
    async with database.write() as db:
        some = select(tables.pushes.c.id).order_by(tables.pushes.c.id).limit(changed)
        more = update(tables.pushes).where(tables.pushes.c.id.in_(some))
        await db.execute(more.values(sharers=tables.pushes.c.sharers + 1))
    started = time.perf_counter()
    async with database.write() as db:
        await tally.tally(db, Settings(), CATALOG, NOW, PLATFORMS)
    return time.perf_counter() - started


async def _forget(database: Database) -> str:
    """Wipe the day's push; returns a message of it."""
    async with database.write() as db:
        said = (await db.execute(select(tables.bodies.c.payload).limit(1))).scalar() or ""
        await db.execute(delete(tables.outbox).where(PUSHED | (tables.outbox.c.priority == int(Priority.TALLY))))
        for table in (tables.pushes, tables.bodies):
            await db.execute(delete(table))
    await _tidy(database)
    return str(said)


async def _tidy(database: Database) -> None:
    """What autovacuum does between one day's push and the next."""
    if not database.is_sqlite:
        async with database.engine.connect() as db:
            await db.execution_options(isolation_level="AUTOCOMMIT")
            await db.execute(text("VACUUM ANALYZE"))
