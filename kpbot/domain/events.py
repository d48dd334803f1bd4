"""Events at a station (indicator 7-2: at least one a month, of at least fifty people)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MINIMUM = 50  # people, indicator 7-2
UNLIKELY = 5000  # people; more is rather a slip of the finger
OLD = timedelta(days=60)


class EventState(StrEnum):
    DRAFT = "draft"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


_NEXT: Mapping[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.REPORTED, EventState.WITHDRAWN}),
    EventState.REPORTED: frozenset({EventState.ACCEPTED, EventState.RETURNED, EventState.WITHDRAWN}),
    # A correction makes it a reported one again; a coordinator may also think twice.
    EventState.ACCEPTED: frozenset({EventState.REPORTED, EventState.RETURNED, EventState.WITHDRAWN}),
    EventState.RETURNED: frozenset({EventState.REPORTED, EventState.WITHDRAWN}),
    EventState.WITHDRAWN: frozenset(),
}


def may_become(state: EventState, to: EventState) -> bool:
    return to in _NEXT[state]


class Doubt(StrEnum):
    """What the bot says and asks about. It never refuses an honest number."""

    FEW = "few"  # below the minimum: it will not count for 7-2
    ABOUT_MINIMUM = "about-minimum"  # «约50人»: may be below
    UNLIKELY = "unlikely"
    FUTURE = "future"
    OLD = "old"


def doubts(headcount: int | None, approximate: bool, day: date, today: date, minimum: int = MINIMUM) -> list[Doubt]:
    """What is worth a question about an event of local `day`; a headcount not given yet raises none."""
    return _about_headcount(headcount, approximate, minimum) + _about_day(day, today)


def _about_headcount(headcount: int | None, approximate: bool, minimum: int) -> list[Doubt]:
    if headcount is None:
        return []
    if headcount < minimum:
        return [Doubt.FEW]
    if headcount > UNLIKELY:
        return [Doubt.UNLIKELY]
    # Within a tenth an estimate may as well be below.
    return [Doubt.ABOUT_MINIMUM] if approximate and headcount * 10 < minimum * 11 else []


def _about_day(day: date, today: date) -> list[Doubt]:
    if day > today:
        return [Doubt.FUTURE]
    return [Doubt.OLD] if today - day > OLD else []


@dataclass(frozen=True, slots=True)
class EventKey:
    """What tells events apart: the station, the local day and the title as written."""

    station_id: int
    day: date
    title: str


def same_event(a: EventKey, b: EventKey) -> bool:
    """Whether to ask if these are one event: same station, same day, same title but for spaces, width, case
    and punctuation."""
    return a.station_id == b.station_id and a.day == b.day and fold_title(a.title) == fold_title(b.title)


def fold_title(title: str) -> str:
    """The letters and digits of a title, in one width and case; a title of marks only stays as it is."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(character for character in folded if character.isalnum()) or folded.strip()
