"""A small county on Telegram: its people, groups and the whole application, around a Bot API server of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from content_feeds.reserve import Reserve
from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.content import Source, Trust
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level, Region, Unit, UnitKind
from kpbot.platforms.telegram import Telegram
from kpbot.platforms.telegram.limits import CAPABILITIES, NAME
from kpbot.ports import Clock, Platform
from kpbot.services import editions, pushes
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.settings import Settings
from kpbot.storage import groups, people, places
from kpbot.storage.database import Database
from tests.fakes.bot_api.server import BotApi
from tests.fakes.bot_api.world import Json, Message

SITE = "https://kp.example.org"
ZONE = "Asia/Shanghai"
LI, WANG, ZHAO, NEWCOMER = 5001, 5002, 5003, 5004
OFFICERS, DESK = -1001500000001, -1001500000002
RESERVE = Source("reserve", "常备内容", "reserve", trust=Trust.HIGH, counts=True, enabled=True, reserve=True)
# The pace of the real one is delivery's own test; here nobody waits.
QUICK = replace(CAPABILITIES, account_windows=(), chat_windows=(), group_windows=())


@dataclass
class County:
    """李 is officer of 槐树村, 王 of 第一小学, 赵 coordinator; the groups OFFICERS and DESK are bound.

    `start` runs the application, `people_did` gives it what the world has pending, by polling or by webhook.
    """

    api: BotApi
    url: str
    clock: MovableClock
    folder: Path
    mode: str = "polling"
    county: Region = None  # type: ignore[assignment]  # set by build
    village: Unit = None  # type: ignore[assignment]
    _client: httpx.AsyncClient | None = None
    posts: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.settings = Settings.model_validate(
            {
                "database": {"url": self.url},
                "data_dir": str(self.folder),
                "web": {"public_url": SITE if self.mode == "webhook" else ""},
                "telegram": {**self.api.settings, "mode": self.mode},
            }
        )
        self.app = self._app()

    def _app(self) -> App:
        def platforms(database: Database, clock: Clock) -> Sequence[Platform]:
            self.telegram = Telegram(self.settings, database, clock, capabilities=QUICK)
            return [self.telegram]

        return App(
            self.settings,
            platforms,
            clock=self.clock,
            catalog=Catalog({"reserve": RESERVE}),
        )

    async def build(self) -> County:
        async with self.app.database.write() as db:
            city = await places.add_region(db, "演示市", Level.CITY, None)
            self.county = await places.add_region(db, "青禾县", Level.COUNTY, city)
            self.village = await places.add_unit(db, self.county, "槐树村", UnitKind.VILLAGE, True)
            school = await places.add_unit(db, self.county, "第一小学", UnitKind.SCHOOL)
            await places.add_station(db, self.village.id, "槐树村e站", date(2026, 1, 1))
        await self._post(LI, "李", PostRole.OFFICER, self.village)
        await self._post(WANG, "王", PostRole.OFFICER, school)
        await self._post(ZHAO, "赵", PostRole.COORDINATOR, None)
        await self._group(OFFICERS, "青禾县信息员", GroupKind.OFFICERS)
        await self._group(DESK, "青禾县科协", GroupKind.COORDINATORS)
        return self

    async def _post(self, user: int, name: str, role: PostRole, unit: Unit | None) -> None:
        now = self.clock.now()
        async with self.app.database.write() as db:
            person = await people.add_person(db, name, "zh-CN", now)
            await people.add_account(db, NAME, str(user), person, str(user))
            where, since = (unit.id if unit else None), date(2026, 1, 1)
            post = await people.add_post(db, person, role, self.county.id, where, PostState.ACTIVE, since, now)
        self.posts[user] = post

    async def _group(self, chat: int, title: str, kind: GroupKind) -> None:
        self.api.world.chat(chat, title)
        async with self.app.database.write() as db:
            await groups.add(db, Chat(NAME, str(chat)), title, "zh-CN", self.clock.now())
            known = (await groups.load(db, [(NAME, str(chat))]))[(NAME, str(chat))]
            await groups.update_group(db, known.id, kind=kind, region_id=self.county.id)

    # the application

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run until the block ends; may be entered again, as after a restart, on the same database."""
        await self.app.start(virtual=True)
        transport = httpx.ASGITransport(self.app.asgi(), raise_app_exceptions=False)
        try:
            async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
                self._client = client
                ready = self.api.methods
                await self.api.until(lambda: ready.webhook if self.mode == "webhook" else ready.polling)
                yield
        finally:
            await self.app.stop()
            self.app = self._app()

    async def people_did(self) -> None:
        """Give the bot what is pending; returns once all of it is committed and confirmed."""
        if self.mode == "webhook":
            assert self._client
            assert set(await self.api.push(self._client)) <= {200}
        else:
            await self.api.confirmed()

    async def said(self, chat: int, part: str) -> Message:
        """The newest message of the bot in a chat that holds `part`, once it is there."""

        def found() -> list[Message]:
            return [message for message in self.api.messages(chat) if part in message.text]

        await self.api.until(found)
        return found()[-1]

    async def press(self, user: int, message: Message, label: str) -> str:
        """Press a button; returns the press's id."""
        update = self.api.world.presses(user, message.chat, message.id, message.buttons[label])
        await self.people_did()
        return str(update["callback_query"]["id"])

    async def toast(self, press: str) -> Json:
        await self.api.until(lambda: press not in self.api.world.callbacks)
        return next(toast for toast in self.api.world.toasts if toast["callback_query_id"] == press)

    async def push(self, prepare: datetime, slot: datetime) -> None:
        """The reserve, approved; the edition; its push."""
        self.clock.move_to(prepare)
        await gather(self.app.database, {"reserve": Reserve()}, self.app.catalog, self.settings, prepare)
        async with self.app.database.write() as db:
            await editions.prepare(db, self.settings, self.app.catalog, ZONE, prepare, self.app.work.capabilities)
        self.clock.move_to(slot)
        async with self.app.database.write() as db:
            beat, can = Beat(ZONE, "09:00"), self.app.work.capabilities
            await pushes.push(db, self.settings, self.app.catalog, beat, slot, slot, can)
        self.app.delivery.wake()

    async def rows(self, table: Any) -> Sequence[Any]:
        async with self.app.database.read() as db:
            return (await db.execute(select(table))).all()
