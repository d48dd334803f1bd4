"""The rehearsal's first start, stopped in the middle."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kpbot.commands.rehearsal import Rehearsing
from kpbot.schedule import Schedule
from kpbot.storage import places
from kpbot.storage.tables import persons

MONDAY = date(2026, 11, 23)


async def counts(room: Rehearsing) -> tuple[int, int]:
    async with room.app.database.read() as db:
        people = (await db.execute(select(func.count()).select_from(persons))).scalar_one()
        return len(await places.all_regions(db)), int(people)


async def test_who_stops_the_first_start_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stopped(*_: object) -> None:
        """It never came to live through the night."""

    with monkeypatch.context() as patch:
        patch.setattr(Schedule, "run_due", stopped)
        await (await Rehearsing.open(tmp_path, "127.0.0.1", 1, MONDAY)).app.database.close()
    room = await Rehearsing.open(tmp_path, "127.0.0.1", 1, MONDAY)
    assert await counts(room) == (5, 33)
    assert f"{room.app.clock.now():%m-%d %H:%M}" == "11-23 02:05", "10:05 in Shanghai, after the push and the reminders"
    await room.app.database.close()
