"""Spot-checks: a coordinator says what was seen of the shares that were drawn by lot."""

from __future__ import annotations

from kpbot.domain.spot_checks import Answer
from kpbot.services import spot_checks
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk


async def press(talk: Talk, args: list[str]) -> None:
    """`spot:<check>:<answer>`"""
    check, said = record_id(args[:1]), args[1] if len(args) > 1 else ""
    if not check or said not in set(Answer):
        talk.refuse(talk.say("button-outdated"))
        return
    outcome = await spot_checks.answer(talk, check, Answer(said))
    if outcome.message is None:
        talk.refuse(outcome.text)
        return
    talk.acknowledge(outcome.text)
    if talk.capabilities.edits:
        message = outcome.message
        talk.update(message.text, title=message.title, footer=message.footer, buttons=message.buttons)


async def show(talk: Talk) -> None:
    """What is asked this week, once more: the message may have scrolled away."""
    found = await spot_checks.open_messages(talk)
    if not found:
        talk.refuse(talk.say("spot-none"))
    for message in found:
        talk.reply(message.text, title=message.title, footer=message.footer, buttons=message.buttons)
