"""Puts the rehearsal together: the sample county, a clock that can be moved, and the room."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.content import ItemState, Trust
from kpbot.domain.people import GroupKind
from kpbot.domain.places import DEFAULT_ZONE
from kpbot.domain.upkeep import add_months
from kpbot.domain.workdays import is_workday, last_workday_before, next_workday
from kpbot.platforms.rehearsal import Rehearsal
from kpbot.ports import Clock
from kpbot.services import sample, sample_items
from kpbot.services.catalog import Catalog, load_catalog
from kpbot.services.codes import CodeKind, as_printed, make_code
from kpbot.settings import DatabaseSettings, Settings, WebSettings
from kpbot.storage import facts, items, job_slots, places, room
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.room import RoomChat, RoomPerson

FILE = "rehearsal.db"  # not that of an installation, whatever folder is named
CLOCK, ARRIVAL = "room-clock", "room-arrival"
ZONE = ZoneInfo(DEFAULT_ZONE)
BEGINS, ARRIVES = time(15, 0), time(10, 5)  # the afternoon before, so that previews are there; after push and reminders
MORNING = time(10, 5)
SAVE_EVERY = 5.0  # seconds

Progress = Callable[[int, int, datetime], None]


class Rehearsing:
    """The running rehearsal."""

    def __init__(self, app: App, clock: MovableClock, platform: Rehearsal) -> None:
        self.app = app
        self._clock = clock
        self._platform = platform
        self._moved = asyncio.Event()
        self._ended = False
        platform.move_clock = self._move

    @classmethod
    async def open(
        cls, folder: Path, host: str, port: int, today: date | None = None, *, database: str = ""
    ) -> Rehearsing:
        """The rehearsal in `folder` as it was left, or a new one that starts on `today` (a local day).

        Its records are a file there, or in `database` (an address as in the settings).
        """
        settings = Settings(
            data_dir=folder,
            config_dir=config_folder(),
            database=DatabaseSettings(url=database or f"sqlite:///{folder / FILE}"),
            web=WebSettings(host=host, port=port, public_url=f"http://{host}:{port}"),
        )
        left = await _left_at(settings.database.url)
        day = _working(today or datetime.now(ZONE).date())
        clock = MovableClock(left or _local(last_workday_before(day), BEGINS))
        made: list[Rehearsal] = []

        def platforms(database: Database, clock: Clock) -> list[Rehearsal]:
            made.append(Rehearsal(database, clock, DEFAULT_ZONE, folder))
            return made

        app = App(settings, platforms, clock=clock, catalog=_catalog(settings))
        opened = cls(app, clock, made[0])
        if left is None:
            await opened._begin(day)
        await opened._arrive()
        return opened

    async def _begin(self, day: date) -> None:
        """The sample county, whole or not at all, on the afternoon before the day."""
        now = self._clock.now()
        await self.app.work.gather(now)
        async with self.app.database.write() as db:
            made = await sample.make_sample(db, self._platform.name, now, day)
            reserve = [item.id for key in self.app.catalog.reserve for item in await items.of_source(db, key)]
            await items.set_state(db, reserve, ItemState.READY)
            await sample_items.make_waiting(db, self.app.catalog, self.app.settings, now)
            await room.add_people(db, _people(made))
            await room.add_chats(db, _chats(made))
            await facts.put(db, CLOCK, now.isoformat())
            await facts.put(db, ARRIVAL, _local(day, ARRIVES).isoformat())

    async def _arrive(self) -> None:
        """Live until the morning of the first day, unless that is past: who stopped the first start goes on here."""
        async with self.app.database.read() as db:
            arrival = await facts.get(db, ARRIVAL)
        if arrival and self._clock.now() < datetime.fromisoformat(arrival):
            await self.app.schedule.run_due(datetime.fromisoformat(arrival), self._clock.move_to)
            await self._save()

    async def codes(self) -> dict[str, str]:
        """Fresh codes to try joining and binding with; what an operator would print."""
        now = self._clock.now()
        async with self.app.database.write() as db:
            county = next(r for r in await places.all_regions(db) if r.name == sample.COUNTY)
            unit = next(u for u in await places.units_within(db, county.path) if u.name == "上柳村")
            township = next(r for r in await places.all_regions(db) if r.id == unit.region_id)
            unit_code = await make_code(db, CodeKind.UNIT, township, unit, None, None, now)
            group_code = await make_code(db, CodeKind.GROUP, county, None, GroupKind.OFFICERS, None, now)
        return {"unit": as_printed(unit_code), "group": as_printed(group_code)}

    async def run(self) -> None:
        """Serve until stopped."""
        async with self.time_passes():
            await self.app.run(virtual=True)

    @asynccontextmanager
    async def time_passes(self) -> AsyncIterator[None]:
        """The clock runs meanwhile, and where it stands is kept."""
        self._clock.run()
        self._ended = False
        saving = asyncio.create_task(self._keep_saving())
        try:
            yield
        finally:
            self._ended = True
            self._moved.set()
            await saving

    async def _keep_saving(self) -> None:
        while not self._ended:
            self._moved.clear()
            await self._save()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), SAVE_EVERY)

    async def _save(self) -> None:
        async with self.app.database.write() as db:
            await facts.put(db, CLOCK, self._clock.now().isoformat())

    async def _move(self, to: str, progress: Progress) -> None:
        """Live through the time until then; meanwhile the clock does not run by itself."""
        self._clock.stop()
        try:
            await self.app.schedule.run_due(target(to, self._clock.now()), self._clock.move_to, progress)
        finally:
            self._clock.run()
            self._moved.set()


async def _left_at(url: str) -> datetime | None:
    """Where the clock of a rehearsal stood, UTC; None if it is new. The database is brought up to date.

    Who was stopped while the clock was moved had come as far as the latest job that ran.
    """
    database = Database(url)
    await migrate(database)
    async with database.read() as db:
        saved = await facts.get(db, CLOCK)
        slots = await job_slots.last_slots(db)
    await database.close()
    return max([datetime.fromisoformat(saved), *slots.values()]) if saved else None


def target(to: str, now: datetime) -> datetime:
    """Where a button of the clock leads, UTC."""
    local = now.astimezone(ZONE)
    days = {"+1w": local.date() + timedelta(days=7), "+2m": add_months(local.date(), 2)}
    if to in days:
        return _local(days[to], local.time())
    if to == "tomorrow":
        return _local(local.date() + timedelta(days=1), MORNING)
    return now + timedelta(hours=1)


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZONE).astimezone(UTC)


def _working(day: date) -> date:
    """The day itself, or the next working day: on days off nobody is reminded, and there would be less to see."""
    return day if is_workday(day) else next_workday(day)


def config_folder() -> Path:
    """config/ of the checkout, else where a wheel puts it."""
    beside = Path(__file__).resolve().parents[2] / "config"
    return beside if (beside / "feeds.toml").exists() else Path(sys.prefix) / "share/kpbot/config"


def _catalog(settings: Settings) -> Catalog:
    """In the rehearsal the reserve is the only source, so its items count; that is said where it matters."""
    declared = load_catalog(settings.config_dir)
    reserve = {
        key: replace(source, counts=True, trust=Trust.HIGH)
        for key, source in declared.sources.items()
        if source.reserve
    }
    return replace(declared, sources=reserve)


def _people(made: sample.Sample) -> list[RoomPerson]:
    return [RoomPerson(m.account, m.name, m.about, m.about_en, n) for n, m in enumerate(made.members)]


def _chats(made: sample.Sample) -> list[RoomChat]:
    def members(chat: str) -> str:
        return " ".join(m.account for m in made.members if chat in m.chats)

    return [
        RoomChat(sample.OFFICERS, "青禾县科普信息员群", "officers", members(sample.OFFICERS), rank=1),
        RoomChat(sample.PUBLIC, "青禾县科普爱好者群", "public", "*", rank=2),
        RoomChat(sample.COORDINATORS, "青禾县科协协调群", "coordinators", members(sample.COORDINATORS), rank=3),
        RoomChat(sample.CITY_DESK, "演示市科协协调群", "coordinators", members(sample.CITY_DESK), rank=4),
    ]
