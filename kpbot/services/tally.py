"""How many have shared, in the groups' messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.domain.people import GroupKind
from kpbot.services.catalog import Catalog
from kpbot.services.edition_desk import Desk
from kpbot.services.edits import edit_of
from kpbot.services.push_message import push_message
from kpbot.settings import Settings
from kpbot.storage import editions, pushes
from kpbot.storage.database import Db
from kpbot.storage.outbox import owe


async def tally(
    db: Db,
    settings: Settings,
    catalog: Catalog,
    at: datetime,
    platforms: Mapping[str, Capabilities],
) -> None:
    """Update the number of sharers in the groups' messages, where messages can be changed; the job runs once a minute,
    so at most that often."""
    desk = Desk(settings, catalog, at, platforms)
    changed = await pushes.tallies(db, (at - timedelta(days=1)).date())
    known = await editions.load(db, {push.edition_id for push in changed if push.edition_id})

    @cache
    def message(edition_id: int, language: str, sharers: int) -> Outgoing:
        return push_message(known[edition_id], language, desk, buttons=True, sharers=sharers)

    await owe(
        db,
        [
            edit_of(
                pushes.key(push.group_id, push.day),
                pushes.tally_key(push.id, push.sharers),
                push.chat,
                message(push.edition_id, push.language, push.sharers),
                at,
            )
            for push in changed
            if push.edition_id and push.kind == GroupKind.OFFICERS and desk.edits(push.chat.platform)
        ],
    )
    await pushes.set_shown(db, {push.id: push.sharers for push in changed})
