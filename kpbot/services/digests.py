"""The coordinators' digest: on working days, or when asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kpbot.domain.digest import Detail, Digest, DigestLine, build_digest, digest_days
from kpbot.domain.messages import Button, Chat, Outgoing
from kpbot.domain.people import GroupKind, GroupState, private_chats
from kpbot.domain.places import Region
from kpbot.domain.workdays import is_workday
from kpbot.services.catalog import Catalog
from kpbot.services.desk import upwards
from kpbot.services.digest_collecting import Scope, collect
from kpbot.services.rhythm import Tree, load_tree, local_day
from kpbot.services.trouble import Troubled, troubled
from kpbot.settings import Settings
from kpbot.storage import digest_facts, digests, groups, outbox, people
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.texts import Value, say

LASTS = timedelta(hours=12)
REMEMBERED = timedelta(days=30)  # what is said once is said again after that, if it still holds
# Lines that lead somewhere: `digest:<line>`.
DOORS = frozenset({"approve", "confirm", "events", "escalated", "spot", "review"})


@dataclass(frozen=True, slots=True)
class _Reader:
    """A coordinators' group, or a coordinator of a region that has none. `name` tells them apart in keys and in the
    ledger of what was told; `since` is when they came, `last` the day of their last digest."""

    name: str
    chat: Chat
    language: str
    region: Region
    since: date
    last: date | None
    post_id: int = 0
    group_id: int = 0


async def send_digests(db: Db, settings: Settings, catalog: Catalog, at: datetime, zone: str) -> None:
    """Owe today's digest to every coordinators' group of a time zone, and to coordinators who have none; on working
    days only, and once a day. `at` is UTC."""
    tree = await load_tree(db)
    readers = await _readers(db, settings, tree)
    paths = {reader.region.path for reader in readers}
    feeds = await troubled(db, catalog, at)
    for reader in readers:
        region = reader.region
        if region.time_zone != zone:
            continue
        today = local_day(at, region.time_zone)
        days = await _days(db, region, reader.last, reader.since, today)
        if days and is_workday(today) and await _first_today(db, reader, today, at):
            scope = scope_of(tree, region, paths)
            await _send(db, settings, reader, scope, _Morning(at, today, days, feeds if scope.top else []))


async def _readers(db: Db, settings: Settings, tree: Tree) -> list[_Reader]:
    last, found = await digests.last_days(db), []
    paused = await groups.within(db, "/", (GroupKind.COORDINATORS,), GroupState.PAUSED)
    covered = {desk.region_path for desk in paused}  # by intent: nobody there wants to hear
    for desk in await groups.within(db, "/", (GroupKind.COORDINATORS,)):
        if region := tree.regions.get(desk.region_id or 0):
            covered.add(region.path)
            name, before = str(desk.id), last.get(desk.id)
            since = local_day(desk.added_at, region.time_zone)
            found.append(_Reader(name, desk.address, desk.language, region, since, before, group_id=desk.id))
    alone = {region.path for region in tree.regions.values() if covered.isdisjoint(upwards(region.path))}
    return [*found, *await _alone(db, settings, tree, alone)] if alone else found


async def _alone(db: Db, settings: Settings, tree: Tree, paths: Collection[str]) -> list[_Reader]:
    """The coordinators of these regions, as far as they have a private chat."""
    held = await people.coordinators_of(db, paths)
    chats = private_chats(await people.accounts_of(db, {person.id for _, person in held}))
    last = await digests.last_private_days(db) if chats else {}
    return [
        _Reader(
            f"p{post.id}",
            chats[person.id],
            person.language or settings.language,
            tree.regions[post.region_id],
            post.since,
            last.get(post.id),
            post_id=post.id,
        )
        for post, person in held
        if person.id in chats
    ]


async def _first_today(db: Db, reader: _Reader, today: date, at: datetime) -> bool:
    if reader.group_id:
        return await digests.add(db, reader.group_id, today, at)
    return await digests.add_private(db, reader.post_id, today, at)


async def _days(db: Db, region: Region, last: date | None, since: date, today: date) -> list[date]:
    """What the readers have not heard about; before their first digest, since pushes began in their region."""
    if last is not None:
        return digest_days(last, today)
    began = await digest_facts.first_push(db, region.path)
    return digest_days(None, today, began or since)


@dataclass(frozen=True, slots=True)
class _Morning:
    """When a digest is made (UTC), its local day, the days it covers, and sources in trouble."""

    at: datetime
    today: date
    days: Sequence[date]
    feeds: Sequence[Troubled]


async def _send(db: Db, settings: Settings, reader: _Reader, scope: Scope, morning: _Morning) -> None:
    told = await digests.told(db, reader.name, morning.today - REMEMBERED)
    collected = await collect(db, settings, scope, morning.days, morning.today, told)
    feeds = {("feed", one.number): one for one in morning.feeds if ("feed", one.number) not in told}
    facts = replace(collected.facts, feeds=[one.fact(scope.zone) for one in feeds.values()])
    await digests.tell(db, reader.name, collected.once | feeds.keys(), morning.today, morning.at)
    message = compose(build_digest(facts), reader.language)
    key = f"digest:{reader.name}:{morning.today}"
    await outbox.owe(db, [Owed(key, reader.chat, message, Priority.NOTICE, morning.at, morning.at + LASTS)])


def scope_of(tree: Tree, region: Region, read_in: Collection[str]) -> Scope:
    """The region's part in the tree of those where digests are read, given by their paths."""
    paths = set(read_in) - {region.path}
    below = sorted(path for path in paths if path.startswith(region.path))
    above = any(region.path.startswith(path) for path in paths)
    return Scope(region, {number: tree.regions[number].path for number in tree.below(region)}, below, not above)


async def digest_now(
    db: Db, settings: Settings, catalog: Catalog, region: Region, group_id: int | None, at: datetime
) -> Digest:
    """The digest as it would be now, without sending it: since the group's last one; of yesterday in no group."""
    tree = await load_tree(db)
    today = local_day(at, region.time_zone)
    desk = await groups.group(db, group_id) if group_id else None
    last = (await digests.last_days(db, [desk.id])).get(desk.id) if desk else None
    days = await _days(db, region, last, local_day(desk.added_at, region.time_zone), today) if desk else []
    days = days or digest_days(None, today)
    scope = scope_of(tree, region, {reader.region.path for reader in await _readers(db, settings, tree)})
    collected = await collect(db, settings, scope, days, today)
    feeds = await troubled(db, catalog, at) if scope.top else []
    return build_digest(replace(collected.facts, feeds=[one.fact(scope.zone) for one in feeds]))


def compose(digest: Digest, language: str) -> Outgoing:
    """The digest in words, with a button where something can be done from the chat."""
    buttons = tuple(
        (Button(say(language, f"digest-button-{line.code}"), f"digest:{line.code}"),)
        for line in digest.lines
        if line.code in DOORS
    )
    text = "\n".join(spoken(line, language) for line in digest.lines)
    return Outgoing(title=spoken(digest.title, language), text=text, buttons=buttons, language=language)


def spoken(line: DigestLine, language: str) -> str:
    values: dict[str, Value] = {name: _said(detail, language) for name, detail in line.details.items()}
    match line.topic:
        case "trouble":
            return say(language, f"trouble-{line.code}", **values)
        case "invite":
            return say(language, f"invite-{line.code}", **values)
        case "feed-error":
            return say(language, f"feed-error-{line.code}", **values)
    return say(language, f"digest-{line.code}", **values)


def _said(detail: Detail, language: str) -> Value:
    if not isinstance(detail, tuple):
        return detail
    names = [one for one in detail if isinstance(one, str)]
    parts = [spoken(one, language) for one in detail if isinstance(one, DigestLine)]
    return say(language, "digest-joiner").join(names) + say(language, "digest-part-joiner").join(parts)
