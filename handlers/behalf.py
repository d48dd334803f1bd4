"""`/for NAME COMMAND`: a coordinator does for an officer what the officer cannot do just now."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.roles import Act, Place
from kpbot.services import behalf
from kpbot.services.behalf import Officer
from kpbot.services.permission import refusal
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk

LISTED = 8


async def command(talk: Talk, argument: str) -> None:
    name, _, rest = argument.partition(" ")
    rest = rest.strip()
    if not talk.coordinator_posts:
        talk.reply(refusal(talk, Act.SHARE_FOR, Place("/")))
    elif not name or not rest:
        talk.reply(talk.say("behalf-how"))
    else:
        await _for(talk, name, rest, await behalf.officers_named(talk, name))


async def _for(talk: Talk, name: str, rest: str, found: list[Officer]) -> None:
    if len(found) == 1:
        await _do(talk, found[0][0].id, rest)
    elif not found or len(found) > LISTED:
        talk.reply(talk.say("behalf-too-many" if found else "behalf-nobody", name=name))
    else:
        talk.begin("for", "choose", command=rest)
        rows = tuple((Button(f"{person.name} · {unit.name}", f"for:{post.id}"),) for post, person, unit in found)
        talk.reply(talk.say("behalf-which", name=name), buttons=rows)


async def _do(talk: Talk, post_id: int, rest: str) -> None:
    if not await behalf.act_for(talk, post_id):
        talk.reply(talk.say("behalf-over"))
    elif not await talk.hand_on(rest):
        talk.reply(talk.say("behalf-not-so"))


async def press(talk: Talk, parts: list[str]) -> None:
    conversation = talk.conversation
    if conversation is None or conversation.route != "for" or not talk.coordinator_posts:
        talk.refuse(talk.say("button-outdated"))
        return
    rest = str(conversation.data["command"])
    talk.end()
    await _do(talk, record_id(parts), rest)
