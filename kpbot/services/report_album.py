"""Pictures and replies that come without a command: whose draft or event they belong to."""

from __future__ import annotations

from kpbot.services import events, reporting
from kpbot.services.pressed import number
from kpbot.services.report_draft import Draft
from kpbot.services.talk import Talk
from kpbot.storage import photos
from kpbot.storage.events import replied_to

PENDING = "pending"


def put_pending(talk: Talk, draft: Draft, post_id: int | None) -> None:
    """Lay a new draft aside until it is known what becomes of the open one."""
    if talk.conversation:
        talk.conversation.data[PENDING] = {"draft": reporting.as_json(draft), "for": post_id}


def pending_of(talk: Talk, album: str) -> Draft | None:
    """The draft laid aside that this album belongs to."""
    waiting = talk.conversation.data.get(PENDING) if talk.conversation else None
    draft = Draft(**waiting["draft"]) if waiting else None
    return draft if draft and album and album in draft.albums else None


def take_pending(talk: Talk) -> tuple[Draft, int | None] | None:
    """The draft laid aside and the post it is made for, taken back out."""
    waiting = talk.conversation.data.pop(PENDING, None) if talk.conversation else None
    if waiting is None:
        return None
    talk.touch()
    return Draft(**waiting["draft"]), waiting["for"]


async def belated(talk: Talk) -> bool:
    """Pictures for an event that is reported already: the rest of its album, or sent in reply to what the bot said
    about it. False if they belong to none."""
    if not talk.person:
        return False
    owners = await photos.owners_of_album(talk.db, talk.chat.platform, talk.chat.id, talk.incoming.album)
    for kind, owner in owners:
        if kind == photos.EVENT and await _attach(talk, owner):
            return True
    if any(kind == photos.DRAFT for kind, _ in owners):
        return talk.capabilities.group_photos  # it was cancelled; else it may be a draft in another chat
    event_id = next(iter(await _named_in_reply(talk, "ev:fix:")), 0)
    if not event_id or not await _attach(talk, event_id):
        return False
    count = await photos.count(talk.db, (photos.EVENT, event_id))
    talk.acknowledge(talk.say("events-photos-got", count=count))
    return True


async def _attach(talk: Talk, event_id: int) -> bool:
    event = await events.find(talk, event_id)
    if event is None or not await events.open_to_speaker(talk, event):
        return False
    await reporting.add_photos(talk, (photos.EVENT, event.id))
    talk.audit("event.photos", f"event:{event.id}")
    return True


async def reminded_stations(talk: Talk) -> list[int]:
    """The stations that the message replied to reminds of."""
    if not talk.posts:
        return []
    return [*await _named_in_reply(talk, "rep:start:"), *await _named_in_reply(talk, "up:", "s")]


async def _named_in_reply(talk: Talk, start: str, mark: str = "") -> list[int]:
    """Records named in the buttons of the bot's message that was replied to, after `start` or behind `mark`."""
    message = talk.incoming.reply_to
    said = await replied_to(talk.db, talk.chat.platform, talk.chat.id, message) if message else None
    found: dict[int, None] = {}
    for button in (b for row in said.buttons for b in row) if said else ():
        for part in button.data.split(":") if button.data.startswith(start) else ():
            if part.startswith(mark) and (record := number(part.removeprefix(mark))):
                found[record] = None
    return list(found)
