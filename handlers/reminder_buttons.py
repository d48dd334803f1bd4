"""«已更换», «三天后再提醒», «暂停» under a reminder, and the one table of all presses of upkeep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers import upkeep_buttons
from handlers.upkeep import keep_pictures, read_back, record_buttons
from kpbot.services import reminder_answers, upkeep
from kpbot.services.reminder_answers import Answer, Key, Subject
from kpbot.services.reminder_message import pauses_of, read_code
from kpbot.services.talk import Talk


async def press(talk: Talk, parts: list[str]) -> None:
    """`up:<act>:…`."""
    act, *rest = parts or [""]
    if act in _RECORDS:
        await _RECORDS[act](talk, rest)
        return
    key = read_code(rest[0]) if rest and act in _REMINDERS else None
    subject = await reminder_answers.subject_of(talk, key) if key else None
    if subject is None:
        talk.refuse(talk.say("button-outdated"))
    elif refused := upkeep.who_may(talk, upkeep.place_of_unit(subject)):
        talk.refuse(refused)
    else:
        await _REMINDERS[act](talk, subject, rest[1:])


async def _done(talk: Talk, subject: Subject, rest: list[str]) -> None:
    """`up:done:<subject>[:<reminder>]`."""
    if subject.kind != "facility":  # an event is reported with more words
        talk.refuse(talk.say("button-outdated"))
        return
    done = await upkeep.record(talk, subject.id, talk.today)
    await keep_pictures(talk, done)
    text, ref = read_back(talk, done, talk.today), _ref(rest)
    together = await reminder_answers.shown_together(talk, subject.key, ref)
    if len(together) == 1:
        talk.update(text, buttons=record_buttons(talk, done))
        return
    await _show(talk, together, ref, text)


async def _snooze(talk: Talk, subject: Subject, rest: list[str]) -> None:
    """`up:snooze:<subject>[:<reminder>]`."""
    await _answer(talk, subject, _ref(rest), await reminder_answers.snooze(talk, subject))


async def _pause(talk: Talk, subject: Subject, rest: list[str]) -> None:
    """`up:pause:<subject>[:<reminder>]` asks for how long."""
    ref = _ref(rest)
    together = await reminder_answers.shown_together(talk, subject.key, ref)
    await _show(talk, together, ref, talk.say("reminders-pause-how-long"), asking=subject.key)


async def _hold(talk: Talk, subject: Subject, rest: list[str]) -> None:
    """`up:hold:<subject>:<months>[:<reminder>]`."""
    if not rest or rest[0] not in map(str, pauses_of(subject.key)):
        talk.refuse(talk.say("button-outdated"))
        return
    await _answer(talk, subject, _ref(rest[1:]), await reminder_answers.pause(talk, subject, int(rest[0])))


async def _resume(talk: Talk, subject: Subject, rest: list[str]) -> None:
    """`up:resume:<subject>[:<reminder>]`."""
    await _answer(talk, subject, _ref(rest), await reminder_answers.resume(talk, subject))


async def _answer(talk: Talk, subject: Subject, ref: str, answer: Answer) -> None:
    together = await reminder_answers.shown_together(talk, subject.key, ref)
    await _show(talk, together, ref, talk.say(f"reminders-{answer}"))


async def _show(talk: Talk, keys: list[Key], ref: str, toast: str, asking: Key | None = None) -> None:
    """A toast for who pressed, and the reminder as it stands now for everybody."""
    shown = await reminder_answers.refreshed(talk, keys, ref, asking)
    changes = talk.capabilities.edits or asking
    if talk.capabilities.toasts or not changes:
        talk.acknowledge(toast)
    if changes:
        talk.update(shown.text, buttons=shown.buttons)


def _ref(rest: list[str]) -> str:
    return rest[0] if rest else ""


_RECORDS: Mapping[str, Callable[[Talk, list[str]], Awaitable[None]]] = {
    "pick": upkeep_buttons.pick,
    "day": upkeep_buttons.ask_day,
    "set": upkeep_buttons.set_day,
    "drop": upkeep_buttons.drop,
    "photo": upkeep_buttons.ask_picture,
}
_REMINDERS: Mapping[str, Callable[[Talk, Subject, list[str]], Awaitable[None]]] = {
    "done": _done,
    "snooze": _snooze,
    "pause": _pause,
    "hold": _hold,
    "resume": _resume,
}
