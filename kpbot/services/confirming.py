"""A coordinator's word on those who asked to join, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Person, Post, PostRole, PostState, private_chats
from kpbot.domain.roles import Act
from kpbot.services.desk import desk_of
from kpbot.services.groups import place_name
from kpbot.services.permission import place_of, refusal
from kpbot.services.talk import Talk
from kpbot.storage import outbox, people, posts
from kpbot.texts import say


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked to join, or what became of it."""

    post: Post
    person: Person
    place: str


async def waiting(talk: Talk) -> list[Waiting]:
    """Those who wait for a word, in the speaker's regions."""
    found: dict[int, Waiting] = {}
    for scope in talk.coordinator_posts:
        pending = await people.posts_within(talk.db, scope.region_path, PostRole.OFFICER, (PostState.PENDING,))
        for post, person in pending:
            found[post.id] = Waiting(post, person, await place_name(talk, post.region_id, post.unit_id))
    return list(found.values())


async def find(talk: Talk, post_id: int) -> Waiting | None:
    held = await posts.held(talk.db, post_id)
    if held is None:
        return None
    post, person = held
    return Waiting(post, person, await place_name(talk, post.region_id, post.unit_id))


def may_not(talk: Talk, asked: Waiting) -> str:
    return refusal(talk, Act.CONFIRM_OFFICER, place_of(asked.post))


async def decide(talk: Talk, asked: Waiting, *, yes: bool) -> bool:
    """Confirm or refuse: the person hears it, every desk that was asked shows it, a handover is completed.
    False if somebody decided before."""
    state = PostState.ACTIVE if yes else PostState.REFUSED
    by = talk.person.id if talk.person else None
    if not await posts.decide(talk.db, asked.post.id, state, by, talk.today):
        return False
    talk.audit("post.confirm" if yes else "post.refuse", f"post:{asked.post.id}", person=asked.person.id)
    talk.people_changed()
    await tell_person(
        talk,
        asked.person,
        f"join-told:{asked.post.id}",
        "join-confirmed" if yes else "join-refused",
        place=asked.place,
    )
    await _show_desks(talk, asked, yes=yes)
    if yes and (old := await posts.replaced_by(talk.db, asked.post.id)):
        await _complete_handover(talk, old, asked)
    return True


async def _show_desks(talk: Talk, asked: Waiting, *, yes: bool) -> None:
    """Edit the question in every coordinators' chat that got it, but for the very message that was pressed."""
    by = talk.person.name if talk.person else ""
    for name, (chat, language) in (await desk_of(talk, asked.post.region_path)).items():
        key = f"join-ask:{asked.post.id}:{name}"
        question = await outbox.sent_message(talk.db, key)
        here = (chat.platform, chat.id) == (talk.chat.platform, talk.chat.id) and talk.incoming.button
        if not (question.message or question.waiting) or (here and question.message == talk.incoming.message):
            continue
        if chat.platform in talk.batch.capabilities and not talk.batch.capabilities[chat.platform].edits:
            continue
        text = decided_text(language, asked, by, yes=yes)
        talk.tell(chat, Outgoing(text=text, edits=f"key:{key}"), f"join-done:{asked.post.id}:{name}")


def decided_text(language: str, asked: Waiting, by: str, *, yes: bool) -> str:
    text_id = "confirm-done" if yes else "confirm-refused"
    return say(language, text_id, name=asked.person.name, place=asked.place, by=by)


async def _complete_handover(talk: Talk, old: int, asked: Waiting) -> None:
    held = await posts.held(talk.db, old)
    if held is None or not await posts.end(talk.db, old, talk.today):
        return
    post, person = held
    talk.audit("post.handed-over", f"post:{post.id}", successor=asked.post.id)
    await tell_person(
        talk, person, f"handed-over:{post.id}", "handover-over", place=asked.place, name=asked.person.name
    )


async def tell_person(talk: Talk, person: Person, key: str, text_id: str, **values: str) -> bool:
    """Owe a text to the private chat that a person used last; False if they have none."""
    text = say(person.language or talk.settings.language, text_id, **values)
    chat = private_chats(await people.accounts_of(talk.db, [person.id])).get(person.id)
    if chat is not None:
        can = talk.batch.capabilities.get(chat.platform)
        if text_id == "join-confirmed" and can and can.group_accounts:
            text += "\n" + say(person.language or talk.settings.language, "link-groups")
        talk.tell(chat, Outgoing(text=text), f"{key}:{chat.platform}")
    return chat is not None


async def decided_by(talk: Talk, asked: Waiting) -> tuple[PostState, str]:
    """What became of a request meanwhile, and the name of who decided."""
    held = await posts.held(talk.db, asked.post.id)
    return (held[0] if held else asked.post).state, await posts.decider(talk.db, asked.post.id)
