"""Upkeep of boards, bookshelves and screens: recorded, corrected, withdrawn, paused; all for who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kpbot.domain.messages import Photo
from kpbot.domain.people import PostRole
from kpbot.domain.place_match import match_places
from kpbot.domain.roles import Act, Place
from kpbot.domain.upkeep import FacilityState
from kpbot.services.duties import state_of
from kpbot.services.permission import allowed, refusal
from kpbot.services.talk import Talk
from kpbot.storage import people, photos, reminders, shares, upkeeps
from kpbot.storage.reminders import FACILITY, Subject, of_facility
from kpbot.storage.upkeeps import Kept, Upkeep

__all__ = [
    "Done",
    "Kept",
    "Outcome",
    "Standing",
    "attach",
    "facility",
    "find",
    "may_keep",
    "named",
    "of_album",
    "overview",
    "place_of_unit",
    "record",
    "redate",
    "supervised",
    "who_may",
    "withdraw",
    "within_reach",
]

LATE = timedelta(days=7)


class Outcome(StrEnum):
    """What became of it; each is a text `upkeep-<outcome>`."""

    RECORDED = "recorded"
    KNOWN = "known"  # that day was written down already
    FUTURE = "future"
    GONE = "gone"  # the record or the facility is no longer there
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Done:
    """An outcome with what it is about. `was_paused`: the record ended a pause."""

    outcome: Outcome
    kept: Kept | None = None
    upkeep: Upkeep | None = None
    was_paused: bool = False


def place_of_unit(one: Kept | Subject) -> Place:
    return Place(one.unit.region_path, one.unit.id)


def may_keep(talk: Talk, place: Place) -> bool:
    """Whether the speaker looks after what stands there: its officer, or a coordinator for them."""
    return allowed(talk, Act.UPKEEP, place) or allowed(talk, Act.UPKEEP_FOR, place)


def who_may(talk: Talk, place: Place) -> str:
    """The sentence that says who can; empty where the speaker may."""
    if may_keep(talk, place):
        return ""
    only_coordinates = talk.officer_post is None and bool(talk.coordinator_posts)
    return refusal(talk, Act.UPKEEP_FOR if only_coordinates else Act.UPKEEP, place)


async def within_reach(talk: Talk, kinds: Sequence[str]) -> list[Kept]:
    """What the speaker may mean: the own unit's (or that of the officer acted for), else that of the regions one
    coordinates."""
    if talk.on_behalf_of:
        units = [talk.on_behalf_of.unit_id]
    else:
        units = [post.unit_id for post in talk.posts if post.role == PostRole.OFFICER]
    if own := await upkeeps.kept_of(talk.db, [unit for unit in units if unit], kinds):
        return own
    return await supervised(talk, kinds)


async def facility(talk: Talk, facility_id: int) -> Kept | None:
    return (await upkeeps.kept(talk.db, [facility_id])).get(facility_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """A facility and how it stands today."""

    kept: Kept
    state: FacilityState


_WORST_FIRST = (
    FacilityState.OVERDUE,
    FacilityState.NOT_KNOWN,
    FacilityState.DUE,
    FacilityState.PAUSED,
    FacilityState.FRESH,
)


async def overview(talk: Talk, kinds: Sequence[str] = ()) -> list[Standing]:
    """Facilities of the regions the speaker coordinates, else of the own unit; worst first, then the oldest."""
    found = await supervised(talk, kinds) if talk.coordinator_posts else await within_reach(talk, kinds)
    standing = [Standing(one, state_of(of_facility(one), talk.today)) for one in found]
    return sorted(standing, key=lambda one: (_WORST_FIRST.index(one.state), one.kept.last or date.min))


async def supervised(talk: Talk, kinds: Sequence[str] = ()) -> list[Kept]:
    """Facilities in the regions the speaker coordinates."""
    found: dict[int, Kept] = {}
    for post in talk.coordinator_posts:
        found |= {one.facility.id: one for one in await upkeeps.kept_within(talk.db, post.region_path, kinds)}
    return list(found.values())


def named(candidates: Sequence[Kept], words: str) -> list[Kept]:
    """Those that `words` name by unit, by facility, or by both; all of them for no words."""
    if not words.strip():
        return list(candidates)
    by_unit = [(one.facility.id, one.unit.name) for one in candidates]
    by_name = [(one.facility.id, one.facility.name) for one in candidates]
    by_both = [(one.facility.id, one.label) for one in candidates]
    found = match_places(words, by_unit) or match_places(words, by_name) or match_places(words, by_both)
    return [one for one in candidates if one.facility.id in found]


async def record(talk: Talk, facility_id: int, day: date) -> Done:
    """Write down that a facility was changed on a local day; snooze and pause end. The speaker must be allowed."""
    await upkeeps.lock(talk.db, facility_id)
    kept = (await upkeeps.kept(talk.db, [facility_id])).get(facility_id)
    if kept is None:
        return Done(Outcome.GONE)
    if day > talk.today:
        return Done(Outcome.FUTURE, kept)
    if there := await upkeeps.on_day(talk.db, facility_id, day):
        return Done(Outcome.KNOWN, kept, there)
    post_id, entered_by = await _whose(talk, kept)
    late = talk.today - day > LATE
    made = await upkeeps.add(talk.db, facility_id, post_id, entered_by, day, talk.now, late=late)
    was_paused = kept.facility.paused_until is not None and kept.facility.paused_until > talk.today
    await reminders.update_subject(talk.db, (FACILITY, facility_id), paused_until=None, snoozed_until=None)
    talk.audit("upkeep.add", f"facility:{facility_id}", upkeep=made.id, day=day.isoformat())
    return Done(Outcome.RECORDED, replace(kept, last=max(day, kept.last or day)), made, was_paused)


async def _whose(talk: Talk, kept: Kept) -> tuple[int | None, int | None]:
    """The post a record belongs to, and the coordinator who enters it for them."""
    own = next((p for p in talk.posts if p.role == PostRole.OFFICER and p.unit_id == kept.unit.id), None)
    if own is not None and talk.on_behalf_of is None:
        return own.id, None
    by = talk.person.id if talk.person else None
    if talk.on_behalf_of and talk.on_behalf_of.unit_id == kept.unit.id:
        return talk.on_behalf_of.id, by
    holders = await people.holders(talk.db, [kept.unit.id])
    return (holders[0].id if holders else None), by


async def find(talk: Talk, upkeep_id: int) -> Done | None:
    """A record that is not withdrawn, with its facility; None if there is none any more."""
    upkeep = await upkeeps.get(talk.db, upkeep_id)
    if upkeep is None or upkeep.withdrawn_at is not None:
        return None
    kept = (await upkeeps.kept(talk.db, [upkeep.facility_id])).get(upkeep.facility_id)
    return Done(Outcome.RECORDED, kept, upkeep) if kept else None


async def redate(talk: Talk, done: Done, day: date) -> Done:
    """Correct the day of a record; what it said before is kept."""
    upkeep, kept = done.upkeep, done.kept
    if upkeep is None or kept is None:
        return Done(Outcome.GONE)
    await upkeeps.lock(talk.db, upkeep.facility_id)
    if day > talk.today:
        return Done(Outcome.FUTURE, kept, upkeep)
    if day == upkeep.day:
        return done
    if there := await upkeeps.on_day(talk.db, upkeep.facility_id, day):
        return Done(Outcome.KNOWN, kept, there)
    late = upkeep.at.astimezone(talk.zone).date() - day > LATE
    await upkeeps.change(talk.db, upkeep.id, day=day, late=late)
    await _correct(talk, upkeep, {"day": day})
    return Done(Outcome.RECORDED, kept, replace(upkeep, day=day, late=late))


async def withdraw(talk: Talk, done: Done) -> Done:
    """Take a record back; it stays in the ledger as withdrawn."""
    if done.upkeep is None:
        return Done(Outcome.GONE)
    await upkeeps.change(talk.db, done.upkeep.id, withdrawn_at=talk.now)
    await photos.drop(talk.db, (photos.UPKEEP, done.upkeep.id))
    await _correct(talk, done.upkeep, {})
    return replace(done, outcome=Outcome.WITHDRAWN)


async def _correct(talk: Talk, upkeep: Upkeep, after: dict[str, object]) -> None:
    by = talk.person.id if talk.person else 0
    before = {"facility": upkeep.facility_id, "day": upkeep.day}
    await shares.correct(talk.db, talk.now, by, upkeep.post_id, f"upkeep:{upkeep.id}", before, after)
    talk.audit("upkeep.correct" if after else "upkeep.withdraw", f"upkeep:{upkeep.id}", **before)


async def attach(talk: Talk, upkeep_id: int, pictures: Sequence[Photo]) -> int:
    """Note pictures of a record, to be fetched soon; returns how many are new."""
    return await photos.attach(
        talk.db,
        (photos.UPKEEP, upkeep_id),
        talk.chat,
        pictures,
        talk.now,
        language=talk.lang,
        album=talk.incoming.album,
    )


async def of_album(talk: Talk) -> int | None:
    """The record that earlier pictures of this message's album belong to."""
    if not talk.incoming.album:
        return None
    owners = await photos.owners_of_album(talk.db, talk.chat.platform, talk.chat.id, talk.incoming.album)
    return next((number for kind, number in owners if kind == photos.UPKEEP), None)
