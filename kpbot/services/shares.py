"""Recording what officers passed on (indicator 6-2): claimed by a press, a command or a number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kpbot.domain.content import Item, ItemState
from kpbot.domain.links import canonical_link
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Post
from kpbot.domain.places import Region
from kpbot.domain.shares import Destination, Evidence, Flag, flags
from kpbot.services.batch import Batch
from kpbot.services.editions import Desk
from kpbot.services.pressed import record_id
from kpbot.services.push_message import push_message
from kpbot.services.rhythm import Tree
from kpbot.services.talk import Talk
from kpbot.storage import editions, groups, items, people, pushes, shares
from kpbot.storage.editions import Edition
from kpbot.storage.events import replied_to
from kpbot.storage.pushes import Push, PushState

NEED = 3
_STATE = "shares"

ShareRow = shares.ShareRow
"""A share as its officer sees it."""

_Pushed = tuple[dict[int, Edition], list[Push]]
"""Editions by id, and the pushes of them that were owed to groups."""


@dataclass(slots=True)
class _Loaded:
    """What a batch needs to record shares without asking the database for each."""

    editions: dict[int, Edition] = field(default_factory=dict)
    days: dict[tuple[int, date], dict[int, set[str]]] = field(default_factory=dict)  # (post, day) → item → destinations
    spoke: set[tuple[int, date]] = field(default_factory=set)  # posts that shared that day, be it withdrawn since
    claimed_at: dict[int, list[datetime]] = field(default_factory=dict)  # by post, within this batch
    pushes: dict[tuple[int, date], int] = field(default_factory=dict)  # (group, day) → push id
    pushed: dict[tuple[int, date], _Pushed] = field(default_factory=dict)  # (region, day)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The outcome: distinct items of the day so far, what was new, and what had been recorded before."""

    day_total: int
    fresh: tuple[Item, ...]
    repeated: tuple[Item, ...]
    destination: Destination


async def preload(batch: Batch) -> None:
    """One look each at the editions that are pressed on, today's shares of the posts, and the groups' pushes."""
    wanted = {n for m in batch.messages if (n := _edition_pressed(m.button))}
    if not wanted:
        return
    loaded = _loaded(batch)
    loaded.editions |= await editions.load(batch.db, wanted)
    talks = [Talk(batch, m) for m in batch.messages if m.button.startswith("share:")]
    posts = {(post.id, talk.today) for talk in talks if (post := talk.officer_post)}
    await _load_days(batch, posts)
    group_days = {(talk.group.id, talk.today) for talk in talks if talk.group}
    for day in {day for _, day in group_days}:
        found = await pushes.of_groups(batch.db, [g for g, d in group_days if d == day], day)
        loaded.pushes |= {(group, day): push.id for group, push in found.items()}


def _edition_pressed(button: str) -> int | None:
    name, _, rest = button.partition(":")
    number = record_id([rest.partition(":")[0]])
    return number if name in ("share", "copy") and number else None


def _loaded(batch: Batch) -> _Loaded:
    return batch.cache.setdefault(_STATE, _Loaded())  # type: ignore[no-any-return]


async def _load_days(batch: Batch, wanted: Collection[tuple[int, date]]) -> None:
    loaded = _loaded(batch)
    missing = {key for key in wanted if key not in loaded.days}
    if not missing:
        return
    loaded.days |= {key: {} for key in missing}
    rows = await shares.keys_of_day(batch.db, {post for post, _ in missing}, {day for _, day in missing})
    for day, post_id, item_id, destination, stands in rows:
        loaded.spoke.add((post_id, day))
        if stands and (post_id, day) in missing:
            loaded.days[post_id, day].setdefault(item_id, set()).add(destination)


async def edition_by_id(talk: Talk, edition_id: int) -> Edition | None:
    known = _loaded(talk.batch).editions
    if edition_id not in known:
        known |= await editions.load(talk.db, [edition_id])
    return known.get(edition_id)


async def edition_meant(talk: Talk) -> Edition | None:
    """The edition whose numbers are said: that of the message replied to, else today's."""
    message = talk.incoming.reply_to
    said = await replied_to(talk.db, talk.chat.platform, talk.chat.id, message) if message else None
    data = [button.data for row in said.buttons for button in row] if said else []
    number = next((n for one in data if one.startswith("share:") and (n := _edition_pressed(one))), None)
    return await edition_by_id(talk, number) if number else await todays_edition(talk)


async def todays_edition(talk: Talk) -> Edition | None:
    """The edition pushed today to the speaker's group, else to a group of their unit, else where they belong; None
    before the push, or if there was none: what nobody was sent yet is not shown and not counted."""
    region = talk.region
    if region is None:
        return None
    found, pushed = await _pushed(talk, Tree(talk.batch.regions).edition_region(region))
    nearest = await _nearest(talk, pushed)
    return found.get(nearest.edition_id or 0) if nearest else None


async def _pushed(talk: Talk, region: Region) -> _Pushed:
    """A region's editions of today and their pushes; looked up once a batch, for everybody answers the push at once."""
    known, key = _loaded(talk.batch).pushed, (region.id, talk.today)
    if key not in known:
        found = {e.id: e for e in await editions.of_days(talk.db, [region.id], [talk.today])}
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


async def claim(
    talk: Talk, post: Post, chosen: Sequence[Item], destination: Destination | None = None, reference: str = ""
) -> Claimed:
    """Record that the post's officer passed these items on today; recording twice changes nothing.

    The destination is the remembered one unless given. Writes are appended to the batch.
    """
    day = talk.today
    await _load_days(talk.batch, {(post.id, day)})
    loaded = _loaded(talk.batch)
    mine = loaded.days[post.id, day]
    to = destination or remembered(talk)
    fresh = tuple(item for item in chosen if to not in mine.get(item.id, ()))
    before = loaded.claimed_at.setdefault(post.id, [])
    marks = _marks(talk, day, before)
    for item in fresh:
        mine.setdefault(item.id, set()).add(to)
        before.append(talk.now)
        _append(talk, post, item, to, day, marks, reference)
    if fresh and (post.id, day) not in loaded.spoke:
        loaded.spoke.add((post.id, day))
        _count_sharer(talk, day)
    return Claimed(len(mine), fresh, tuple(item for item in chosen if item not in fresh), to)


def remembered(talk: Talk) -> Destination:
    person = talk.person
    return Destination(person.destination) if person and person.destination else Destination.WECHAT


def _marks(talk: Talk, day: date, before: Iterable[datetime]) -> str:
    odd: frozenset[Flag] = flags(
        received_at=talk.now, happened_at=talk.incoming.at, day=day, zone=talk.zone, others=before
    )
    return ",".join(sorted(odd))


def _append(talk: Talk, post: Post, item: Item, to: Destination, day: date, marks: str, reference: str) -> None:
    behalf = talk.person.id if talk.on_behalf_of and talk.person else None
    key = {"day": day, "post_id": post.id, "item_id": item.id, "destination": to.value}
    talk.batch.writes.shares.append(
        {**key, "counts": item.counts, "at": talk.said_at, "entered_by": behalf, "flags": marks, "withdrawn_at": None}
    )
    talk.batch.writes.evidence.append(
        {**key, "kind": Evidence.CLAIMED.value, "reference": reference, "at": talk.said_at}
    )


def _count_sharer(talk: Talk, day: date) -> None:
    group = talk.group
    push = _loaded(talk.batch).pushes.get((group.id, day)) if group else None
    if push is not None:
        talk.batch.writes.sharers[push] = talk.batch.writes.sharers.get(push, 0) + 1


async def withdraw(talk: Talk, post: Post, day: date, item_id: int, destination: str | None = None) -> int:
    """Take back an item's shares of a day; they stay in the corrections. Returns how many there were."""
    await talk.batch.flush()
    by = talk.person.id if talk.person else 0
    gone = await shares.withdraw(talk.db, day, post.id, item_id, talk.now, by, destination)
    _loaded(talk.batch).days.pop((post.id, day), None)
    talk.audit("share.withdraw", f"post:{post.id}", day=day.isoformat(), item=item_id)
    return gone


async def redirect(talk: Talk, post: Post, day: date, item_id: int, old: str, new: Destination) -> None:
    """Correct where an item went."""
    await talk.batch.flush()
    by = talk.person.id if talk.person else 0
    await shares.redirect(talk.db, day, post.id, item_id, old, new.value, talk.now, by)
    _loaded(talk.batch).days.pop((post.id, day), None)
    talk.audit("share.correct", f"post:{post.id}", day=day.isoformat(), item=item_id, before=old, after=new.value)


async def week(talk: Talk, post: Post) -> dict[date, list[ShareRow]]:
    """The last seven local days with their shares, today last."""
    await talk.batch.flush()
    first = talk.today - timedelta(days=6)
    days: dict[date, list[ShareRow]] = {first + timedelta(days=n): [] for n in range(7)}
    for row in await shares.of_posts(talk.db, [post.id], first, talk.today):
        days[row.day].append(row)
    return days


async def remember(talk: Talk, destination: Destination) -> None:
    """From now on the officer's presses mean this destination."""
    if talk.person:
        await people.update_person(talk.db, talk.person.id, destination=destination.value)
        talk.people_changed()


async def items_at(talk: Talk, address: str) -> list[Item]:
    """Kept items with this address, from sources that count or not, that were never recalled."""
    canonical = canonical_link(address)
    own = talk.settings.web.public_url.rstrip("/") + "/i/"
    if talk.settings.web.public_url and address.startswith(own):
        canonical = f"slug:{address.removeprefix(own).partition('?')[0]}"
    found = await items.by_canonical(talk.db, [canonical]) if canonical else []
    return [item for item in found if item.state == ItemState.READY]


async def todays_message(talk: Talk) -> Outgoing | None:
    """Today's push again, with its buttons for officers."""
    edition = await todays_edition(talk)
    if edition is None:
        return None
    desk = Desk(talk.settings, talk.batch.catalog, talk.now)
    return push_message(edition, talk.lang, desk, buttons=talk.officer_post is not None)
