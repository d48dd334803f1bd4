"""An edition to its groups: one message per group and day, never twice, never silently missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.content import ItemState
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.domain.places import Region
from kpbot.services import previews_over
from kpbot.services.catalog import Catalog
from kpbot.services.coordinators_told import Told, tell_all
from kpbot.services.desk import desks_of
from kpbot.services.edition_desk import Desk
from kpbot.services.edition_preview import closed_preview, preview, preview_key
from kpbot.services.editions import audience_of, audiences_in, load_candidates, propose, substitute
from kpbot.services.edits import edit_of
from kpbot.services.push_message import push_message
from kpbot.services.rendering import day_text
from kpbot.services.rhythm import Beat, Tree, load_tree, local_day
from kpbot.settings import Settings
from kpbot.storage import editions, fan_out, groups
from kpbot.storage.database import Db
from kpbot.storage.editions import Edition, EditionState
from kpbot.storage.fan_out import Claim
from kpbot.storage.groups import Site
from kpbot.storage.outbox import owe
from kpbot.storage.pushes import PushState
from kpbot.texts import say

NOTICE_LASTS = timedelta(days=3)


async def push(
    db: Db,
    settings: Settings,
    catalog: Catalog,
    beat: Beat,
    slot: datetime,
    now: datetime,
    platforms: Mapping[str, Capabilities],
) -> None:
    """Push the editions of all regions that keep this beat; `slot` is when it was due, `now` when it runs (UTC)."""
    desk = Desk(settings, catalog, now, platforms)
    tree = await load_tree(db)
    day = local_day(slot, beat.zone)
    waiting = await _waiting(db, desk, tree, beat, day)
    if not waiting:
        return
    if now - slot > timedelta(hours=settings.push.catch_up_hours):
        await _miss(db, desk, tree, waiting, day)
    else:
        await _push(db, desk, tree, waiting, day, beat.zone)
    await previews_over.drop(db, desk, tree, waiting, day)


Waiting = dict[int, dict[Site, int]]
"""How many groups have had nothing that day, by the region whose edition they get and where they are."""


async def _waiting(db: Db, desk: Desk, tree: Tree, beat: Beat, day: date) -> Waiting:
    """Counted as all less those that had something: the database would plan a search for rows that are missing by
    what it knows of other days."""
    left = Counter(await groups.pushed_sites(db))
    left.subtract(await groups.pushed_sites(db, day))
    found: Waiting = {}
    for site, count in (+left).items():
        if at := tree.regions.get(site.region_id):
            region = tree.edition_region(at)
            if region.time_zone == beat.zone and tree.push_time(region, desk.settings) == beat.time:
                found.setdefault(region.id, {})[site] = count
    return found


async def _miss(db: Db, desk: Desk, tree: Tree, waiting: Waiting, day: date) -> None:
    claims = {Claim(site, None, PushState.MISSED): n for sites in waiting.values() for site, n in sites.items()}
    await fan_out.claim(db, claims, day, desk.now)
    told = [
        _sentence(region, f"missed:{region.id}:{day}", "push-missed", day, sum(waiting[region.id].values()))
        for region in tree.sorted(waiting)
    ]
    await tell_all(db, desk, told, NOTICE_LASTS)


async def _push(db: Db, desk: Desk, tree: Tree, waiting: Waiting, day: date, zone: str) -> None:
    """Claim the day for every group; owe those their edition that get one."""
    meant = await _editions_meant(db, desk, tree, waiting, day)
    decided = await _decided(db, desk, tree, {edition.id: edition for edition in meant.values()})
    claims, groups_of = {}, Counter[int]()
    for site, count in ((site, n) for sites in waiting.values() for site, n in sites.items()):
        edition = decided[meant[site].id]
        state = _state(edition)
        claims[Claim(site, edition.id, state, len(edition.places) if state is PushState.OWED else 0)] = count
        groups_of[edition.id] += count
    await fan_out.claim(db, claims, day, desk.now)
    empty = [
        _sentence(tree.regions[e.region_id], f"empty:{e.id}", "push-empty", day, groups_of[e.id])
        for e in decided.values()
        if _state(e) is PushState.EMPTY
    ]
    await tell_all(db, desk, empty, NOTICE_LASTS)
    owed = [edition for edition in decided.values() if _state(edition) is PushState.OWED]
    await owe_pushes(db, desk, owed, zone)
    await _close_previews(db, desk, tree, owed)


def _state(edition: Edition) -> PushState:
    """What becomes of the pushes of an edition that was decided on."""
    if edition.state == EditionState.SKIPPED:
        return PushState.SKIPPED
    if edition.state == EditionState.HELD:
        return PushState.HELD
    return PushState.OWED if edition.places else PushState.EMPTY


async def _editions_meant(db: Db, desk: Desk, tree: Tree, waiting: Waiting, day: date) -> dict[Site, Edition]:
    """The edition for each site: that for its audience, or else the one its region has. Locked; made where there is
    none yet."""
    found = await _editions(db, waiting, day)
    if without := [region for region in tree.sorted(waiting) if region.id not in found]:
        audiences = audiences_in(tree, await groups.pushed_sites(db))
        candidates = await load_candidates(db, desk)
        for region in without:
            await propose(db, desk, region, day, audiences[region.id], candidates)
        found |= await _editions(db, [region.id for region in without], day)
    return {
        site: found[region_id].get(audience_of(site.unit_kind)) or next(iter(found[region_id].values()))
        for region_id, sites in waiting.items()
        for site in sites
    }


async def _editions(db: Db, regions: Collection[int], day: date) -> dict[int, dict[str, Edition]]:
    """By region and audience."""
    found: dict[int, dict[str, Edition]] = {}
    for edition in await editions.of_days(db, regions, [day], lock=True):
        found.setdefault(edition.region_id, {})[edition.audience] = edition
    return found


async def _decided(db: Db, desk: Desk, tree: Tree, meant: dict[int, Edition]) -> dict[int, Edition]:
    """The same editions, after `edition.when_not_approved` was applied to those that nobody approved in time. Items
    nobody has read are never sent."""
    late = [edition for edition in meant.values() if edition.state == EditionState.PROPOSED]
    rule = desk.settings.edition.when_not_approved
    held, changed = [], dict[int, Edition]()
    candidates = await load_candidates(db, desk) if late and rule != "hold" else []
    for edition in late:
        unread = any(item.state is not ItemState.READY for item in edition.items)
        region = tree.regions[edition.region_id]
        if rule == "reserve" or (rule == "send" and unread):
            changed[edition.id] = await substitute(db, desk, region, edition, candidates)
        elif rule != "send":
            held.append(edition.id)
    return meant | changed | await _hold(db, desk, tree, held)


async def _hold(db: Db, desk: Desk, tree: Tree, ids: Sequence[int]) -> dict[int, Edition]:
    for number in ids:
        await editions.decide(db, number, EditionState.HELD, desk.now)
    held = await editions.load(db, ids)

    def told(edition: Edition) -> Told:
        region = tree.regions[edition.region_id]
        return Told(region, f"held:{edition.id}", lambda lang: preview(edition, lang, desk))

    await tell_all(db, desk, [told(edition) for edition in held.values()], NOTICE_LASTS)
    return held


async def _close_previews(db: Db, desk: Desk, tree: Tree, pushed: Sequence[Edition]) -> None:
    """Coordinators see in the preview what was pushed; of an edition nobody approved it may be something else."""
    paths = {edition.id: tree.regions[edition.region_id].path for edition in pushed}
    desks = await desks_of(db, set(paths.values()), desk.settings.language, desk.hearing)
    keys = {
        f"{preview_key(edition)}:{name}": (edition, name, chat, lang)
        for edition in pushed
        for name, (chat, lang) in desks[paths[edition.id]].items()
    }
    owed = []
    for key in await editions.previews_shown(db, keys):
        edition, name, chat, lang = keys[key]
        if desk.edits(chat.platform):
            message = closed_preview(edition, lang, desk)
            owed.append(edit_of(key, f"pushed:{edition.id}:{name}", chat, message, desk.now))
    await owe(db, owed)


async def owe_pushes(db: Db, desk: Desk, owed: Sequence[Edition], zone: str) -> None:
    """Put editions of one day into the outbox, to all groups that are owed them: one stored body for all that get the
    same; worth nothing after the day."""
    by_id = {edition.id: edition for edition in owed}
    looks = await fan_out.looks(db, by_id, desk.hearing) if owed else {}
    while looks:
        bodies = {
            look: push_message(by_id[look.edition_id], look.language, desk, buttons=look.officers, hears=look.hears)
            for look in looks
        }
        new = await fan_out.owe(db, bodies, desk.hearing, desk.now, _end_of(owed[0].day, zone))
        if new == sum(looks.values()):
            return
        looks = await fan_out.looks(db, by_id, desk.hearing, left=True)  # groups that got another look in between


def _sentence(region: Region, key: str, text_id: str, day: date, count: int) -> Told:
    """One sentence to the nearest coordinators."""
    return Told(region, key, lambda lang: Outgoing(text=say(lang, text_id, day=day_text(day, lang), count=count)))


def _end_of(day: date, zone: str) -> datetime:
    """The end of a local day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
