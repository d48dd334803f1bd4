"""`/code sheet [PLACE]`: cards to print for those of the roster who have not joined. `/code person NAME`: the code of
one of them, also again; and what to do where somebody else used it."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import Person, Post
from kpbot.domain.plain_text import one_line
from kpbot.domain.roles import Act
from kpbot.services import behalf, invitations, naming, privately
from kpbot.services.code_cards import Invitation
from kpbot.services.groups import place_name
from kpbot.services.handover import holder
from kpbot.services.permission import place_of, refusal
from kpbot.services.talk import Talk

LISTED = 8
LONGEST = 60  # characters of words nobody knows that are said back


async def sheet(talk: Talk, name: str) -> None:
    """For all regions of the speaker, or for one of them."""
    if not talk.capabilities.files:
        talk.reply(talk.say("invite-no-files"))
        return
    paths, place = await _regions(talk, name)
    if not paths:
        return
    by = talk.person.id if talk.person else None
    count, document = await invitations.cards(
        talk.db, talk.settings, paths, by, talk.now, talk.lang, [talk.chat.platform]
    )
    if document:
        talk.reply(talk.say("invite-file-text", count=count), document=document)
    elif count:
        talk.reply(talk.say("invite-too-many", count=count, most=invitations.MOST_CARDS))
    else:
        talk.reply(talk.say("invite-none", place=place))


async def _regions(talk: Talk, name: str) -> tuple[list[str], str]:
    """Their paths, and what they are called; none if that was said to be unknown."""
    if not name:
        own = talk.coordinator_posts
        names = [await place_name(talk, post.region_id, None) for post in own]
        return [post.region_path for post in own], "、".join(names)
    spots = await naming.spots_named(talk, name, units=False)
    if len(spots) == 1:
        return [spots[0].region.path], spots[0].name
    names = [spot.path for spot in spots[:LISTED]]
    talk.reply(talk.say("place-several" if spots else "place-unknown", name=_short(name), names="\n".join(names)))
    return [], ""


def _short(name: str) -> str:
    return one_line(name)[:LONGEST]


async def person(talk: Talk, name: str) -> None:
    found = await behalf.officers_named(talk, name) if name else []
    if not found:
        talk.reply(talk.say("invite-person-unknown", name=_short(name)))
    elif len(found) == 1:
        await _again(talk, found[0][0], found[0][1])
    else:
        rows = tuple(
            (
                Button(
                    talk.say("invite-person-button", name=holder.name, place=unit.name),
                    f"code:again:{post.id}",
                ),
            )
            for post, holder, unit in found[:LISTED]
        )
        talk.reply(talk.say("invite-person-which"), buttons=rows)


async def press(talk: Talk, act: str, post_id: int) -> None:
    held = await holder(talk, post_id)
    if held is None:
        talk.refuse(talk.say("handover-ended"))
    elif problem := refusal(talk, Act.IMPORT_OFFICERS, place_of(held[0])):
        talk.refuse(problem)
    elif not talk.chat.private:  # a code is never shown to a group
        privately.refuse(talk)
    elif act == "again":
        await _again(talk, *held)
    else:
        await _take_back(talk, *held)


async def _again(talk: Talk, post: Post, who: Person) -> None:
    made = await invitations.one_more(talk, post.id)
    if made is not None:
        talk.update(_code(talk, made))
        return
    place = await place_name(talk, post.region_id, post.unit_id)
    lines = (
        talk.say("invite-person-came", name=who.name, place=place),
        talk.say("invite-person-came-wrong"),
    )
    back = Button(talk.say("invite-button-take-back"), f"code:back:{post.id}")
    talk.update("\n".join(lines), buttons=((back,),))


async def _take_back(talk: Talk, post: Post, who: Person) -> None:
    if await invitations.has_come(talk, post):
        await invitations.take_back(talk, post, who)
    made = await invitations.one_more(talk, post.id)
    if made is None:
        talk.refuse(talk.say("handover-ended"))
        return
    talk.update("\n".join((talk.say("invite-taken-back", place=made.place), _code(talk, made))))


def _code(talk: Talk, made: Invitation) -> str:
    until = made.until.date().isoformat()
    return talk.say("invite-person-code", name=made.name, place=made.place, code=made.code, until=until)
