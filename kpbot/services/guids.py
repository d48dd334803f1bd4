"""Guids that a publisher uses a second time, for another page: an entry that was kept, and perhaps passed on, must not
turn into a different one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from kpbot.domain.content import FoundItem, Item
from kpbot.domain.links import canonical_link
from kpbot.domain.similarity import jaccard
from kpbot.storage import items
from kpbot.storage.database import Db

GUID = "guid:"
UNLIKE = 0.3
"""Character-bigram Jaccard of titles below which they are about different things: rewordings have about 0.7."""


async def told_apart(db: Db, source: str, found_items: Sequence[FoundItem]) -> tuple[list[FoundItem], dict[str, Item]]:
    """`found_items` under identities of their own, and those kept already by identity. An entry that shares its guid
    with a kept one, but neither link nor title, is known by its link."""
    known = await items.known(db, source, [found.identity for found in found_items])
    apart = [_by_link(found) if _is_another(found, known.get(found.identity)) else found for found in found_items]
    if apart != list(found_items):
        apart = list({found.identity: found for found in apart}.values())
        known = await items.known(db, source, [found.identity for found in apart])
    return apart, known


def _is_another(found: FoundItem, before: Item | None) -> bool:
    if before is None or not found.identity.startswith(GUID):
        return False
    return canonical_link(found.link) != before.canonical and jaccard(found.title, before.title) < UNLIKE


def _by_link(found: FoundItem) -> FoundItem:
    return replace(found, identity=f"link:sha256:{sha256(found.link.encode()).hexdigest()}")
