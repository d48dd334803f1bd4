"""Presses under a record of upkeep, and the day or the pictures that follow them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handlers.upkeep import PHOTOS, ROUTE, await_pictures, keep_pictures, read_back, record_buttons
from kpbot.domain.messages import Button, Photo
from kpbot.domain.plain_text import clean
from kpbot.domain.when import Day, find_day
from kpbot.services import photos_apart, upkeep
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk
from kpbot.services.upkeep import Done

PICTURES_LAST = timedelta(minutes=15)


async def pick(talk: Talk, parts: list[str]) -> None:
    """`up:pick:<facility>:<day>`: which of several it was."""
    number, day = record_id(parts[:1]), _day(parts, 1)
    kept = await upkeep.facility(talk, number) if number and day else None
    if kept is None or day is None:
        talk.refuse(talk.say("button-outdated"))
    elif refused := upkeep.who_may(talk, upkeep.place_of_unit(kept)):
        talk.refuse(refused)
    else:
        pictures = _pictures_waiting(talk)
        done = await upkeep.record(talk, kept.facility.id, day)
        await keep_pictures(talk, done, pictures)
        talk.update(read_back(talk, done, day, pictures), buttons=record_buttons(talk, done))


def _pictures_waiting(talk: Talk) -> tuple[Photo, ...]:
    """Pictures that came with the command, before it was clear what they show."""
    conversation = talk.conversation
    if conversation is None or conversation.route != PHOTOS or conversation.step != "pick":
        return ()
    return tuple(Photo(ref) for ref in conversation.data["refs"])


async def ask_day(talk: Talk, parts: list[str]) -> None:
    """`up:day:<record>`: «改日期»."""
    done = await _own_record(talk, parts)
    if done is None or done.upkeep is None or done.kept is None:
        return
    days = (("today", 0), ("yesterday", 1), ("before-yesterday", 2))
    row = tuple(
        Button(talk.say(f"upkeep-button-{name}"), f"{ROUTE}:set:{done.upkeep.id}:{_days_ago(talk, n):%Y%m%d}")
        for name, n in days
    )
    talk.begin(ROUTE, "day", upkeep=done.upkeep.id)
    talk.update(talk.say("upkeep-which-day", name=done.kept.label), buttons=(row,))


def _days_ago(talk: Talk, days: int) -> date:
    return talk.today - timedelta(days=days)


async def set_day(talk: Talk, parts: list[str]) -> None:
    """`up:set:<record>:<day>`."""
    done, day = await _own_record(talk, parts), _day(parts, 1)
    if done and day:
        await _redate(talk, done, day)


async def go_on(talk: Talk) -> None:
    """The day that was asked for."""
    conversation = talk.conversation
    done = await upkeep.find(talk, conversation.data["upkeep"]) if conversation else None
    if done is None:
        talk.end()
        talk.reply(talk.say("upkeep-gone"))
        return
    said = find_day(talk.text, talk.today)
    if isinstance(said, Day):
        await _redate(talk, done, said.day)
    elif talk.incoming.photos and done.upkeep:
        await upkeep.attach(talk, done.upkeep.id, talk.incoming.photos)
    else:
        talk.reply(talk.say("upkeep-day-unread", said=clean(talk.text, 20)))


async def _redate(talk: Talk, done: Done, day: date) -> None:
    talk.end()
    changed = await upkeep.redate(talk, done, day)
    if changed.upkeep:
        await_pictures(talk, changed.upkeep.id)
    talk.update(read_back(talk, changed, day), buttons=record_buttons(talk, changed))


async def drop(talk: Talk, parts: list[str]) -> None:
    """`up:drop:<record>`: «撤回»."""
    done = await _own_record(talk, parts)
    if done and done.upkeep:
        talk.end()
        talk.update(read_back(talk, await upkeep.withdraw(talk, done), done.upkeep.day))


async def ask_picture(talk: Talk, parts: list[str]) -> None:
    """`up:photo:<record>`: «加照片»."""
    done = await _own_record(talk, parts)
    if done and done.upkeep:
        await_pictures(talk, done.upkeep.id, photos_apart.ASKED)
        elsewhere = photos_apart.where(talk, "apart-send-upkeep")
        talk.acknowledge(elsewhere or talk.say("upkeep-photo-please"))


async def offer(talk: Talk) -> bool:
    """Pictures nobody else claimed: the rest of an album, a reply to the record, or those that were asked for."""
    pictures = talk.incoming.photos
    if not pictures:
        return False
    conversation = talk.conversation
    if conversation and conversation.route == PHOTOS and conversation.step == "pick":
        if conversation.data["album"] and conversation.data["album"] == talk.incoming.album:
            conversation.data["refs"] += [picture.ref for picture in pictures]
            talk.touch()
            return True
        return False
    of_album = await upkeep.of_album(talk)
    upkeep_id = of_album or _expecting(talk)
    done = await upkeep.find(talk, upkeep_id) if upkeep_id else None
    if done is None or done.upkeep is None or done.kept is None:
        return False
    if not upkeep.may_keep(talk, upkeep.place_of_unit(done.kept)):
        return False
    await upkeep.attach(talk, done.upkeep.id, pictures)
    if not of_album:
        talk.acknowledge(talk.say("upkeep-photo-added", name=done.kept.label))
    return True


def _expecting(talk: Talk) -> int | None:
    """The record whose pictures are awaited: in a group only if asked for or sent as a reply, and never for long."""
    conversation = talk.conversation
    if conversation is None or conversation.route != PHOTOS or talk.text:
        return None
    meant = talk.chat.private or conversation.step == photos_apart.ASKED or bool(talk.incoming.reply_to)
    fresh = conversation.updated_at is None or talk.now - conversation.updated_at <= PICTURES_LAST
    return int(conversation.data["upkeep"]) if meant and (fresh or talk.incoming.reply_to) else None


async def _own_record(talk: Talk, parts: list[str]) -> Done | None:
    """The record a button names; says why not if it is gone or not the speaker's."""
    number = record_id(parts[:1])
    done = await upkeep.find(talk, number) if number else None
    if done is None or done.kept is None:
        talk.refuse(talk.say("upkeep-gone"))
        return None
    if refused := upkeep.who_may(talk, upkeep.place_of_unit(done.kept)):
        talk.refuse(refused)
        return None
    return done


def _day(parts: list[str], index: int) -> date | None:
    try:
        return datetime.strptime(parts[index], "%Y%m%d").date()  # noqa: DTZ007  # a local day
    except (IndexError, ValueError):
        return None
