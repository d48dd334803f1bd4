"""Which shares coordinators were asked to look at, and what they saw."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, bindparam, delete, exists, or_, select, update

from kpbot.domain.content import ItemState
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.shares import Evidence
from kpbot.domain.spot_checks import Answer, Candidate, ShareKey, can_be_looked_at
from kpbot.storage import roll_ups
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.references import addresses_of
from kpbot.storage.shares import correct
from kpbot.storage.tables import evidence, items, persons, posts, regions, shares, spot_checks, units


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A share that was asked about in the week of the Monday `week`, with what it is called. `answer` is empty until
    somebody answered; `by` is their name. `officer_id` is 0 for one who was forgotten. `addresses`: where the
    officer says that others can see it."""

    id: int
    region_id: int
    region_path: str
    week: date
    day: date
    post_id: int
    item_id: int
    destination: str
    asked_at: datetime
    answer: str
    unit: str
    officer: str
    title: str
    by: str
    officer_id: int
    addresses: tuple[str, ...] = ()

    @property
    def share(self) -> ShareKey:
        return ShareKey(self.day, self.post_id, self.item_id, self.destination)


_answerer = persons.alias("answerer")


def _asked() -> Select[tuple[object, ...]]:
    return (
        select(
            spot_checks,
            regions.c.path,
            units.c.name.label("unit"),
            persons.c.name.label("officer"),
            posts.c.person_id,
            items.c.title,
            _answerer.c.name.label("by"),
            addresses_of(spot_checks).label("addresses"),
        )
        .join(regions, regions.c.id == spot_checks.c.region_id)
        .outerjoin(posts, posts.c.id == spot_checks.c.post_id)
        .outerjoin(persons, persons.c.id == posts.c.person_id)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .outerjoin(items, items.c.id == spot_checks.c.item_id)
        .outerjoin(_answerer, _answerer.c.id == spot_checks.c.answered_by)
        .order_by(*(spot_checks.c[name] for name in ("region_id", "day", "post_id", "item_id", "destination")))
    )


async def _read(db: Db, query: Select[tuple[object, ...]]) -> list[SpotCheck]:
    return [
        SpotCheck(
            row["id"],
            row["region_id"],
            row["path"],
            row["week"],
            row["day"],
            row["post_id"],
            row["item_id"],
            row["destination"],
            row["asked_at"],
            row["answer"],
            row["unit"] or "",
            row["officer"] or "",
            row["title"] or "",
            row["by"] or "",
            row["person_id"] or 0,
            tuple((row["addresses"] or "").split()),
        )
        for row in (await db.execute(query)).mappings()
    ]


_shares_of_days = (
    select(
        shares,
        posts.c.person_id,
        exists()
        .where(
            *(evidence.c[name] == shares.c[name] for name in ("day", "post_id", "item_id", "destination")),
            evidence.c.kind == Evidence.OBSERVED.value,
        )
        .label("observed"),
        addresses_of(shares).label("addresses"),
    )
    .join(posts, posts.c.id == shares.c.post_id)
    .join(items, items.c.id == shares.c.item_id)
    .where(
        shares.c.day.in_(bindparam("days", expanding=True)),
        among(shares.c.post_id),
        shares.c.at <= bindparam("at"),
        or_(shares.c.withdrawn_at.is_(None), shares.c.withdrawn_at > bindparam("at")),
        items.c.state.not_in((ItemState.RECALLED, ItemState.RECORDED)),
    )
)


async def candidates(db: Db, post_ids: Collection[int], days: Collection[date], at: datetime) -> list[Candidate]:
    """Shares of these posts on these local days that stood at a moment (UTC) and can be looked at. Of items that were
    recalled, which officers were asked to take down, and of items known only from another system's list, none."""
    if not post_ids:
        return []
    keys = listed((post_id,) for post_id in post_ids)
    found = []
    for row in (await db.execute(_shares_of_days, {"days": list(days), "at": at} | keys)).mappings():
        if can_be_looked_at(
            row["destination"], (Evidence.OBSERVED,) if row["observed"] else (), has_address=bool(row["addresses"])
        ):
            share = ShareKey(row["day"], row["post_id"], row["item_id"], row["destination"])
            found.append(Candidate(share, row["person_id"]))
    return found


async def officers_within(db: Db, path: str, today: date) -> list[tuple[int, int]]:
    """(post, region) of the officers' posts of a region and all below that are held on a local day; those that ended
    since count, so that a sample can be drawn again."""
    held = and_(posts.c.state.in_((PostState.ACTIVE, PostState.ENDED)), posts.c.since <= today)
    query = (
        select(posts.c.id, posts.c.region_id)
        .join(regions, regions.c.id == posts.c.region_id)
        .where(
            regions.c.path.startswith(path, autoescape=True),
            posts.c.role == PostRole.OFFICER,
            held,
            or_(posts.c.until.is_(None), posts.c.until > today),
        )
    )
    return [(row.id, row.region_id) for row in await db.execute(query)]


async def ask(db: Db, region_id: int, week: date, drawn: Sequence[ShareKey], now: datetime) -> None:
    """Note what is asked; what was asked before is left alone. `week` is a Monday."""
    rows = [
        {
            "id": new_id(),
            "region_id": region_id,
            "week": week,
            **share._asdict(),
            "asked_at": now,
        }
        for share in drawn
    ]
    await insert_new(db, spot_checks, rows)


async def of_week(db: Db, region_id: int, week: date, *, lock: bool = False) -> list[SpotCheck]:
    """What was asked of a region in the week of a Monday, in the order in which it is shown. `lock`: nobody else
    answers any of it until this transaction ends."""
    which = and_(spot_checks.c.region_id == region_id, spot_checks.c.week == week)
    if lock:
        await db.execute(select(spot_checks.c.id).where(which).order_by(spot_checks.c.id).with_for_update())
    return await _read(db, _asked().where(which))


async def find(db: Db, check_id: int) -> SpotCheck | None:
    return next(iter(await _read(db, _asked().where(spot_checks.c.id == check_id))), None)


async def asked_regions(db: Db, week: date) -> set[int]:
    """Regions of which something was asked in the week of a Monday."""
    return set((await db.execute(select(spot_checks.c.region_id).where(spot_checks.c.week == week))).scalars())


async def unanswered(db: Db, path: str, since: date) -> list[SpotCheck]:
    """What nobody answered, of a region and all below, asked in a week since a Monday."""
    there = regions.c.path.startswith(path, autoescape=True)
    return await _read(db, _asked().where(there, spot_checks.c.week >= since, spot_checks.c.answer == ""))


async def of_posts(db: Db, post_ids: Collection[int]) -> list[SpotCheck]:
    """All that was ever asked about the shares of these posts."""
    return await _read(db, _asked().where(spot_checks.c.post_id.in_(post_ids)))


async def answer(db: Db, check: SpotCheck, said: Answer, by: int | None, now: datetime) -> None:
    """Note what somebody saw. Seen is evidence of the share; another answer in its place takes that away again. What
    was answered before is kept as a correction."""
    values = {"answer": said.value, "answered_by": by, "answered_at": now}
    await db.execute(update(spot_checks).where(spot_checks.c.id == check.id).values(**values))
    key = check.share._asdict()
    if said is Answer.SEEN:
        row = {**key, "kind": Evidence.SPOT_CHECKED.value, "reference": f"spot:{check.id}", "at": now}
        await insert_new(db, evidence, [row])
    elif check.answer == Answer.SEEN:
        mine = [evidence.c[name] == value for name, value in key.items()]
        await db.execute(delete(evidence).where(*mine, evidence.c.kind == Evidence.SPOT_CHECKED.value))
    await roll_ups.recount(db, [(check.day, check.post_id)])
    if check.answer:
        before, after = ({"item": check.item_id, "answer": one} for one in (check.answer, said.value))
        await correct(db, now, by or 0, check.post_id, f"spot:{check.id}", before, after)
