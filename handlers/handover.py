"""`/handover` 交接: an officer asks for it, a coordinator gives the code for the successor."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import Post, PostRole
from kpbot.domain.plain_text import one_line
from kpbot.domain.roles import Act, Place
from kpbot.services import groups, handover, naming, privately
from kpbot.services.naming import Spot
from kpbot.services.permission import refusal
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk

LISTED = 8
LONGEST = 60  # characters of a place nobody knows that are said back


async def command(talk: Talk, argument: str) -> None:
    own = [post for post in talk.posts if post.role is PostRole.OFFICER]
    if argument and talk.coordinator_posts:
        await _for_unit(talk, await naming.spots_named(talk, argument, units=True), argument)
    elif own:
        await _own(talk, own)
    elif talk.coordinator_posts:
        talk.reply(talk.say("handover-how"))
    else:
        talk.reply(refusal(talk, Act.HAND_OVER, Place("/")))


async def _own(talk: Talk, own: list[Post]) -> None:
    if len(own) == 1:
        talk.reply(await _asked(talk, own[0]))
        return
    named = [(post, await groups.place_name(talk, post.region_id, post.unit_id)) for post in own]
    rows = tuple((Button(place, f"handover:own:{post.id}"),) for post, place in named)
    talk.reply(talk.say("handover-which"), buttons=rows)


async def _asked(talk: Talk, post: Post) -> str:
    place = await groups.place_name(talk, post.region_id, post.unit_id)
    return talk.say("handover-passed-on" if await handover.ask(talk, post, place) else "handover-nobody", place=place)


async def _for_unit(talk: Talk, spots: list[Spot], argument: str) -> None:
    if len(spots) != 1 or (unit := spots[0].unit) is None:
        names = "\n".join(spot.name for spot in spots[:LISTED])
        talk.reply(
            talk.say("place-several" if spots else "place-unknown", name=one_line(argument)[:LONGEST], names=names)
        )
        return
    officers = await handover.officers_of(talk, unit)
    if not officers:
        talk.reply(talk.say("handover-vacant", place=spots[0].name))
        return
    rows = tuple(
        (Button(talk.say("handover-button-from", name=p.name), f"handover:give:{post.id}"),) for post, p in officers
    )
    talk.reply(talk.say("handover-whose", place=spots[0].name), buttons=rows)


async def press(talk: Talk, parts: list[str]) -> None:
    own = next((post for post in talk.posts if post.id == record_id(parts)), None)
    if parts[:1] == ["own"] and own and own.role is PostRole.OFFICER:
        talk.update(await _asked(talk, own))
    elif parts[:1] == ["give"]:
        await _give(talk, record_id(parts))
    else:
        talk.refuse(talk.say("button-outdated"))


async def _give(talk: Talk, post_id: int) -> None:
    held = await handover.holder(talk, post_id)
    if held is None:
        talk.refuse(talk.say("handover-ended"))
        return
    post, person = held
    if problem := handover.may_not(talk, post):
        talk.refuse(problem)
        return
    if talk.private_chat is None:  # a code is never shown to a group
        privately.refuse(talk)
        return
    place = await groups.place_name(talk, post.region_id, post.unit_id)
    code = await handover.give(talk, post)
    by = talk.person.name if talk.person else ""
    if not talk.chat.private:
        talk.update(talk.say("handover-given", name=person.name, place=place, by=by))
    talk.privately(talk.say("handover-code", code=code, name=person.name, place=place))
    if talk.person and person.id != talk.person.id:
        await handover.pass_on(talk, post, person, code, place)
