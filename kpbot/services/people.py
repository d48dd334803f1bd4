"""What people change about themselves: language, leave, the end of a post."""

from __future__ import annotations

from datetime import date

from kpbot.domain.people import Post, PostRole, PostState
from kpbot.services.desk import tell_desk
from kpbot.services.groups import place_name
from kpbot.services.talk import Talk
from kpbot.storage import leaves, people, posts


async def set_language(talk: Talk, language: str) -> bool:
    """False for somebody of whom nothing is kept."""
    if talk.person is None:
        return False
    await people.update_person(talk.db, talk.person.id, language=language)
    talk.audit("person.language", f"person:{talk.person.id}", language=language)
    talk.people_changed()
    return True


def on_leave(talk: Talk) -> list[Post]:
    """The posts that a leave is about: the officer's acted for, else all that the speaker holds."""
    return [talk.on_behalf_of] if talk.on_behalf_of else talk.posts


async def set_leave(talk: Talk, since: date, until: date) -> None:
    """Away from `since` to `until`, local days, both included: those days are not known, and nobody reminds."""
    for post in on_leave(talk):
        await leaves.put(talk.db, post.id, since, until)
        talk.audit("post.leave", f"post:{post.id}", since=since, until=until)


async def end_leave(talk: Talk) -> bool:
    """Back from today on; days that passed stay leave. False if there was none to end."""
    ended = await leaves.end(talk.db, [post.id for post in on_leave(talk)], talk.today)
    for post_id in sorted(ended):
        talk.audit("post.back", f"post:{post_id}")
    return bool(ended)


async def leave_now(talk: Talk) -> tuple[date, date] | None:
    """The first and the last day of the leave the speaker is on, or of the next one."""
    return await leaves.next_of(talk.db, [post.id for post in on_leave(talk)], talk.today)


async def own_post(talk: Talk, post_id: int) -> Post | None:
    """A live post of the speaker."""
    return next((post for post in talk.posts + talk.pending if post.id == post_id), None)


async def resign(talk: Talk, post: Post) -> str:
    """End the speaker's own post, today being its last day; the coordinators hear of the vacancy. Returns its place."""
    await posts.end(talk.db, post.id, talk.today)
    talk.audit("post.end", f"post:{post.id}")
    talk.people_changed()
    if post.state is PostState.ACTIVE:
        await tell_vacancy(talk, post, talk.person.name if talk.person else "")
    return await place_name(talk, post.region_id, post.unit_id)


async def tell_vacancy(talk: Talk, post: Post, name: str = "") -> None:
    """Tell the coordinators that a post ended and who is left; without `name`, say nothing of who held it."""
    place = await place_name(talk, post.region_id, post.unit_id)
    if post.role is PostRole.COORDINATOR:
        text_id = "vacancy-coordinator"
    else:
        left = len(await posts.officers_of(talk.db, post.unit_id)) if post.unit_id else 0
        text_id = "vacancy-officers-left" if left else "vacancy-officer"
    key = f"vacant:{post.id}"
    await tell_desk(talk, post.region_path, key, text_id if name else f"{text_id}-nameless", name=name, place=place)
