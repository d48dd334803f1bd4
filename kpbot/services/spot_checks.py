"""Spot-checks: a few shares of last week, drawn by lot, at which coordinators are asked to have a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.domain.places import Region
from kpbot.domain.roles import Act, Place
from kpbot.domain.spot_checks import (
    Answer,
    ShareKey,
    days_checked,
    is_over,
    is_overdue,
    may_be_asked,
    monday,
    sample,
    seed,
)
from kpbot.services.desk import Desk, desk_of, desks_of, hearing_among
from kpbot.services.permission import refusal
from kpbot.services.rendering import date_text, day_text, shortened
from kpbot.services.rhythm import Tree, load_tree, local_day
from kpbot.services.talk import Talk
from kpbot.settings import Settings
from kpbot.storage import outbox, spot_checks
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.spot_checks import SpotCheck
from kpbot.texts import say

ROUTE = "spot"
LASTS = timedelta(days=5)
TITLE_SHOWN = 40  # characters
ADDRESSES_SHOWN = 2  # of a share

Buttons = tuple[tuple[Button, ...], ...]


async def ask(db: Db, settings: Settings, zone: str, now: datetime, platforms: Mapping[str, Capabilities]) -> None:
    """Draw for every county of a time zone of which nothing was asked this week, and owe its desk one message. On
    working days only: the first of the week asks, unless nobody ran or there was nothing to draw from. `now` is UTC;
    `platforms`: what those in use can."""
    today = local_day(now, zone)
    if not settings.spot_checks.each_week or not may_be_asked(today):
        return
    tree, week = await load_tree(db), monday(today)
    asked = await spot_checks.asked_regions(db, week)
    own = {tree.edition_region(region).id for region in tree.regions.values() if region.time_zone == zone}
    regions = tree.sorted(own - asked)
    desks = await desks_of(db, [region.path for region in regions], settings.language, hearing_among(platforms))
    for region in regions:
        if desk := desks[region.path]:
            drawn = await draw(db, settings, tree, region, week, now, settings.spot_checks.each_week)
            await spot_checks.ask(db, region.id, week, drawn, now)
            await _owe(db, tree, region, week, desk, now)


async def draw(
    db: Db, settings: Settings, tree: Tree, region: Region, week: date, at: datetime, count: int
) -> list[ShareKey]:
    """The sample of a region for the week of a Monday, from the records as they stood at a moment (UTC)."""
    day = local_day(at, region.time_zone)
    held = await spot_checks.officers_within(db, region.path, day)
    mine = [post for post, number in held if tree.edition_region(tree.regions[number]).id == region.id]
    found = await spot_checks.candidates(db, mine, days_checked(week), at)
    lot = seed(region.path, week, settings.spot_checks.seed)
    return sample(found, lot, count)


async def _owe(db: Db, tree: Tree, region: Region, week: date, desk: Desk, now: datetime) -> None:
    asked = await spot_checks.of_week(db, region.id, week)
    if not asked:
        return
    today, title = local_day(now, region.time_zone), tree.title(region)
    owed = [
        Owed(_key(region.id, week, name), chat, message(lang, title, asked, today), Priority.NOTICE, now, now + LASTS)
        for name, (chat, lang) in desk.items()
    ]
    await outbox.owe(db, owed)


def _key(region_id: int, week: date, name: str) -> str:
    """The outbox key of the message that asks a desk."""
    return f"{key_of(region_id, week)}{name}"


def key_of(region_id: int, week: date) -> str:
    """How the keys of all messages begin that show what was asked of a region in a week: they name officers."""
    return f"spot:{region_id}:{week}:"


def message(lang: str, place: str, asked: Sequence[SpotCheck], today: date) -> Outgoing:
    """What is asked and what was answered so far, with buttons until the week is over."""
    week = asked[0].week
    days = days_checked(week)
    since, until = (date_text(day, lang, today) for day in (days[0], days[-1]))
    lines = [_line(lang, number, one) for number, one in enumerate(asked, 1)]
    over = is_over(week, today)
    waiting = sum(not one.answer for one in asked)
    end = "spot-over" if over else "spot-how" if waiting else "spot-done"
    return Outgoing(
        title=say(lang, "spot-title", place=place, since=since, until=until),
        text="\n".join([say(lang, "spot-asked", count=len(asked)), "", *lines, "", say(lang, end)]),
        footer=say(lang, "spot-no-verdict"),
        buttons=() if over else _buttons(lang, asked),
        language=lang,
    )


def _line(lang: str, number: int, one: SpotCheck) -> str:
    line = say(
        lang,
        "spot-line",
        number=number,
        day=day_text(one.day, lang),
        unit=one.unit or say(lang, "spot-no-unit"),
        name=one.officer,
        where=say(lang, f"destination-{one.destination}"),
        title=shortened(one.title, TITLE_SHOWN),
    )
    for address in one.addresses[:ADDRESSES_SHOWN]:
        line += "\n" + say(lang, "spot-address", address=address)
    if one.answer:
        line += "\n" + say(lang, "spot-answered", answer=say(lang, f"spot-answer-{one.answer}"), by=one.by)
    return line


def _buttons(lang: str, asked: Sequence[SpotCheck]) -> Buttons:
    return tuple(
        tuple(
            Button(
                say(lang, "spot-button", number=number, answer=say(lang, f"spot-answer-{said}")),
                f"{ROUTE}:{one.id}:{said}",
            )
            for said in Answer
        )
        for number, one in enumerate(asked, 1)
    )


@dataclass(frozen=True, slots=True)
class Said:
    """The outcome of an answer: what to say, and the message as it is now; None where nothing was changed."""

    text: str
    message: Outgoing | None = None


async def answer(talk: Talk, check_id: int, said: Answer) -> Said:
    """Note what a coordinator saw; the same again changes nothing, another answer corrects the first."""
    check = await spot_checks.find(talk.db, check_id)
    if check is None:
        return Said(talk.say("button-outdated"))
    if refused := refusal(talk, Act.SPOT_CHECK, Place(check.region_path)):
        return Said(refused)
    if talk.person and talk.person.id == check.officer_id:
        return Said(talk.say("spot-own"))
    tree = await load_tree(talk.db)
    region = tree.regions[check.region_id]
    today = local_day(talk.now, region.time_zone)
    if is_over(check.week, today):
        return Said(talk.say("spot-late"))
    asked = await spot_checks.of_week(talk.db, check.region_id, check.week, lock=True)
    number, check = next((n, one) for n, one in enumerate(asked, 1) if one.id == check_id)
    named = talk.say(f"spot-answer-{said}")
    if check.answer == said:
        return Said(talk.say("spot-again", number=number, answer=named))
    await talk.batch.flush()
    await spot_checks.answer(talk.db, check, said, talk.person.id if talk.person else None, talk.now)
    talk.audit("spot.answer", f"spot:{check.id}", answer=said.value, before=check.answer)
    asked = await spot_checks.of_week(talk.db, check.region_id, check.week)
    title = tree.title(region)
    await _tell_others(talk, region, title, asked, today)
    return Said(talk.say("spot-noted", number=number, answer=named), message(talk.lang, title, asked, today))


async def _tell_others(talk: Talk, region: Region, title: str, asked: Sequence[SpotCheck], today: date) -> None:
    """The same message in the other chats of the desk is changed too, where it can be."""
    week = asked[0].week
    desk = await desk_of(talk, region.path)
    for name, (chat, lang) in desk.items():
        if (chat.platform, chat.id) == (talk.chat.platform, talk.chat.id):
            continue
        capabilities = talk.batch.capabilities.get(chat.platform)
        key = _key(region.id, week, name)
        sent = await outbox.sent_message(talk.db, key)
        if capabilities and capabilities.edits and (sent.message or sent.waiting):
            changed = replace(message(lang, title, asked, today), edits=f"key:{key}")
            talk.tell(chat, changed, f"{key}:{talk.chat.platform}:{talk.incoming.key}", LASTS)


async def open_messages(talk: Talk) -> list[Outgoing]:
    """What is asked this week in the speaker's regions, a message a county."""
    tree = await load_tree(talk.db)
    found = []
    for region in tree.sorted(tree.regions):
        if any(region.path.startswith(post.region_path) for post in talk.coordinator_posts):
            today = local_day(talk.now, region.time_zone)
            if asked := await spot_checks.of_week(talk.db, region.id, monday(today)):
                found.append(message(talk.lang, tree.title(region), asked, today))
    return found


async def overdue(db: Db, region: Region, today: date) -> list[SpotCheck]:
    """What was asked two working days ago or longer, in this week, and nobody answered; of a region and all below."""
    waiting = await spot_checks.unanswered(db, region.path, monday(today))
    return [one for one in waiting if is_overdue(local_day(one.asked_at, region.time_zone), today)]


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked of a region in a week, and how that compares with drawing again from the records of now."""

    place: str
    days: tuple[date, date]
    asked: Sequence[SpotCheck]
    missing: int  # of what was asked, not drawn again
    other: int  # drawn now, and was not asked


async def show(db: Db, settings: Settings, region: Region, week: date) -> Shown:
    """`week`: the Monday of the week in which it was asked. What was withdrawn since stands for the time of asking;
    other changes of the records since then can make the two differ."""
    tree = await load_tree(db)
    asked = await spot_checks.of_week(db, region.id, week)
    days = days_checked(week)
    if not asked:
        return Shown(tree.title(region), (days[0], days[-1]), (), 0, 0)
    again = set(await draw(db, settings, tree, region, week, asked[0].asked_at, len(asked)))
    before = {one.share for one in asked}
    return Shown(tree.title(region), (days[0], days[-1]), asked, len(before - again), len(again - before))
