"""What a coordinators' digest says: exceptions and what it needs from its reader, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias, TypeVar

from kpbot.domain.shares import Evidence, Unknown
from kpbot.domain.source_trouble import Trouble

Detail: TypeAlias = "str | int | tuple[str, ...] | tuple[DigestLine, ...]"
"""What fills in a text: of several names or lines, one after the other in the manner of the reader's language."""

Kind = TypeVar("Kind", Unknown, Evidence)

MOST_NAMES = 5
FIRST_COVERS = timedelta(days=7)  # a first digest looks back no further


@dataclass(frozen=True, slots=True)
class ShareFigures:
    """Officers' days by verdict, the not known ones by reason, and shares by their strongest evidence."""

    met: int = 0
    not_met: int = 0
    unknown: Mapping[Unknown, int] = field(default_factory=dict)
    by_kind: Mapping[Evidence, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedTrouble:
    """A source in trouble since a local day. `error` and `details` say what is wrong with it, as a FeedError does;
    `days`: how long a silent one may be without news."""

    name: str
    trouble: Trouble
    since: date
    error: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)
    days: int = 0


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What happened in a region and below since the last digest; names are shown as they are.

    `days` are the complete local days covered, at least one. `pushed` counts deliveries of an edition to a group that
    arrived. `failed` groups did not get one, from `gone` groups the bot was removed. `missed` are days without any
    push because kpbot was not running. `approvals` are days whose editions wait for approval. `escalated` facilities
    (and stations without an event) are past their grace, and their officers were reminded or could not be.
    `spot_checks` of this week nobody answered yet. `reviews` counts items that the rules stopped for somebody to look
    at. `unreachable` officers get no reminder, having neither a group nor opened the bot. `not_joined` officers are
    on the roster and have no account yet. `feeds` are sources in trouble. `undelivered` counts other messages that
    failed for good. `provisional` are the days ahead reckoned without the year's announced holidays.
    """

    days: Sequence[date]
    pushed: int = 0
    failed: Sequence[str] = ()
    gone: Sequence[str] = ()
    missed: Sequence[date] = ()
    short_editions: Sequence[date] = ()
    approvals: Sequence[date] = ()
    confirmations: Sequence[str] = ()
    events: Sequence[str] = ()
    escalated: Sequence[str] = ()
    spot_checks: int = 0
    reviews: int = 0
    unreachable: Sequence[str] = ()
    not_joined: int = 0
    feeds: Sequence[FeedTrouble] = ()
    undelivered: int = 0
    provisional: Sequence[date] = ()
    shares: ShareFigures | None = None


@dataclass(frozen=True, slots=True)
class DigestLine:
    """`code` names the text `<topic>-<code>`, `details` fill it in."""

    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    needs_action: bool = False
    topic: Literal["digest", "feed-error", "invite", "trouble"] = "digest"


@dataclass(frozen=True, slots=True)
class Digest:
    lines: tuple[DigestLine, ...]
    nothing_to_do: bool
    title: DigestLine


def digest_days(last: date | None, today: date, began: date | None = None) -> list[date]:
    """The complete local days to cover when the last digest was sent on `last`: from that day, which was not
    over then, up to yesterday. A first digest covers the days since work `began` there, at most a week, at least
    yesterday."""
    yesterday = today - timedelta(days=1)
    first = last or min(max(began or yesterday, today - FIRST_COVERS), yesterday)
    return [first + timedelta(days=n) for n in range((today - first).days)]


def build_digest(facts: DigestFacts) -> Digest:
    """One line if nothing needs doing and nothing went wrong; ValueError if no day is covered."""
    if not facts.days:
        raise ValueError("a digest covers at least one complete day")
    needs = tuple(_needs(facts))
    news = tuple(_news(facts))
    if not needs and not news:
        lines: tuple[DigestLine, ...] = (_nothing(facts),)
    else:
        opening = () if needs else (DigestLine("nothing-but"),)
        lines = (*opening, *needs, *news, *_figures(facts))
    return Digest(lines, nothing_to_do=not needs, title=DigestLine("title", _dates(facts.days)))


def _needs(facts: DigestFacts) -> Iterable[DigestLine]:
    if facts.approvals:
        yield DigestLine("approve", _dates(facts.approvals), needs_action=True)
    named = {
        "confirm": facts.confirmations,
        "events": facts.events,
        "escalated": facts.escalated,
        "group-gone": facts.gone,
        "push-failed": facts.failed,
        "unreachable": facts.unreachable,
    }
    for code, names in named.items():
        if names:
            yield DigestLine(code, _names(names), needs_action=True)
    if facts.reviews:
        yield DigestLine("review", {"count": facts.reviews}, needs_action=True)
    if facts.not_joined:
        yield DigestLine("not-joined", {"count": facts.not_joined}, needs_action=True, topic="invite")
    if facts.spot_checks:
        yield DigestLine("spot", {"count": facts.spot_checks}, needs_action=True)
    yield from _feeds([one for one in facts.feeds if one.trouble is not Trouble.FAILING], needs_action=True)


def _news(facts: DigestFacts) -> Iterable[DigestLine]:
    dated = {
        "push-missed": facts.missed,
        "edition-short": facts.short_editions,
        "calendar-provisional": facts.provisional,
    }
    for code, days in dated.items():
        if days:
            yield DigestLine(code, _dates(days))
    yield from _feeds([one for one in facts.feeds if one.trouble is Trouble.FAILING], needs_action=False)
    if facts.undelivered:
        yield DigestLine("undelivered", {"count": facts.undelivered})


def _feeds(feeds: Sequence[FeedTrouble], *, needs_action: bool) -> Iterable[DigestLine]:
    """A line for each: those who can help need the reason. Failing ones are tried again without anybody."""
    for one in feeds[:MOST_NAMES]:
        yield DigestLine(one.trouble, trouble_details(one), needs_action, topic="trouble")
    if len(feeds) > MOST_NAMES:
        yield DigestLine("feeds-more", {"count": len(feeds) - MOST_NAMES}, needs_action)


def trouble_details(one: FeedTrouble) -> dict[str, Detail]:
    reason = (DigestLine(one.error, one.details, topic="feed-error"),) if one.error else ()
    return {"name": one.name, "month": one.since.month, "day": one.since.day, "days": one.days, "reason": reason}


def _nothing(facts: DigestFacts) -> DigestLine:
    if facts.shares is None:
        return DigestLine("nothing", {"pushed": facts.pushed})
    return DigestLine("nothing-shares", {"pushed": facts.pushed, **_verdicts(facts.shares, facts.days)})


def _figures(facts: DigestFacts) -> Iterable[DigestLine]:
    if facts.shares is None:
        return
    yield DigestLine("shares", _verdicts(facts.shares, facts.days))
    if any(facts.shares.unknown.values()):
        yield DigestLine("shares-unknown", _parts("unknown", facts.shares.unknown, Unknown))
    if any(facts.shares.by_kind.values()):
        yield DigestLine("shares-evidence", _parts("evidence", facts.shares.by_kind, Evidence))


def _parts(code: str, counts: Mapping[Kind, int], kinds: Iterable[Kind]) -> dict[str, Detail]:
    """One line for each kind that there is any of."""
    found = [(kind, counts.get(kind, 0)) for kind in kinds]
    return {"parts": tuple(DigestLine(f"{code}-{kind}", {"count": count}) for kind, count in found if count)}


def _verdicts(shares: ShareFigures, days: Sequence[date]) -> dict[str, Detail]:
    unknown = sum(shares.unknown.values())
    return {"met": shares.met, "not_met": shares.not_met, "not_known": unknown, "days": len(days)}


def _names(names: Sequence[str]) -> dict[str, Detail]:
    shown = tuple(names[:MOST_NAMES])
    return {"count": len(names), "names": shown, "more": len(names) - len(shown)}


def _dates(days: Sequence[date]) -> dict[str, Detail]:
    """The first and the last of the days, and how many they are."""
    first, last = min(days), max(days)
    return {
        "month": first.month,
        "day": first.day,
        "to_month": last.month,
        "to_day": last.day,
        "count": len(set(days)),
    }
