"""Coordinators look at reported events: accept, or return with a word that the officer is told."""

from __future__ import annotations

from typing import Any

from kpbot.domain.events import EventState
from kpbot.domain.messages import Button
from kpbot.domain.plain_text import fold, one_line, too_long
from kpbot.services import event_desk, event_words, events
from kpbot.services.event_desk import REASONS, ROUTE
from kpbot.services.event_words import Seen
from kpbot.services.in_place import still_changeable
from kpbot.services.pressed import record_id
from kpbot.services.talk import Buttons, Talk

NOTE_LIMIT = 200  # characters
NEVER_MIND = frozenset({"不退了", "取消", "算了", "cancel"})
STATIONS_NAMED = 10


async def waiting(talk: Talk) -> None:
    """What waits, a message each, and how far the month is at the region's stations."""
    desk = await event_desk.waiting(talk)
    shown = len(desk.first)
    head = "events-desk-more" if desk.count > shown else "events-desk-list"
    text = talk.say(head, count=desk.count, shown=shown) if desk.count else talk.say("events-desk-none")
    talk.reply("\n".join([text, *_month(talk, desk)]))
    for seen in desk.first:
        text = event_desk.text_of(talk.lang, seen, talk.settings.events.minimum)
        talk.reply(text, buttons=event_desk.buttons_of(talk.lang, seen))


def _month(talk: Talk, desk: event_desk.Waiting) -> list[str]:
    """How many stations have had the event of the month (7-2); nothing where there is no station."""
    without = [one.station for one in desk.months if not one.counting]
    values = {"month": talk.today.month, "stations": len(desk.months), "minimum": talk.settings.events.minimum}
    if not desk.months:
        return []
    if not without:
        return [talk.say("events-desk-month-all", **values)]
    names = talk.say("events-names-joiner").join(without[:STATIONS_NAMED])
    more = max(len(without) - STATIONS_NAMED, 0)
    met = len(desk.months) - len(without)
    return [talk.say("events-desk-month", **values, met=met, names=names, more=more)]


async def press(talk: Talk, parts: list[str]) -> None:
    """`act:event:revision[:reason]`"""
    act, event_id = (parts or [""])[0], record_id(parts[1:2])
    event = await events.find(talk, event_id)
    if event is None:
        talk.refuse(talk.say("button-outdated"))
        return
    refused = event_desk.may_decide(talk, event)
    seen = await event_desk.look(talk, event)
    if refused:
        talk.refuse(refused)
    elif parts[2:3] != [str(seen.revision)]:
        talk.refuse(talk.say("events-desk-changed"))
    elif act == "keep":
        _keep(talk, seen)
    elif act == "ok":
        await _decide(talk, seen, EventState.ACCEPTED)
    elif act == "back":
        _ask_why(talk, seen)
    elif act == "why" and parts[3:] and parts[3] in REASONS:
        await _decide(talk, seen, EventState.RETURNED, talk.say(f"events-desk-why-{parts[3]}"))
    else:
        talk.refuse(talk.say("button-outdated"))


def _keep(talk: Talk, seen: Seen) -> None:
    _forget_question(talk, seen.event.id)
    text = event_desk.text_of(talk.lang, seen, talk.settings.events.minimum)
    talk.update(text, buttons=event_desk.buttons_of(talk.lang, seen))


def _forget_question(talk: Talk, event_id: int) -> None:
    if talk.conversation and talk.conversation.route == ROUTE and talk.conversation.data["event"] == event_id:
        talk.end()


def _ask_why(talk: Talk, seen: Seen) -> None:
    if seen.event.state is EventState.RETURNED:
        talk.refuse(talk.say("events-desk-done", state=talk.say("events-state-returned")))
        return
    lines = event_words.told(talk.lang, seen, talk.settings.events.minimum)
    text = "\n".join([*lines, talk.say("events-desk-why", name=seen.reporter)])
    talk.update(text, buttons=_reasons(talk, seen))
    card = f"key:{talk.replies[-1].key}" if talk.capabilities.edits else ""
    if talk.conversation is None or talk.conversation.route == ROUTE:  # else the buttons will have to do
        talk.begin(ROUTE, "why", event=seen.event.id, revision=seen.revision, card=card)


def _reasons(talk: Talk, seen: Seen) -> Buttons:
    which = f"{seen.event.id}:{seen.revision}"
    rows = [(Button(talk.say(f"events-desk-why-{code}"), f"{ROUTE}:why:{which}:{code}"),) for code in REASONS]
    return (*rows, (Button(talk.say("events-button-return-no"), f"{ROUTE}:keep:{which}"),))


async def go_on(talk: Talk) -> None:
    """The word with which an event is returned."""
    asked = talk.conversation.data if talk.conversation else {}
    event = await events.find(talk, int(asked.get("event", 0)))
    note = one_line(talk.text)
    if event is None or event_desk.may_decide(talk, event):
        talk.end()
        talk.reply(talk.say("button-outdated"))
        return
    seen = await event_desk.look(talk, event)
    if not note:
        return
    if seen.revision != asked.get("revision"):
        talk.end()
        talk.reply(talk.say("events-desk-changed"))
    elif fold(note).rstrip("。.!") in NEVER_MIND:
        talk.end()
        text = event_desk.text_of(talk.lang, seen, talk.settings.events.minimum)
        talk.reply(text, buttons=event_desk.buttons_of(talk.lang, seen), edits=await _in_place(talk, asked))
    elif too_long(note, NOTE_LIMIT):
        talk.reply(talk.say("events-desk-why-long", limit=NOTE_LIMIT))
    else:
        await _decide(talk, seen, EventState.RETURNED, note, edits=await _in_place(talk, asked))


async def _in_place(talk: Talk, asked: dict[str, Any]) -> str:
    """The message that asked is the one to change, where that can be done."""
    return await still_changeable(talk.db, talk.batch.writes.owed, str(asked.get("card", "")))


async def _decide(talk: Talk, seen: Seen, state: EventState, note: str = "", edits: str = "") -> None:
    if not await event_desk.decide(talk, seen.event, state, note, edits or talk.incoming.message):
        talk.refuse(talk.say("events-desk-done", state=talk.say(f"events-state-{seen.event.state}")))
        return
    _forget_question(talk, seen.event.id)
    by = talk.person.name if talk.person else ""
    accepted = state is EventState.ACCEPTED
    lines = event_words.told(talk.lang, seen, talk.settings.events.minimum)
    lines.append(talk.say("events-desk-accepted" if accepted else "events-desk-returned", by=by))
    lines += [talk.say("events-note", note=note)] if note else []
    if talk.incoming.button:
        talk.update("\n".join(lines))
    else:
        talk.reply("\n".join(lines), edits=edits)
