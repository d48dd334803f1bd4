"""How a report ends: confirmed, found to be an event that is there already, or cancelled."""

from __future__ import annotations

from kpbot.domain.events import EventState
from kpbot.services import event_words, events, report_draft, reporting
from kpbot.services.in_place import still_changeable
from kpbot.services.report_card import Scene, show
from kpbot.services.report_draft import Ask, Choice, Draft, Trouble
from kpbot.services.talk import Talk


async def cancel(talk: Talk, draft: Draft) -> None:
    await reporting.cancel(talk, draft)
    await _finish(talk, draft, talk.say("events-cancelled-fix" if draft.event else "events-cancelled"), 0)


async def confirm(talk: Talk, draft: Draft, stations: list[Choice]) -> None:
    if report_draft.missing(draft) is not Ask.CHECK:
        await show(talk, draft, report_draft.missing(draft), Scene(stations))
    elif await events.similar(talk, draft):
        await ask_same(talk, draft, stations)
    else:
        await file(talk, draft, stations)


async def ask_same(talk: Talk, draft: Draft, stations: list[Choice]) -> None:
    same = await events.similar(talk, draft)
    if same:
        name = await events.reporter(talk, same)
        await show(talk, draft, Ask.SAME, Scene(stations, same=(same, name)))


async def file(talk: Talk, draft: Draft, stations: list[Choice]) -> None:
    """Write it down: a new event, or the correction of one."""
    if draft.event:
        await _correct(talk, draft, draft.event, "events-corrected")
        return
    choice = next((c for c in stations if c.station.id == draft.station), None)
    if choice is None:
        draft.station = 0
        await show(talk, draft, Ask.STATION, Scene(stations, Trouble.STATION_GONE))
        return
    event = await events.file(talk, draft, choice)
    await _done(talk, draft, event.id, "events-reported")


async def merge(talk: Talk, draft: Draft, event_id: int, stations: list[Choice]) -> None:
    """It is the event that is there already: pictures and what is new go there."""
    same = await events.similar(talk, draft)
    if same is None or same.id != event_id:
        await confirm(talk, draft, stations)
        return
    if draft.event:
        await events.absorb(talk, draft.event, same)
    draft.title, draft.kind, draft.part = same.title, same.kind, draft.part or same.part
    await _correct(talk, draft, same.id, "events-merged")


async def _correct(talk: Talk, draft: Draft, event_id: int, text_id: str) -> None:
    event = await events.find(talk, event_id)
    if event is None or event.state is EventState.WITHDRAWN or not await events.open_to_speaker(talk, event):
        await reporting.cancel(talk, draft)
        await _finish(talk, draft, talk.say("events-not-there"), 0)
        return
    saved, changed = await events.save(talk, draft, event)
    await _done(talk, draft, saved.id, text_id if changed or text_id == "events-merged" else "events-unchanged")


async def _done(talk: Talk, draft: Draft, event_id: int, text_id: str) -> None:
    talk.end()
    seen = await events.seen(talk, event_id)
    minimum = talk.settings.events.minimum
    text = "\n".join([talk.say(text_id), *event_words.told(talk.lang, seen, minimum)])
    await _finish(talk, draft, text, event_id)


async def _finish(talk: Talk, draft: Draft, text: str, event_id: int) -> None:
    """The card becomes the final line; with an event, it says what can still be done."""
    buttons = event_words.owner_buttons(talk.lang, event_id) if event_id else ()
    if not talk.incoming.button and talk.capabilities.edits and not talk.chat.private:
        edits = await still_changeable(talk.db, talk.batch.writes.owed, draft.card)
        talk.reply(text, buttons=buttons, edits=edits)
    else:
        talk.update(text, buttons=buttons)
