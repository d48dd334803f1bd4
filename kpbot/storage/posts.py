"""How posts begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select, update

from kpbot.domain.people import Person, Post, PostRole, PostState
from kpbot.storage.database import Db
from kpbot.storage.rows import read
from kpbot.storage.tables import persons, posts, regions

_LIVE = (PostState.PENDING, PostState.ACTIVE)


async def decide(db: Db, post_id: int, state: PostState, by: int | None, today: date) -> bool:
    """Confirm or refuse a pending post; False if somebody decided before."""
    values: dict[str, object] = {"state": state, "decided_by": by}
    values |= {"since": today} if state == PostState.ACTIVE else {"until": today}
    result = await db.execute(
        update(posts).where(posts.c.id == post_id, posts.c.state == PostState.PENDING).values(**values)
    )
    return bool(result.rowcount)


async def end(db: Db, post_id: int, today: date) -> bool:
    """End a pending or active post, `today` being its last day; False if it had ended."""
    result = await db.execute(
        update(posts).where(posts.c.id == post_id, posts.c.state.in_(_LIVE)).values(state=PostState.ENDED, until=today)
    )
    return bool(result.rowcount)


def _held() -> Select[tuple[object, ...]]:
    return (
        select(
            posts,
            regions.c.path.label("region_path"),
            persons.c.name,
            persons.c.language,
            persons.c.destination,
        )
        .join(regions, regions.c.id == posts.c.region_id)
        .join(persons, persons.c.id == posts.c.person_id)
    )


async def _read(db: Db, query: Select[tuple[object, ...]]) -> list[tuple[Post, Person]]:
    return [(read(Post, row), read(Person, row, id=row["person_id"])) for row in (await db.execute(query)).mappings()]


async def held(db: Db, post_id: int) -> tuple[Post, Person] | None:
    """A post in whatever state, with its holder."""
    return next(iter(await _read(db, _held().where(posts.c.id == post_id))), None)


async def officers_of(db: Db, unit_id: int) -> Sequence[tuple[Post, Person]]:
    """The active officers of a unit, the longest there first."""
    query = _held().where(
        posts.c.unit_id == unit_id, posts.c.role == PostRole.OFFICER, posts.c.state == PostState.ACTIVE
    )
    return await _read(db, query.order_by(posts.c.since, posts.c.id))


async def replaced_by(db: Db, post_id: int) -> int | None:
    """The post that ends when this one is confirmed."""
    return (await db.execute(select(posts.c.replaces).where(posts.c.id == post_id))).scalar_one_or_none()


async def all_of(db: Db, person_id: int) -> Sequence[tuple[Post, Person]]:
    """Every post a person holds or held, the earliest first."""
    return await _read(db, _held().where(posts.c.person_id == person_id).order_by(posts.c.since, posts.c.id))


async def decider(db: Db, post_id: int) -> str:
    """The name of who confirmed or refused; empty if nobody did."""
    query = select(persons.c.name).join(posts, posts.c.decided_by == persons.c.id).where(posts.c.id == post_id)
    return (await db.execute(query)).scalar_one_or_none() or ""
