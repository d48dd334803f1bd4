"""How an event is told: the same few lines for the officer who reports it and the coordinators who look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpbot.domain.messages import Button
from kpbot.storage.events import Event, Facts
from kpbot.texts import say


@dataclass(frozen=True, slots=True)
class Seen:
    """An event with the names of its officer and of who entered it for them (empty: nobody), how many pictures it
    has and how often it was corrected."""

    event: Event
    reporter: str
    entered_by: str
    pictures: int
    revision: int


def told(lang: str, seen: Seen, minimum: int) -> list[str]:
    """All there is to know about an event, a line each."""
    event = seen.event
    known = lines(lang, event.station, event.facts, seen.pictures)
    if event.headcount < minimum:
        known.append(say(lang, "events-few-note", minimum=minimum))
    if event.late:
        known.append(say(lang, "events-late-note"))
    if seen.entered_by:
        known.append(say(lang, "events-behalf-note", by=seen.entered_by))
    return known


def lines(lang: str, station: str, facts: Facts, pictures: int | None) -> list[str]:
    """Station, title, day, headcount and, unless None, how many pictures: a line each."""
    told = [
        station,
        title_of(lang, facts.title, facts.kind),
        day_of(lang, facts.day, facts.part),
        headcount_of(lang, facts.headcount, facts.approximate),
    ]
    return told if pictures is None else [*told, say(lang, "events-photos", count=pictures)]


def title_of(lang: str, title: str, kind: str) -> str:
    """The title, with its kind where it does not say so itself."""
    if kind in ("", "activity"):
        return title
    label = say(lang, f"events-kind-{kind}")
    return title if label.casefold() in title.casefold() else say(lang, "events-title-kind", title=title, kind=label)


def day_of(lang: str, day: date, part: str = "") -> str:
    told = say(lang, "events-day", year=day.year, month=day.month, day=day.day, weekday=day.isoweekday())
    return say(lang, "events-day-part", day=told, part=say(lang, f"events-part-{part}")) if part else told


def headcount_of(lang: str, headcount: int, approximate: bool) -> str:
    return say(lang, "events-headcount-about" if approximate else "events-headcount", count=headcount)


def one_line(lang: str, event: Event) -> str:
    """An event in a list."""
    return say(
        lang,
        "events-line",
        title=event.title,
        day=day_of(lang, event.day),
        headcount=headcount_of(lang, event.headcount, event.approximate),
    )


def owner_buttons(lang: str, event_id: int) -> tuple[tuple[Button, ...], ...]:
    """What its officer can do with a reported event."""
    return (
        (
            Button(say(lang, "events-button-fix"), f"ev:fix:{event_id}"),
            Button(say(lang, "events-button-withdraw"), f"ev:gone:{event_id}"),
        ),
    )
