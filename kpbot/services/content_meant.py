"""Which edition and which items somebody means who shares them, copies them or asks for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from kpbot.domain.content import Item
from kpbot.domain.messages import Outgoing
from kpbot.domain.places import Region
from kpbot.services.edition_desk import Desk
from kpbot.services.item_links import items_of
from kpbot.services.known_shares import Pushed, edition_pressed, known_to
from kpbot.services.push_message import push_message
from kpbot.services.rhythm import Tree
from kpbot.services.talk import Talk
from kpbot.storage import editions, groups, items, pushes
from kpbot.storage.events import replied_to
from kpbot.storage.pushes import Push, PushState

Edition = editions.Edition
"""The three items of a day, as handlers see them."""


async def edition_by_id(talk: Talk, edition_id: int) -> Edition | None:
    known = known_to(talk.batch).editions
    if edition_id not in known:
        known |= await editions.load(talk.db, [edition_id])
    return known.get(edition_id)


async def edition_meant(talk: Talk) -> Edition | None:
    """The edition whose numbers are said: that of the message replied to, else today's."""
    message = talk.incoming.reply_to
    said = await replied_to(talk.db, talk.chat.platform, talk.chat.id, message) if message else None
    data = [button.data for row in said.buttons for button in row] if said else []
    number = next((n for one in data if one.startswith("share:") and (n := edition_pressed(one))), None)
    return await edition_by_id(talk, number) if number else await todays_edition(talk)


async def todays_edition(talk: Talk) -> Edition | None:
    """As `edition_of`."""
    return await edition_of(talk, talk.today)


async def edition_of(talk: Talk, day: date) -> Edition | None:
    """The edition pushed on this local day to the speaker's group, else to a group of their unit, else where they
    belong; None before the push, or if there was none: what nobody was sent yet is not shown and not counted."""
    region = talk.region
    if region is None:
        return None
    found, pushed = await _pushed(talk, Tree(talk.batch.regions).edition_region(region), day)
    nearest = await _nearest(talk, pushed)
    return found.get(nearest.edition_id or 0) if nearest else None


async def _pushed(talk: Talk, region: Region, day: date) -> Pushed:
    """A region's editions of a day and their pushes; looked up once a batch, for everybody answers the push at once."""
    known, key = known_to(talk.batch).pushed, (region.id, day)
    if key not in known:
        found = {e.id: e for e in await editions.of_days(talk.db, [region.id], [day])}
        made = await pushes.of_editions(talk.db, list(found))
        known[key] = found, [push for push in made if push.state == PushState.OWED]
    return known[key]


async def _nearest(talk: Talk, pushed: Sequence[Push]) -> Push | None:
    """Of a day's pushes the one the speaker has seen; editions for villages differ from the others."""
    if len({push.edition_id for push in pushed}) < 2:
        return next(iter(pushed), None)
    units = {g.id: g.unit_id for g in await groups.by_ids(talk.db, [push.group_id for push in pushed])}
    here, post = talk.group, talk.officer_post

    def distance(push: Push) -> tuple[bool, bool, bool]:
        unit = units.get(push.group_id)
        return not (here and push.group_id == here.id), not (post and unit == post.unit_id), unit is not None

    return min(pushed, key=distance)


async def items_by_id(talk: Talk, ids: Collection[int]) -> list[Item]:
    return list((await items.by_ids(talk.db, set(ids))).values())


async def item_at(talk: Talk, address: str) -> Item | None:
    """The kept item at this address, if it may be passed on."""
    return (await items_of(talk.db, [address], talk.settings.web.public_url)).get(address)


async def todays_message(talk: Talk) -> Outgoing | None:
    """Today's push again, with its buttons for officers."""
    edition = await todays_edition(talk)
    if edition is None:
        return None
    desk = Desk(talk.settings, talk.batch.catalog, talk.now, talk.batch.capabilities)
    return push_message(edition, talk.lang, desk, buttons=talk.officer_post is not None)
