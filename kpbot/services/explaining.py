"""Why an edition is as it is, be it there already or as it would be chosen now, and all that was passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpbot.domain.content import Item, ItemState
from kpbot.domain.edition import Chosen, PassedOver, explain
from kpbot.domain.places import Region
from kpbot.domain.reason import Reason
from kpbot.domain.roles import within
from kpbot.domain.scoring import Score
from kpbot.services.edition_desk import Desk
from kpbot.services.editions import load_candidates, proposable, setting_of
from kpbot.services.place_paths import places_at
from kpbot.services.rendering import reason_text
from kpbot.services.rhythm import Tree, edition_regions, load_tree
from kpbot.storage import editions, reviews
from kpbot.storage.database import Db
from kpbot.storage.editions import EditionState

_DAYS = {"今天": 0, "明天": 1, "后天": 2, "today": 0, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Other:
    """A candidate that is not in: what speaks against it first and, if it was eligible, what speaks for it."""

    item: Item
    against: tuple[Reason, ...]
    speaks: tuple[Reason, ...] = ()
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """`state`: of the edition that is there; None: nothing is fixed, `chosen` is what would be chosen now. `others` are
    eligible, best first; `refused` are not. `place` names the region."""

    place: str
    day: date
    audience: str
    state: EditionState | None
    chosen: tuple[Chosen, ...]
    others: tuple[Other, ...]
    refused: tuple[Other, ...]
    short_by: int


class UnclearRegionError(ValueError):
    """No region, or several, are meant; `names` are those to choose from."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def read_day(text: str, today: date) -> date:
    """2026-11-24, 今天, 明天, 后天, today or tomorrow. Raises ValueError."""
    ahead = _DAYS.get(text.strip().lower())
    return date.fromisoformat(text.strip()) if ahead is None else today + timedelta(days=ahead)


async def region_meant(db: Db, path: str) -> tuple[str, Region]:
    """The region whose edition a place gets, with its name; without a path the only one. Raises UnclearRegionError."""
    tree = await load_tree(db)
    if path:
        found = [place.region for place in await places_at(db, path, units=False)]
    else:
        found = await edition_regions(db, tree) or tree.sorted(tree.regions)
    meant = {region.id: region for region in map(tree.edition_region, found)}
    if len(meant) != 1:
        raise UnclearRegionError([_name(tree, region) for region in meant.values() or await edition_regions(db, tree)])
    (region,) = meant.values()
    return _name(tree, region), region


def _name(tree: Tree, region: Region) -> str:
    return tree.title(region)


async def explained(db: Db, desk: Desk, place: str, region: Region, day: date, audience: str) -> Explained:
    """Everything about the edition of a region, a local day and an audience; changes nothing."""
    there = next((e for e in await editions.of_days(db, [region.id], [day]) if e.audience == audience), None)
    candidates = proposable(await load_candidates(db, desk))
    setting = await setting_of(db, desk, region, day, audience, candidates, there.id if there else 0)
    setting = replace(setting, avoid=frozenset(there.swapped_out if there else ()))
    choice, eligible = explain(setting, there.items if there else None)
    by_id = {one.item.id: one for one in eligible}
    turned_down = [_turned_down(item) for item in await _rejected(db, desk, region)]
    passed = [_other(one, by_id.get(one.item.id)) for one in choice.passed_over]
    return Explained(
        place,
        day,
        audience,
        there.state if there else None,
        tuple(replace(one, reasons=p.reasons) for one, p in zip(choice.chosen, there.places, strict=True))
        if there
        else choice.chosen,
        tuple(one for one in passed if one.score),
        (*(one for one in passed if not one.score), *turned_down),
        choice.short_by,
    )


async def _rejected(db: Db, desk: Desk, region: Region) -> list[Item]:
    since = desk.now - timedelta(days=desk.settings.edition.max_age_days)
    return [item for item in await reviews.rejected(db, since) if within(region.path, item.scope or "/")]


def _other(one: PassedOver, eligible: Chosen | None) -> Other:
    if eligible is not None:
        return Other(one.item, (one.reason,), eligible.reasons, eligible.score)
    return Other(one.item, (one.reason, *_kept_reason(one.item)))


def _turned_down(item: Item) -> Other:
    return Other(item, (Reason("state-rejected"), *_kept_reason(item)))


def _kept_reason(item: Item) -> tuple[Reason, ...]:
    """What the gate said of it, where that still decides."""
    decided = item.state in (ItemState.REVIEW, ItemState.REJECTED) and item.review_reason
    return (Reason.from_text(item.review_reason),) if decided else ()


def reasons_text(reasons: Sequence[Reason], lang: str, joiner: str) -> str:
    return joiner.join(reason_text(one, lang) for one in reasons)
