"""Recording what officers passed on (indicator 6-2): claimed by a press, a command or a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kpbot.domain.choice_numbers import LONGEST
from kpbot.domain.content import Item
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Post
from kpbot.domain.places import Region
from kpbot.domain.shares import Destination, Evidence, Flag, flags
from kpbot.domain.unlisted import counted
from kpbot.services.batch import Batch
from kpbot.services.editions import Desk
from kpbot.services.item_links import items_of
from kpbot.services.pressed import record_id
from kpbot.services.push_message import push_message
from kpbot.services.rhythm import Tree
from kpbot.services.talk import Talk
from kpbot.storage import editions, groups, items, people, pushes, shares
from kpbot.storage.events import replied_to
from kpbot.storage.pushes import Push, PushState

NEED = 3
_SHARED = re.compile(r"\d|享|发|all|share", re.IGNORECASE)
_STATE = "shares"

Edition = editions.Edition
"""The three items of a day, as handlers see them."""

ShareRow = shares.ShareRow
"""A share as its officer sees it."""

_Pushed = tuple[dict[int, Edition], list[Push]]
"""Editions by id, and the pushes of them that were owed to groups."""


@dataclass(slots=True)
class _Loaded:
    """What a batch needs to record shares without asking the database for each."""

    editions: dict[int, Edition] = field(default_factory=dict)
    days: dict[tuple[int, date], dict[int, set[str]]] = field(default_factory=dict)  # (post, day) → item → destinations
    withdrawn: dict[tuple[int, date], dict[int, set[str]]] = field(default_factory=dict)  # likewise
    proved: dict[tuple[int, date], set[int]] = field(default_factory=dict)  # items that rest on what is accepted
    spoke: set[tuple[int, date]] = field(default_factory=set)  # posts that shared that day, be it withdrawn since
    claimed_at: dict[int, list[datetime]] = field(default_factory=dict)  # by post, within this batch
    pushes: dict[tuple[int, date], int | None] = field(default_factory=dict)  # (group, day) → push id
    pushed: dict[tuple[int, date], _Pushed] = field(default_factory=dict)  # (region, day)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The outcome: distinct items of the day so far that rest on accepted evidence, what was new, and what had been
    recorded before."""

    day_total: int
    fresh: tuple[Item, ...]
    repeated: tuple[Item, ...]
    destination: Destination


async def preload(batch: Batch) -> None:
    """One look each at the editions that are pressed on, today's shares of the posts, and the groups' pushes."""
    talks = [Talk(batch, m) for m in batch.messages if m.button.startswith("share:") or _in_words(m.text)]
    if wanted := {n for m in batch.messages if (n := _edition_pressed(m.button))}:
        _loaded(batch).editions |= await editions.load(batch.db, wanted)
    posts = {(post.id, talk.today) for talk in talks if (post := talk.officer_post)}
    await load_days(batch, posts)
    await load_pushes(batch, {(talk.group.id, talk.today) for talk in talks if talk.group})


def _in_words(text: str) -> bool:
    """Whether it may be «1 3», «已分享 全部» or `/share 2`: to look once too often costs less than to look for each."""
    return 0 < len(text) <= LONGEST and bool(_SHARED.search(text))


def _edition_pressed(button: str) -> int | None:
    name, _, rest = button.partition(":")
    number = record_id([rest.partition(":")[0]])
    return number if name in ("share", "copy") and number else None


def _loaded(batch: Batch) -> _Loaded:
    return batch.cache.setdefault(_STATE, _Loaded())  # type: ignore[no-any-return]


async def load_pushes(batch: Batch, wanted: Collection[tuple[int, date]]) -> None:
    """Which push each of these (group, local day) got, if any."""
    known = _loaded(batch).pushes
    missing = {key for key in wanted if key not in known}
    known |= dict.fromkeys(missing)
    for day in {day for _, day in missing}:
        found = await pushes.of_groups(batch.db, [g for g, d in missing if d == day], day)
        known |= {(group, day): push.id for group, push in found.items()}


async def load_days(batch: Batch, wanted: Collection[tuple[int, date]]) -> None:
    """What each of these (post, local day) shared so far."""
    loaded = _loaded(batch)
    missing = {key for key in wanted if key not in loaded.days}
    if not missing:
        return
    loaded.days |= {key: {} for key in missing}
    loaded.withdrawn |= {key: {} for key in missing}
    loaded.proved |= {key: set() for key in missing}
    accepted = batch.settings.shares.accepted
    rows = await shares.keys_of_day(batch.db, {post for post, _ in missing}, {day for _, day in missing}, accepted)
    for day, post_id, item_id, destination, stands, proved in rows:
        loaded.spoke.add((post_id, day))
        if (post_id, day) in missing:
            kept = loaded.days if stands else loaded.withdrawn
            kept[post_id, day].setdefault(item_id, set()).add(destination)
            if stands and proved:
                loaded.proved[post_id, day].add(item_id)


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


async def _pushed(talk: Talk, region: Region, day: date) -> _Pushed:
    """A region's editions of a day and their pushes; looked up once a batch, for everybody answers the push at once."""
    known, key = _loaded(talk.batch).pushed, (region.id, day)
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


async def claim(
    talk: Talk, post: Post, chosen: Sequence[Item], destination: Destination | None = None, reference: str = ""
) -> Claimed:
    """Record that the post's officer passed these items on today; recording twice changes nothing.

    The destination is the remembered one unless given. Writes are appended to the batch.
    """
    day = talk.today
    await load_days(talk.batch, {(post.id, day)})
    mine = _loaded(talk.batch).days[post.id, day]
    to = destination or remembered(talk)
    fresh = tuple(item for item in chosen if to not in mine.get(item.id, ()))
    await record(talk, post, fresh, to, Evidence.CLAIMED, reference)
    for item in chosen:
        if item not in fresh:  # known in another way perhaps, but now the officer says so too
            _append_evidence(talk, post, item, to, Evidence.CLAIMED, reference)
    proved = _loaded(talk.batch).proved[post.id, day]
    return Claimed(
        len(counted(item for item in mine if item in proved)),
        fresh,
        tuple(item for item in chosen if item not in fresh),
        to,
    )


async def record(
    talk: Talk, post: Post, fresh: Sequence[Item], to: Destination, kind: Evidence, reference: str = ""
) -> None:
    """Append shares of today, and one kind of evidence for them, to the batch. A share that was withdrawn stands
    again."""
    day = talk.today
    await load_days(talk.batch, {(post.id, day)})
    loaded = _loaded(talk.batch)
    before = loaded.claimed_at.setdefault(post.id, [])
    marks = _marks(talk, day, before)
    for item in fresh:
        loaded.days[post.id, day].setdefault(item.id, set()).add(to)
        loaded.withdrawn[post.id, day].get(item.id, set()).discard(to)
        before.append(talk.now)
        _append(talk, post, item, to, day, marks)
        _append_evidence(talk, post, item, to, kind, reference)
    talk.batch.writes.recorded[kind.value] += len(fresh)
    if fresh and (post.id, day) not in loaded.spoke:
        loaded.spoke.add((post.id, day))
        await _count_sharer(talk, day)


async def add_address(talk: Talk, post: Post, chosen: Sequence[Item], to: Destination, address: str, day: date) -> None:
    """Keep where shares of an earlier day can be looked at; they are there already."""
    await load_days(talk.batch, {(post.id, day)})
    for item in chosen:
        _append_evidence(talk, post, item, to, Evidence.CLAIMED, address, day)


async def is_withdrawn(talk: Talk, post: Post, item_id: int, to: Destination) -> bool:
    """Whether the officer took back today that this item went there, or that it went anywhere."""
    key = (post.id, talk.today)
    await load_days(talk.batch, {key})
    loaded = _loaded(talk.batch)
    taken_back = loaded.withdrawn[key].get(item_id, set())
    return to in taken_back or bool(taken_back and not loaded.days[key].get(item_id))


def remembered(talk: Talk) -> Destination:
    person = talk.person
    return Destination(person.destination) if person and person.destination else Destination.WECHAT


def _marks(talk: Talk, day: date, before: Iterable[datetime]) -> str:
    odd: frozenset[Flag] = flags(
        received_at=talk.now, happened_at=talk.incoming.at, day=day, zone=talk.zone, others=before
    )
    return ",".join(sorted(odd))


def _append(talk: Talk, post: Post, item: Item, to: Destination, day: date, marks: str) -> None:
    behalf = talk.person.id if talk.on_behalf_of and talk.person else None
    key = {"day": day, "post_id": post.id, "item_id": item.id, "destination": to.value}
    talk.batch.writes.shares.append(
        {**key, "counts": item.counts, "at": talk.said_at, "entered_by": behalf, "flags": marks, "withdrawn_at": None}
    )


def _append_evidence(
    talk: Talk, post: Post, item: Item, to: Destination, kind: Evidence, reference: str, day: date | None = None
) -> None:
    key = {"day": day or talk.today, "post_id": post.id, "item_id": item.id, "destination": to.value}
    talk.batch.writes.evidence.append({**key, "kind": kind.value, "reference": reference, "at": talk.said_at})
    if kind.value in talk.settings.shares.accepted:
        _loaded(talk.batch).proved[post.id, day or talk.today].add(item.id)


async def _count_sharer(talk: Talk, day: date) -> None:
    group = talk.group
    if group is None:
        return
    await load_pushes(talk.batch, {(group.id, day)})
    push = _loaded(talk.batch).pushes[group.id, day]
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
    return {day: _of_counted(rows) for day, rows in days.items()}


async def of_day(talk: Talk, post: Post, day: date) -> list[ShareRow]:
    """What the post's officer shared on that local day."""
    await talk.batch.flush()
    return await shares.of_posts(talk.db, [post.id], day, day)


async def items_by_id(talk: Talk, ids: Collection[int]) -> list[Item]:
    return list((await items.by_ids(talk.db, set(ids))).values())


def _of_counted(rows: list[ShareRow]) -> list[ShareRow]:
    """Without the items that another system only counted and that may be among the named ones."""
    those = counted(row.item_id for row in rows)
    return [row for row in rows if row.item_id in those]


def proved(talk: Talk, rows: Iterable[ShareRow]) -> list[ShareRow]:
    """Those that rest on a kind of evidence that the installation accepts."""
    return [row for row in rows if row.kinds.intersection(talk.settings.shares.accepted)]


async def remember(talk: Talk, destination: Destination) -> None:
    """From now on the officer's presses mean this destination."""
    if talk.person:
        await people.update_person(talk.db, talk.person.id, destination=destination.value)
        talk.people_changed()


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
