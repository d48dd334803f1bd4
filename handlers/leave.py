"""`/leave` 卸任: somebody ends their own post."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import Post
from kpbot.services import groups, people
from kpbot.services.pressed import record_id
from kpbot.services.privately import only_privately
from kpbot.services.talk import Talk


async def command(talk: Talk, _argument: str) -> None:
    held = talk.posts + talk.pending
    if not held:
        talk.reply(talk.say("leave-no-post"))
    elif not only_privately(talk):
        return
    elif len(held) == 1:
        await _ask(talk, held[0])
    else:
        named = [(post, await groups.place_name(talk, post.region_id, post.unit_id)) for post in held]
        rows = tuple((Button(place, f"leave:ask:{post.id}"),) for post, place in named)
        talk.reply(talk.say("leave-which"), buttons=rows)


async def _ask(talk: Talk, post: Post) -> None:
    place = await groups.place_name(talk, post.region_id, post.unit_id)
    yes = Button(talk.say("leave-button-yes"), f"leave:yes:{post.id}")
    no = Button(talk.say("leave-button-no"), "leave:no")
    talk.update(talk.say("leave-ask", place=place), buttons=((yes, no),))


async def press(talk: Talk, parts: list[str]) -> None:
    post = await people.own_post(talk, record_id(parts))
    if not talk.chat.private:
        talk.refuse(talk.say("button-outdated"))
    elif parts[:1] == ["no"]:
        talk.update(talk.say("leave-kept"))
    elif post is None:
        talk.refuse(talk.say("button-outdated"))
    elif parts[0] == "ask":
        await _ask(talk, post)
    elif parts[0] == "yes":
        talk.update(talk.say("leave-done", place=await people.resign(talk, post)))
