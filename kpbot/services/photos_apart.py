"""Pictures sent in the private chat for what is said in a group, where those sent to groups never reach the bot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from kpbot.services import events, reporting, upkeep
from kpbot.services.batch import TALK_LASTS
from kpbot.services.report_draft import Draft
from kpbot.services.talk import Talk
from kpbot.storage import conversations, people, photos, recent_records
from kpbot.storage.conversations import Conversation

UPKEEP_PHOTOS = "up-photo"  # the route of talks in which pictures of an upkeep record are awaited
ASKED = "asked"  # its step where somebody said that there will be some
LASTS = timedelta(hours=1)  # after a record was entered

Owner = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What pictures may belong to: `kind` is that of photos.DRAFT, EVENT or UPKEEP; `label` is what people call it.
    `already`: pictures that the event has which a draft corrects."""

    kind: str
    id: int
    label: str
    already: int = 0

    @property
    def owner(self) -> Owner:
        return (self.kind, self.id)


def where(talk: Talk, privately: str = "apart-send") -> str:
    """The sentence that says where pictures for what is said here have to go; empty where they may simply be sent.
    `privately` is the text for: into the private chat."""
    if talk.chat.private or not talk.capabilities.photos or talk.capabilities.group_photos:
        return ""
    return talk.say(privately if talk.capabilities.private_chats else "apart-send-together")


async def candidates(talk: Talk) -> list[Candidate]:
    """Reports that the speaker has open in other chats of this platform, and what they entered within the last hour."""
    person = talk.person
    if person is None:
        return []
    talks = await _open_talks(talk, person.id)
    drafts = [Draft(**one.data["draft"]) for one in talks if one.route == reporting.ROUTE and "draft" in one.data]
    reported = await recent_records.events_by(talk.db, person.id, talk.now - LASTS)
    recorded = await recent_records.upkeeps_by(talk.db, person.id, talk.now - LASTS)
    corrected = {draft.event for draft in drafts}
    return [
        *[_of_draft(talk, draft) for draft in drafts],
        *await _of_events(talk, [one for one in reported if one not in corrected]),
        *await _of_upkeeps(talk, dict.fromkeys([*_asked(talk, talks), *recorded])),
    ]


async def _open_talks(talk: Talk, person_id: int) -> list[Conversation]:
    """Of all the person's accounts there: in some places a group knows people by other names than the private chat."""
    await talk.batch.flush()  # what earlier messages of this batch began
    here = talk.chat
    accounts = await people.accounts_of(talk.db, [person_id])
    users = {account.user for account in accounts if account.platform == here.platform} | {talk.incoming.sender.id}
    found = await conversations.elsewhere(talk.db, here.platform, here.id, users)
    return [one for one in found.values() if one.updated_at and talk.now - one.updated_at < TALK_LASTS]


def _asked(talk: Talk, talks: Iterable[Conversation]) -> list[int]:
    waiting = [one for one in talks if one.route == UPKEEP_PHOTOS and one.step == ASKED]
    return [int(one.data["upkeep"]) for one in waiting if one.updated_at and talk.now - one.updated_at < LASTS]


def _of_draft(talk: Talk, draft: Draft) -> Candidate:
    return Candidate(photos.DRAFT, draft.id, draft.title or talk.say("apart-unnamed"), draft.was)


async def _of_events(talk: Talk, ids: Iterable[int]) -> list[Candidate]:
    found = [await events.find(talk, one) for one in ids]
    return [Candidate(photos.EVENT, one.id, f"{one.station} {one.title}") for one in found if one]


async def _of_upkeeps(talk: Talk, ids: Iterable[int]) -> list[Candidate]:
    found = [await upkeep.find(talk, one) for one in ids]
    return [Candidate(photos.UPKEEP, one.upkeep.id, one.kept.label) for one in found if one and one.upkeep and one.kept]


async def may_add(talk: Talk, one: Candidate) -> bool:
    """Whether it is still the speaker's to add to."""
    if one.kind == photos.EVENT:
        event = await events.find(talk, one.id)
        return event is not None and await events.open_to_speaker(talk, event)
    if one.kind == photos.UPKEEP:
        done = await upkeep.find(talk, one.id)
        return done is not None and done.kept is not None and upkeep.may_keep(talk, upkeep.place_of_unit(done.kept))
    return True


async def join(talk: Talk, one: Candidate) -> tuple[int, bool]:
    """Note the message's pictures for it; (how many it has now, whether some were too many)."""
    _note(talk, one)
    return await reporting.add_photos(talk, one.owner, one.already)


async def hand_over(talk: Talk, held: Owner, one: Candidate) -> tuple[int, bool]:
    """Give it pictures that waited for the choice. Where they would be too many none is taken."""
    had = await photos.count(talk.db, one.owner)
    if had + one.already + await photos.count(talk.db, held) > reporting.MOST_PHOTOS:
        await photos.drop(talk.db, held)
        return had, True
    _note(talk, one)
    await photos.give(talk.db, held, one.owner)
    return await photos.count(talk.db, one.owner), False


def _note(talk: Talk, one: Candidate) -> None:
    if one.kind == photos.EVENT:
        talk.audit("event.photos", f"event:{one.id}")
