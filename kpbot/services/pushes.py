"""An edition to its groups: one message per group and day, never twice, never silently missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.content import ItemState
from kpbot.domain.messages import Button, Chat, Outgoing
from kpbot.domain.people import Group, GroupKind
from kpbot.domain.places import Region
from kpbot.services.catalog import Catalog
from kpbot.services.desk import desk_of
from kpbot.services.editions import (
    Desk,
    audience_of,
    closed_preview,
    load_candidates,
    preview,
    preview_key,
    propose,
    substitute,
    tell_coordinators,
)
from kpbot.services.rendering import cards, day_text, rows
from kpbot.services.rhythm import Beat, Tree, edition_regions, load_tree, local_day
from kpbot.settings import Settings
from kpbot.storage import editions, groups, pushes
from kpbot.storage.database import Db
from kpbot.storage.editions import Edition, EditionState
from kpbot.storage.outbox import Owed, Priority, new_body, owe, owe_many, sent_message
from kpbot.storage.pushes import PushState
from kpbot.texts import say

TALLY_LASTS = timedelta(hours=1)
NOTICE_LASTS = timedelta(days=3)


async def push(db: Db, settings: Settings, catalog: Catalog, beat: Beat, slot: datetime, now: datetime) -> None:
    """Push the editions of all regions that keep this beat; `slot` is when it was due, `now` when it runs (UTC)."""
    desk = Desk(settings, catalog, now)
    tree = await load_tree(db)
    late = now - slot > timedelta(hours=settings.push.catch_up_hours)
    day = local_day(slot, beat.zone)
    for region in await edition_regions(db, tree):
        if region.time_zone == beat.zone and tree.push_time(region, settings) == beat.time:
            await _push_region(db, desk, tree, region, day, late=late)


async def _push_region(db: Db, desk: Desk, tree: Tree, region: Region, day: date, *, late: bool) -> None:
    targets = await groups.push_targets(db, tree.served(region))
    done = await pushes.of_groups(db, [group.id for group, _ in targets], day)
    targets = [(group, kind) for group, kind in targets if group.id not in done]
    if not targets:
        return
    if late:
        await pushes.add(db, [group.id for group, _ in targets], None, day, desk.now, PushState.MISSED, 0)
        await _tell(db, desk, region, f"missed:{region.id}:{day}", "push-missed", day, count=len(targets))
        return
    found = {e.audience: e for e in await editions.of_days(db, [region.id], [day], lock=True)}
    if not found:
        candidates = await load_candidates(db, desk)
        found = {e.audience: e for e in await propose(db, desk, tree, region, day, candidates)}
    for audience in sorted({audience_of(kind) for _, kind in targets}):
        edition = found.get(audience) or next(iter(found.values()))
        chosen = [group for group, kind in targets if audience_of(kind) == audience]
        await _push_edition(db, desk, region, edition, chosen)


async def _push_edition(db: Db, desk: Desk, region: Region, edition: Edition, chosen: Sequence[Group]) -> None:
    ids = [group.id for group in chosen]
    if edition.state == EditionState.PROPOSED:
        edition = await _undecided(db, desk, region, edition)
    if edition.state in (EditionState.SKIPPED, EditionState.HELD):
        state = PushState.SKIPPED if edition.state == EditionState.SKIPPED else PushState.HELD
        await pushes.add(db, ids, edition.id, edition.day, desk.now, state, 0)
        return
    if not edition.places:
        await pushes.add(db, ids, edition.id, edition.day, desk.now, PushState.EMPTY, 0)
        await _tell(db, desk, region, f"empty:{edition.id}", "push-empty", edition.day, count=len(ids))
        return
    await pushes.add(db, ids, edition.id, edition.day, desk.now, PushState.OWED, len(edition.places))
    await owe_push(db, desk, region, edition, chosen)
    await _close_previews(db, desk, region, edition)


async def _close_previews(db: Db, desk: Desk, region: Region, edition: Edition) -> None:
    """Coordinators see in the preview what was pushed; of an edition nobody approved it may be something else."""
    owed = []
    for name, (chat, lang) in (await desk_of(db, region.path, desk.settings.language)).items():
        key = f"{preview_key(edition)}:{name}"
        shown = await sent_message(db, key)
        if shown.message or shown.waiting:
            message = closed_preview(edition, lang, desk)
            owed.append(edit_of(key, f"pushed:{edition.id}:{name}", chat, message, desk.now))
    await owe(db, owed)


async def _undecided(db: Db, desk: Desk, region: Region, edition: Edition) -> Edition:
    """Nobody approved it in time: what `edition.when_not_approved` says. Items nobody has read are never sent."""
    rule = desk.settings.edition.when_not_approved
    unread = any(item.state is not ItemState.READY for item in edition.items)
    if rule == "reserve" or (rule == "send" and unread):
        return await substitute(db, desk, region, edition)
    if rule == "send":
        return edition
    await editions.decide(db, edition.id, EditionState.HELD, desk.now)
    held = (await editions.load(db, [edition.id]))[edition.id]
    await tell_coordinators(
        db, desk, region, f"held:{edition.id}", lambda lang: preview(held, lang, desk), NOTICE_LASTS
    )
    return held


async def owe_push(db: Db, desk: Desk, region: Region, edition: Edition, chosen: Sequence[Group]) -> None:
    """One stored body for all groups that get the same; one outbox row each; worth nothing after the day."""
    expires = _end_of(edition.day, region.time_zone)
    looks: dict[_Look, list[Group]] = {}
    for group in chosen:
        looks.setdefault(_Look(group.language, group.kind == GroupKind.OFFICERS), []).append(group)
    for look, alike in looks.items():
        body = await new_body(db, push_message(edition, look.lang, desk, buttons=look.buttons), desk.now)
        targets = [(pushes.key(group.id, edition.day), group.address) for group in alike]
        await owe_many(db, body, targets, Priority.PUSH, desk.now, expires)


@dataclass(frozen=True, slots=True)
class _Look:
    lang: str
    buttons: bool


def push_message(edition: Edition, lang: str, desk: Desk, *, buttons: bool, sharers: int = 0) -> Outgoing:
    """The day's one message. Public groups get no buttons: nobody is asked anything there."""
    footer = say(lang, "push-footer", sharers=sharers) if buttons else say(lang, "push-footer-public")
    return Outgoing(
        title=say(lang, "push-title", day=day_text(edition.day, lang)),
        cards=cards(edition, lang, desk.catalog, desk.settings),
        footer=footer,
        buttons=push_buttons(edition, lang) if buttons else (),
    )


def push_buttons(edition: Edition, lang: str) -> tuple[tuple[Button, ...], ...]:
    each = [
        Button(say(lang, "push-shared", number=p.position), f"share:{edition.id}:{p.position}") for p in edition.places
    ]
    every = [Button(say(lang, "push-shared-all"), f"share:{edition.id}:all")] if len(each) > 1 else []
    more = [
        Button(say(lang, "push-copy"), f"copy:{edition.id}"),
        Button(say(lang, "push-destination"), "to:ask"),
    ]
    return rows(each, every, more)


async def tally(db: Db, settings: Settings, catalog: Catalog, at: datetime) -> None:
    """Update the number of sharers in the groups' messages; the job runs once a minute, so at most that often."""
    desk = Desk(settings, catalog, at)
    changed = await pushes.tallies(db, (at - timedelta(days=1)).date())
    if not changed:
        return
    known = await editions.load(db, {push.edition_id for push in changed if push.edition_id})
    by_id = {group.id: group for group in await groups.by_ids(db, [push.group_id for push in changed])}
    owed = []
    for push in changed:
        edition, group = known.get(push.edition_id or 0), by_id.get(push.group_id)
        if edition and group and group.kind == GroupKind.OFFICERS:
            key = pushes.key(push.group_id, push.day)
            message = push_message(edition, group.language, desk, buttons=True, sharers=push.sharers)
            owed.append(edit_of(key, f"tally:{push.id}:{push.sharers}", group.address, message, desk.now))
    await owe(db, owed)
    await pushes.set_shown(db, {push.id: push.sharers for push in changed})


def edit_of(sent: str, key: str, chat: Chat, message: Outgoing, now: datetime, lasts: timedelta = TALLY_LASTS) -> Owed:
    """An edit of the message sent under the outbox key `sent`."""
    return Owed(key, chat, replace(message, edits=f"key:{sent}"), Priority.TALLY, now, now + lasts)


async def _tell(db: Db, desk: Desk, region: Region, key: str, text_id: str, day: date, *, count: int) -> None:
    """One sentence to the nearest coordinators."""

    def sentence(lang: str) -> Outgoing:
        return Outgoing(text=say(lang, text_id, day=day_text(day, lang), count=count))

    await tell_coordinators(db, desk, region, key, sentence, NOTICE_LASTS)


def _end_of(day: date, zone: str) -> datetime:
    """The end of a local day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
