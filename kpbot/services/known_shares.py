"""What a batch has looked up of shares, editions and pushes: once, however many press at one moment."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from kpbot.domain.choice_numbers import LONGEST
from kpbot.services.batch import Batch
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk
from kpbot.storage import editions, pushes, shares
from kpbot.storage.editions import Edition
from kpbot.storage.pushes import Push

_SHARED = re.compile(r"\d|享|发|all|share", re.IGNORECASE)
_STATE = "shares"

Pushed = tuple[dict[int, Edition], list[Push]]
"""Editions by id, and the pushes of them that were owed to groups."""


@dataclass(slots=True)
class Known:
    """What a batch needs to record shares without asking the database for each."""

    editions: dict[int, Edition] = field(default_factory=dict)
    days: dict[tuple[int, date], dict[int, set[str]]] = field(default_factory=dict)  # (post, day) → item → destinations
    withdrawn: dict[tuple[int, date], dict[int, set[str]]] = field(default_factory=dict)  # likewise
    proved: dict[tuple[int, date], set[int]] = field(default_factory=dict)  # items that rest on what is accepted
    spoke: set[tuple[int, date]] = field(default_factory=set)  # posts that shared that day, be it withdrawn since
    claimed_at: dict[int, list[datetime]] = field(default_factory=dict)  # by post, within this batch
    pushes: dict[tuple[int, date], int | None] = field(default_factory=dict)  # (group, day) → push id
    pushed: dict[tuple[int, date], Pushed] = field(default_factory=dict)  # (region, day)


async def preload(batch: Batch) -> None:
    """One look each at the editions that are pressed on, today's shares of the posts, and the groups' pushes."""
    talks = [Talk(batch, m) for m in batch.messages if m.button.startswith("share:") or _in_words(m.text)]
    if wanted := {n for m in batch.messages if (n := edition_pressed(m.button))}:
        known_to(batch).editions |= await editions.load(batch.db, wanted)
    posts = {(post.id, talk.today) for talk in talks if (post := talk.officer_post)}
    await load_days(batch, posts)
    await load_pushes(batch, {(talk.group.id, talk.today) for talk in talks if talk.group})


def _in_words(text: str) -> bool:
    """Whether it may be «1 3», «已分享 全部» or `/share 2`: to look once too often costs less than to look for each."""
    return 0 < len(text) <= LONGEST and bool(_SHARED.search(text))


def edition_pressed(button: str) -> int | None:
    name, _, rest = button.partition(":")
    number = record_id([rest.partition(":")[0]])
    return number if name in ("share", "copy") and number else None


def known_to(batch: Batch) -> Known:
    return batch.cache.setdefault(_STATE, Known())  # type: ignore[no-any-return]


async def load_pushes(batch: Batch, wanted: Collection[tuple[int, date]]) -> None:
    """Which push each of these (group, local day) got, if any."""
    known = known_to(batch).pushes
    missing = {key for key in wanted if key not in known}
    known |= dict.fromkeys(missing)
    for day in {day for _, day in missing}:
        found = await pushes.of_groups(batch.db, [g for g, d in missing if d == day], day)
        known |= {(group, day): push.id for group, push in found.items()}


async def load_days(batch: Batch, wanted: Collection[tuple[int, date]]) -> None:
    """What each of these (post, local day) shared so far."""
    loaded = known_to(batch)
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
