"""A post goes from one officer to the next: a code for the successor, and the old post ends when they are confirmed.
The place keeps its history, because records belong to posts."""

from __future__ import annotations

from kpbot.domain.messages import Button, Outgoing
from kpbot.domain.people import Person, Post, PostRole, PostState
from kpbot.domain.places import Unit
from kpbot.domain.roles import Act
from kpbot.services import codes
from kpbot.services.codes import CodeKind
from kpbot.services.confirming import tell_person
from kpbot.services.desk import ask_desk
from kpbot.services.permission import place_of, refusal
from kpbot.services.talk import Talk
from kpbot.storage import places, posts
from kpbot.texts import say


async def officers_of(talk: Talk, unit: Unit) -> list[tuple[Post, Person]]:
    return list(await posts.officers_of(talk.db, unit.id))


async def ask(talk: Talk, post: Post, place: str) -> bool:
    """The officer asks to hand over: the coordinators get a button. False if nobody can be reached."""
    name = talk.person.name if talk.person else ""

    def asked(language: str) -> Outgoing:
        button = Button(say(language, "handover-button-give"), f"handover:give:{post.id}")
        text = say(language, "handover-asked", name=name, place=place)
        return Outgoing(text=text, buttons=((button,),), language=language)

    talk.audit("post.handover-asked", f"post:{post.id}")
    return await ask_desk(talk, post.region_path, f"handover-ask:{post.id}:{talk.today.isoformat()}", asked)


async def holder(talk: Talk, post_id: int) -> tuple[Post, Person] | None:
    """An active officer's post, to be handed over."""
    held = await posts.held(talk.db, post_id)
    if held is None or held[0].state is not PostState.ACTIVE or held[0].role is not PostRole.OFFICER:
        return None
    return held


def may_not(talk: Talk, post: Post) -> str:
    return refusal(talk, Act.HAND_OVER, place_of(post))


async def give(talk: Talk, post: Post) -> str:
    """Make the successor's code and return it."""
    region = (await places.regions_by_id(talk.db, [post.region_id]))[post.region_id]
    unit = await places.unit(talk.db, post.unit_id) if post.unit_id else None
    by = talk.person.id if talk.person else None
    code = await codes.make_code(talk.db, CodeKind.UNIT, region, unit, None, by, talk.now, replaces=post.id)
    talk.audit("post.hand-over", f"post:{post.id}")
    return codes.as_printed(code)


async def pass_on(talk: Talk, post: Post, person: Person, code: str, place: str) -> bool:
    """The officer gets the code too, privately; False if they cannot be reached."""
    key = f"handover-code:{post.id}:{talk.incoming.key}"
    return await tell_person(talk, person, key, "handover-code-officer", code=code, place=place)
