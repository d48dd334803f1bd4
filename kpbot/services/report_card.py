"""The message that shows a draft: one that is changed in place where the platform can, so that groups stay quiet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpbot.domain.menus import numbered
from kpbot.domain.messages import Button, Outgoing
from kpbot.domain.places import Station
from kpbot.domain.report_line import EventKind
from kpbot.services import event_words, photos_apart, report_draft, reporting
from kpbot.services.in_place import still_changeable
from kpbot.services.report_draft import TITLE_LIMIT, Ask, Choice, Draft, Trouble
from kpbot.services.reporting import ROUTE
from kpbot.services.talk import Buttons, Talk
from kpbot.storage import people, photos
from kpbot.storage.events import Event

_QUESTIONS = (Ask.STATION, Ask.TITLE, Ask.DAY, Ask.HEADCOUNT)
_DAYS = ("today", "yesterday", "before-yesterday")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the card needs besides the draft. `same`: the event that is there already, and whose it is. `first`: it is
    shown for the first time, so it says where pictures are to go."""

    stations: Sequence[Choice]
    trouble: Trouble | None = None
    same: tuple[Event, str] | None = None
    first: bool = False


async def show(talk: Talk, draft: Draft, step: Ask, scene: Scene, *, anew: bool = False) -> None:
    """Show a draft and wait for `step`. `anew`: as a message of its own, whatever was pressed."""
    text, buttons = await compose(talk, draft, step, scene)
    edits = talk.capabilities.edits and not anew
    if talk.incoming.button and talk.incoming.message and not anew:
        talk.update(text, buttons=buttons)
        draft.card = f"key:{talk.replies[-1].key}"
    elif edits and not talk.chat.private:
        await _put(talk, draft, text, buttons)
    else:
        talk.reply(text, buttons=buttons)
        draft.card = f"key:{talk.replies[-1].key}"
    reporting.keep(talk, draft, step)


async def _put(talk: Talk, draft: Draft, text: str, buttons: Buttons) -> None:
    """Onto the card, or in a new one where there is none that can be changed."""
    draft.card = await still_changeable(talk.db, talk.batch.writes.owed, draft.card)
    if draft.card:
        talk.reply(text, buttons=buttons, edits=draft.card)
    else:
        talk.reply(text, buttons=buttons)
        draft.card = f"key:{talk.replies[-1].key}"


async def refresh(talk: Talk, draft: Draft, step: Ask, scene: Scene) -> None:
    """Show one picture more on the card, without a message of its own: what is not sent yet is changed as it is."""
    reporting.keep(talk, draft, step)
    if not draft.card:
        return
    text, buttons = await compose(talk, draft, step, scene)
    owed = talk.batch.writes.owed
    for index in range(len(owed) - 1, -1, -1):
        if draft.card in (f"key:{owed[index].key}", owed[index].outgoing.edits):
            changed = replace(owed[index].outgoing, text=text, buttons=buttons)
            owed[index] = replace(owed[index], outgoing=changed)
            return
    if talk.capabilities.edits:
        await _put(talk, draft, text, buttons)
        reporting.keep(talk, draft, step)


async def compose(talk: Talk, draft: Draft, step: Ask, scene: Scene) -> tuple[str, Buttons]:
    lines = [await _whose(talk)]
    if step in (Ask.CHECK, Ask.FIELDS, Ask.PHOTOS, Ask.SAME):
        lines += await _whole(talk, draft, step, scene)
    else:
        lines += [_known(talk, draft, scene)]
    lines += [_trouble(talk, draft, scene.trouble), _question(talk, step, scene)]
    if scene.first and not talk.incoming.photos:
        lines.append(photos_apart.where(talk))
    buttons = _buttons(talk, draft, step, scene)
    if step is Ask.HEADCOUNT and not buttons and report_draft.missing(draft) is not Ask.CHECK:
        lines.append(talk.say("events-say-cancel"))
    if step in _QUESTIONS and not talk.chat.private and not talk.capabilities.sees_all:
        lines.append(talk.say("events-reply-here"))
    return "\n".join(line for line in lines if line), buttons


async def _whose(talk: Talk) -> str:
    """In a group, or where somebody acts for another, whose report it is."""
    if talk.on_behalf_of:
        holder = await people.person(talk.db, talk.on_behalf_of.person_id)
        return talk.say("events-card-behalf", name=holder.name if holder else "")
    return "" if talk.chat.private or not talk.person else talk.say("events-card-whose", name=talk.person.name)


def _station(draft: Draft, scene: Scene) -> Station | None:
    return next((c.station for c in scene.stations if c.station.id == draft.station), None)


def _known(talk: Talk, draft: Draft, scene: Scene) -> str:
    """What is known already, in one line; empty before anything was said."""
    station = _station(draft, scene)
    facts = [station.name] if station and len(scene.stations) > 1 else []
    if draft.title:
        facts.append(draft.title)
    if draft.day:
        facts.append(event_words.day_of(talk.lang, date.fromisoformat(draft.day), draft.part))
    if draft.headcount is not None:
        facts.append(event_words.headcount_of(talk.lang, draft.headcount, draft.approximate))
    return talk.say("events-known", facts=talk.say("events-joiner").join(facts)) if facts else ""


async def _whole(talk: Talk, draft: Draft, step: Ask, scene: Scene) -> list[str]:
    station = _station(draft, scene)
    pictures = draft.was + await photos.count(talk.db, draft.owns)
    told = event_words.lines(talk.lang, station.name if station else "", draft.facts, pictures)
    if step is not Ask.CHECK:
        return told
    head = talk.say("events-check-fix" if draft.event else "events-check")
    assumed = [talk.say("events-day-assumed")] if draft.assumed else []
    return [head, *told, *assumed, *_doubts(talk, draft)]


def _doubts(talk: Talk, draft: Draft) -> list[str]:
    minimum = talk.settings.events.minimum
    said = [talk.say(f"events-doubt-{doubt}", minimum=minimum) for doubt in draft.doubts(talk.today, minimum)]
    return [*said, talk.say("events-doubt-day")] if draft.unsure else said


def _trouble(talk: Talk, draft: Draft, trouble: Trouble | None) -> str:
    if trouble is None:
        return ""
    limit = reporting.MOST_PHOTOS if trouble is Trouble.PHOTOS_FULL else TITLE_LIMIT
    return talk.say(f"events-trouble-{trouble}", limit=limit, said=draft.unread)


def _question(talk: Talk, step: Ask, scene: Scene) -> str:
    if step is Ask.CHECK:
        return talk.say("events-check-hint") if scene.trouble else ""
    if step is Ask.SAME and scene.same:
        event, name = scene.same
        headcount = event_words.headcount_of(talk.lang, event.headcount, event.approximate)
        return talk.say("events-ask-same", station=event.station, title=event.title, headcount=headcount, name=name)
    if step is Ask.PHOTOS and (elsewhere := photos_apart.where(talk)):
        return elsewhere
    return talk.say(f"events-ask-{step}")


def _button(talk: Talk, draft: Draft, label: str, act: str, *args: object) -> Button:
    """A button of this draft; `label` is the end of a text's id."""
    data = ":".join([ROUTE, act, str(draft.owner), draft.token, *map(str, args)])
    return Button(talk.say(f"events-{label}"), data)


def _buttons(talk: Talk, draft: Draft, step: Ask, scene: Scene) -> Buttons:
    complete = report_draft.missing(draft) is Ask.CHECK
    end = _button(talk, draft, "button-back", "check") if complete else _button(talk, draft, "button-cancel", "cancel")
    if step is Ask.STATION:
        choices = [
            replace(_button(talk, draft, "button-station", "s", c.station.id), label=c.station.name)
            for c in scene.stations
        ]
        return (*_rows(choices, 1), (end,))
    if step is Ask.TITLE:
        return (*_rows([_button(talk, draft, f"kind-{kind}", "k", kind) for kind in EventKind], 3), (end,))
    if step is Ask.DAY:
        days = [_button(talk, draft, f"button-{word}", "d", ago) for ago, word in enumerate(_DAYS)]
        return (tuple(days), (end,))
    if step is Ask.HEADCOUNT:  # a bare number is how many came, and never a choice
        return () if numbered(Outgoing(buttons=((end,),)), talk.capabilities) else ((end,),)
    return _last_buttons(talk, draft, step, scene)


def _last_buttons(talk: Talk, draft: Draft, step: Ask, scene: Scene) -> Buttons:
    def button(label: str, act: str, *args: object) -> Button:
        return _button(talk, draft, f"button-{label}", act, *args)

    cancel = button("cancel", "cancel")
    if step is Ask.PHOTOS:
        return ((button("photos-done", "check"),),)
    if step is Ask.SAME:
        same = scene.same[0].id if scene.same else 0
        return ((button("same", "same", same), button("different", "diff")), (cancel,))
    if step is Ask.RESUME:
        return ((button("go-on", "go"), button("anew", "new")),)
    fields = [button("title", "f", Ask.TITLE), button("day", "f", Ask.DAY), button("headcount", "f", Ask.HEADCOUNT)]
    if len(scene.stations) > 1:
        fields.append(button("station", "f", Ask.STATION))
    tail = (button("photos", "photos"), cancel)
    if step is Ask.FIELDS:
        return (tuple(fields), (button("photos", "photos"), button("back", "check")))
    if _doubts(talk, draft):
        return ((button("sure", "ok"), button("change", "edit")), tail)
    return ((button("confirm-fix" if draft.event else "confirm", "ok"),), tuple(fields), tail)


def _rows(buttons: Sequence[Button], wide: int) -> Buttons:
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))
