"""The coordinators' part of an event: they see what was reported and accept it or return it with a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kpbot.domain.events import EventState, may_become
from kpbot.domain.messages import Button, Chat, Outgoing
from kpbot.domain.people import Group, GroupKind
from kpbot.domain.roles import Act, Place
from kpbot.domain.upkeep import add_months
from kpbot.services import event_words
from kpbot.services.desk import desk_of
from kpbot.services.event_words import Seen
from kpbot.services.permission import refusal
from kpbot.services.talk import Talk
from kpbot.storage import events, groups, outbox, people, photos
from kpbot.storage.events import Event, MonthOfStation
from kpbot.texts import say

ROUTE = "evd"
LASTS = timedelta(days=7)
LISTED = 5
REASONS = ("photo", "headcount", "day", "kind")


def _key(event: Event, revision: int, name: str) -> str:
    """The outbox key of the message that shows a revision of an event to a desk."""
    return f"event:{event.id}:{revision}:{name}"


async def look(talk: Talk, event: Event) -> Seen:
    """An event with the people around it."""
    post = await people.post(talk.db, event.post_id)
    holder = await people.person(talk.db, post.person_id) if post else None
    helper = await people.person(talk.db, event.entered_by) if event.entered_by else None
    return Seen(
        event,
        holder.name if holder else "",
        helper.name if helper else "",
        await photos.count(talk.db, (photos.EVENT, event.id)),
        await events.revision(talk.db, event),
    )


def text_of(lang: str, seen: Seen, minimum: int) -> str:
    """What was reported, by whom, and what is to be known about it."""
    head = say(lang, f"events-desk-{'again' if seen.revision else 'new'}", name=seen.reporter)
    return "\n".join([head, *event_words.told(lang, seen, minimum)])


def buttons_of(lang: str, seen: Seen) -> tuple[tuple[Button, ...], ...]:
    which = f"{seen.event.id}:{seen.revision}"
    return (
        (
            Button(say(lang, "events-button-accept"), f"{ROUTE}:ok:{which}"),
            Button(say(lang, "events-button-return"), f"{ROUTE}:back:{which}"),
        ),
    )


async def announce(talk: Talk, event: Event) -> None:
    """Ask the nearest coordinators to look at an event."""
    seen = await look(talk, event)
    minimum = talk.settings.events.minimum
    desk = await desk_of(talk, event.region_path)
    for name, (chat, lang) in desk.items():
        outgoing = Outgoing(text=text_of(lang, seen, minimum), buttons=buttons_of(lang, seen), language=lang)
        talk.tell(chat, outgoing, _key(event, seen.revision, name), LASTS)


async def outdated(
    talk: Talk, event: Event, revision: int, text_id: str, *, but: str | None = None, by: str = ""
) -> None:
    """What was asked about a revision is settled: its messages say so and lose their buttons, and those that still wait
    for somebody to write are not sent. `but`: the message of
    this chat that the caller changes, or `key:` and the outbox key that last changed it."""
    await talk.batch.flush()
    if but and but.startswith("key:"):
        but = await _changed_by(talk, but.removeprefix("key:"))
    pictures = await photos.count(talk.db, (photos.EVENT, event.id))
    desk = await desk_of(talk, event.region_path)
    await outbox.drop_waiting(talk.db, [_key(event, revision, name) for name in desk], talk.now)
    for name, (chat, lang) in desk.items():
        key = _key(event, revision, name)
        capabilities = talk.batch.capabilities.get(chat.platform)
        sent = await outbox.sent_message(talk.db, key)
        changed_here = but is not None and chat == talk.chat and (sent.waiting or sent.message == but)
        if changed_here or not capabilities or not capabilities.edits or not (sent.message or sent.waiting):
            continue
        lines = event_words.lines(lang, event.station, event.facts, pictures)
        text = "\n".join([*lines, say(lang, text_id, by=by)])
        talk.tell(chat, Outgoing(text=text, edits=f"key:{key}"), f"{key}:{text_id}", LASTS)


async def _changed_by(talk: Talk, key: str) -> str:
    """The message that what is owed under a key changes, or is."""
    owed = await outbox.stored(talk.db, key)
    return owed.edits if owed and owed.edits else (await outbox.sent_message(talk.db, key)).message


def may_decide(talk: Talk, event: Event) -> str:
    """Empty if the speaker may accept or return an event, else the sentence that says who can."""
    return refusal(talk, Act.ACCEPT_EVENT, Place(event.region_path, event.unit_id))


async def decide(talk: Talk, event: Event, state: EventState, note: str, card: str) -> bool:
    """Accept or return; False if that is no longer possible. `card`: the message of this chat that asked."""
    if not may_become(event.state, state):
        return False
    by = talk.person
    await events.decide(talk.db, event, state, by.id if by else None, talk.now, note)
    accepted = state is EventState.ACCEPTED
    talk.audit("event.accept" if accepted else "event.return", f"event:{event.id}")
    text_id = "events-desk-accepted" if accepted else "events-desk-returned"
    revision = await events.revision(talk.db, event)
    await outdated(talk, event, revision, text_id, but=card, by=by.name if by else "")
    if not accepted:
        await _tell_officer(talk, event, revision, note)
    return True


async def _tell_officer(talk: Talk, event: Event, revision: int, note: str) -> None:
    """Privately, else in the officers' group nearest to the unit."""
    post = await people.post(talk.db, event.post_id)
    holder = await people.person(talk.db, post.person_id) if post else None
    if post is None or holder is None:
        return
    accounts = await people.accounts_of(talk.db, [holder.id])
    opened = next((a for a in accounts if a.private_chat), None)
    lang = holder.language or talk.settings.language
    if opened:
        chat = Chat(opened.platform, opened.private_chat, private=True)
    elif group := await _group_near(talk, event, {account.platform for account in accounts}):
        chat, lang = group.address, group.language
    else:
        return
    text = say(lang, "events-returned", name=holder.name, title=event.title, note=note)
    lines = event_words.lines(lang, event.station, event.facts, None)
    buttons = event_words.owner_buttons(lang, event.id)
    said = Outgoing(text="\n".join([text, *lines]), buttons=buttons, language=lang)
    talk.tell(chat, said, f"event:{event.id}:{revision}:back", LASTS)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, add_months(first, 1) - timedelta(days=1)


async def _group_near(talk: Talk, event: Event, platforms: set[str]) -> Group | None:
    """The officers' group nearest to the event's unit, on a platform its officer uses."""
    top = event.region_path.split("/")[1]
    fitting = [
        group
        for group in await groups.within(talk.db, f"/{top}/", (GroupKind.OFFICERS,))
        if group.platform in platforms
        and event.region_path.startswith(group.region_path)
        and group.unit_id in (None, event.unit_id)
    ]
    return max(fitting, key=lambda group: (group.unit_id is not None, len(group.region_path)), default=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a coordinator has to look at, and how far the month is at the region's stations."""

    count: int
    first: list[Seen]
    months: list[MonthOfStation]


async def waiting(talk: Talk) -> Waiting:
    paths = [post.region_path for post in talk.coordinator_posts]
    count, first = await events.waiting(talk.db, paths, LISTED)
    months = await events.months(talk.db, *month_of(talk.today), talk.settings.events.minimum, paths=paths)
    return Waiting(count, [await look(talk, event) for event in first], months)
