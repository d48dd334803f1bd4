"""Officers' own short links: one for each post, item and destination. Their openings are kpbot.storage.link_opens."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, delete, exists, select

from kpbot.domain.content import ItemState
from kpbot.domain.shares import Evidence
from kpbot.domain.short_codes import RANDOM_BYTES, new_code
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, inserting
from kpbot.storage.tables import evidence, items, link_opens, posts, regions, short_links

KEPT = timedelta(days=30)
"""After its end a link is kept for so long, to say that it expired."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads. `link` and `slug` are those of the item. `counts`: its region has short links on, and two
    openings of a day would say something new of the share it stands for."""

    state: ItemState
    link: str
    slug: str
    expires_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as its officer reads about it. `day`: the local day for which it was last taken."""

    code: str
    title: str
    destination: str
    day: date
    expires_at: datetime


async def take(
    db: Db, post_id: int, item_ids: Sequence[int], destination: str, day: date, expires_at: datetime
) -> dict[int, str]:
    """The post's links for these items to one destination, made or renewed, for the share of a local day; codes by
    item. One statement, and what is renewed keeps its code: it is in a chat already."""
    if not item_ids:
        return {}
    key = {"post_id": post_id, "destination": destination, "day": day, "expires_at": expires_at}
    rows = [{"code": _fresh(), "item_id": item, **key} for item in sorted(set(item_ids))]
    upsert, values = inserting(db, short_links, rows)
    upsert = upsert.on_conflict_do_update(
        index_elements=["post_id", "item_id", "destination"],
        set_={"day": upsert.excluded.day, "expires_at": upsert.excluded.expires_at},
    ).returning(short_links.c.item_id, short_links.c.code)
    return {row.item_id: row.code for row in await db.execute(upsert, values)}


def _fresh() -> str:
    return new_code(secrets.token_bytes(RANDOM_BYTES))


_above = regions.alias("above")
_on = exists(
    select(_above.c.id).where(_above.c.short_links, regions.c.path.startswith(_above.c.path)).correlate(regions)
)
# Whether the share that a link was last taken for is known to have reached somebody.
known_to_reach = exists(
    select(evidence.c.day)
    .where(
        and_(*(evidence.c[name] == short_links.c[name] for name in ("day", "post_id", "item_id", "destination"))),
        evidence.c.kind == Evidence.REACHED.value,
    )
    .correlate(short_links)
)
_targets = (
    select(short_links.c.code, items.c.state, items.c.link, items.c.slug, short_links.c.expires_at)
    .add_columns(and_(_on, ~known_to_reach).label("counts"))
    .join(items, items.c.id == short_links.c.item_id)
    .join(posts, posts.c.id == short_links.c.post_id)
    .join(regions, regions.c.id == posts.c.region_id)
    .where(among(short_links.c.code))
)


async def targets(db: Db, codes: Collection[str]) -> dict[str, Target]:
    """Where these codes lead, those there are; one query."""
    rows = await db.execute(_targets, listed((code,) for code in codes))
    return {
        row.code: Target(ItemState(row.state), row.link, row.slug or "", row.expires_at, bool(row.counts))
        for row in rows
    }


_items_of = select(short_links.c.code, short_links.c.item_id).where(among(short_links.c.code))


async def items_of(db: Db, codes: Collection[str]) -> dict[str, int]:
    """Ids of the items that these codes lead to, be the links expired or not; one query, none for no codes."""
    if not codes:
        return {}
    return {row.code: row.item_id for row in await db.execute(_items_of, listed((code,) for code in sorted(codes)))}


async def of_posts(db: Db, post_ids: Collection[int]) -> list[LinkLine]:
    """All links of these posts that are kept, the latest first."""
    query = (
        select(short_links, items.c.title)
        .join(items, items.c.id == short_links.c.item_id)
        .where(short_links.c.post_id.in_(post_ids))
        .order_by(short_links.c.day.desc(), short_links.c.item_id, short_links.c.destination)
    )
    return [LinkLine(r.code, r.title, r.destination, r.day, r.expires_at) for r in await db.execute(query)]


async def drop(db: Db, post_ids: Collection[int]) -> int:
    """Forget the links of these posts and what is noted of their openings; returns how many links there were."""
    own = select(short_links.c.code).where(short_links.c.post_id.in_(post_ids))
    await db.execute(delete(link_opens).where(link_opens.c.code.in_(own)))
    return int((await db.execute(delete(short_links).where(short_links.c.post_id.in_(post_ids)))).rowcount)


async def purge(db: Db, now: datetime) -> int:
    """Forget links that expired long ago."""
    return int((await db.execute(delete(short_links).where(short_links.c.expires_at < now - KEPT))).rowcount)
