"""`/away` 请假: days on which nothing is expected and nobody reminds."""

from __future__ import annotations

from datetime import date, timedelta

from kpbot.domain.leave_days import LONGEST, read_leave
from kpbot.domain.messages import Button
from kpbot.services import people
from kpbot.services.rendering import date_text
from kpbot.services.talk import Buttons, Talk
from kpbot.services.unrecognised import sentence

DAYS = (1, 3, 7)


async def command(talk: Talk, argument: str) -> None:
    if not people.on_leave(talk):
        talk.reply(sentence(talk, "away-no-post"))
    elif not argument:
        await _menu(talk)
    elif argument in _END:
        await _end(talk)
    elif (leave := read_leave(argument, talk.today)) is None:
        talk.reply(talk.say("away-unclear"))
    elif (leave.until - leave.since).days >= LONGEST or leave.until < talk.today:
        talk.reply(talk.say("away-too-long" if leave.until >= talk.today else "away-past", days=LONGEST))
    else:
        await people.set_leave(talk, leave.since, leave.until)
        talk.reply(_days(talk, "away-done", leave.since, leave.until))


_END = frozenset({"结束", "销假", "end", "back", "取消"})


async def _menu(talk: Talk) -> None:
    """In private chats only, because in a group anybody could press; and for oneself, because a press is one's own."""
    if not talk.chat.private or talk.on_behalf_of:
        talk.reply(talk.say("away-how"))
        return
    days: Buttons = (tuple(Button(talk.say("away-button-days", days=n), f"away:{n}") for n in DAYS),)
    if now := await people.leave_now(talk):
        talk.reply(_days(talk, "away-is", *now), buttons=(*days, (Button(talk.say("away-button-end"), "away:end"),)))
    else:
        talk.reply(talk.say("away-ask"), buttons=days)


async def press(talk: Talk, parts: list[str]) -> None:
    if not talk.chat.private:
        talk.refuse(talk.say("button-outdated"))
    elif parts == ["end"]:
        await _end(talk)
    elif len(parts) == 1 and parts[0] in map(str, DAYS) and people.on_leave(talk):
        until = talk.today + timedelta(days=int(parts[0]) - 1)
        await people.set_leave(talk, talk.today, until)
        talk.update(_days(talk, "away-done", talk.today, until))
    else:
        talk.refuse(talk.say("button-outdated"))


def _days(talk: Talk, text_id: str, since: date, until: date) -> str:
    first, last = (date_text(day, talk.lang, talk.today) for day in (since, until))
    return talk.say(text_id, since=first, until=last)


async def _end(talk: Talk) -> None:
    done = talk.say("away-ended" if await people.end_leave(talk) else "away-none")
    if talk.incoming.button:
        talk.update(done)
    else:
        talk.reply(done)
