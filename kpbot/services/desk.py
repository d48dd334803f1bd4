"""Where coordinators hear what needs them: the nearest coordinators' groups, else their private chats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kpbot.domain.messages import Button, Chat, Outgoing
from kpbot.domain.people import PostRole
from kpbot.services.talk import Talk
from kpbot.storage import groups, people
from kpbot.storage.database import Db
from kpbot.texts import Value, say

_LASTS = timedelta(days=7)

Desk = dict[str, tuple[Chat, str]]
"""Chats and their languages, by a short name that stays the same: `g<group>` or `p<platform>:<chat>`."""


def upwards(region_path: str) -> list[str]:
    """The paths of a region and all above, the nearest first: `/1/4/` and `/1/`."""
    steps = [step for step in region_path.split("/") if step]
    return ["/" + "/".join(steps[:n]) + "/" for n in range(len(steps), 0, -1)]


async def desk_of(db: Db, region_path: str, language: str) -> Desk:
    """The active coordinators' groups of the nearest region upwards that has one; without any, the private chats
    of the nearest coordinators. `language` is that of people who chose none. Empty if there is nobody."""
    found = await groups.coordinators_of(db, upwards(region_path))
    nearest = max((len(group.region_path) for group in found), default=0)
    if found:
        near = [group for group in found if len(group.region_path) == nearest]
        return {f"g{group.id}": (group.address, group.language) for group in near}
    return await _private_desk(db, region_path, language)


async def _private_desk(db: Db, region_path: str, language: str) -> Desk:
    for path in upwards(region_path):
        holders = {
            person.id: person.language or language
            for post, person in await people.posts_within(db, path, PostRole.COORDINATOR)
            if post.region_path == path
        }
        chats = [a for a in await people.accounts_of(db, holders) if a.private_chat] if holders else []
        if chats:
            return {
                f"p{a.platform}:{a.private_chat}": (
                    Chat(a.platform, a.private_chat, private=True),
                    holders[a.person_id],
                )
                for a in chats
            }
    return {}


async def ask_desk(
    talk: Talk, region_path: str, key: str, make: Callable[[str], Outgoing], lasts: timedelta = _LASTS
) -> bool:
    """Owe the desk what `make` says in a language, under `key:<short name>`; False if nobody can be reached."""
    desk = await desk_of(talk.db, region_path, talk.settings.language)
    for name, (chat, language) in desk.items():
        talk.tell(chat, make(language), f"{key}:{name}", lasts)
    return bool(desk)


async def tell_desk(talk: Talk, region_path: str, key: str, text_id: str, **values: Value) -> bool:
    """The same with a plain text."""
    return await ask_desk(talk, region_path, key, lambda language: Outgoing(text=say(language, text_id, **values)))


def choice(language: str, *buttons: tuple[str, str]) -> tuple[tuple[Button, ...], ...]:
    """One row of buttons from (text id, data)."""
    return (tuple(Button(say(language, text_id), data) for text_id, data in buttons),)
