"""What the timed jobs work with, and each job as one call. When they run is kpbot.schedule's to say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.menus import LASTS as MENU_LASTS
from kpbot.domain.messages import Capabilities
from kpbot.ports import Clock, ContentFeed, Platform, Visit, visit_nowhere
from kpbot.services import (
    adding,
    digests,
    editions,
    gathering,
    invitations,
    item_pictures,
    media,
    one_to_one,
    push_trouble,
    pushes,
    reminders,
    spot_checks,
    tally,
    uploads,
)
from kpbot.services.batch import TALK_LASTS
from kpbot.services.cards import cache as drawn_cards
from kpbot.services.catalog import Catalog
from kpbot.services.rhythm import Beat
from kpbot.services.upload_desk import Desk
from kpbot.settings import Settings
from kpbot.storage import (
    additions,
    conversations,
    inbox,
    job_slots,
    link_opens,
    menus,
    outbox,
    reply_windows,
    short_links,
)
from kpbot.storage.database import Database, Db


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a job may need. Times are UTC; `slot` is when the job was due, `now` when it runs."""

    database: Database
    settings: Settings
    catalog: Catalog
    clock: Clock
    feeds: Mapping[str, ContentFeed]
    platforms: Mapping[str, Platform]
    visit: Visit = visit_nowhere
    fetching: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False)  # of pictures, one at a time

    @property
    def capabilities(self) -> dict[str, Capabilities]:
        """What the platforms in use can."""
        return {name: platform.capabilities for name, platform in self.platforms.items()}

    async def gather(self, now: datetime) -> None:
        await gathering.gather(self.database, self.feeds, self.catalog, self.settings, now)

    async def photos(self, now: datetime) -> int:
        """Pictures that people sent; how many were fetched, or given up."""
        async with self.fetching:
            settled = await media.fetch_waiting(self.database, self.platforms, self.settings.data_dir, now)
            await media.forget_dropped(self.database, self.settings.data_dir, now)
        return settled

    async def uploads(self, now: datetime) -> int:
        """Sheets that people sent, one step on; how many."""
        desk = Desk.usual(self.database, self.settings, self.catalog)
        return await uploads.work_through(desk, self.platforms, now)

    async def pages(self, now: datetime) -> None:
        """Pages that coordinators added, and pictures of items."""
        pages = adding.Pages(self.database, self.settings, self.catalog, self.feeds, self.visit)
        await adding.fetch_waiting(pages, now)
        await item_pictures.fetch_waiting(self.database, self.visit, self.settings.data_dir, now)
        await item_pictures.forget_unused(self.database, self.settings.data_dir)

    async def editions(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._note_places(db, now)
        await editions.prepare(db, self.settings, self.catalog, beat.zone, slot, self.capabilities)

    async def push(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._note_places(db, now)
        await pushes.push(db, self.settings, self.catalog, beat, slot, now, self.capabilities)

    async def _note_places(self, db: Db, now: datetime) -> None:
        alone = [name for name, platform in self.platforms.items() if not platform.capabilities.groups]
        await one_to_one.note_places(db, alone, self.settings.language, now)

    async def remind(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await reminders.remind(db, self.settings, now, beat.zone)

    async def digest(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await digests.send_digests(db, self.settings, self.catalog, now, beat.zone)

    async def spot_checks(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await spot_checks.ask(db, self.settings, beat.zone, now, self.capabilities)

    async def tally(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await tally.tally(db, self.settings, self.catalog, now, self.capabilities)

    async def push_trouble(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await push_trouble.tell(db, self.settings, now, self.capabilities)

    async def tidy(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        """Forget what has served its time."""
        keep = self.settings.retention
        await inbox.purge(db, now - timedelta(days=keep.inbox_days), now - timedelta(days=keep.outbox_days))
        await conversations.purge(db, now - TALK_LASTS)
        await menus.purge(db, now - MENU_LASTS)
        await reply_windows.purge(db, now)
        await uploads.forget_open(db, now)
        await uploads.forget_settled(db, now - timedelta(days=keep.outbox_days))
        await outbox.purge(db, now - timedelta(days=keep.outbox_days))
        await invitations.forget_cards(self.settings, now)
        await drawn_cards.forget(self.settings.data_dir, now)
        await additions.purge(db, now - timedelta(days=keep.outbox_days))
        await job_slots.purge(db, now - timedelta(days=keep.outbox_days))
        await short_links.purge(db, now)
        await link_opens.purge(db, now.astimezone(ZoneInfo(self.settings.time_zone)).date())
