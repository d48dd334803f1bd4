"""A city's month of the official app's export: 50,000 lines, previewed, loaded, and loaded once more.

`python -m bench app_shares`; `python -m bench app_shares=5000` for fewer lines.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime, timedelta

from bench.databases import ENGINES
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.domain.sheets import Row, Sheet
from kpbot.services.catalog import Catalog
from kpbot.services.sheets.app_shares import AppShares
from kpbot.services.sheets.kind import Loading
from kpbot.settings import Settings
from kpbot.storage import people, places
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate

LINES = 50_000
OFFICERS = 3_000
DAYS = 30
LAST = date(2026, 11, 22)
NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
COLUMNS = {"person": 0, "unit": 1, "day": 2, "title": 3, "destination": 4, "count": 5}


async def _furnish(database: Database) -> None:
    async with database.write() as db:
        city = await places.add_region(db, "城", Level.CITY, None)
        county = await places.add_region(db, "县", Level.COUNTY, city)
        unit = await places.add_unit(db, county, "村", UnitKind.VILLAGE)
        for number in range(OFFICERS):
            person = await people.add_person(db, f"员{number}", "zh-CN", None)
            post = (person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, date(2026, 1, 1), NOW)
            await people.add_post(db, *post)


def _sheet(lines: int) -> Sheet:
    """Nine lines of ten name one of 400 titles, the tenth only counts."""
    rows = []
    for number in range(lines):
        day = LAST - timedelta(days=number // OFFICERS % DAYS)
        title = "" if number % 10 == 9 else f"第{number * 7919 % 400}篇：日常生活里的科学{number * 7919 % 400}"
        where = ("微信", "QQ", "微博", "")[number % 4]
        cells = (f"员{number % OFFICERS}", "村", f"{day} 10:05", title, where, "" if title else "3")
        rows.append(Row(number + 2, cells))
    return Sheet("分享", ("",) * len(COLUMNS), tuple(rows), COLUMNS)


async def run(lines: int = LINES) -> None:
    sheet = _sheet(lines)
    for name, engine in ENGINES.items():
        with engine() as url:
            database = Database(url)
            await migrate(database)
            await _furnish(database)
            for step in ("plan", "apply", "apply"):
                began = time.perf_counter()
                async with database.write() as db:
                    loading = Loading(db, Settings(), Catalog(), NOW, "zh-CN")
                    done = await getattr(AppShares(), step)(loading, [sheet])
                said = (done.summary if step == "plan" else done.text).replace("\n", " ")
                print(f"{name}: {step} {time.perf_counter() - began:.1f} s  {said[:70]}")
            await database.close()


def main(lines: int | None = None) -> None:
    asyncio.run(run(lines or LINES))
