"""A small county on any platform: its people, its groups and the whole application, around a rig."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from content_feeds.reserve import Reserve
from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.content import Source, Trust
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level, Region, Unit, UnitKind
from kpbot.ports import Clock, Platform
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.settings import Settings
from kpbot.storage import groups, people, places
from kpbot.storage.database import Database, Db
from tests.fakes.rig import Rig, Seen

ZONE = "Asia/Shanghai"
FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai, when the edition is chosen
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00, when it is pushed
RESERVE = Source("reserve", "常备内容", "reserve", trust=Trust.HIGH, counts=True, enabled=True, reserve=True)
SITE = "https://kp.example.org"
LI, WANG, ZHAO, SUN = "李", "王", "赵", "孙"


@dataclass
class County:
    """李 is officer of 槐树村, 王 of 第一小学, 赵 coordinator; 孙 is nobody yet. They have accounts on the
    rig's platform only, in each of its chats."""

    rig: Rig
    url: str
    clock: MovableClock
    folder: Path
    region: Region = None  # type: ignore[assignment]  # set by build
    village: Unit = None  # type: ignore[assignment]
    posts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = {"database": {"url": self.url}, "data_dir": str(self.folder), "web": {"public_url": SITE}}
        given |= self.rig.settings
        self.settings = Settings.model_validate(given)
        catalog = Catalog({"reserve": RESERVE})
        self.app = App(self.settings, self._platforms, clock=self.clock, catalog=catalog)

    def _platforms(self, database: Database, clock: Clock) -> Sequence[Platform]:
        """The pace of the real one is delivery's own test; here nobody waits."""
        made = self.rig.platforms(self.settings, database, clock)
        for one in made:
            one.capabilities = replace(one.capabilities, account_windows=(), chat_windows=(), group_windows=())
        return made

    async def build(self) -> County:
        async with self.app.database.write() as db:
            city = await places.add_region(db, "演示市", Level.CITY, None)
            self.region = await places.add_region(db, "青禾县", Level.COUNTY, city)
            self.village = await places.add_unit(db, self.region, "槐树村", UnitKind.VILLAGE, True)
            school = await places.add_unit(db, self.region, "第一小学", UnitKind.SCHOOL)
            await places.add_station(db, self.village.id, "槐树村e站", date(2026, 1, 1))
            await self._post(db, LI, PostRole.OFFICER, self.village)
            await self._post(db, WANG, PostRole.OFFICER, school)
            await self._post(db, ZHAO, PostRole.COORDINATOR, None)
            for where in ("officers", "coordinators"):
                if self.rig.chat(where):
                    await self._group(db, where)
        return self

    async def _post(self, db: Db, name: str, role: PostRole, unit: Unit | None) -> None:
        now = self.clock.now()
        person = await people.add_person(db, name, "zh-CN", now)
        private = self.rig.chat(f"~{name}")
        known = {self.rig.user(name, where) for where in (f"~{name}", "officers", "coordinators")}
        for user in sorted(known - {""}):
            await people.add_account(db, self.rig.platform, user, person, private)
        where, since = (unit.id if unit else None), date(2026, 1, 1)
        self.posts[name] = await people.add_post(db, person, role, self.region.id, where, PostState.ACTIVE, since, now)

    async def _group(self, db: Db, where: str) -> None:
        chat = Chat(self.rig.platform, self.rig.chat(where))
        await groups.add(db, chat, where, "zh-CN", self.clock.now())
        known = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
        kind = GroupKind.OFFICERS if where == "officers" else GroupKind.COORDINATORS
        await groups.update_group(db, known.id, kind=kind, region_id=self.region.id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.app.start(virtual=True)
        try:
            await self.rig.start(self.app)
            yield
        finally:
            await self.app.stop()

    # what happens by the clock

    async def push(self) -> None:
        """The reserve, approved; the edition; its push."""
        self.clock.move_to(FRIDAY)
        await gather(self.app.database, {"reserve": Reserve()}, self.app.catalog, self.settings, FRIDAY)
        await self._at(FRIDAY, lambda db: self.app.work.editions(db, Beat(ZONE, "15:30"), FRIDAY, FRIDAY))
        await self._at(MONDAY, lambda db: self.app.work.push(db, Beat(ZONE, "09:00"), MONDAY, MONDAY))

    async def remind(self) -> None:
        at = MONDAY + timedelta(hours=1)
        await self._at(at, lambda db: self.app.work.remind(db, Beat(ZONE, "10:00"), at, at))

    async def digest(self) -> None:
        at = MONDAY + timedelta(hours=23, minutes=30)  # Tuesday, 08:30
        await self._at(at, lambda db: self.app.work.digest(db, Beat(ZONE, "08:30"), at, at))

    async def _at(self, moment: datetime, what: Callable[[Db], Awaitable[object]]) -> None:
        self.clock.move_to(moment)
        async with self.app.database.write() as db:
            await what(db)
        self.app.delivery.wake()

    # what people do and see, in the officers' group where there is one, else in private

    def place(self, who: str, group: str = "officers") -> str:
        return group if self.rig.groups else f"~{who}"

    async def says(self, who: str, text: str, where: str = "", photos: Sequence[bytes] = ()) -> None:
        await self.rig.say(who, where or self.place(who), text, photos)

    async def sees(self, who: str, words: str, where: str = "") -> Seen:
        return await self.rig.see(where or self.place(who), words)

    async def presses(self, who: str, label: str, where: str = "") -> None:
        await self.rig.press(who, where or self.place(who), label)

    async def rows(self, table: Table) -> Sequence[Any]:
        async with self.app.database.read() as db:
            return (await db.execute(select(table))).all()
