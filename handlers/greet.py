"""The bot comes into a group or a private chat, or leaves it."""

from __future__ import annotations

from kpbot.domain.messages import Happening
from kpbot.domain.people import GroupState
from kpbot.services import groups
from kpbot.services.privately import opened
from kpbot.services.talk import Talk

from . import join


async def happening(talk: Talk) -> None:
    match talk.incoming.happening:
        case Happening.ADDED:
            await _added(talk)
        case Happening.REMOVED:
            await groups.removed(talk)
        case Happening.STARTED:
            await _welcome(talk)
        case Happening.RENAMED:
            await groups.renamed(talk)
        case Happening.MOVED:
            await groups.moved(talk)


async def start(talk: Talk, argument: str) -> None:
    """`/start`, with a code where a link brought the person here."""
    if argument:
        await join.command(talk, argument)
    elif talk.chat.private:
        await _welcome(talk)
    else:
        talk.reply(talk.say("greet-hello"))


async def _added(talk: Talk) -> None:
    group = await groups.added(talk)
    if group is None:
        await _welcome(talk)
    elif group.kind is None:
        talk.reply(talk.say("greet-added"))
    else:
        where = await groups.place_name(talk, group.region_id, group.unit_id)
        text_id = "greet-back-paused" if group.state is GroupState.PAUSED else "greet-back"
        talk.reply(talk.say(text_id, place=where))


async def _welcome(talk: Talk) -> None:
    """What to do next, by who it is."""
    await opened(talk)
    name = talk.person.name if talk.person else ""
    if talk.coordinator_posts:
        text = talk.say("greet-coordinator", name=name)
    elif talk.officer_post:
        text = talk.say("greet-officer", name=name)
    elif talk.pending:
        text = talk.say("greet-pending", name=name)
    else:
        text = talk.say("greet-unknown")
    talk.reply(text)
