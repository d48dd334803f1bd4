"""People whom a roster named and who have not come yet, and the codes that let each of them in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy import delete as delete_from

from kpbot.domain.people import PostRole, PostState
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert_new
from kpbot.storage.portions import portions
from kpbot.storage.rows import read
from kpbot.storage.tables import accounts, codes, persons, posts, regions, units


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody with an active post and without any account; of several posts the first."""

    post_id: int
    person_id: int
    name: str
    role: PostRole
    region_id: int
    region_name: str
    time_zone: str
    unit_id: int | None
    unit_name: str

    @property
    def place(self) -> str:
        return f"{self.region_name}/{self.unit_name}" if self.unit_name else self.region_name


def has_account() -> Any:
    return exists().where(accounts.c.person_id == posts.c.person_id)


def _expected() -> Select[Any]:
    return (
        select(
            posts.c.id.label("post_id"),
            posts.c.person_id,
            posts.c.role,
            posts.c.region_id,
            posts.c.unit_id,
            persons.c.name,
            regions.c.name.label("region_name"),
            regions.c.time_zone,
            func.coalesce(units.c.name, "").label("unit_name"),
        )
        .join(persons, persons.c.id == posts.c.person_id)
        .join(regions, regions.c.id == posts.c.region_id)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .where(posts.c.state == PostState.ACTIVE, persons.c.forgotten_at.is_(None), ~has_account())
        .order_by(regions.c.path, units.c.name, posts.c.since, posts.c.id)
    )


async def expected(
    db: Db, paths: Collection[str], roles: Collection[PostRole], *, uninvited_at: datetime | None = None
) -> list[Expected]:
    """Of these regions and all below, place by place. `uninvited_at`: only those who have no code that is still good
    then."""
    here = or_(*(regions.c.path.startswith(path, autoescape=True) for path in paths))
    query = _expected().where(here, posts.c.role.in_(roles))
    if uninvited_at is not None:
        others = posts.alias("others")
        good = and_(codes.c.used_at.is_(None), codes.c.revoked_at.is_(None), codes.c.expires_at > uninvited_at)
        query = query.where(
            ~exists()
            .select_from(codes.join(others, others.c.id == codes.c.post_id))
            .where(good, others.c.person_id == posts.c.person_id)
        )
    first: dict[int, Expected] = {}
    for row in (await db.execute(query)).mappings():
        first.setdefault(row["person_id"], read(Expected, row))
    return list(first.values())


async def expected_at(db: Db, post_id: int) -> Expected | None:
    """None for a post that ended or whose holder has come."""
    row = (await db.execute(_expected().where(posts.c.id == post_id))).mappings().one_or_none()
    return read(Expected, row) if row else None


_come = select(posts.c.id).where(among(posts.c.id), has_account())


async def come(db: Db, post_ids: Collection[int]) -> set[int]:
    """Those of these posts whose holder has an account."""
    if not post_ids:
        return set()
    return {row.id for row in await db.execute(_come, listed((post_id,) for post_id in post_ids))}


async def void(db: Db, person_ids: Sequence[int], at: datetime) -> None:
    """The codes of these persons let nobody in any more."""
    for some in portions(person_ids):
        theirs = select(posts.c.id).where(posts.c.person_id.in_(some))
        good = (codes.c.post_id.in_(theirs), codes.c.used_at.is_(None), codes.c.revoked_at.is_(None))
        await db.execute(update(codes).where(*good).values(revoked_at=at))


async def add(db: Db, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Store codes; returns the digests of those that were new, as good as always all."""
    taken: set[str] = set()
    for some in portions(rows):
        if await insert_new(db, codes, some) != len(some):
            wanted = {row["digest"]: row["post_id"] for row in some}
            query = select(codes.c.digest, codes.c.post_id).where(codes.c.digest.in_(wanted))
            taken |= {row.digest for row in await db.execute(query) if row.post_id != wanted[row.digest]}
    return {row["digest"] for row in rows} - taken


async def move_posts(db: Db, from_person: int, to_person: int) -> None:
    """One person turned out to be another: the posts go over, and the first, who never came, is no more."""
    await db.execute(update(posts).where(posts.c.person_id == from_person).values(person_id=to_person))
    await db.execute(delete_from(persons).where(persons.c.id == from_person))
