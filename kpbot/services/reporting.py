"""A report that is being made: what is known, what is missing, and what becomes of it when it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kpbot.domain.events import Doubt, doubts
from kpbot.domain.headcount import read_headcount
from kpbot.domain.people import Post, PostRole, PostState
from kpbot.domain.place_match import match_places
from kpbot.domain.places import Station
from kpbot.domain.plain_text import one_line, too_long
from kpbot.domain.report_line import EventKind, ReportLine, guess_kind, parse_report
from kpbot.domain.when import Day, Unreadable, find_day
from kpbot.services.talk import Talk
from kpbot.storage import photos, places
from kpbot.storage.events import Event, Facts
from kpbot.storage.ids import new_id

ROUTE = "rep"
TITLE_LIMIT = 60  # characters
TEXT_LIMIT = 1_000  # characters of one message
MOST_PHOTOS = 20


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
    the reported event that is being corrected. `unread`: words meant as a day that name none."""

    id: int
    owner: int  # the person who makes it
    station: int = 0
    title: str = ""
    kind: str = ""
    day: str = ""  # ISO
    part: str = ""
    unsure: bool = False  # the day may also be meant otherwise
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
            self.day, self.part, self.unsure, self.unread = day.day.isoformat(), day.part or "", day.ambiguous, ""
        elif isinstance(day, Unreadable):
            self.unread = one_line(day.said)[:20]

    def take_line(self, line: ReportLine) -> None:
        """What a whole line says; of several stations none is taken."""
        self.title, self.kind = one_line(line.title), (line.kind or guess_kind(line.title) or EventKind.ACTIVITY).value
        self.take_day(line.day)
        if line.headcount:
            self.headcount, self.approximate = line.headcount.count, line.headcount.approximate
        if len(line.station_ids) == 1:
            self.station = line.station_ids[0]


def load(talk: Talk) -> Draft | None:
    """The open draft of the speaker in this chat."""
    open_talk = talk.conversation
    if open_talk is None or open_talk.route != ROUTE or "draft" not in open_talk.data:
        return None
    return Draft(**open_talk.data["draft"])


def keep(talk: Talk, draft: Draft, step: Ask) -> None:
    """Write a draft into the conversation; for whom it is made stays as it was."""
    data = as_json(draft)
    open_talk = talk.conversation
    if open_talk and open_talk.route == ROUTE and open_talk.data.get("draft", {}).get("id") == draft.id:
        open_talk.step, open_talk.data["draft"] = step, data
        talk.touch()
    else:
        talk.begin(ROUTE, step, draft=data)


def as_json(draft: Draft) -> dict[str, Any]:
    return asdict(draft)


def fresh(talk: Talk) -> Draft:
    return Draft(new_id(), talk.person.id if talk.person else 0)


def of_event(talk: Talk, event: Event, pictures: int) -> Draft:
    """A draft that corrects an event."""
    facts = event.facts
    return Draft(
        new_id(),
        talk.person.id if talk.person else 0,
        facts.station_id,
        facts.title,
        facts.kind,
        facts.day.isoformat(),
        facts.part,
        headcount=facts.headcount,
        approximate=facts.approximate,
        event=event.id,
        was=pictures,
    )


async def choices(talk: Talk) -> list[Choice]:
    """The stations the speaker (or who is spoken for) reports for: those of the unit a group is bound to if they
    hold a post there, else those of all their units."""
    held = [talk.on_behalf_of] if talk.on_behalf_of else [p for p in talk.posts if p.role == PostRole.OFFICER]
    if talk.group and talk.group.unit_id:
        held = [post for post in held if post.unit_id == talk.group.unit_id] or held
    by_unit = {post.unit_id: post for post in reversed(held) if post.unit_id and post.state == PostState.ACTIVE}
    found = await places.stations_of(talk.db, list(by_unit)) if by_unit else []
    return [Choice(station, by_unit[station.unit_id]) for station in found]


def begin(talk: Talk, text: str, stations: Sequence[Choice], station: int = 0) -> tuple[Draft, Trouble | None]:
    """A new draft from what was said after `/report`."""
    draft = fresh(talk)
    trouble = read_line(talk, draft, text, stations) if text else None
    if station:
        draft.station = station
    if not draft.station and len(stations) == 1:
        draft.station = stations[0].station.id
    return draft, trouble


def read_line(talk: Talk, draft: Draft, text: str, stations: Sequence[Choice]) -> Trouble | None:
    """Understand a whole line."""
    if len(text) > TEXT_LIMIT:
        return Trouble.TOO_LONG
    draft.take_line(parse_report(text, talk.today, [(c.station.id, c.station.name) for c in stations]))
    if len(draft.title) > TITLE_LIMIT:
        draft.title = ""
        return Trouble.TITLE_TOO_LONG
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


def answer(talk: Talk, draft: Draft, step: Ask, text: str, stations: Sequence[Choice]) -> Trouble | None:
    """Take a typed answer to what was asked; None if it was understood."""
    if len(text) > TEXT_LIMIT:
        return Trouble.TOO_LONG
    if step is Ask.STATION:
        return _take_station(draft, text, stations)
    if step is Ask.TITLE:
        return _take_title(draft, text, talk, stations)
    if step is Ask.DAY:
        found = find_day(text, talk.today)
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


def _take_title(draft: Draft, text: str, talk: Talk, stations: Sequence[Choice]) -> Trouble | None:
    """A title; when little else is known yet, a whole line is understood as one."""
    line = parse_report(text, talk.today, [(c.station.id, c.station.name) for c in stations])
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


def correct_in_words(talk: Talk, draft: Draft, text: str) -> bool:
    """«人数改成65人» or «是昨天» said while everything is there already; False if neither was found."""
    line = parse_report(text, talk.today, [])
    said = line.headcount or (None if line.day else read_headcount(text))
    if said:
        draft.headcount, draft.approximate = said.count, said.approximate
    draft.take_day(line.day)
    return bool(said) or isinstance(line.day, Day)


async def add_photos(talk: Talk, owner: tuple[str, int], already: int = 0) -> tuple[int, bool]:
    """Note the message's pictures for `owner`; (how many it has now, whether some were too many)."""
    had = await photos.count(talk.db, owner)
    room = max(MOST_PHOTOS - had - already, 0)
    pictures = talk.incoming.photos
    album = talk.incoming.album
    await photos.attach(talk.db, owner, talk.chat, pictures[:room], talk.now, language=talk.lang, album=album)
    return await photos.count(talk.db, owner), len(pictures) > room


def sounds_like_report(talk: Talk, text: str, stations: Sequence[Choice]) -> bool:
    """Whether a text that was not asked for tells of an event: by a headcount or a kind."""
    line = parse_report(text, talk.today, [(c.station.id, c.station.name) for c in stations])
    return len(text) <= TEXT_LIMIT and bool(line.headcount or line.kind)


async def drop_photos(talk: Talk, draft: Draft) -> None:
    await photos.drop(talk.db, draft.owns)


async def cancel(talk: Talk, draft: Draft) -> None:
    """Nothing comes of it."""
    await drop_photos(talk, draft)
    talk.end()
