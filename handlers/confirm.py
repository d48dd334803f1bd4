"""A coordinator's tap on who asked to join; `/confirm` lists who still waits."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import PostState
from kpbot.domain.roles import Act, Place
from kpbot.services import confirming
from kpbot.services.confirming import Waiting
from kpbot.services.permission import refusal
from kpbot.services.pressed import record_id
from kpbot.services.talk import Buttons, Talk

LISTED = 8


async def command(talk: Talk, _argument: str) -> None:
    if not talk.coordinator_posts:
        talk.reply(refusal(talk, Act.CONFIRM_OFFICER, Place("/")))
        return
    waiting = await confirming.waiting(talk)
    if not waiting:
        talk.reply(talk.say("confirm-none"))
        return
    shown = waiting[:LISTED]
    lines = [talk.say("confirm-line", name=one.person.name, place=one.place) for one in shown]
    more = [talk.say("confirm-more", count=len(waiting) - LISTED)] if len(waiting) > LISTED else []
    talk.reply(
        "\n".join([talk.say("confirm-list", count=len(waiting)), *lines, *more]),
        buttons=tuple(row for one in shown for row in _buttons(talk, one)),
    )


def _buttons(talk: Talk, one: Waiting) -> Buttons:
    yes = Button(talk.say("confirm-button-yes-name", name=one.person.name), f"confirm:yes:{one.post.id}")
    no = Button(talk.say("confirm-button-no-name", name=one.person.name), f"confirm:no:{one.post.id}")
    return ((yes, no),)


async def press(talk: Talk, parts: list[str]) -> None:
    asked = await confirming.find(talk, record_id(parts))
    if asked is None or parts[0] not in ("yes", "no"):
        talk.refuse(talk.say("button-outdated"))
    elif problem := confirming.may_not(talk, asked):
        talk.refuse(problem)
    elif asked.post.state is PostState.PENDING and await confirming.decide(talk, asked, yes=parts[0] == "yes"):
        by = talk.person.name if talk.person else ""
        talk.update(confirming.decided_text(talk.lang, asked, by, yes=parts[0] == "yes"))
    else:
        await _decided_before(talk, asked)


async def _decided_before(talk: Talk, asked: Waiting) -> None:
    state, by = await confirming.decided_by(talk, asked)
    known = {PostState.ACTIVE: "confirm-already", PostState.REFUSED: "confirm-already-refused"}
    talk.refuse(talk.say(known.get(state, "confirm-withdrawn"), name=asked.person.name, by=by))
