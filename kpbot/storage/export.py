"""Records as they are exported: streamed, with the names of what they belong to. Days are local, times UTC."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select

from kpbot.domain.people import PostRole, PostState
from kpbot.storage.database import Db
from kpbot.storage.photos import EVENT, UPKEEP, PhotoState
from kpbot.storage.references import addresses_of
from kpbot.storage.tables import (
    accounts,
    events,
    evidence,
    facilities,
    items,
    leaves,
    persons,
    photos,
    posts,
    regions,
    shares,
    spot_checks,
    stations,
    units,
    upkeeps,
)

AT_ONCE = 1000  # rows in memory, however long the period

Row = Mapping[str, Any]

_enterer = persons.alias("enterer")
_decider = persons.alias("decider")
_PLACE = (regions.c.id.label("place"), regions.c.time_zone, units.c.name.label("unit"))


async def shares_between(db: Db, since: date, until: date) -> AsyncIterator[Row]:
    """Shares of local days since…until (both included), withdrawn ones as well; `kinds` are those of their
    evidence, with commas, maybe repeated; `addresses`, with line breaks, are those of public posts; `spot_check`
    is what a coordinator saw, None if nobody was asked or answered."""
    kinds = (
        select(func.aggregate_strings(evidence.c.kind, ","))
        .where(
            evidence.c.day == shares.c.day,
            evidence.c.post_id == shares.c.post_id,
            evidence.c.item_id == shares.c.item_id,
            evidence.c.destination == shares.c.destination,
        )
        .scalar_subquery()
    )
    names = ("day", "post_id", "item_id", "destination")
    key = [spot_checks.c[name] for name in names]
    answered = and_(spot_checks.c.day.between(since, until), spot_checks.c.answer != "")
    checked = select(*key, func.max(spot_checks.c.answer).label("answer")).where(answered).group_by(*key).subquery()
    query = (
        select(shares, *_PLACE, func.coalesce(kinds, "").label("kinds"), checked.c.answer.label("spot_check"))
        .add_columns(func.coalesce(addresses_of(shares), "").label("addresses"))
        .add_columns(persons.c.name.label("officer"), _enterer.c.name.label("enterer"))
        .add_columns(items.c.title.label("item"), items.c.source, items.c.publisher, items.c.link, items.c.slug)
        .join(posts, posts.c.id == shares.c.post_id)
        .join(persons, persons.c.id == posts.c.person_id)
        .join(regions, regions.c.id == posts.c.region_id)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .outerjoin(items, items.c.id == shares.c.item_id)
        .outerjoin(_enterer, _enterer.c.id == shares.c.entered_by)
        .outerjoin(checked, and_(*(checked.c[name] == shares.c[name] for name in names)))
        .where(shares.c.day.between(since, until))
        .order_by(shares.c.day, shares.c.post_id, shares.c.item_id, shares.c.destination)
    )
    async for row in _stream(db, query):
        yield row


async def events_between(db: Db, since: date, until: date) -> AsyncIterator[Row]:
    """Events on local days since…until, whatever became of them; `photos` counts their pictures."""
    query = (
        select(events, *_PLACE, stations.c.name.label("station"), _photos(EVENT, events.c.id))
        .add_columns(persons.c.name.label("officer"), _enterer.c.name.label("enterer"))
        .add_columns(_decider.c.name.label("decider"))
        .join(stations, stations.c.id == events.c.station_id)
        .join(units, units.c.id == stations.c.unit_id)
        .join(regions, regions.c.id == units.c.region_id)
        .outerjoin(posts, posts.c.id == events.c.post_id)
        .outerjoin(persons, persons.c.id == posts.c.person_id)
        .outerjoin(_enterer, _enterer.c.id == events.c.entered_by)
        .outerjoin(_decider, _decider.c.id == events.c.decided_by)
        .where(events.c.day.between(since, until))
        .order_by(events.c.day, events.c.id)
    )
    async for row in _stream(db, query):
        yield row


async def upkeep_between(db: Db, since: date, until: date) -> AsyncIterator[Row]:
    """Upkeep records of local days since…until, withdrawn ones as well."""
    query = (
        select(upkeeps, *_PLACE, facilities.c.kind, facilities.c.name.label("facility"))
        .add_columns(_photos(UPKEEP, upkeeps.c.id))
        .add_columns(persons.c.name.label("officer"), _enterer.c.name.label("enterer"))
        .join(facilities, facilities.c.id == upkeeps.c.facility_id)
        .join(units, units.c.id == facilities.c.unit_id)
        .join(regions, regions.c.id == units.c.region_id)
        .outerjoin(posts, posts.c.id == upkeeps.c.post_id)
        .outerjoin(persons, persons.c.id == posts.c.person_id)
        .outerjoin(_enterer, _enterer.c.id == upkeeps.c.entered_by)
        .where(upkeeps.c.day.between(since, until))
        .order_by(upkeeps.c.day, upkeeps.c.id)
    )
    async for row in _stream(db, query):
        yield row


async def officers_between(db: Db, since: date, until: date) -> AsyncIterator[Row]:
    """Officers' posts that were held, or asked for, on a day of since…until; `platforms` with commas, and so `away`:
    leaves on these days, each as `first/last`."""
    platforms = (
        select(func.aggregate_strings(accounts.c.platform, ","))
        .where(accounts.c.person_id == posts.c.person_id)
        .scalar_subquery()
    )
    span = cast(leaves.c.since, String) + "/" + cast(leaves.c.until, String)
    away = (
        select(func.aggregate_strings(span, ","))
        .where(leaves.c.post_id == posts.c.id, leaves.c.since <= until, leaves.c.until >= since)
        .scalar_subquery()
    )
    query = (
        select(posts, *_PLACE, units.c.kind.label("unit_kind"), units.c.demonstration)
        .add_columns(persons.c.name.label("officer"), persons.c.consented_at, persons.c.forgotten_at)
        .add_columns(func.coalesce(platforms, "").label("platforms"), func.coalesce(away, "").label("away"))
        .join(persons, persons.c.id == posts.c.person_id)
        .join(regions, regions.c.id == posts.c.region_id)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .where(
            posts.c.role == PostRole.OFFICER,
            posts.c.state != PostState.MERGED,
            and_(posts.c.since <= until, or_(posts.c.until.is_(None), posts.c.until >= since)),
        )
        .order_by(regions.c.path, units.c.id, posts.c.since, posts.c.id)
    )
    async for row in _stream(db, query):
        yield row


def _photos(kind: str, owner: ColumnElement[int]) -> ColumnElement[int]:
    mine = and_(photos.c.owner_kind == kind, photos.c.owner_id == owner)
    count = select(func.count()).where(mine, photos.c.state.in_((PhotoState.WAITING, PhotoState.STORED)))
    return count.scalar_subquery().label("photos")


async def _stream(db: Db, query: Select[Any]) -> AsyncIterator[Row]:
    async with db.stream(query.execution_options(yield_per=AT_ONCE)) as result:
        async for row in result.mappings():
            yield row
