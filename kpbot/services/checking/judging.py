"""From facts to findings: what is fine, what somebody should know, what is broken. Touches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from kpbot.domain.season import NationalDay, undated
from kpbot.services.checking.facts import (
    AddressFacts,
    CalendarFacts,
    ContentFacts,
    DatabaseFacts,
    FolderFacts,
    LinkFacts,
    OpenTo,
    PlaceFacts,
    WorkFacts,
)
from kpbot.services.checking.finding import Finding, broken, fine, note
from kpbot.storage.migrate import Schema

MB = 1_000_000
SCARCE, TOO_LITTLE = 1_000 * MB, 200 * MB  # bytes free: for a year of a county's photos, and for a day of anything
SKEWED, TOO_SKEWED = timedelta(seconds=5), timedelta(minutes=1)
STILL = timedelta(minutes=5)  # a job runs every minute
STUCK = timedelta(minutes=15)  # as /healthz
MOST_NAMES = 5
OCTOBER = 10
DECEMBER = 12  # the next year's days off are announced in November; a release with them follows


def of_folder(facts: FolderFacts) -> Iterator[Finding]:
    if facts.refused:
        yield broken("folder-refused", folder=facts.folder, reason=facts.refused)
        return
    megabytes = facts.free // MB
    if facts.free < TOO_LITTLE:
        yield broken("disk-full", folder=facts.folder, megabytes=megabytes)
    elif facts.free < SCARCE:
        yield note("disk-scarce", folder=facts.folder, megabytes=megabytes)
    else:
        yield fine("folder", folder=facts.folder, gigabytes=round(facts.free / 1000 / MB, 1))
    if facts.open_to is OpenTo.WRITERS:
        yield broken("folder-writable", folder=facts.folder)
    elif facts.open_to is OpenTo.READERS:
        yield note("folder-readable", folder=facts.folder)


def of_mark(facts: FolderFacts) -> Iterator[Finding]:
    """Whether the data folder is the one that this database's photos are in, on whatever machine."""
    if facts.refused:  # which has been said
        return
    if not facts.installation:
        yield note("mark-none")
    elif facts.mark == facts.installation:
        yield fine("mark")
    elif facts.mark:
        yield broken("mark-other", folder=facts.folder)
    else:
        yield broken("mark-missing", folder=facts.folder)


def of_font(path: str) -> Finding:
    """`path` of a font with Chinese characters; empty if none was found."""
    return fine("font", file=path) if path else note("font-none")


def of_address(facts: AddressFacts) -> Iterator[Finding]:
    if not facts.url:
        yield note("address-none")
        return
    if facts.private:
        yield note("address-private", url=facts.url)
    elif facts.url.startswith("http://"):
        yield note("address-plain", url=facts.url)
    elif facts.answer is None:
        yield fine("address", url=facts.url)
    if facts.answer is None:
        return
    if facts.answer == 200:
        yield fine("address-reached", url=facts.url)
    elif facts.answer == 503:  # /healthz itself says so
        yield note("address-unwell", url=facts.url)
    elif facts.answer:
        yield broken("address-other", url=facts.url, status=facts.answer)
    else:
        yield broken("address-unreached", url=facts.url, reason=facts.refused)


def of_database(facts: DatabaseFacts) -> Iterator[Finding]:
    if facts.refused:
        yield broken("database-file" if facts.engine == "SQLite" else "database-away", reason=facts.refused)
        return
    current = facts.schema is Schema.CURRENT
    yield fine("database", engine=facts.engine) if current else broken(f"database-{facts.schema}")
    if facts.ahead is not None:
        yield _skew(facts.ahead)


def _skew(ahead: timedelta) -> Finding:
    seconds = round(abs(ahead).total_seconds())
    code = "clock-ahead" if ahead > timedelta(0) else "clock-behind"
    if abs(ahead) >= TOO_SKEWED:
        return broken(code, seconds=seconds)
    return note(code, seconds=seconds) if abs(ahead) >= SKEWED else fine("clock")


def of_roll_ups(day: date, differing: int) -> Finding:
    """`differing`: how many posts' roll-ups of a local day are not what their shares make."""
    return broken("roll-ups-wrong", day=f"{day}", count=differing) if differing else fine("roll-ups")


def of_work(facts: WorkFacts) -> Iterator[Finding]:
    last = facts.last_slot
    running = last is not None and abs(facts.now - last) < STILL
    if last is None:
        yield note("jobs-never")
    elif last - facts.now >= TOO_SKEWED:
        yield broken("jobs-future", at=_told(last, facts.now))
    elif running:
        yield fine("jobs")
    else:
        yield note("jobs-still", at=_told(last, facts.now))
    waited = facts.now - facts.due_since if facts.due_since else timedelta(0)
    if waited > STUCK:
        minutes = round(waited.total_seconds() / 60)
        yield broken("outbox-stuck", minutes=minutes) if running else note("outbox-waiting", minutes=minutes)
    else:
        yield fine("outbox")
    if facts.struggling:
        yield note("outbox-struggling", count=facts.struggling, reason=facts.refusal)
    if facts.unknown:
        yield note("outbox-unknown", count=facts.unknown)
    if facts.failed:
        yield note("outbox-failed", count=facts.failed)


def _told(moment: datetime, now: datetime) -> str:
    return f"{moment.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


def of_places(facts: PlaceFacts) -> Iterator[Finding]:
    yield fine("groups", count=facts.groups) if facts.groups else note("groups-none")
    for code, names in (
        ("groups-gone", facts.gone),
        ("groups-unbound", facts.unbound),
        ("groups-leaderless", facts.leaderless),
    ):
        if names:
            yield note(code, count=len(names), names=_named(names))
    if facts.zones:
        yield broken("zones-unknown", names=_named(facts.zones))
    else:
        yield fine("zones")


def of_links(facts: LinkFacts) -> Iterator[Finding]:
    """Nothing where they are off, which they are by default."""
    if facts.regions and not facts.url:
        yield broken("links-no-address", names=_named(facts.regions))
    elif facts.regions:
        yield note("links-on", names=_named(facts.regions))


def _named(names: Iterable[str]) -> str:
    held = list(names)
    return "、".join(held[:MOST_NAMES]) + (" …" if len(held) > MOST_NAMES else "")


def of_content(facts: ContentFacts) -> Iterator[Finding]:
    if facts.problem:
        yield broken("sources-wrong", problem=facts.problem)
        return
    if not facts.sources:
        yield broken("sources-none")
    elif not facts.feeds:
        yield note("sources-reserve-only")
    else:
        yield fine("sources", count=facts.sources)
    for source in facts.troubled:
        yield note("source-trouble", name=source.name, reason=source.reason)
    if not facts.reserve:
        return
    if not facts.approved:
        yield broken("reserve-unapproved") if not facts.feeds else note("reserve-unapproved")
    elif facts.waiting:
        yield note("reserve-waiting", count=facts.waiting)
    else:
        yield fine("reserve", count=facts.approved)


def of_national_days(calendar: Iterable[NationalDay], today: date) -> Iterator[Finding]:
    """Those whose date for the year at hand, from October on for the next, nobody has copied from the notice yet."""
    year = today.year + (today.month >= OCTOBER)
    for day in undated(calendar, year):
        yield note("day-undated", key=day.key, name=day.name, year=year)


def of_calendar(facts: CalendarFacts) -> Finding:
    year = facts.today.year
    if year in facts.provisional:
        return note("calendar-provisional", year=year)
    if year + 1 in facts.provisional:
        late = facts.today.month == DECEMBER
        return note("calendar-provisional", year=year + 1) if late else fine("calendar-next", year=year + 1)
    return fine("calendar")
