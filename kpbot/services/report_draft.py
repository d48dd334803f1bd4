"""A report that is being made: what is known, what is missing, and how an answer is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kpbot.domain.events import Doubt, doubts
from kpbot.domain.headcount import read_headcount
from kpbot.domain.people import Post
from kpbot.domain.place_match import match_places
from kpbot.domain.places import Station
from kpbot.domain.plain_text import one_line, too_long
from kpbot.domain.report_line import EventKind, ReportLine, guess_kind, parse_report
from kpbot.domain.when import Day, Unreadable, find_day
from kpbot.storage import photos
from kpbot.storage.events import Facts

TITLE_LIMIT = 60  # characters
TEXT_LIMIT = 1_000  # characters of one message


class Ask(StrEnum):
    """What the bot waits for."""

    STATION = "station"
    TITLE = "title"
    DAY = "day"
    HEADCOUNT = "headcount"
    CHECK = "check"  # everything is there: confirm or correct
    FIELDS = "fields"  # which field is to be corrected
    PHOTOS = "photos"
    SAME = "same"  # whether it is the event that is there already
    RESUME = "resume"  # go on with this one, or start over


class Trouble(StrEnum):
    """Why an answer was not taken; names a text `events-trouble-<value>`."""

    TOO_LONG = "too-long"
    TITLE_TOO_LONG = "title-too-long"
    NO_TITLE = "no-title"
    NO_DAY = "no-day"
    UNREADABLE_DAY = "unreadable-day"
    NO_HEADCOUNT = "no-headcount"
    NO_STATION = "no-station"
    STATION_GONE = "station-gone"
    UNCLEAR = "unclear"
    PHOTOS_FULL = "photos-full"


@dataclass(frozen=True, slots=True)
class Choice:
    """A station one may report for, and the post that the event then belongs to."""

    station: Station
    post: Post


@dataclass(slots=True)
class Draft:
    """Kept in the person's conversation. `card` is the message that shows it, as Outgoing.edits wants it; `event`
    the reported event that is being corrected. `unread`: words meant as a day that name none. `assumed`: nobody said
    the day, so it is taken to be the day of reporting."""

    id: int
    owner: int  # the person who makes it
    station: int = 0
    title: str = ""
    kind: str = ""
    day: str = ""  # ISO
    part: str = ""
    unsure: bool = False  # the day may also be meant otherwise
    assumed: bool = False
    unread: str = ""
    headcount: int | None = None
    approximate: bool = False
    albums: list[str] = field(default_factory=list)
    card: str = ""
    event: int = 0
    was: int = 0  # pictures the event had before

    @property
    def token(self) -> str:
        """Tells this draft's buttons from those of the person's earlier ones."""
        return str(self.id % 1_000_000)

    @property
    def owns(self) -> tuple[str, int]:
        return (photos.DRAFT, self.id)

    @property
    def empty(self) -> bool:
        return not (self.title or self.day or self.headcount is not None)

    @property
    def facts(self) -> Facts:
        return Facts(
            self.station,
            self.title,
            self.kind,
            date.fromisoformat(self.day),
            self.part,
            self.headcount or 0,
            self.approximate,
        )

    def doubts(self, today: date, minimum: int) -> list[Doubt]:
        return doubts(self.headcount, self.approximate, date.fromisoformat(self.day), today, minimum)

    def take_day(self, day: Day | Unreadable | None) -> None:
        if isinstance(day, Day):
            self.set_day(day.day, day.part or "")
            self.unsure = day.ambiguous
        elif isinstance(day, Unreadable):
            self.unread = one_line(day.said)[:20]

    def set_day(self, day: date, part: str = "", *, assumed: bool = False) -> None:
        self.day, self.part, self.unsure, self.unread, self.assumed = day.isoformat(), part, False, "", assumed

    def take_line(self, line: ReportLine) -> None:
        """What a whole line says; of several stations none is taken."""
        self.title, self.kind = one_line(line.title), (line.kind or guess_kind(line.title) or EventKind.ACTIVITY).value
        self.take_day(line.day)
        if line.headcount:
            self.headcount, self.approximate = line.headcount.count, line.headcount.approximate
        if len(line.station_ids) == 1:
            self.station = line.station_ids[0]


def read_line(draft: Draft, text: str, stations: Sequence[Choice], today: date) -> Trouble | None:
    """Understand a whole line."""
    if len(text) > TEXT_LIMIT:
        return Trouble.TOO_LONG
    draft.take_line(parse_report(text, today, [(c.station.id, c.station.name) for c in stations]))
    if len(draft.title) > TITLE_LIMIT:
        draft.title = ""
        return Trouble.TITLE_TOO_LONG
    if draft.title and draft.headcount is not None and not draft.day and not draft.unread:
        draft.set_day(today, assumed=True)  # «/report 健康讲座 62人» is enough: it is read back anyway
    return Trouble.UNREADABLE_DAY if draft.unread and not draft.day else None


def missing(draft: Draft) -> Ask:
    """What to ask next; CHECK if nothing is missing."""
    if not draft.station:
        return Ask.STATION
    if not draft.title:
        return Ask.TITLE
    if not draft.day:
        return Ask.DAY
    return Ask.CHECK if draft.headcount is not None else Ask.HEADCOUNT


def answer(draft: Draft, step: Ask, text: str, stations: Sequence[Choice], today: date) -> Trouble | None:
    """Take a typed answer to what was asked; None if it was understood."""
    if len(text) > TEXT_LIMIT:
        return Trouble.TOO_LONG
    if step is Ask.STATION:
        return _take_station(draft, text, stations)
    if step is Ask.TITLE:
        return _take_title(draft, text, stations, today)
    if step is Ask.DAY:
        found = find_day(text, today)
        draft.take_day(found)
        if isinstance(found, Day):
            return None
        return Trouble.UNREADABLE_DAY if isinstance(found, Unreadable) else Trouble.NO_DAY
    said = read_headcount(text)
    if said is None:
        return Trouble.NO_HEADCOUNT
    draft.headcount, draft.approximate = said.count, said.approximate
    return None


def _take_station(draft: Draft, text: str, stations: Sequence[Choice]) -> Trouble | None:
    hits = match_places(text, [(c.station.id, c.station.name) for c in stations])
    if len(hits) != 1:
        return Trouble.NO_STATION
    draft.station = hits[0]
    return None


def _take_title(draft: Draft, text: str, stations: Sequence[Choice], today: date) -> Trouble | None:
    """A title; when little else is known yet, a whole line is understood as one."""
    line = parse_report(text, today, [(c.station.id, c.station.name) for c in stations])
    title = one_line(text)
    if not draft.day and draft.headcount is None and line.title and (line.headcount or isinstance(line.day, Day)):
        station = draft.station
        draft.take_line(line)
        draft.station, title = station or draft.station, draft.title
    if not title or too_long(title, TITLE_LIMIT):
        draft.title = ""
        return Trouble.TITLE_TOO_LONG if title else Trouble.NO_TITLE
    draft.title, draft.kind = title, (guess_kind(title) or EventKind.ACTIVITY).value
    return None


def correct_in_words(draft: Draft, text: str, today: date) -> bool:
    """«人数改成65人» or «是昨天» said while everything is there already; False if neither was found."""
    line = parse_report(text, today, [])
    said = line.headcount or (None if line.day else read_headcount(text))
    if said:
        draft.headcount, draft.approximate = said.count, said.approximate
    draft.take_day(line.day)
    return bool(said) or isinstance(line.day, Day)


def sounds_like_report(text: str, stations: Sequence[Choice], today: date) -> bool:
    """Whether a text that was not asked for tells of an event: by a headcount or a kind."""
    line = parse_report(text, today, [(c.station.id, c.station.name) for c in stations])
    return len(text) <= TEXT_LIMIT and bool(line.headcount or line.kind)
