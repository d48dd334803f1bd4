"""How people get in: by a code and with their consent; officers are then confirmed by a coordinator."""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Post, PostRole, PostState
from kpbot.domain.plain_text import one_line
from kpbot.services import codes
from kpbot.services.codes import CodeKind, StoredCode
from kpbot.services.desk import ask_desk, choice
from kpbot.services.groups import place_name
from kpbot.services.talk import Talk
from kpbot.storage import people
from kpbot.texts import say

NAME_LIMIT = 20
_NUMBER_DIGITS = 6  # so many are a telephone or identity number, which nobody asked for
KINDS = (CodeKind.UNIT, CodeKind.COORDINATOR, CodeKind.PERSON)


def proposed_name(talk: Talk) -> str:
    """The platform's name of the speaker, if it would do as a name here."""
    name = one_line(talk.incoming.sender.name)
    return "" if name_problem(name) else name


def name_problem(name: str) -> str:
    """The text that says what is wrong with a name; empty if it will do."""
    if sum(character.isdigit() for character in name) >= _NUMBER_DIGITS:
        return "join-name-number"
    if not any(character.isalpha() for character in name):
        return "join-name-empty"
    return "join-name-long" if len(name) > NAME_LIMIT else ""


def held_already(talk: Talk, code: StoredCode) -> Post | None:
    """The speaker's pending or active post that this code would give."""
    role = PostRole.COORDINATOR if code.code.kind is CodeKind.COORDINATOR else PostRole.OFFICER
    for post in talk.posts + talk.pending:
        if post.role is role and post.unit_id == code.unit_id and (post.unit_id or post.region_id == code.region_id):
            return post
    return None


@dataclass(frozen=True, slots=True)
class Joined:
    """`reached`: whether any coordinator could be asked to confirm."""

    state: PostState
    place: str
    reached: bool = True


async def join(talk: Talk, code: StoredCode, name: str) -> Joined | None:
    """Give the speaker, who consented, the post of the code; officers wait for a coordinator's word. `name` is
    used for somebody new. None if the code was used up in this moment."""
    person_id = talk.person.id if talk.person else None
    if not await codes.use(talk, code, person_id):
        return None
    if person_id is None:
        person_id = await people.add_person(talk.db, name, talk.lang, talk.now)
        await people.add_account(talk.db, talk.chat.platform, talk.incoming.sender.id, person_id, talk.chat.id)
        talk.audit("person.consent", f"person:{person_id}")
    elif talk.account and not talk.account.private_chat:
        await people.set_private_chat(talk.db, talk.chat.platform, talk.incoming.sender.id, talk.chat.id)
    post_id, state = await _give_post(talk, code, person_id)
    talk.people_changed()
    place = await place_name(talk, code.region_id, code.unit_id)
    if state is PostState.ACTIVE:
        return Joined(state, place)
    shown = talk.person.name if talk.person else name
    return Joined(state, place, await ask(talk, code.region_path, post_id, shown, place, replaces=bool(code.replaces)))


async def _give_post(talk: Talk, code: StoredCode, person_id: int) -> tuple[int, PostState]:
    coordinator = code.code.kind is CodeKind.COORDINATOR
    role = PostRole.COORDINATOR if coordinator else PostRole.OFFICER
    state = PostState.ACTIVE if coordinator else PostState.PENDING
    post_id = await people.add_post(talk.db, person_id, role, code.region_id, code.unit_id, state, talk.today, talk.now)
    if code.replaces:
        await people.update_post(talk.db, post_id, replaces=code.replaces)
    talk.audit("post.join", f"post:{post_id}", person=person_id, code=code.digest[:8], state=state.value)
    return post_id, state


async def ask(talk: Talk, region_path: str, post_id: int, name: str, place: str, *, replaces: bool) -> bool:
    """Ask the coordinators for their word; `replaces`: somebody else's post ends with it. False if none is reached."""

    def asked(language: str) -> Outgoing:
        text = say(language, "confirm-asked-handover" if replaces else "confirm-asked", name=name, place=place)
        buttons = choice(
            language, ("confirm-button-yes", f"confirm:yes:{post_id}"), ("confirm-button-no", f"confirm:no:{post_id}")
        )
        return Outgoing(text=text, buttons=buttons, language=language)

    return await ask_desk(talk, region_path, f"join-ask:{post_id}", asked)
