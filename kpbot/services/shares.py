"""Recording what officers passed on (indicator 6-2): claimed by a press, a command or a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kpbot.domain.content import Item
from kpbot.domain.people import Post
from kpbot.domain.shares import Destination, Evidence, Flag, flags
from kpbot.domain.unlisted import counted
from kpbot.services.known_shares import known_to, load_days, load_pushes
from kpbot.services.talk import Talk
from kpbot.storage import people

NEED = 3


@dataclass(frozen=True, slots=True)
class Claimed:
    """The outcome: distinct items of the day so far that rest on accepted evidence, what was new, and what had been
    recorded before."""

    day_total: int
    fresh: tuple[Item, ...]
    repeated: tuple[Item, ...]
    destination: Destination


async def claim(
    talk: Talk, post: Post, chosen: Sequence[Item], destination: Destination | None = None, reference: str = ""
) -> Claimed:
    """Record that the post's officer passed these items on today; recording twice changes nothing.

    The destination is the remembered one unless given. Writes are appended to the batch.
    """
    day = talk.today
    await load_days(talk.batch, {(post.id, day)})
    mine = known_to(talk.batch).days[post.id, day]
    to = destination or remembered(talk)
    fresh = tuple(item for item in chosen if to not in mine.get(item.id, ()))
    await record(talk, post, fresh, to, Evidence.CLAIMED, reference)
    for item in chosen:
        if item not in fresh:  # known in another way perhaps, but now the officer says so too
            _append_evidence(talk, post, item, to, Evidence.CLAIMED, reference)
    proved = known_to(talk.batch).proved[post.id, day]
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
    loaded = known_to(talk.batch)
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
    loaded = known_to(talk.batch)
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
        known_to(talk.batch).proved[post.id, day or talk.today].add(item.id)


async def _count_sharer(talk: Talk, day: date) -> None:
    group = talk.group
    if group is None:
        return
    await load_pushes(talk.batch, {(group.id, day)})
    push = known_to(talk.batch).pushes[group.id, day]
    if push is not None:
        talk.batch.writes.sharers[push] = talk.batch.writes.sharers.get(push, 0) + 1


async def remember(talk: Talk, destination: Destination) -> None:
    """From now on the officer's presses mean this destination."""
    if talk.person:
        await people.update_person(talk.db, talk.person.id, destination=destination.value)
        talk.people_changed()
