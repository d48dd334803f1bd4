"""The draft of a report in its conversation: begun, kept, given pictures, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kpbot.domain.people import PostRole, PostState
from kpbot.services.report_draft import Ask, Choice, Draft, Trouble, read_line
from kpbot.services.talk import Talk
from kpbot.storage import photos, places
from kpbot.storage.events import Event
from kpbot.storage.ids import new_id

ROUTE = "rep"
MOST_PHOTOS = 20


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
    trouble = read_line(draft, text, stations, talk.today) if text else None
    if station:
        draft.station = station
    if not draft.station and len(stations) == 1:
        draft.station = stations[0].station.id
    return draft, trouble


async def add_photos(talk: Talk, owner: tuple[str, int], already: int = 0) -> tuple[int, bool]:
    """Note the message's pictures for `owner`; (how many it has now, whether some were too many)."""
    had = await photos.count(talk.db, owner)
    room = max(MOST_PHOTOS - had - already, 0)
    pictures = talk.incoming.photos
    album = talk.incoming.album
    await photos.attach(talk.db, owner, talk.chat, pictures[:room], talk.now, language=talk.lang, album=album)
    return await photos.count(talk.db, owner), len(pictures) > room


def held(number: int) -> tuple[str, int]:
    """The owner of pictures of which it is not known yet what they belong to: no draft, but as short-lived as one."""
    return (photos.DRAFT, number)


async def drop_photos(talk: Talk, draft: Draft) -> None:
    await photos.drop(talk.db, draft.owns)


async def cancel(talk: Talk, draft: Draft) -> None:
    """Nothing comes of it."""
    await drop_photos(talk, draft)
    talk.end()
