"""What is said of a roster: what would change, what is wrong with which line, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpbot.domain.people import PostRole
from kpbot.domain.roster import Fault, Rosterplan
from kpbot.domain.roster_reading import Read
from kpbot.services.sheets.kind import Remark
from kpbot.texts import say

NAMED = 20  # names in one remark


def summary(lang: str, planned: Rosterplan, read: Read) -> str:
    """A few lines for a chat."""
    serious = sum(fault.serious for fault in (*read.faults, *planned.faults))
    lines = []
    if serious:
        lines.append(say(lang, "roster-summary-faults", count=serious))
    lines += _counts(lang, planned, "roster-would") or [say(lang, "roster-would-nothing")]
    if planned.untouched:
        lines.append(say(lang, "roster-untouched", count=planned.untouched))
    lines += _missing_counts(lang, planned)
    return "\n".join(lines)


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


def remarks(lang: str, planned: Rosterplan, read: Read) -> tuple[Remark, ...]:
    """Line by line, what is wrong first; then what is about no line."""
    faults = sorted((*read.faults, *planned.faults), key=lambda fault: (not fault.serious, fault.at.row))
    return (*(_remark(lang, fault) for fault in faults), *_about_all(lang, planned, read))


def _remark(lang: str, fault: Fault) -> Remark:
    return Remark(fault.at.sheet, fault.at.row, say(lang, f"roster-{fault.code}", **dict(fault.values)), fault.serious)


def _about_all(lang: str, planned: Rosterplan, read: Read) -> Iterator[Remark]:
    if read.filled:
        yield Remark("", 0, say(lang, "roster-filled", count=read.filled))
    for name, missing in (("units", planned.missing_units), ("people", planned.missing_people)):
        if missing:
            yield Remark("", 0, say(lang, f"roster-missing-{name}", count=len(missing), names=_named(missing)))
    new = [unit.name for unit in planned.units]
    if new:
        yield Remark("", 0, say(lang, "roster-new-units", count=len(new), names=_named(new)))


def _named(names: Sequence[str]) -> str:
    return _joined(names[:NAMED]) + ("…" if len(names) > NAMED else "")


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)
