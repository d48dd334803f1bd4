"""The chats the bot is in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, update

from kpbot.domain.messages import Chat
from kpbot.domain.people import Group, GroupKind, GroupState
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.portions import portions
from kpbot.storage.rows import read
from kpbot.storage.tables import groups, pushes, regions, units


def _groups() -> Select[Any]:
    return select(groups, func.coalesce(regions.c.path, "").label("region_path")).outerjoin(
        regions, regions.c.id == groups.c.region_id
    )


_of_chats = _groups().where(among(groups.c.platform, groups.c.chat)).order_by(groups.c.id.desc())


async def load(db: Db, chats: Collection[tuple[str, str]]) -> dict[tuple[str, str], Group]:
    """Groups by (platform, chat)."""
    if not chats:
        return {}
    rows = (await db.execute(_of_chats, listed(chats))).mappings()
    return {(row["platform"], row["chat"]): read(Group, row) for row in rows}


async def group(db: Db, group_id: int) -> Group | None:
    row = (await db.execute(_groups().where(groups.c.id == group_id))).mappings().one_or_none()
    return read(Group, row) if row else None


async def by_ids(db: Db, ids: Collection[int]) -> list[Group]:
    found: list[Group] = []
    for some in portions(list(ids)):
        rows = (await db.execute(_groups().where(groups.c.id.in_(some)))).mappings()
        found += [read(Group, row) for row in rows]
    return found


async def add(db: Db, chat: Chat, title: str, language: str, now: datetime) -> bool:
    """Note a chat the bot was added to; False if it was known. A chat is one group, whatever topic it was heard in."""
    row = {
        "id": new_id(),
        "platform": chat.platform,
        "chat": chat.id,
        "thread": "",
        "title": title,
        "language": language,
        "added_at": now,
    }
    return await insert_new(db, groups, [row]) == 1


async def add_private(db: Db, platform: str, region_ids: Collection[int], title: str, now: datetime) -> int:
    """Where officers of these regions fetch the day's three one-to-one, on a platform without groups; returns how many
    are new."""
    rows = [
        {
            "id": new_id(),
            "platform": platform,
            "chat": f"private:{region_id}",
            "title": title,
            "kind": GroupKind.PRIVATE,
            "region_id": region_id,
            "added_at": now,
        }
        for region_id in sorted(region_ids)
    ]
    return await insert_new(db, groups, rows)


async def update_group(db: Db, group_id: int, **values: object) -> None:
    await db.execute(update(groups).where(groups.c.id == group_id).values(**values))


async def within(
    db: Db, path: str, kinds: Collection[GroupKind] = tuple(GroupKind), state: GroupState = GroupState.ACTIVE
) -> list[Group]:
    """Bound groups in a region and all below."""
    query = (
        _groups()
        .where(
            regions.c.path.startswith(path, autoescape=True),
            groups.c.kind.in_(kinds),
            groups.c.state == state,
        )
        .order_by(groups.c.id)
    )
    return [read(Group, row) for row in (await db.execute(query)).mappings()]


async def coordinators_of(db: Db, paths: Collection[str]) -> list[Group]:
    """Active coordinators' groups bound to exactly these regions."""
    found: list[Group] = []
    for some in portions(list(paths)):
        query = _groups().where(
            regions.c.path.in_(some), groups.c.kind == GroupKind.COORDINATORS, groups.c.state == GroupState.ACTIVE
        )
        rows = (await db.execute(query.order_by(groups.c.id))).mappings()
        found += [read(Group, row) for row in rows]
    return found


async def move(db: Db, chat: Chat, new_chat: str) -> None:
    """A group got a new id on its platform. A row the new chat may have got already, unbound, takes its place."""
    old_key, new_key = (chat.platform, chat.id), (chat.platform, new_chat)
    both = await load(db, [old_key, new_key])
    if old_key in both and new_key in both:
        old, new = both[old_key], both[new_key]
        if old.kind and not new.kind:  # told a second time, the old one has nothing left to give
            taken = ("kind", "region_id", "unit_id", "push", "language", "state")
            await update_group(db, new.id, **{name: getattr(old, name) for name in taken})
        await update_group(db, old.id, kind=None, state=GroupState.GONE, state_reason=f"moved to {new_chat}")
        return
    await db.execute(
        update(groups).where(groups.c.platform == chat.platform, groups.c.chat == chat.id).values(chat=new_chat)
    )


async def all_groups(db: Db) -> list[Group]:
    return [read(Group, row) for row in (await db.execute(_groups().order_by(groups.c.id))).mappings()]


async def pushed_regions(db: Db) -> set[int]:
    """Regions that groups with pushes are bound to."""
    query = select(groups.c.region_id).distinct().where(*gets_pushes())
    return {region_id for region_id in (await db.execute(query)).scalars() if region_id is not None}


@dataclass(frozen=True, slots=True)
class Site:
    """Where groups are: a region, and the kind of the unit each belongs to; `""` for groups of no unit."""

    region_id: int
    unit_kind: str


site_kind = func.coalesce(units.c.kind, "")


async def pushed_sites(db: Db, day: date | None = None) -> dict[Site, int]:
    """Where groups get pushes, and how many; with a `day` only groups that have a row of that day's push."""
    source: Any = groups.outerjoin(units, units.c.id == groups.c.unit_id)
    if day is not None:
        source = source.join(pushes, and_(pushes.c.group_id == groups.c.id, pushes.c.day == day))
    query = select(groups.c.region_id, site_kind, func.count()).select_from(source)
    query = query.where(groups.c.region_id.is_not(None), *gets_pushes()).group_by(groups.c.region_id, site_kind)
    return {Site(region_id, kind): count for region_id, kind, count in await db.execute(query)}


def gets_pushes() -> tuple[Any, ...]:
    """The conditions on `groups`, besides being bound to a place."""
    return (
        groups.c.kind.in_((GroupKind.OFFICERS, GroupKind.PUBLIC, GroupKind.PRIVATE)),
        groups.c.state == GroupState.ACTIVE,
        groups.c.push,
    )
