"""What is said of a roster: what would change, what is wrong with which line, and what was done."""

from __future__ import annotations

from collections.abc import Iterator

from kpbot.domain.people import PostRole
from kpbot.domain.roster import Fault, OnRecord, Rosterplan, UnitRef
from kpbot.domain.roster_reading import Read
from kpbot.services.sheets.kind import Remark
from kpbot.texts import say


def summary(lang: str, planned: Rosterplan, read: Read) -> str:
    """A few lines for a chat."""
    lines = _counts(lang, planned, "roster-would")
    if _serious(planned, read):
        lines = [say(lang, "roster-after-mending"), *lines] if lines else []
    else:
        lines = lines or [say(lang, "roster-would-nothing")]
    if planned.untouched:
        lines.append(say(lang, "roster-untouched", count=planned.untouched))
    lines += _missing_counts(lang, planned)
    return "\n".join(lines)


def refused(lang: str, planned: Rosterplan, read: Read) -> str:
    """Of a roster with faults, which changed nothing."""
    return say(lang, "roster-summary-faults", count=_serious(planned, read))


def _serious(planned: Rosterplan, read: Read) -> int:
    return sum(fault.serious for fault in (*read.faults, *planned.faults))


def done(lang: str, planned: Rosterplan) -> str:
    lines = _counts(lang, planned, "roster-would")
    return "\n".join([say(lang, "roster-done"), *lines]) if lines else say(lang, "roster-done-nothing")


def _counts(lang: str, planned: Rosterplan, prefix: str) -> list[str]:
    officers = sum(post.role is PostRole.OFFICER for post in planned.posts)
    counts = {
        "regions": len(planned.regions),
        "units": len(planned.units),
        "people": officers,
        "coordinators": len(planned.posts) - officers,
        "stations": len(planned.stations),
        "facilities": len(planned.facilities),
        "changed": planned.changed,
        "ended": len(planned.ended),
    }
    return [say(lang, f"{prefix}-{name}", count=count) for name, count in counts.items() if count]


def _missing_counts(lang: str, planned: Rosterplan) -> list[str]:
    units, people = len(planned.missing_units), len(planned.missing_people)
    return [say(lang, "roster-missing", units=units, people=people)] if units or people else []


def remarks(lang: str, planned: Rosterplan, read: Read, record: OnRecord) -> tuple[Remark, ...]:
    """Line by line, what is wrong first; then what is about no line."""
    faults = sorted((*read.faults, *planned.faults), key=lambda fault: (not fault.serious, fault.at.row))
    return (*(_remark(lang, fault) for fault in faults), *_about_all(lang, planned, read, record))


def _remark(lang: str, fault: Fault) -> Remark:
    return Remark(fault.at.sheet, fault.at.row, say(lang, f"roster-{fault.code}", **dict(fault.values)), fault.serious)


def _about_all(lang: str, planned: Rosterplan, read: Read, record: OnRecord) -> Iterator[Remark]:
    if read.filled:
        yield Remark("", 0, say(lang, "roster-filled", count=read.filled))
    lists = {
        "missing-units": planned.missing_units,
        "missing-people": planned.missing_people,
        "new-units": [unit.name for unit in planned.units],
        "new-people": _new_people(planned, record),
    }
    for name, listed in lists.items():
        if listed:
            yield Remark("", 0, say(lang, f"roster-{name}"), listed=tuple(listed))


def _new_people(planned: Rosterplan, record: OnRecord) -> list[str]:
    """Unit and name of new officers."""
    known: dict[UnitRef | None, str] = {unit.id: unit.name for unit in record.units}
    known |= {unit: unit.name for unit in planned.units}
    officers = [post for post in planned.posts if post.role is PostRole.OFFICER]
    return [f"{known.get(post.unit, '')} {post.name}".strip() for post in officers]
