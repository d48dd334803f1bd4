"""`/events`: the month toward 7-2 and the events of one's unit, each of which can be corrected or withdrawn; for
coordinators what waits for them."""

from __future__ import annotations

from handlers import events_desk
from kpbot.domain.events import EventState
from kpbot.domain.messages import Button
from kpbot.domain.people import PostRole
from kpbot.services import event_words, events, reporting
from kpbot.services.event_words import Seen
from kpbot.services.events import Own
from kpbot.services.pressed import record_id
from kpbot.services.report_card import Scene, show
from kpbot.services.report_draft import Ask
from kpbot.services.talk import Buttons, Talk
from kpbot.services.unrecognised import sentence

TITLE_ON_BUTTON = 12  # characters


async def command(talk: Talk, _argument: str) -> None:
    """An officer's own list; a coordinator's desk; somebody who is both gets one message of each."""
    officer = talk.on_behalf_of or any(post.role is PostRole.OFFICER for post in talk.posts)
    if officer:
        await _answer(talk, *_list(talk, await events.own(talk)))
    if talk.coordinator_posts and not talk.on_behalf_of:
        await events_desk.waiting(talk)
    elif not officer:
        talk.reply(sentence(talk, "events-pending" if talk.pending else "events-no-post"))


async def _answer(talk: Talk, text: str, buttons: Buttons) -> None:
    """One's own list is nobody else's business, so groups see it only where there is no private chat."""
    if talk.chat.private or not talk.privately(text, buttons=buttons):
        talk.reply(text, buttons=buttons)
    elif not talk.chat.private:
        talk.acknowledge(talk.say("events-privately"))


def _list(talk: Talk, own: Own) -> tuple[str, Buttons]:
    minimum = talk.settings.events.minimum
    lines = [
        talk.say(
            "events-month",
            station=one.station,
            month=talk.today.month,
            events=one.events,
            counting=one.counting,
            minimum=minimum,
        )
        for one in own.months
    ]
    lines.append(talk.say("events-own-list" if own.latest else "events-own-none"))
    rows = []
    for number, event in enumerate(own.latest, start=1):
        state = talk.say(f"events-state-{event.state}")
        lines.append(
            talk.say("events-own-line", number=number, event=event_words.one_line(talk.lang, event), state=state)
        )
        rows.append((Button(f"{number}. {_short(event.title)}", f"ev:show:{event.id}"),))
    return "\n".join(lines), tuple(rows)


def _short(title: str) -> str:
    return title if len(title) <= TITLE_ON_BUTTON else title[: TITLE_ON_BUTTON - 1] + "…"


async def press(talk: Talk, parts: list[str]) -> None:
    event = await events.find(talk, record_id(parts))
    act = parts[0] if parts else ""
    if event is None or event.state is EventState.WITHDRAWN:
        talk.refuse(talk.say("events-not-there"))
    elif not await events.open_to_speaker(talk, event):
        talk.refuse(talk.say("events-whose", name=await events.reporter(talk, event)))
    elif act == "fix":
        await _fix(talk, event.id)
    elif act == "gone":
        await _ask_withdraw(talk, await events.seen(talk, event.id))
    elif act == "yes":
        await events.withdraw(talk, event)
        seen = await events.seen(talk, event.id)
        talk.update("\n".join([talk.say("events-withdrawn"), *_told(talk, seen)]))
    else:
        await _show(talk, await events.seen(talk, event.id))


async def _fix(talk: Talk, event_id: int) -> None:
    """A draft that says what the event says, to be corrected field by field."""
    old = reporting.load(talk)
    if old and not old.empty and old.event != event_id:
        talk.refuse(talk.say("events-busy"))
        return
    if old:
        await reporting.cancel(talk, old)
    seen = await events.seen(talk, event_id)
    draft = reporting.of_event(talk, seen.event, seen.pictures)
    await show(talk, draft, Ask.FIELDS, Scene(await reporting.choices(talk)))


async def _ask_withdraw(talk: Talk, seen: Seen) -> None:
    yes = Button(talk.say("events-button-withdraw-yes"), f"ev:yes:{seen.event.id}")
    no = Button(talk.say("events-button-withdraw-no"), f"ev:show:{seen.event.id}")
    talk.update("\n".join([*_told(talk, seen), talk.say("events-withdraw-ask")]), buttons=((yes, no),))


async def _show(talk: Talk, seen: Seen) -> None:
    event = seen.event
    lines = [*_told(talk, seen), talk.say(f"events-state-{event.state}")]
    if event.note and event.state is EventState.RETURNED:
        lines.append(talk.say("events-note", note=event.note))
    talk.update("\n".join(lines), buttons=event_words.owner_buttons(talk.lang, event.id))


def _told(talk: Talk, seen: Seen) -> list[str]:
    return event_words.told(talk.lang, seen, talk.settings.events.minimum)
