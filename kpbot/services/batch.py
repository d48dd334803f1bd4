"""Everything handlers need for a batch of messages, loaded once, and what they append to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kpbot.domain.menus import Menu
from kpbot.domain.messages import Capabilities, Incoming
from kpbot.domain.people import Account, Group, Person, Post
from kpbot.domain.places import Region
from kpbot.services import menus
from kpbot.services.catalog import Catalog
from kpbot.services.in_place import hold_to_what_was_shown
from kpbot.settings import Settings
from kpbot.storage import conversations, groups, people, places
from kpbot.storage.conversations import Conversation
from kpbot.storage.database import Db
from kpbot.storage.menus import Place
from kpbot.storage.writes import Writes

ConversationKey = conversations.Key
TALK_LASTS = timedelta(days=2)


def conversation_key(message: Incoming) -> ConversationKey:
    return (message.chat.platform, message.chat.id, message.chat.thread, message.sender.id)


@dataclass(slots=True)
class Batch:
    """State shared by the messages of one transaction.

    `cache` belongs to services: what they loaded for this batch, under a key of their own. `stale` asks dispatch
    to load people and groups again before the next message, because a handler changed them.
    """

    db: Db
    now: datetime
    settings: Settings
    capabilities: Mapping[str, Capabilities]
    messages: Sequence[Incoming]
    catalog: Catalog = field(default_factory=Catalog)
    accounts: dict[tuple[str, str], tuple[Account, Person]] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=dict)  # by person
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    regions: dict[int, Region] = field(default_factory=dict)
    conversations: dict[ConversationKey, Conversation | None] = field(default_factory=dict)
    menus: dict[Place, Menu] = field(default_factory=dict)  # of chats where somebody says a bare number
    touched: set[ConversationKey] = field(default_factory=set)
    writes: Writes = field(default_factory=Writes)
    pressed: dict[str, str] = field(default_factory=dict)  # outbox key of an edit → the button that asks for it
    cache: dict[Any, Any] = field(default_factory=dict)
    stale: bool = False
    _days: dict[tuple[datetime, str], date] = field(default_factory=dict)

    def local_day(self, moment: datetime, zone: ZoneInfo) -> date:
        """Worked out once for the thousands who press at the same moment."""
        key = (moment, zone.key)
        day = self._days.get(key)
        if day is None:
            day = self._days[key] = moment.astimezone(zone).date()
        return day

    async def load(self) -> None:
        """Load people, groups and open talks of all messages: a fixed number of queries."""
        await self._load_people()
        keys = {conversation_key(m) for m in self.messages}
        found = await conversations.load(self.db, keys)
        fresh = {k: c for k, c in found.items() if c.updated_at and self.now - c.updated_at < TALK_LASTS}
        self.conversations = dict(fresh)
        self.menus = await menus.load(self.db, self.messages, self.capabilities, self.now)
        await menus.heard(self.db, self.messages, self.capabilities, self.menus)

    async def _load_people(self) -> None:
        self.accounts = await people.load_accounts(self.db, {(m.chat.platform, m.sender.id) for m in self.messages})
        self.posts = {}
        for post in await people.live_posts(self.db, {person.id for _, person in self.accounts.values()}):
            self.posts.setdefault(post.person_id, []).append(post)
        self.groups = await groups.load(
            self.db, {(m.chat.platform, m.chat.id) for m in self.messages if not m.chat.private}
        )
        paths = [post.region_path for held in self.posts.values() for post in held]
        paths += [group.region_path for group in self.groups.values()]
        ids = {int(step) for path in paths for step in path.split("/") if step}
        self.regions = await places.regions_by_id(self.db, ids)

    async def flush(self) -> None:
        """Write what was appended so far (still inside the transaction)."""
        await hold_to_what_was_shown(self.db, self.writes.owed, self.pressed)
        self.pressed.clear()
        inline = [menus.Said(o.chat, o.outgoing) for o in self.writes.owed if o.key in self.writes.answered_inline]
        await menus.remember(self.db, inline, self.capabilities, self.now)
        await self.writes.flush(self.db, self.now)
        changed = [(key, self.conversations.get(key)) for key in sorted(self.touched)]
        self.touched.clear()
        await conversations.save(self.db, changed, self.now)

    async def refresh(self) -> None:
        """Flush, then load people and groups again after a handler changed them."""
        await self.flush()
        await self._load_people()
        self.cache.clear()
        self.stale = False
