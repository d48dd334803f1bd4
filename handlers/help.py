"""`/help`: what one can do here, by who it is and where."""

from __future__ import annotations

import re

from kpbot.domain.people import GroupKind
from kpbot.services.privately import opened
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence

# Thanks, «收到» and smileys, also as some platforms write them: `[微笑]`, `/::)`.
_COURTESY = re.compile(
    r"(?:谢谢|多谢|感谢|您|你|了|啦|好的|好|收到|知道|明白|嗯|哦|辛苦|thanks?|thank you|ok(?:ay)?|\[[^\]\d\s]{1,8}\]"
    r"|/:\S{1,8}|[^\w/])++",
    re.IGNORECASE,
)
# What only wakes the bot in a group, where something may have waited for the first word of the day.
_GREETING = re.compile(
    r"(?:大家|各位|老师|同志|朋友|们|早上|上午|中午|下午|晚上|早|安|好|你|您|在吗|在不在|在|吗|呀|啊"
    r"|hello|hi|good morning|[^\w/])++",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


async def command(talk: Talk, _argument: str) -> None:
    await opened(talk)
    talk.reply(_help(talk))


async def not_understood(talk: Talk) -> None:
    """Words that nobody took; a picture alone says nothing that could be misread. In groups the short help is all,
    and no word at thanks, greetings or bare numbers."""
    await opened(talk)
    if not talk.chat.private:
        polite = _COURTESY.fullmatch(talk.text) or _GREETING.fullmatch(talk.text)
        if _LETTER.search(talk.text) and not polite:
            talk.reply(_help(talk), aside=True)
    elif talk.incoming.photos and not talk.text and talk.officer_post:
        talk.reply(talk.say("help-photo"))
    elif talk.text and _COURTESY.fullmatch(talk.text.strip()):
        talk.reply(talk.say("help-courtesy"), aside=True)
    else:
        talk.reply(f"{talk.say('help-not-understood')}\n{_help(talk)}" if talk.text else _help(talk))


def _help(talk: Talk) -> str:
    where = "group" if not talk.chat.private else "private" if talk.capabilities.slashes else "words"
    public = talk.group is not None and talk.group.kind is GroupKind.PUBLIC
    text_id = f"help-{_who(talk)}-{where}"
    return talk.say(text_id) if public else sentence(talk, text_id)


def _who(talk: Talk) -> str:
    officer = any(post.unit_id for post in talk.posts)
    if talk.coordinator_posts:
        return "both" if officer else "coordinator"
    if officer:
        return "officer"
    return "pending" if talk.pending else "unknown"
