"""`/board`, `/books`, `/screen` 更换登记: one word records it; the day, the record and its pictures can be changed."""

from __future__ import annotations

import re
from datetime import date

from handlers import boards
from kpbot.domain.messages import Button, Photo
from kpbot.domain.plain_text import clean, one_line
from kpbot.domain.roles import Act, Place
from kpbot.domain.when import Unreadable, find_day
from kpbot.services import photos_apart, upkeep
from kpbot.services.permission import refusal
from kpbot.services.rendering import day_text
from kpbot.services.talk import Buttons, Talk
from kpbot.services.upkeep import Done, Outcome

ROUTE, PHOTOS = "up", photos_apart.UPKEEP_PHOTOS
MOST_BUTTONS = 8
_SAYS_CHANGED = re.compile(
    r"(?:已经?|都|刚)?(?:更换|更新|换)(?:好|完)?(?:[了过]|(?=\s)|$)|(?:renewed|changed|done)\b", re.IGNORECASE
)


async def board(talk: Talk, argument: str) -> None:
    await _command(talk, argument, "board")


async def books(talk: Talk, argument: str) -> None:
    await _command(talk, argument, "books")


async def screen(talk: Talk, argument: str) -> None:
    await _command(talk, argument, "screen")


async def _command(talk: Talk, argument: str, kind: str) -> None:
    """`/board`, `/board 昨天`, `/board 槐树村 11月20日`; a coordinator's bare `/board` lists."""
    if not argument and talk.officer_post is None and talk.coordinator_posts:
        await boards.show(talk, [kind])
        return
    candidates = await upkeep.within_reach(talk, [kind])
    if not candidates:
        talk.reply(_nothing_here(talk, kind))
        return
    words = one_line(_SAYS_CHANGED.sub(" ", argument))
    day, chosen = talk.today, upkeep.named(candidates, words)
    if not chosen:
        said = find_day(words, talk.today)
        if isinstance(said, Unreadable):
            talk.reply(talk.say("upkeep-day-unread", said=clean(said.said, 20)))
            return
        if said:
            day, words = said.day, f"{words[: said.span[0]]} {words[said.span[1] :]}".strip(" ,，、。")
            chosen = upkeep.named(candidates, words)
    if not chosen:
        names = talk.say("digest-joiner").join(one.label for one in candidates[:MOST_BUTTONS])
        talk.reply(talk.say("upkeep-not-found", words=clean(words, 30), names=names))
    elif len(chosen) == 1:
        await _record(talk, chosen[0].facility.id, day, talk.incoming.photos)
    else:
        _ask_which(talk, kind, chosen, day)


def _nothing_here(talk: Talk, kind: str) -> str:
    if talk.officer_post or talk.coordinator_posts:
        return talk.say("upkeep-no-facility", kind=kind)
    return refusal(talk, Act.UPKEEP, Place("/"))


def _ask_which(talk: Talk, kind: str, chosen: list[upkeep.Kept], day: date) -> None:
    shown = chosen[:MOST_BUTTONS]
    text = [talk.say("upkeep-which", date=day_text(day, talk.lang))]
    if more := len(chosen) - len(shown):
        text.append(talk.say("upkeep-which-more", more=more, command=kind, example=chosen[0].unit.name))
    talk.reply(
        "\n".join(text),
        buttons=tuple((Button(one.label, f"{ROUTE}:pick:{one.facility.id}:{day:%Y%m%d}"),) for one in shown),
    )
    if talk.incoming.photos and _free(talk):
        refs = [photo.ref for photo in talk.incoming.photos]
        talk.begin(PHOTOS, "pick", refs=refs, album=talk.incoming.album)


async def _record(talk: Talk, facility_id: int, day: date, pictures: tuple[Photo, ...] = ()) -> None:
    done = await upkeep.record(talk, facility_id, day)
    await keep_pictures(talk, done, pictures)
    talk.reply(read_back(talk, done, day, pictures), buttons=record_buttons(talk, done))


async def keep_pictures(talk: Talk, done: Done, pictures: tuple[Photo, ...] = ()) -> None:
    """Those that came with it belong to the record; those that follow may."""
    if done.upkeep:
        await upkeep.attach(talk, done.upkeep.id, pictures)
        await_pictures(talk, done.upkeep.id)


def read_back(talk: Talk, done: Done, day: date, pictures: tuple[Photo, ...] = ()) -> str:
    """What became of a record for local `day`, and of pictures that came for one made before, in one line."""
    when = day_text(done.upkeep.day if done.upkeep else day, talk.lang)
    name = done.kept.label if done.kept else ""
    with_pictures = bool(pictures) and done.outcome is Outcome.KNOWN
    text = talk.say("upkeep-known-photo" if with_pictures else f"upkeep-{done.outcome}", name=name, date=when)
    if done.outcome is not Outcome.RECORDED or done.upkeep is None:
        return text
    notes = (
        ("upkeep-late", done.upkeep.late),
        ("upkeep-for-officer", done.upkeep.entered_by is not None),
        ("upkeep-resumed-too", done.was_paused),
    )
    return talk.say("upkeep-sentences").join([text, *(talk.say(code) for code, holds in notes if holds)])


def record_buttons(talk: Talk, done: Done) -> Buttons:
    if done.upkeep is None or done.outcome not in (Outcome.RECORDED, Outcome.KNOWN):
        return ()
    row = [("upkeep-button-date", "day"), ("upkeep-button-withdraw", "drop")]
    if talk.capabilities.photos:
        row.append(("upkeep-button-photo", "photo"))
    return (tuple(Button(talk.say(label), f"{ROUTE}:{act}:{done.upkeep.id}") for label, act in row),)


def await_pictures(talk: Talk, upkeep_id: int, step: str = "may") -> None:
    """The next pictures may belong to this record, unless another talk is open."""
    if _free(talk):
        talk.begin(PHOTOS, step, upkeep=upkeep_id)


def _free(talk: Talk) -> bool:
    return talk.conversation is None or talk.conversation.route in (ROUTE, PHOTOS)
