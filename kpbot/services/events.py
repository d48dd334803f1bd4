"""Reported events: filed, corrected, withdrawn; whatever changes is told to the coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kpbot.domain.events import EventKey, EventState, may_become, same_event
from kpbot.domain.people import Post, PostRole
from kpbot.domain.roles import Act, Place
from kpbot.services import behalf, event_desk
from kpbot.services.event_words import Seen
from kpbot.services.permission import allowed
from kpbot.services.report_draft import Choice, Draft
from kpbot.services.talk import Talk
from kpbot.storage import events, people, photos, places
from kpbot.storage.events import Event, MonthOfStation

LATE = timedelta(days=7)
LISTED_FOR = timedelta(days=100)
LISTED = 8


async def similar(talk: Talk, draft: Draft) -> Event | None:
    """An event there is already at the same station, of the same day and title; nobody can add one meanwhile."""
    facts = draft.facts
    await events.lock_station(talk.db, facts.station_id)
    key = EventKey(facts.station_id, facts.day, facts.title)
    for event in await events.on_day(talk.db, facts.station_id, facts.day):
        if event.id != draft.event and same_event(key, EventKey(event.station_id, event.day, event.title)):
            return event
    return None


async def file(talk: Talk, draft: Draft, choice: Choice) -> Event:
    """The draft becomes a reported event of the officer's post."""
    late = talk.today - draft.facts.day > LATE
    event_id = await events.add(talk.db, draft.facts, choice.post.id, talk.entered_by, talk.now, late=late)
    await photos.give(talk.db, draft.owns, (photos.EVENT, event_id))
    talk.audit("event.report", f"event:{event_id}", post=choice.post.id, late=late)
    event = await _existing(talk, event_id)
    await event_desk.announce(talk, event)
    return event


async def save(talk: Talk, draft: Draft, event: Event) -> tuple[Event, bool]:
    """The draft corrects an event, or adds to one that is there already; whether anything was said anew. A returned
    or accepted one is then looked at again; pictures alone change nothing that was decided."""
    more = await photos.count(talk.db, draft.owns)
    await photos.give(talk.db, draft.owns, (photos.EVENT, event.id))
    if draft.facts == event.facts and event.state is not EventState.RETURNED:
        if more:
            talk.audit("event.photos", f"event:{event.id}")
        return event, bool(more)
    revision = await events.revision(talk.db, event)
    await events.change(talk.db, event, draft.facts, talk.now, talk.person.id if talk.person else 0)
    talk.audit("event.correct", f"event:{event.id}")
    changed = await _existing(talk, event.id)
    await event_desk.outdated(talk, event, revision, "events-desk-corrected")
    await event_desk.announce(talk, changed)
    return changed, True


async def absorb(talk: Talk, event_id: int, into: Event) -> None:
    """An event turned out to be one that was there already: its pictures go there, it is withdrawn."""
    event = await find(talk, event_id)
    if event and await open_to_speaker(talk, event):
        await photos.give(talk.db, (photos.EVENT, event_id), (photos.EVENT, into.id))
        await withdraw(talk, event)


async def withdraw(talk: Talk, event: Event) -> bool:
    """False if it was withdrawn before."""
    if not may_become(event.state, EventState.WITHDRAWN):
        return False
    revision = await events.revision(talk.db, event)
    await events.withdraw(talk.db, event, talk.now, talk.person.id if talk.person else 0)
    talk.audit("event.withdraw", f"event:{event.id}")
    await event_desk.outdated(talk, event, revision, "events-desk-withdrawn")
    return True


async def find(talk: Talk, event_id: int) -> Event | None:
    return await events.get(talk.db, event_id)


async def seen(talk: Talk, event_id: int) -> Seen:
    return await event_desk.look(talk, await _existing(talk, event_id))


async def _existing(talk: Talk, event_id: int) -> Event:
    event = await events.get(talk.db, event_id)
    if event is None:
        raise LookupError(f"event {event_id} is gone")
    return event


async def open_to_speaker(talk: Talk, event: Event) -> bool:
    """Whether the speaker may correct an event: an officer of its unit, or a coordinator in the officer's stead
    (then the talk goes on for that officer)."""
    place = Place(event.region_path, event.unit_id)
    if allowed(talk, Act.REPORT, place):
        return True
    return allowed(talk, Act.REPORT_FOR, place) and await behalf.act_for(talk, event.post_id)


async def name_of(talk: Talk, person_id: int) -> str:
    holder = await people.person(talk.db, person_id)
    return holder.name if holder else ""


async def unit_name(talk: Talk, post: Post) -> str:
    unit = await places.unit(talk.db, post.unit_id) if post.unit_id else None
    return unit.name if unit else ""


async def reporter(talk: Talk, event: Event) -> str:
    """Whose event it is, by name."""
    post = await people.post(talk.db, event.post_id)
    holder = await people.person(talk.db, post.person_id) if post else None
    return holder.name if holder else ""


@dataclass(frozen=True, slots=True)
class Own:
    """What an officer sees: the month toward 7-2 and the latest events."""

    months: list[MonthOfStation]
    latest: list[Event]


async def own(talk: Talk) -> Own:
    """Events at the stations of the speaker's units; the month is the current one so far, future days included."""
    held = [talk.on_behalf_of] if talk.on_behalf_of else [p for p in talk.posts if p.role == PostRole.OFFICER]
    units = [post.unit_id for post in held if post.unit_id]
    months = await events.months(
        talk.db, *event_desk.month_of(talk.today), talk.settings.events.minimum, unit_ids=units
    )
    return Own(months, await events.of_units(talk.db, units, talk.today - LISTED_FOR, LISTED))
