"""The rehearsal's first start, stopped in the middle."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kpbot.commands.rehearsal import Rehearsing
from kpbot.domain.content import Item
from kpbot.schedule import Schedule
from kpbot.services.reviewing import code_of
from kpbot.services.sample import COUNTY
from kpbot.storage import places, reviews
from kpbot.storage.tables import persons

MONDAY = date(2026, 11, 23)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


async def counts(room: Rehearsing) -> tuple[int, int]:
    async with room.app.database.read() as db:
        people = (await db.execute(select(func.count()).select_from(persons))).scalar_one()
        return len(await places.all_regions(db)), int(people)


async def waiting(room: Rehearsing) -> list[str]:
    """Why the county's items wait in `/review`, in the order in which its coordinators see them."""
    async with room.app.database.read() as db:
        county = next(region for region in await places.all_regions(db) if region.name == COUNTY)
        found: list[Item] = []
        item = await reviews.next_one(db, [county.path], SINCE)
        while item and item.id not in {one.id for one in found}:
            found.append(item)
            item = await reviews.next_one(db, [county.path], SINCE, item.id)
    return [code_of(one).split("-accident")[0].split("-clickbait")[0] for one in found]


async def test_who_stops_the_first_start_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stopped(*_: object) -> None:
        """It never came to live through the night."""

    with monkeypatch.context() as patch:
        patch.setattr(Schedule, "run_due", stopped)
        await (await Rehearsing.open(tmp_path, "127.0.0.1", 1, MONDAY)).app.database.close()
    room = await Rehearsing.open(tmp_path, "127.0.0.1", 1, MONDAY)
    assert await counts(room) == (5, 33)
    assert await waiting(room) == ["subject", "subject", "no-body"]
    assert f"{room.app.clock.now():%m-%d %H:%M}" == "11-23 02:05", "10:05 in Shanghai, after the push and the reminders"
    await room.app.database.close()
