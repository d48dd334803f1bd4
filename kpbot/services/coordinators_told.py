"""What the coordinators nearest to a region are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kpbot.domain.messages import Outgoing
from kpbot.domain.places import Region
from kpbot.services.desk import desks_of
from kpbot.services.edition_desk import Desk
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority, owe

PREVIEW_LASTS = timedelta(days=10)


async def tell_coordinators(
    db: Db, desk: Desk, region: Region, key: str, make: Callable[[str], Outgoing], lasts: timedelta = PREVIEW_LASTS
) -> None:
    """Owe the nearest coordinators' chats what `make` says in a language, under `key:<short name of the chat>`."""
    await tell_all(db, desk, [Told(region, key, make)], lasts)


@dataclass(frozen=True, slots=True)
class Told:
    """Something the coordinators nearest to a region are told, as by `tell_coordinators`."""

    region: Region
    key: str
    make: Callable[[str], Outgoing]


async def tell_all(db: Db, desk: Desk, told: Sequence[Told], lasts: timedelta = PREVIEW_LASTS) -> None:
    """`tell_coordinators` for any number of regions at once."""
    desks = await desks_of(db, {one.region.path for one in told}, desk.settings.language, desk.hearing)
    owed = [
        Owed(f"{one.key}:{name}", chat, one.make(lang), Priority.NOTICE, desk.now, desk.now + lasts)
        for one in told
        for name, (chat, lang) in desks[one.region.path].items()
    ]
    await owe(db, owed)
