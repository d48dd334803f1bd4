"""Persons, their accounts and their posts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select, update

from kpbot.domain.people import Account, Person, Post, PostRole, PostState
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.portions import portions
from kpbot.storage.rows import read
from kpbot.storage.tables import accounts, persons, posts, regions

_STATES = (PostState.PENDING, PostState.ACTIVE)


_of_accounts = (
    select(accounts, persons.c.id, persons.c.name, persons.c.language, persons.c.destination)
    .join(persons, persons.c.id == accounts.c.person_id)
    .where(among(accounts.c.platform, accounts.c.user))
)


def _posts() -> Select[Any]:
    return select(posts, regions.c.path.label("region_path")).join(regions, regions.c.id == posts.c.region_id)


_live = _posts().where(among(posts.c.person_id), posts.c.state.in_(_STATES)).order_by(posts.c.since, posts.c.id)


async def load_accounts(db: Db, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[Account, Person]]:
    """Accounts by (platform, user) with the persons behind them."""
    if not keys:
        return {}
    found = {}
    for row in (await db.execute(_of_accounts, listed(keys))).mappings():
        found[(row["platform"], row["user"])] = (read(Account, row), read(Person, row))
    return found


async def persons_of(db: Db, post_ids: Collection[int]) -> dict[int, Person]:
    """The holders of these posts, by person id."""
    query = select(persons).where(
        persons.c.id.in_(select(posts.c.person_id).where(posts.c.id.in_(post_ids))), persons.c.forgotten_at.is_(None)
    )
    return {row["id"]: read(Person, row) for row in (await db.execute(query)).mappings()}


async def accounts_of(db: Db, person_ids: Collection[int]) -> list[Account]:
    """Of each person the account first in whose private chat they wrote last."""
    found: list[Account] = []
    order = (accounts.c.used_at.desc().nulls_last(), accounts.c.platform, accounts.c.user)
    for some in portions(list(person_ids)):
        rows = (await db.execute(select(accounts).where(accounts.c.person_id.in_(some)).order_by(*order))).mappings()
        found += [read(Account, row) for row in rows]
    return found


async def live_posts(db: Db, person_ids: Collection[int]) -> list[Post]:
    """Active and pending posts of these persons, the longest held first."""
    if not person_ids:
        return []
    keys = listed((person_id,) for person_id in person_ids)
    return [read(Post, row) for row in (await db.execute(_live, keys)).mappings()]


async def post(db: Db, post_id: int) -> Post | None:
    row = (await db.execute(_posts().where(posts.c.id == post_id))).mappings().one_or_none()
    return read(Post, row) if row else None


async def person(db: Db, person_id: int) -> Person | None:
    row = (await db.execute(select(persons).where(persons.c.id == person_id))).mappings().one_or_none()
    return read(Person, row) if row else None


async def posts_within(
    db: Db, path: str, role: PostRole, states: Collection[PostState] = (PostState.ACTIVE,)
) -> list[tuple[Post, Person]]:
    """Posts of a role in a region and all below, with their holders."""
    query = (
        _posts()
        .add_columns(persons.c.name, persons.c.language, persons.c.destination)
        .join(persons, persons.c.id == posts.c.person_id)
        .where(regions.c.path.startswith(path, autoescape=True), posts.c.role == role, posts.c.state.in_(states))
        .order_by(regions.c.path, posts.c.unit_id, posts.c.id)
    )
    return [(read(Post, row), read(Person, row, id=row["person_id"])) for row in (await db.execute(query)).mappings()]


async def coordinators_of(db: Db, paths: Collection[str]) -> list[tuple[Post, Person]]:
    """Active coordinators of exactly these regions."""
    found: list[tuple[Post, Person]] = []
    for some in portions(list(paths)):
        query = (
            _posts()
            .add_columns(persons.c.name, persons.c.language, persons.c.destination)
            .join(persons, persons.c.id == posts.c.person_id)
            .where(regions.c.path.in_(some), posts.c.role == PostRole.COORDINATOR, posts.c.state == PostState.ACTIVE)
            .order_by(regions.c.path, posts.c.id)
        )
        rows = (await db.execute(query)).mappings()
        found += [(read(Post, row), read(Person, row, id=row["person_id"])) for row in rows]
    return found


async def officers_regions(db: Db, platform: str) -> set[int]:
    """Regions of the active officers who have an account on a platform."""
    query = select(posts.c.region_id).distinct().join(accounts, accounts.c.person_id == posts.c.person_id)
    wanted = (accounts.c.platform == platform, posts.c.role == PostRole.OFFICER, posts.c.state == PostState.ACTIVE)
    return set((await db.execute(query.where(*wanted))).scalars())


async def holders(db: Db, unit_ids: Collection[int]) -> list[Post]:
    """The active officers of these units."""
    query = _posts().where(
        posts.c.unit_id.in_(unit_ids), posts.c.state == PostState.ACTIVE, posts.c.role == PostRole.OFFICER
    )
    return [read(Post, row) for row in (await db.execute(query.order_by(posts.c.id))).mappings()]


async def add_person(db: Db, name: str, language: str, consented_at: datetime | None) -> int:
    person_id = new_id()
    row = {"id": person_id, "name": name, "language": language, "consented_at": consented_at}
    await db.execute(insert(db, persons), row)
    return person_id


async def add_account(db: Db, platform: str, user: str, person_id: int, private_chat: str = "") -> bool:
    """False if the account belongs to somebody already."""
    row = {"platform": platform, "user": user, "person_id": person_id, "private_chat": private_chat}
    return await insert_new(db, accounts, [row]) == 1


async def set_private_chat(db: Db, platform: str, user: str, chat: str) -> None:
    await db.execute(
        update(accounts).where(and_(accounts.c.platform == platform, accounts.c.user == user)).values(private_chat=chat)
    )


async def add_post(
    db: Db,
    person_id: int,
    role: PostRole,
    region_id: int,
    unit_id: int | None,
    state: PostState,
    since: date,
    asked_at: datetime,
    decided_by: int | None = None,
) -> int:
    post_id = new_id()
    row = {
        "id": post_id,
        "person_id": person_id,
        "role": role,
        "region_id": region_id,
        "unit_id": unit_id,
        "state": state,
        "since": since,
        "asked_at": asked_at,
        "decided_by": decided_by,
    }
    await db.execute(insert(db, posts), row)
    return post_id


async def update_post(db: Db, post_id: int, **values: object) -> bool:
    """Change a post; False if there is none of that id."""
    result = await db.execute(update(posts).where(posts.c.id == post_id).values(**values))
    return bool(result.rowcount)


async def update_person(db: Db, person_id: int, **values: object) -> None:
    await db.execute(update(persons).where(persons.c.id == person_id).values(**values))
