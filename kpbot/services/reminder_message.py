"""The combined reminder of a day, and how it looks after somebody pressed one of its buttons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kpbot.domain.messages import Button, Outgoing
from kpbot.domain.upkeep import FacilityState
from kpbot.services.duties import FOR_EVER, duty_of, is_paused, state_of
from kpbot.services.pressed import number
from kpbot.storage.reminders import FACILITY, STATION, Key, Subject
from kpbot.texts import say

ROUTE = "up"
PAUSES = (1, 3, 0)  # months; 0 is until somebody goes on


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom a reminder of a local day went: a person, or a group."""

    person_id: int | None
    group_id: int | None
    day: date

    @property
    def ref(self) -> str:
        """What its buttons carry, so that a press finds the message again."""
        who = f"g{self.group_id}" if self.group_id else f"p{self.person_id}"
        return f"{who}-{self.day:%y%m%d}"

    @property
    def key(self) -> str:
        """Its key in the outbox."""
        return outbox_key(self.ref)


def outbox_key(ref: str) -> str:
    return f"remind:{ref}"


def code_of(key: Key) -> str:
    """A subject in a button: the facility's number, a station's with an `s` before it."""
    return f"{'s' if key[0] == STATION else ''}{key[1]}"


def read_code(code: str) -> Key | None:
    subject = number(code.removeprefix("s"))
    return (STATION if code.startswith("s") else FACILITY, subject) if subject else None


def pauses_of(key: Key) -> tuple[int, ...]:
    """A station's pause always ends by itself: there is no record of a change that would end it."""
    return PAUSES if key[0] == FACILITY else tuple(months for months in PAUSES if months)


def subjects_in(message: Outgoing) -> list[Key]:
    """What a reminder was about, in its order."""
    keys: dict[Key, None] = {}
    for row in message.buttons:
        for button in row:
            route, *parts = button.data.split(":")
            key = read_code(parts[1]) if route == ROUTE and len(parts) > 1 else None
            if key:
                keys[key] = None
    return list(keys)


@dataclass(frozen=True, slots=True)
class Scene:
    """How a reminder is shown: its language, the local day, where it went (empty `ref`: to nobody in particular).

    `fixed` are subjects for which «三天后再提醒» is used up; `asking` is the one whose pause is being asked about.
    """

    lang: str
    today: date
    ref: str = ""
    group: bool = False
    fixed: Collection[Key] = ()
    asking: Key | None = None


def compose(subjects: Sequence[Subject], scene: Scene) -> Outgoing:
    """One line and one row of buttons for each; what is done keeps its line only, what is put off can still be done
    meanwhile."""
    several = len(subjects) > 1
    head = say(scene.lang, "reminders-head-group" if scene.group else "reminders-head", count=len(subjects))
    lines, rows = [head], []
    for place, subject in enumerate(subjects, start=1):
        settled = _settled(subject, scene)
        prefix = f"{place}. " if several else ""
        lines.append(f"{prefix}{settled or _waiting(subject, scene)}")
        if not settled:
            rows.append(_row(subject, scene, prefix))
        elif is_paused(subject, scene.today):
            rows.append((_button(scene, prefix, "reminders-button-resume", "resume", code_of(subject.key)),))
        elif not _is_done(subject, scene.today):
            rows.append((_doing(subject, scene, prefix),))
    if any(subject.kind == STATION and not _settled(subject, scene) for subject in subjects):
        lines.append(say(scene.lang, "reminders-event-how"))
    return Outgoing(text="\n".join(lines), buttons=tuple(rows), language=scene.lang)


def _settled(subject: Subject, scene: Scene) -> str:
    """The line of a subject that nobody is asked about any more, else empty."""
    paused, snoozed, today = subject.paused_until, subject.snoozed_until, scene.today
    if paused is not None and is_paused(subject, today):
        if paused == FOR_EVER:
            return say(scene.lang, "reminders-paused", name=subject.label, command=subject.of)
        return say(scene.lang, "reminders-paused-until", name=subject.label, month=paused.month, day=paused.day)
    last = subject.last
    if last is not None and _is_done(subject, today):
        code = "reminders-done" if subject.kind == FACILITY else "reminders-held"
        return say(scene.lang, code, name=subject.label, month=last.month, day=last.day)
    if snoozed is not None and snoozed > today:
        return say(scene.lang, "reminders-snoozed", name=subject.label, month=snoozed.month, day=snoozed.day)
    return ""


def _is_done(subject: Subject, today: date) -> bool:
    return subject.last is not None and duty_of(subject, today).due > today


def _waiting(subject: Subject, scene: Scene) -> str:
    if subject.kind == STATION:
        return say(scene.lang, "reminders-event", name=subject.label)
    if subject.last is None:
        return say(scene.lang, "reminders-never", name=subject.label)
    code = "overdue" if state_of(subject, scene.today) == FacilityState.OVERDUE else "due"
    last = subject.last
    return say(scene.lang, f"reminders-{code}", name=subject.label, year=last.year, month=last.month, day=last.day)


def _row(subject: Subject, scene: Scene, prefix: str) -> tuple[Button, ...]:
    if scene.asking == subject.key:
        return tuple(
            _button(scene, prefix, f"reminders-pause-{months}", "hold", f"{code_of(subject.key)}:{months}")
            for months in pauses_of(subject.key)
        )
    code = code_of(subject.key)
    row = [_doing(subject, scene, prefix)]
    if subject.key not in scene.fixed:
        row.append(_button(scene, prefix, "reminders-button-snooze", "snooze", code))
    row.append(_button(scene, prefix, "reminders-button-pause", "pause", code))
    return tuple(row)


def _doing(subject: Subject, scene: Scene, prefix: str) -> Button:
    """What says that it is done."""
    if subject.kind == FACILITY:
        return _button(scene, prefix, "reminders-button-done", "done", code_of(subject.key))
    return Button(f"{prefix}{say(scene.lang, 'reminders-button-report')}", f"rep:start:{subject.id}")


def _button(scene: Scene, prefix: str, label: str, act: str, code: str) -> Button:
    tail = f":{scene.ref}" if scene.ref else ""
    return Button(f"{prefix}{say(scene.lang, label)}", f"{ROUTE}:{act}:{code}{tail}")
