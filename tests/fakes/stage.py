"""A stage for handlers: a small county in a database, people who say things, and what the bot owes afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select, update

from content_feeds.reserve import Reserve
from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.content import Source, Trust
from kpbot.domain.messages import Button, Capabilities, Chat, File, Happening, Incoming, Outgoing, Photo, Sender
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level, Region, Station, Unit, UnitKind
from kpbot.services import editions, menus, pushes
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.services.routing import Routes
from kpbot.settings import Settings
from kpbot.storage import groups, people, places
from kpbot.storage.database import Database, insert
from kpbot.storage.ids import new_id
from kpbot.storage.outbox import Owed, Priority, State, row_of
from kpbot.storage.tables import bodies, outbox
from kpbot.storage.tables import groups as groups_table

PLATFORM = "stage"
ELSEWHERE = "elsewhere"  # a second platform, on which `name@elsewhere` writes
SHOWN = "shown:"  # outbox keys of what was there before a press
RESERVE = Source("reserve", "常备内容", "reserve", trust=Trust.HIGH, counts=True, enabled=True, reserve=True)
CAPABILITIES = Capabilities(
    buttons=True,
    photos=True,
    files=True,
    cards=True,
    edits=True,
    reactions=True,
    toasts=True,
    private_chats=True,
    sees_all=True,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something the bot owes: to which chat, and what."""

    chat: str
    key: str
    outgoing: Outgoing
    platform: str = PLATFORM

    @property
    def text(self) -> str:
        return self.outgoing.text

    @property
    def buttons(self) -> dict[str, str]:
        """Button data by label."""
        return {b.label: b.data for row in self.outgoing.buttons for b in row}


@dataclass
class Stage:
    """A county with two officers (李 of 槐树村, 王 of 第一小学), a coordinator 赵 and a bystander 路人.

    A person's user id is their name; their private chat is `~name`. Groups: `officers`, `public`, `coordinators`.
    """

    database: Database
    clock: MovableClock
    settings: Settings = field(default_factory=Settings)
    catalog: Catalog = field(default_factory=lambda: Catalog({"reserve": RESERVE}))
    capabilities: Capabilities = CAPABILITIES
    city: Region = None  # type: ignore[assignment]  # set by build
    county: Region = None  # type: ignore[assignment]
    village: Unit = None  # type: ignore[assignment]
    school: Unit = None  # type: ignore[assignment]
    station: Station = None  # type: ignore[assignment]
    persons: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    _keys: Any = field(default_factory=count)
    _heard: int = 0

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(
            self.database, Routes(ROUTES), self.settings, self.clock, self.platforms, self.catalog
        )

    @property
    def platforms(self) -> dict[str, Capabilities]:
        return dict.fromkeys((PLATFORM, ELSEWHERE), self.capabilities)

    async def build(self) -> Stage:
        async with self.database.write() as db:
            self.city = await places.add_region(db, "演示市", Level.CITY, None)
            self.county = await places.add_region(db, "青禾县", Level.COUNTY, self.city)
            self.village = await places.add_unit(db, self.county, "槐树村", UnitKind.VILLAGE, True)
            self.school = await places.add_unit(db, self.county, "第一小学", UnitKind.SCHOOL)
            self.station = await places.add_station(db, self.village.id, "槐树村e站", date(2026, 1, 1))
        await self.officer("李", self.village)
        await self.officer("王", self.school)
        await self.coordinator("赵", self.county)
        for kind in (GroupKind.OFFICERS, GroupKind.PUBLIC, GroupKind.COORDINATORS):
            await self.group(kind.value, kind, self.county)
        return self

    async def officer(self, name: str, unit: Unit, state: PostState = PostState.ACTIVE) -> int:
        return await self._post(name, PostRole.OFFICER, unit.region_id, unit.id, state)

    async def coordinator(self, name: str, region: Region) -> int:
        return await self._post(name, PostRole.COORDINATOR, region.id, None, PostState.ACTIVE)

    async def _post(self, name: str, role: PostRole, region: int, unit: int | None, state: PostState) -> int:
        now = self.clock.now()
        async with self.database.write() as db:
            if name not in self.persons:
                self.persons[name] = await people.add_person(db, name, "zh-CN", now)
                await people.add_account(db, PLATFORM, name, self.persons[name], f"~{name}")
            since = date(2026, 1, 1)
            self.posts[name] = await people.add_post(db, self.persons[name], role, region, unit, state, since, now)
        return self.posts[name]

    async def group(self, chat: str, kind: GroupKind | None, region: Region | None, unit: Unit | None = None) -> int:
        """A group the bot is in, bound to a place unless `kind` is None."""
        self.groups[chat] = new_id()
        row = {
            "id": self.groups[chat],
            "platform": PLATFORM,
            "chat": chat,
            "title": chat,
            "kind": kind,
            "region_id": region.id if region else None,
            "unit_id": unit.id if unit else None,
            "added_at": self.clock.now(),
        }
        async with self.database.write() as db:
            await db.execute(insert(db, groups_table), row)
            assert await groups.group(db, self.groups[chat])
        return self.groups[chat]

    def message(self, who: str, chat: str, text: str = "", **rest: Any) -> Incoming:
        """An Incoming from `who` in `chat` (`~` for the private chat)."""
        number = next(self._keys)
        who, _, platform = who.partition("@")
        where = f"~{who}" if chat == "~" else chat
        rest.setdefault("message", f"m{number}")
        rest.setdefault("key", f"k{number}")
        return Incoming(
            chat=Chat(platform or PLATFORM, where, private=where.startswith("~")),
            sender=rest.pop("sender", Sender(who, who)),
            text=text,
            **rest,
        )

    async def say(
        self,
        who: str,
        chat: str,
        text: str = "",
        *,
        photos: Sequence[str] = (),
        files: Sequence[File] = (),
        **rest: Any,
    ) -> list[Heard]:
        """Someone says something; returns what the bot owes because of it."""
        pictures = tuple(Photo(ref, 1000, "image/jpeg") for ref in photos)
        return await self.hear(self.message(who, chat, text, photos=pictures, files=tuple(files), **rest))

    async def press(self, who: str, chat: str, data: str, message: str = "pressed") -> list[Heard]:
        """Someone presses a button that is there: the message of that id carries it."""
        name, _, platform = who.partition("@")
        await self._show(Chat(platform or PLATFORM, f"~{name}" if chat == "~" else chat), message, data)
        return await self.forge(who, chat, data, message)

    async def forge(self, who: str, chat: str, data: str, message: str = "pressed") -> list[Heard]:
        """Someone sends data as a press of a message, whatever that message carries."""
        return await self.hear(self.message(who, chat, button=data, message=message))

    async def _show(self, chat: Chat, message: str, data: str) -> None:
        now = self.clock.now()
        shown = Outgoing(text="…", buttons=((Button("…", data),),))
        owed = Owed(f"{SHOWN}{next(self._keys)}", chat, shown, Priority.ANSWER, now, now)
        values = {**row_of(owed), "state": State.SENT, "message": message, "settled_at": now}
        async with self.database.write() as db:
            await db.execute(insert(db, outbox), values)

    async def happen(self, happening: Happening, chat: str, who: str = "", title: str = "") -> list[Heard]:
        return await self.hear(self.message(who, chat, happening=happening, chat_title=title))

    async def hear(self, *messages: Incoming) -> list[Heard]:
        await self.dispatcher.handle(messages)
        return await self.heard()

    async def heard(self) -> list[Heard]:
        """What was put into the outbox since the last look."""
        async with self.database.read() as db:
            query = (
                select(outbox, bodies.c.payload.label("shared"))
                .outerjoin(bodies, bodies.c.id == outbox.c.body_id)
                .where(outbox.c.id > self._heard, outbox.c.key.not_like(f"{SHOWN}%"))
                .order_by(outbox.c.id)
            )
            rows = (await db.execute(query)).all()
        self._heard = max((row.id for row in rows), default=self._heard)
        return [
            Heard(row.chat, row.key, Outgoing.from_json(row.payload or row.shared or "{}"), row.platform)
            for row in rows
        ]

    async def stock(self) -> None:
        """The reserve, approved."""
        await gather(self.database, {"reserve": Reserve()}, self.catalog, self.settings, self.clock.now())

    async def prepare(self, at: datetime) -> list[Heard]:
        """The 15:30 job; returns what coordinators are shown."""
        self.clock.move_to(at)
        async with self.database.write() as db:
            await editions.prepare(db, self.settings, self.catalog, "Asia/Shanghai", at, self.platforms)
        return await self.heard()

    async def push(self, slot: datetime, now: datetime | None = None) -> list[Heard]:
        """The push job of the regions that push at 09:00; returns what the groups are owed."""
        self.clock.move_to(now or slot)
        async with self.database.write() as db:
            beat = Beat("Asia/Shanghai", "09:00")
            await pushes.push(db, self.settings, self.catalog, beat, slot, now or slot, self.platforms)
        return await self.heard()

    async def deliver(self) -> None:
        """Everything due counts as sent; the platform calls each message `sent:<key>`."""
        async with self.database.write() as db:
            due = outbox.c.state == "due"
            bodies_too = outbox.outerjoin(bodies, bodies.c.id == outbox.c.body_id)
            query = select(outbox, bodies.c.payload.label("shared")).select_from(bodies_too)
            query = query.where(due, outbox.c.platform == PLATFORM)
            said = [
                menus.Said(
                    Chat(row.platform, row.chat, row.thread, row.private),
                    Outgoing.from_json(row.payload or row.shared or "{}"),
                    f"sent:{row.key}",
                )
                for row in await db.execute(query.order_by(outbox.c.id))
            ]
            sent = {"state": "sent", "message": "sent:" + outbox.c.key, "settled_at": self.clock.now()}
            await db.execute(update(outbox).where(due).values(**sent))
            await menus.remember(db, said, self.platforms, self.clock.now())

    async def lose(self, one: Heard) -> None:
        """The platform refused a message, or the change of one, for good."""
        async with self.database.write() as db:
            lost = update(outbox).where(outbox.c.key == one.key)
            await db.execute(lost.values(state=State.FAILED, settled_at=self.clock.now()))
