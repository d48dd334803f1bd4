"""The numbered choices that each chat was last shown, on platforms without buttons."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, select, update

from kpbot.domain.menus import TOGETHER, Menu
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, inserting
from kpbot.storage.tables import menus

Place = tuple[str, str, str]  # platform, chat, thread

_place = (menus.c.platform, menus.c.chat, menus.c.thread)
_here = (
    (menus.c.platform == bindparam("at_platform"))
    & (menus.c.chat == bindparam("at_chat"))
    & (menus.c.thread == bindparam("at_thread"))
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a place is shown last: choices, or none. What was `asked` for stands alone: it goes on with what was being
    said. `changes` is the message of the platform that was only edited: that
    is the last one only if it was so before."""

    place: Place
    choices: tuple[str, ...]
    message: str = ""
    changes: str = ""
    names: tuple[str, ...] = ()
    asked: bool = True


async def load(db: Db, places: Collection[Place], since: datetime) -> dict[Place, Menu]:
    """The last choices of these places, if they were shown after `since` (UTC)."""
    if not places:
        return {}
    query = select(menus).where(among(*_place), menus.c.shown_at > since)
    return {(row.platform, row.chat, row.thread): _menu(row) for row in await db.execute(query, listed(places))}


def _menu(row: Any) -> Menu:
    """Each choice is kept as its data and the digest of its label, or as its data alone."""
    kept = [(one, "") if isinstance(one, str) else one for one in json.loads(row.choices)]
    names = tuple(one[1] for one in kept)
    return Menu(tuple(one[0] for one in kept), row.message, row.shown_at, names, row.together < 2)


def _choices(one: Shown) -> str:
    return json.dumps(list(zip(one.choices, one.names, strict=True)) if one.names else one.choices)


async def remember(db: Db, shown: Sequence[Shown], now: datetime) -> None:
    """In the order they were sent; the last of a place counts."""
    last = {one.place: one for one in shown if not one.changes}
    kept = [one for _, one in sorted(last.items()) if one.choices]
    for asked in (True, False):
        await _keep(db, [one for one in kept if one.asked is asked], now, asked=asked)
    gone = [_at(place) for place, one in sorted(last.items()) if not one.choices]
    if gone:
        await db.execute(delete(menus).where(_here), gone)
    for one in shown:
        if one.changes:
            await _change(db, one)


async def _keep(db: Db, shown: Sequence[Shown], now: datetime, *, asked: bool) -> None:
    if not shown:
        return
    upsert, values = inserting(db, menus, [_row(one, now) for one in shown])
    changed: dict[str, Any] = {name: upsert.excluded[name] for name in ("choices", "message", "shown_at")}
    upon = case((menus.c.shown_at > now - TOGETHER, menus.c.together + 1), else_=1)
    changed["together"] = 1 if asked else upon
    await db.execute(upsert.on_conflict_do_update(index_elements=[c.name for c in _place], set_=changed), values)


async def _change(db: Db, one: Shown) -> None:
    same = (_here, menus.c.message == one.changes)
    if one.choices:
        values = {"choices": _choices(one)}
        await db.execute(update(menus).where(*same).values(**values), _at(one.place))
    else:
        await db.execute(delete(menus).where(*same), _at(one.place))


def _row(one: Shown, now: datetime) -> dict[str, object]:
    platform, chat, thread = one.place
    choices = _choices(one)
    at = {"platform": platform, "chat": chat, "thread": thread}
    return {**at, "choices": choices, "message": one.message, "together": 1, "shown_at": now}


def _at(place: Place) -> dict[str, str]:
    return dict(zip(("at_platform", "at_chat", "at_thread"), place, strict=True))


async def heard(db: Db, places: Collection[Place]) -> None:
    """Somebody there said something else than a number: the next choices stand alone."""
    if places:
        await db.execute(update(menus).where(among(*_place), menus.c.together > 0).values(together=0), listed(places))


async def purge(db: Db, before: datetime) -> None:
    """Forget choices that count no more."""
    await db.execute(delete(menus).where(menus.c.shown_at < before))
