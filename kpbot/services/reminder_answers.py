"""What a press under a reminder does, and the reminder as it looks afterwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from kpbot.domain.messages import Outgoing
from kpbot.domain.reminders import SNOOZE, may_snooze
from kpbot.domain.upkeep import add_months
from kpbot.services.duties import FOR_EVER, duty_of
from kpbot.services.reminder_message import Scene, compose, outbox_key, subjects_in
from kpbot.services.talk import Talk
from kpbot.storage import outbox, reminders
from kpbot.storage.reminders import Key, Subject

__all__ = ["Answer", "Key", "Subject", "pause", "refreshed", "resume", "shown_together", "snooze", "subject_of"]


class Answer(StrEnum):
    """What became of a press; each is a text `reminders-<answer>`."""

    SNOOZED = "snoozed-answer"
    NO_MORE_SNOOZE = "no-more-snooze"
    PAUSED = "paused-answer"
    RESUMED = "resumed-answer"


async def subject_of(talk: Talk, key: Key) -> Subject | None:
    return (await reminders.subjects(talk.db, [key], talk.today)).get(key)


async def snooze(talk: Talk, subject: Subject) -> Answer:
    """«三天后再提醒», as often as the rules allow; pressing it twice on one day asks for the same."""
    until = talk.today + SNOOZE
    if subject.snoozed_until != until:
        if subject.key in await _fixed(talk, {subject.key: subject}, talk.today):
            return Answer.NO_MORE_SNOOZE
        await reminders.update_subject(talk.db, subject.key, snoozed_until=until)
        talk.audit("upkeep.snooze", f"{subject.kind}:{subject.id}", until=until.isoformat())
    return Answer.SNOOZED


async def pause(talk: Talk, subject: Subject, months: int) -> Answer:
    """No reminders for some months, or (0) until somebody goes on."""
    until = add_months(talk.today, months) if months else FOR_EVER
    await reminders.update_subject(talk.db, subject.key, paused_until=until, snoozed_until=None)
    talk.audit("upkeep.pause", f"{subject.kind}:{subject.id}", until=until.isoformat())
    return Answer.PAUSED


async def resume(talk: Talk, subject: Subject) -> Answer:
    """End a pause today: what is due is reminded of afresh."""
    await reminders.update_subject(talk.db, subject.key, paused_until=talk.today, snoozed_until=None)
    talk.audit("upkeep.resume", f"{subject.kind}:{subject.id}")
    return Answer.RESUMED


async def shown_together(talk: Talk, key: Key, ref: str) -> list[Key]:
    """All subjects of the reminder that was pressed; only `key` where it is not found any more."""
    if not _is_here(talk, ref):
        return [key]
    sent = await outbox.stored(talk.db, outbox_key(ref))
    keys = subjects_in(sent) if sent else []
    return keys if key in keys else [key]


def _is_here(talk: Talk, ref: str) -> bool:
    """Whether a reminder of that reference went into this chat."""
    if talk.chat.private:
        return talk.person is not None and ref.startswith(f"p{talk.person.id}-")
    return talk.group is not None and ref.startswith(f"g{talk.group.id}-")


async def refreshed(talk: Talk, keys: Collection[Key], ref: str, asking: Key | None = None) -> Outgoing:
    """The reminder as things stand now."""
    found = await reminders.subjects(talk.db, keys, talk.today)
    fixed = await _fixed(talk, found, talk.today)
    lang = talk.group.language if talk.group else talk.lang
    scene = Scene(lang, talk.today, ref if _is_here(talk, ref) else "", not talk.chat.private, fixed, asking)
    return compose(list(found.values()), scene)


async def _fixed(talk: Talk, subjects: dict[Key, Subject], today: date) -> set[Key]:
    """Those that were put off as often as the rules allow, or are not due."""
    duties = {key: duty_of(subject, today) for key, subject in subjects.items()}
    if not duties:
        return set()
    sent = await reminders.sent(talk.db, duties.keys(), min(duty.due for duty in duties.values()))
    return {key for key, duty in duties.items() if not may_snooze(duty, sent.get(key, ()), today)}
