"""Evidence of kind observed (indicator 6-2): the bot sees in a group that an officer posts an item.

What counts is the item's link in any of its forms, or a message of the bot's own that is passed on. Recorded are day,
post, item, destination, and which message of which group it was: never a word of it. Once a day for each item and
destination, however often and in how many groups it is posted. What its officer withdrew stays withdrawn: that they
don't want it counted weighs more than what the bot sees, and they can claim it again.

Of everybody else's messages nothing is kept, nor of officers' messages about other things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kpbot.domain.addresses import addresses_in
from kpbot.domain.content import Item, ItemState
from kpbot.domain.messages import Incoming
from kpbot.domain.passed_on import holds_item
from kpbot.domain.people import GroupKind, Post
from kpbot.domain.places import Region
from kpbot.domain.shares import Destination, Evidence
from kpbot.services import known_shares, shares
from kpbot.services.batch import Batch
from kpbot.services.item_links import items_of
from kpbot.services.rendering import item_link
from kpbot.services.rhythm import Tree
from kpbot.services.talk import Talk
from kpbot.storage import editions, observed

WATCHED = frozenset({GroupKind.OFFICERS, GroupKind.PUBLIC})
RECENT = timedelta(days=7)  # how long what was sent in full, without a link, is recognized where it is passed on
_STATE = "observing"


@dataclass(slots=True)
class _Loaded:
    """What this batch's messages pass on, by their keys, and what was seen before."""

    items: dict[tuple[str, str], tuple[Item, ...]] = field(default_factory=dict)
    seen: set[observed.Key] = field(default_factory=set)


async def preload(batch: Batch) -> None:
    """Look up all links of a batch at once: one query if any officer's message holds an address, none else; three more
    if one of them is an item's."""
    talks = [talk for message in batch.messages if (talk := _watched(batch, message))]
    if not talks:
        return
    loaded = batch.cache.setdefault(_STATE, _Loaded())
    meant = {_key(talk): _addresses(talk.incoming) for talk in talks}
    found = await items_of(batch.db, {a for one in meant.values() for a in one}, batch.settings.web.public_url)
    sent_in_full = await _sent_in_full(batch, [talk for talk in talks if talk.incoming.forwarded])
    for talk in talks:
        there = [found[address] for address in meant[_key(talk)] if address in found]
        if talk.incoming.forwarded and (region := _region(talk)):
            there += [item for item in sent_in_full.get(region.id, ()) if _holds(talk.text, item)]
        if there:
            loaded.items[_key(talk)] = tuple({item.id: item for item in there}.values())
    passing = [talk for talk in talks if _key(talk) in loaded.items]
    posts = {(post.id, talk.today) for talk in passing if (post := talk.officer_post)}
    await known_shares.load_days(batch, posts)
    await known_shares.load_pushes(batch, {(talk.group.id, talk.today) for talk in passing if talk.group})
    loaded.seen |= await observed.seen(batch.db, {post for post, _ in posts}, {day for _, day in posts})


def _watched(batch: Batch, message: Incoming) -> Talk | None:
    """A message that may pass something on: of an officer, into a group that is bound for it."""
    if message.button or message.happening or message.chat.private or message.sender.faceless or message.sender.is_bot:
        return None
    if not (message.forwarded or message.links or "/" in message.text):
        return None
    group = batch.groups.get((message.chat.platform, message.chat.id))
    if group is None or group.kind not in WATCHED or group.region_id is None:
        return None
    talk = Talk(batch, message)
    return talk if talk.officer_post else None


def _key(talk: Talk) -> tuple[str, str]:
    return (talk.chat.platform, talk.incoming.key)


def _addresses(message: Incoming) -> list[str]:
    return list(dict.fromkeys([*addresses_in(message.text), *message.links]))


def _region(talk: Talk) -> Region | None:
    return Tree(talk.batch.regions).edition_region(talk.region) if talk.region else None


async def _sent_in_full(batch: Batch, forwards: Sequence[Talk]) -> dict[int, list[Item]]:
    """Items without a link in the latest editions, by region, where a message of ours is passed on."""
    days = {talk.today - timedelta(days=n) for talk in forwards for n in range(RECENT.days)}
    regions = {region.id for talk in forwards if (region := _region(talk))}
    found: dict[int, list[Item]] = {}
    for edition in await editions.of_days(batch.db, regions, days) if regions else ():
        bare = [item for item in edition.items if not item_link(item, batch.settings)]
        found.setdefault(edition.region_id, []).extend(item for item in bare if item.state == ItemState.READY)
    return found


def _holds(text: str, item: Item) -> bool:
    return holds_item(text, item.title, item.summary or item.body)


async def observe(talk: Talk) -> bool:
    """Record what this message passes on; False if it passes on nothing. Shown by a reaction at most, and only for what
    is new."""
    loaded: _Loaded | None = talk.batch.cache.get(_STATE)
    chosen = loaded.items.get(_key(talk)) if loaded else None
    post, group = talk.officer_post, talk.group
    if loaded is None or not chosen or post is None or group is None:
        return False
    to = Destination(talk.capabilities.destination)
    fresh = [item for item in chosen if await _is_new(talk, loaded, post, item, to)]
    if fresh:
        reference = f"{group.id}:{talk.incoming.message}"
        await shares.record(talk, post, fresh, to, Evidence.OBSERVED, reference)
        loaded.seen |= {(talk.today, post.id, item.id, to.value) for item in fresh}
        talk.react()
    return True


async def _is_new(talk: Talk, loaded: _Loaded, post: Post, item: Item, to: Destination) -> bool:
    seen = (talk.today, post.id, item.id, to.value) in loaded.seen
    return not seen and not await shares.is_withdrawn(talk, post, item.id, to)
