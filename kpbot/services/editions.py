"""The three items of a region and day: chosen ahead, proposed to coordinators, changed by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.content import Item, ItemState
from kpbot.domain.edition import choose_in, replacement, substitute_from_reserve
from kpbot.domain.messages import Capabilities
from kpbot.domain.places import Region, UnitKind
from kpbot.domain.reason import Reason
from kpbot.domain.sifting import Setting
from kpbot.domain.workdays import edition_days, workday
from kpbot.services.catalog import Catalog
from kpbot.services.coordinators_told import tell_coordinators
from kpbot.services.edition_desk import Desk
from kpbot.services.edition_preview import preview, preview_key
from kpbot.services.rhythm import Tree, load_tree, local_day
from kpbot.settings import Settings
from kpbot.storage import editions, groups, items, places
from kpbot.storage.database import Db
from kpbot.storage.editions import Edition, EditionState, Place
from kpbot.storage.groups import Site

GENERAL, VILLAGE = "general", "village"


def audience_of(unit_kind: str | None) -> str:
    """Village groups lean to farming."""
    return VILLAGE if unit_kind == UnitKind.VILLAGE else GENERAL


async def prepare(
    db: Db,
    settings: Settings,
    catalog: Catalog,
    zone: str,
    at: datetime,
    platforms: Mapping[str, Capabilities],
) -> None:
    """On a working day: editions for all days until the next working day, for every region of a zone. `platforms`: what
    those in use can."""
    days = edition_days(local_day(at, zone))
    if not days:
        return
    desk = Desk(settings, catalog, at, platforms)
    tree = await load_tree(db)
    candidates = await load_candidates(db, desk)
    audiences = audiences_in(tree, await groups.pushed_sites(db))
    for region in tree.sorted(audiences):
        if region.time_zone == zone:
            for day in days:
                await propose(db, desk, region, day, audiences[region.id], candidates)


def audiences_in(tree: Tree, sites: Iterable[Site]) -> dict[int, set[str]]:
    """Who is to be sent editions, by the region that has them."""
    found: dict[int, set[str]] = {}
    for site in sites:
        if region := tree.regions.get(site.region_id):
            found.setdefault(tree.edition_region(region).id, set()).add(audience_of(site.unit_kind))
    return found


async def load_candidates(db: Db, desk: Desk) -> list[Item]:
    since = desk.now - timedelta(days=desk.settings.edition.max_age_days + 1)
    return await items.candidates(db, since, desk.catalog.reserve)


def proposable(candidates: Sequence[Item]) -> list[Item]:
    """For a proposal, items that only wait for a coordinator's word are as good as ready: approving it gives that.

    What the gate stopped for its words or its subject is not proposed to anyone.
    """
    return [replace(item, state=ItemState.READY) if _only_untrusted(item) else item for item in candidates]


def _only_untrusted(item: Item) -> bool:
    reason = Reason.from_text(item.review_reason) if item.review_reason else None
    return item.state is ItemState.REVIEW and reason is not None and reason.code == "untrusted"


async def propose(
    db: Db, desk: Desk, region: Region, day: date, audiences: Iterable[str], candidates: Sequence[Item]
) -> None:
    """Choose the editions of a region and day that are not there yet and show them to its coordinators."""
    ids = []
    for audience in sorted(audiences):
        setting = await setting_of(db, desk, region, day, audience, proposable(candidates))
        choice = choose_in(setting)
        filled = [Place(n, chosen.item, chosen.reasons) for n, chosen in enumerate(choice.chosen, start=1)]
        made = await editions.add(db, region.id, audience, day, filled, desk.now, workday(day).provisional)
        if made is not None:
            ids.append(made)
    for edition in (await editions.load(db, ids)).values():
        await show(db, desk, region, edition)


async def setting_of(
    db: Db, desk: Desk, region: Region, day: date, audience: str, candidates: Sequence[Item], edition_id: int = 0
) -> Setting:
    """What the choice for a region, a day and an audience depends on, but for the uses in the edition `edition_id`."""
    since = day - timedelta(days=max(desk.policy.repeat_days, desk.policy.reserve_days))
    past = await editions.past_uses(db, region.id, since, audience, except_edition=edition_id)
    return Setting(
        candidates,
        desk.catalog.sources,
        past,
        day,
        desk.policy,
        audience == VILLAGE,
        calendar=desk.catalog.calendar,
        zone=ZoneInfo(region.time_zone),
        region_path=region.path,
        places=await _names(db, {item.scope for item in candidates if item.scope}),
    )


async def _names(db: Db, paths: Iterable[str]) -> dict[str, str]:
    """The regions of these paths by name; most often there are none."""
    ids = {path: int(path.rstrip("/").rpartition("/")[2]) for path in paths}
    found = await places.regions_by_id(db, ids.values()) if ids else {}
    return {path: found[number].name for path, number in ids.items() if number in found}


async def show(db: Db, desk: Desk, region: Region, edition: Edition) -> None:
    """Owe the preview to the nearest coordinators."""
    await tell_coordinators(db, desk, region, preview_key(edition), lambda lang: preview(edition, lang, desk))


async def swap(db: Db, desk: Desk, region: Region, edition: Edition, position: int) -> Edition | None:
    """Another item for one place; None when nothing else fits."""
    candidates = proposable(await load_candidates(db, desk))
    setting = await setting_of(db, desk, region, edition.day, edition.audience, candidates, edition.id)
    avoid = frozenset(edition.swapped_out)
    found = replacement(edition.items, position - 1, replace(setting, avoid=avoid))
    if found is None:
        return None
    out = edition.places[position - 1].item.id
    filled = [Place(position, found.item, found.reasons) if p.position == position else p for p in edition.places]
    await editions.replace_places(db, edition.id, filled, {*edition.swapped_out, out})
    return (await editions.load(db, [edition.id]))[edition.id]


async def substitute(db: Db, desk: Desk, region: Region, edition: Edition, candidates: Sequence[Item]) -> Edition:
    """Not approved in time: the same day from the approved reserve."""
    setting = await setting_of(db, desk, region, edition.day, edition.audience, candidates, edition.id)
    ready = [item for item in edition.items if item.state is ItemState.READY]
    choice = substitute_from_reserve(ready, replace(setting, avoid=frozenset(edition.swapped_out)))
    filled = [Place(n, chosen.item, chosen.reasons) for n, chosen in enumerate(choice.chosen, start=1)]
    await editions.replace_places(db, edition.id, filled, edition.swapped_out)
    await editions.decide(db, edition.id, EditionState.SUBSTITUTED, desk.now)
    return (await editions.load(db, [edition.id]))[edition.id]
