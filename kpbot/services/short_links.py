"""Officers' own short links, `/s/<code>`: whose openings are evidence that a share reached somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from kpbot.domain.content import Item
from kpbot.domain.people import Post
from kpbot.domain.places import Region
from kpbot.domain.shares import Destination
from kpbot.domain.short_codes import address_of
from kpbot.services.rendering import item_link
from kpbot.services.rhythm import Tree
from kpbot.services.talk import Talk
from kpbot.storage import short_links


def turned_on(tree: Tree, region: Region) -> Region | None:
    """The nearest region that has short links on, of this one and those above it; None: there are none here."""
    return next((one for one in tree.above(region) if one.short_links), None)


def has_links(talk: Talk, post: Post) -> bool:
    """Whether the post's officer gets links now: in a region that has them on, and with an address that others can
    open."""
    region = talk.batch.regions.get(post.region_id)
    if region is None or not talk.settings.web.public_url:
        return False
    return turned_on(Tree(talk.batch.regions), region) is not None


async def links_for(talk: Talk, post: Post, items: Sequence[Item], destination: Destination) -> Mapping[int, str]:
    """The officer's own links for these items and one destination, made or renewed for today, by item; none where
    they have none, and none of items that cannot be read anywhere. One statement for all of them."""
    readable = [item.id for item in items if item_link(item, talk.settings)]
    if not readable or not has_links(talk, post):
        return {}
    until = talk.now + timedelta(days=talk.settings.links.valid_days)
    codes = await short_links.take(talk.db, post.id, readable, destination.value, talk.today, until)
    return {item: address_of(code, talk.settings.web.public_url) for item, code in codes.items()}
