"""Officers' days with three items or more over a year: counted from shares and their evidence, and read from roll-ups.

`python -m bench roll_ups` makes 10,000 officers' year of 12 million shares, which takes minutes and some gigabytes;
`python -m bench roll_ups=500` that of 500 officers.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, Date, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.databases import ENGINES
from kpbot.domain.shares import DEFAULT_ACCEPTED, NEED
from kpbot.storage import roll_ups
from kpbot.storage.database import Database, UtcDateTime
from kpbot.storage.migrate import migrate
from kpbot.storage.tables import evidence, share_days, shares

OFFICERS = 500
DAYS = 365
ROUNDS = 3
FIRST = date(2026, 1, 1)
LAST = FIRST + timedelta(days=DAYS - 1)

Counts = dict[int, int]

# A number below 1000 that looks drawn, and is the same in every engine and every run.
DRAWN = "((({0}) % 999983) * (({0}) % 999979) % 999961 % 1000)"

# Of 1000 officers' days 80 are silent, and 70, 100, 500, 150, 100 have one to five items; 150 of 1000 items go to a
# second place as well. Of 1000 shares 20 are withdrawn, 50 don't count for indicator 6-2.
SHARES = f"""
INSERT INTO shares (day, post_id, item_id, destination, counts, at, flags, withdrawn_at)
SELECT :day, officer.n, item, place, {DRAWN.format("officer.n * 7919 + item * 31337")} >= 50, :at, '',
       CASE WHEN {DRAWN.format("officer.n * 104729 + item * 611953 + length(place)")} < 20 THEN :at END
FROM (SELECT n, {DRAWN.format("n * 15485863 + :number * 32452843")} AS luck FROM bench_officers) AS officer,
     (SELECT :number * 5 + 1 AS item, 80 AS above UNION ALL SELECT :number * 5 + 2, 150
      UNION ALL SELECT :number * 5 + 3, 250 UNION ALL SELECT :number * 5 + 4, 750
      UNION ALL SELECT :number * 5 + 5, 900) AS offered,
     (SELECT 'qq' AS place, 150 AS below UNION ALL SELECT 'wechat', 1000) AS places
WHERE luck >= above AND {DRAWN.format("officer.n * 49979687 + item * 86028121")} < below
ORDER BY 2, 3, 4
"""

# All but 50 of 1000 shares are claimed; 100 of 1000 were opened, 100 observed.
EVIDENCE = f"""
INSERT INTO evidence (day, post_id, item_id, destination, kind, reference, at)
SELECT day, post_id, item_id, destination, kind, '', at
FROM (SELECT shares.*, {DRAWN.format("post_id * 67867967 + item_id * 2038074743 + length(destination)")} AS luck
      FROM shares WHERE day = :day) AS drawn,
     (SELECT 'claimed' AS kind, 0 AS since, 950 AS until UNION ALL SELECT 'observed', 850, 950
      UNION ALL SELECT 'reached', 900, 1000) AS known
WHERE luck >= since AND luck < until
ORDER BY 2, 3, 4, 5
"""

HONEST = """
SELECT post_id, COUNT(*) FROM (
    SELECT shares.day, shares.post_id
    FROM shares
    JOIN evidence ON evidence.day = shares.day AND evidence.post_id = shares.post_id
         AND evidence.item_id = shares.item_id AND evidence.destination = shares.destination
    WHERE shares.day BETWEEN :since AND :until AND evidence.day BETWEEN :since AND :until
      AND shares.withdrawn_at IS NULL AND shares.counts
      AND evidence.kind IN ('claimed', 'observed', 'imported', 'spot-checked')
    GROUP BY shares.day, shares.post_id HAVING COUNT(DISTINCT shares.item_id) >= :need
) AS met GROUP BY post_id
"""

# What would do if everything were accepted, whatever it rests on.
SHARES_ALONE = """
SELECT post_id, COUNT(*) FROM (
    SELECT day, post_id FROM shares
    WHERE day BETWEEN :since AND :until AND withdrawn_at IS NULL AND counts
    GROUP BY day, post_id HAVING COUNT(DISTINCT item_id) >= :need
) AS met GROUP BY post_id
"""


def main(officers: int = OFFICERS) -> None:
    for name, engine in ENGINES.items():
        with engine() as url:
            asyncio.run(_compare(name, url, officers))


async def _compare(name: str, url: str, officers: int) -> None:
    database = Database(url)
    await migrate(database)
    await _fill(name, database, officers)
    ways: dict[str, Callable[[], Awaitable[Counts]]] = {
        "shares and evidence": lambda: _counted(database, HONEST),
        "shares alone": lambda: _counted(database, SHARES_ALONE),
        "roll-ups": lambda: _read(database),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        found = {}
        for way, ask in ways.items():
            started = time.perf_counter()
            found[way] = await ask()
            seconds[way].append(time.perf_counter() - started)
        assert found["roll-ups"] == found["shares and evidence"], "the roll-ups differ from the count"
        print(f"  {name}: " + ", ".join(f"{way} {taken[-1]:.2f} s" for way, taken in seconds.items()), flush=True)
    met = sum(found["roll-ups"].values())
    print(f"  {name}: {met:,} days met by {len(found['roll-ups']):,} officers, the same from both")
    for way in ("shares and evidence", "shares alone"):
        ratios = [a / b for a, b in zip(seconds[way], seconds["roll-ups"], strict=True)]
        print(f"  {name}: roll-ups are {statistics.median(ratios):.1f} times as fast as {way} (median)", flush=True)
    await database.close()


async def _fill(name: str, database: Database, officers: int) -> None:
    """The year's rows day by day, then their roll-ups, as `kpbot recount` makes them."""
    typed = (bindparam("day", type_=Date), bindparam("at", type_=UtcDateTime), bindparam("number", type_=BigInteger))
    add_shares, add_evidence = text(SHARES).bindparams(*typed), text(EVIDENCE).bindparams(typed[0])
    async with database.write() as db:
        await db.execute(text("CREATE TABLE bench_officers (n BIGINT PRIMARY KEY)"))
        await db.execute(text("INSERT INTO bench_officers VALUES (:n)"), [{"n": n + 1} for n in range(officers)])
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    started = time.perf_counter()
    for number, day in enumerate(days):
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        async with database.write() as db:
            await db.execute(add_shares, {"day": day, "number": number, "at": at})
            await db.execute(add_evidence, {"day": day})
        if day.day == 1:
            print(f"  {name}: {day:%B}, {time.perf_counter() - started:.0f} s", flush=True)
    await _tidy(database.engine)
    started = time.perf_counter()
    for day in days:
        async with database.write() as db:
            await roll_ups.rebuild(db, day, day)
    rebuilt = time.perf_counter() - started
    await _tidy(database.engine)
    async with database.read() as db:
        counts = [
            (await db.execute(select(func.count()).select_from(t))).scalar_one() for t in (shares, evidence, share_days)
        ]
    print("  {}: {:,} shares, {:,} rows of evidence, {:,} roll-ups made in {:.0f} s".format(name, *counts, rebuilt))


async def _tidy(engine: AsyncEngine) -> None:
    """What PostgreSQL does by itself within minutes, and SQLite in small pieces all along."""
    async with engine.connect() as db:
        await db.execution_options(isolation_level="AUTOCOMMIT")
        sqlite = db.dialect.name == "sqlite"
        await db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if sqlite else "VACUUM ANALYZE"))


async def _counted(database: Database, query: str) -> Counts:
    ends = (bindparam("since", type_=Date), bindparam("until", type_=Date))
    async with database.read() as db:
        found = await db.execute(text(query).bindparams(*ends), {"since": FIRST, "until": LAST, "need": NEED})
        return {row[0]: row[1] for row in found}


async def _read(database: Database) -> Counts:
    async with database.read() as db:
        return await roll_ups.days_met(db, FIRST, LAST, DEFAULT_ACCEPTED, NEED)
