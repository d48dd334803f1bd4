"""The facts of a coordinators' digest, from what is on record in a region and below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.digest import DigestFacts, ShareFigures
from kpbot.domain.people import GroupKind, Post, PostRole, PostState
from kpbot.domain.places import Level, Region
from kpbot.domain.reminders import Audience
from kpbot.domain.shares import DayVerdict, Evidence, Unknown
from kpbot.domain.workdays import workday
from kpbot.services.days import officer_day
from kpbot.services.duties import duty_of, is_paused
from kpbot.services.reach import load_reach
from kpbot.services.spot_checks import overdue
from kpbot.settings import Settings
from kpbot.storage import digest_facts, editions, events, people, reminders, reviews
from kpbot.storage.database import Db
from kpbot.storage.digests import Told
from kpbot.storage.pushes import PushState

MOST_EVENTS = 200
AHEAD = timedelta(days=7)  # how far the next editions and reminders may reach over a run of days off


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose digest it is. `below` are regions that hold a coordinators' group of their own: what waits for a word
    there waits for them. `top`: no coordinators' group is above it."""

    region: Region
    regions: Mapping[int, str]  # paths of the region and all below, by id
    below: Sequence[str]
    top: bool

    def is_ours(self, path: str) -> bool:
        """Whether this is the nearest coordinators' group of a place."""
        return path.startswith(self.region.path) and not any(path.startswith(other) for other in self.below)

    def hears(self, audience: Audience, path: str) -> bool:
        """Whether what is passed up to `audience` from a place arrives here."""
        if audience is Audience.CITY:
            return self.top or self.region.level is Level.CITY
        return self.is_ours(path)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.region.time_zone)


@dataclass(frozen=True, slots=True)
class Collected:
    """The facts, and those among them that are said once and not every morning."""

    facts: DigestFacts
    once: frozenset[Told]


async def collect(
    db: Db, settings: Settings, scope: Scope, days: Sequence[date], today: date, told: Collection[Told] = ()
) -> Collected:
    """What happened on the complete local `days`, and what waits on `today`; without what was `told`."""
    path = scope.region.path
    pushed = await digest_facts.pushes_in(db, scope.regions, days)
    ours = [number for number, place in scope.regions.items() if scope.is_ours(place)]
    _, waiting = await events.waiting(db, [path], MOST_EVENTS)
    pending = await people.posts_within(db, path, PostRole.OFFICER, (PostState.PENDING,))
    gone = {("gone", g.id): g.title for g in await digest_facts.gone_groups(db, path) if scope.is_ours(g.region_path)}
    unreachable, absent = await _unreachable(db, scope, today)
    checks = {("spot", one.id) for one in await overdue(db, scope.region, today) if scope.is_ours(one.region_path)}
    provisional = _provisional(today)
    once = {*gone, *unreachable, *absent, *checks, *(("provisional", day.year) for day in provisional)} - set(told)
    facts = DigestFacts(
        days=days,
        pushed=sum(push.sent and push.kind != GroupKind.PRIVATE for push in pushed),
        failed=_unique(
            p.title for p in pushed if p.lost and scope.is_ours(p.region_path) and ("gone", p.group_id) not in gone
        ),
        gone=[title for key, title in gone.items() if key in once],
        missed=sorted({push.day for push in pushed if push.state is PushState.MISSED}),
        short_editions=sorted({p.day for p in pushed if p.state is PushState.EMPTY or _is_short(p, settings)}),
        approvals=sorted({e.day for e in await editions.waiting(db, ours, today)}),
        confirmations=[person.name for post, person in pending if scope.is_ours(post.region_path)],
        events=[f"{one.station} {one.title}" for one in waiting if scope.is_ours(one.region_path)],
        escalated=await _escalated(db, scope, days, today),
        spot_checks=len(checks & once),
        reviews=await _stopped(db, settings, scope, today),
        unreachable=[name for key, name in unreachable.items() if key in once],
        not_joined=_count_of(absent, once),
        undelivered=await _undelivered(db, scope, days),
        provisional=[day for day in provisional if ("provisional", day.year) in once],
        shares=await _figures(db, settings, path, days),
    )
    return Collected(facts, frozenset(once))


def _is_short(push: digest_facts.PushOutcome, settings: Settings) -> bool:
    return push.state is PushState.OWED and push.items < settings.shares.need


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


async def _escalated(db: Db, scope: Scope, days: Sequence[date], today: date) -> list[str]:
    """What was passed up on these days and is still undone."""
    passed = await reminders.escalated(db, scope.region.path, (Audience.COUNTY, Audience.CITY), days)
    found = await reminders.subjects(db, passed.keys(), today)
    return [
        one.label
        for key, one in found.items()
        if any(scope.hears(audience, one.unit.region_path) for audience in passed[key])
        and duty_of(one, today).overdue <= today
        and not is_paused(one, today)
    ]


async def _unreachable(db: Db, scope: Scope, today: date) -> tuple[dict[Told, str], dict[Told, int]]:
    """Officers who have neither opened the bot nor an officers' group; and how many there are only by name, because a
    roster has them: said once a month."""
    reach = await load_reach(db, scope.region.path, today, above=True)
    held = [pair for some in reach.officers.values() for pair in some if scope.is_ours(pair[0].region_path)]
    here = [(post, person) for post, person in held if person.id in reach.platforms]
    absent = len({person.id for _, person in held} - reach.platforms.keys())
    unreached = {("unreachable", post.id): person.name for post, person in here if not reach.reaches(post, person)}
    return unreached, {("not-joined", today.year * 12 + today.month): absent} if absent else {}


async def _stopped(db: Db, settings: Settings, scope: Scope, today: date) -> int:
    """Items that rules stopped and this group is the nearest to look at; those for everybody wait for the topmost."""
    since = datetime.combine(today - timedelta(days=settings.edition.max_age_days), time(0), scope.zone)
    by_path = await reviews.stopped_scopes(db, since.astimezone(UTC))
    return sum(count for path, count in by_path.items() if (scope.is_ours(path) if path else scope.top))


def _count_of(counts: Mapping[Told, int], once: Collection[Told]) -> int:
    return sum(count for key, count in counts.items() if key in once)


async def _undelivered(db: Db, scope: Scope, days: Sequence[date]) -> int:
    since, until = min(days), max(days) + timedelta(days=1)
    start, end = (datetime.combine(day, time(0), scope.zone) for day in (since, until))
    return await digest_facts.undelivered(db, scope.region.path, start, end)


def _provisional(today: date) -> list[date]:
    """Days ahead whose year's holidays are not announced."""
    ahead = (today + timedelta(days=n) for n in range(AHEAD.days + 1))
    return [day for day in ahead if workday(day).provisional]


async def _figures(db: Db, settings: Settings, path: str, days: Sequence[date]) -> ShareFigures | None:
    """Officers' days by verdict, and their shares by the strongest kind; None where there is no officer."""
    held = await people.posts_within(db, path, PostRole.OFFICER, (PostState.ACTIVE, PostState.ENDED))
    verdicts: Counter[DayVerdict] = Counter()
    unknown: Counter[Unknown] = Counter()
    kinds: Counter[Evidence] = Counter()
    for day in days:
        at_work = [post for post, _ in held if _held(post, day)]
        for result in (await officer_day(db, settings, at_work, day)).values():
            verdicts[result.verdict] += 1
            kinds.update(result.by_kind)
            if result.reason:
                unknown[result.reason] += 1
    if not verdicts:
        return None
    return ShareFigures(verdicts[DayVerdict.MET], verdicts[DayVerdict.NOT_MET], dict(unknown), dict(kinds))


def _held(post: Post, day: date) -> bool:
    return post.since <= day and (post.until is None or day <= post.until)
