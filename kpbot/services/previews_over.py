"""Previews that still wait for a coordinator to write, where the bot may only answer: nobody needs one of a day whose
push is through."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kpbot.services.desk import desks_of
from kpbot.services.edition_desk import Desk
from kpbot.services.edition_preview import preview_key
from kpbot.services.rhythm import Tree
from kpbot.storage import editions, outbox
from kpbot.storage.database import Db


async def drop(db: Db, desk: Desk, tree: Tree, region_ids: Collection[int], day: date) -> None:
    """Those of the regions' editions of that day; what asks about an edition that is held has another key."""
    over = await editions.of_days(db, region_ids, [day])
    paths = {edition.id: tree.regions[edition.region_id].path for edition in over}
    desks = await desks_of(db, set(paths.values()), desk.settings.language, desk.hearing)
    keys = [f"{preview_key(edition)}:{name}" for edition in over for name in desks[paths[edition.id]]]
    await outbox.drop_waiting(db, keys, desk.now)
