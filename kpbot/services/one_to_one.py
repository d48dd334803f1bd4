"""Officers on a platform without groups fetch the day's three in the private chat: their counties get editions too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kpbot.services.rhythm import load_tree
from kpbot.storage import groups, people
from kpbot.storage.database import Db
from kpbot.texts import say


async def note_places(db: Db, platforms: Collection[str], language: str, now: datetime) -> None:
    """Before editions are made or pushed: note where officers of these `platforms`, which have no groups, are. From
    then on the place is pushed to as a group is, but for the sending."""
    for platform in sorted(platforms):
        if regions := await people.officers_regions(db, platform):
            tree = await load_tree(db)
            meant = {tree.edition_region(tree.regions[number]).id for number in regions if number in tree.regions}
            await groups.add_private(db, platform, meant, say(language, "group-kind-private"), now)
