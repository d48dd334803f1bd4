"""Where an officer usually passes items on to: chosen once, meant by every press after it."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.shares import Destination, read_destination
from kpbot.services import privately, shares
from kpbot.services.talk import Buttons, Talk
from kpbot.services.unrecognised import sentence


async def command(talk: Talk, argument: str) -> None:
    chosen = read_destination(argument) if argument else None
    if chosen is None:
        await _ask(talk)
    else:
        await _choose(talk, chosen)


async def press(talk: Talk, args: list[str]) -> None:
    """`to:ask` under the push, `to:<destination>` in the answer."""
    if args and args[0] in set(Destination):
        await _choose(talk, Destination(args[0]))
    else:
        await _ask(talk)


async def _ask(talk: Talk) -> None:
    if talk.officer_post is None:
        talk.refuse(sentence(talk, "share-not-registered"))
        return
    question = talk.say("destination-ask", now=talk.say(f"destination-{shares.remembered(talk)}"))
    if talk.chat.private:
        talk.reply(question, buttons=_buttons(talk))
    elif talk.privately(question, buttons=_buttons(talk)):
        talk.acknowledge(talk.say("sent-privately"))
    else:
        talk.refuse(talk.say("open-private-first", way=privately.way(talk)), opens="to")


async def _choose(talk: Talk, destination: Destination) -> None:
    if talk.officer_post is None or talk.person is None:
        talk.refuse(sentence(talk, "share-not-registered"))
        return
    await shares.remember(talk, destination)
    chosen = talk.say("destination-chosen", where=talk.say(f"destination-{destination}"))
    if talk.chat.private:
        talk.update(chosen)
    else:
        talk.acknowledge(chosen)


def _buttons(talk: Talk) -> Buttons:
    labels = [Button(talk.say(f"destination-{d}"), f"to:{d}") for d in Destination]
    return tuple(tuple(labels[n : n + 3]) for n in range(0, len(labels), 3))
