"""Where coordinators hear what needs them: the nearest coordinators' groups, else their private chats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from kpbot.domain.messages import Button, Capabilities, Chat, Outgoing
from kpbot.domain.people import private_chats
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


async def desk_of(talk: Talk, region_path: str) -> Desk:
    """`desks_of` for one region."""
    hearing = hearing_among(talk.batch.capabilities)
    return (await desks_of(talk.db, [region_path], talk.settings.language, hearing))[region_path]


async def desks_of(db: Db, region_paths: Collection[str], language: str, hearing: Collection[str]) -> dict[str, Desk]:
    """By region path: the active coordinators' groups of the nearest region upwards that has one; without any, the
    private chats of the nearest coordinators. `language` is that of people who chose none. Empty if there is nobody.
    A group on a platform that is not among the `hearing`, where nobody can answer, is asked only if nobody else can
    be."""
    above = {step for path in region_paths for step in upwards(path)}
    in_groups, in_deaf_groups = await _group_desks(db, above, hearing)
    alone = {step for path in region_paths if not _nearest(in_groups, path) for step in upwards(path)}
    in_private = await _private_desks(db, alone, language) if alone else {}
    kinds = (in_groups, in_private, in_deaf_groups)
    return {path: next((found for kind in kinds if (found := _nearest(kind, path))), {}) for path in region_paths}


def hearing_among(platforms: Mapping[str, Capabilities]) -> list[str]:
    """The platforms where people can answer, of those that have an account."""
    return sorted(name for name, can in platforms.items() if can.hears)


def _nearest(desks: dict[str, Desk], region_path: str) -> Desk:
    return next((desks[path] for path in upwards(region_path) if path in desks), {})


async def _group_desks(db: Db, paths: Collection[str], hearing: Collection[str]) -> tuple[dict[str, Desk], ...]:
    """Groups that can answer, and groups that cannot."""
    desks: tuple[dict[str, Desk], ...] = ({}, {})
    for group in await groups.coordinators_of(db, paths):
        of_its_kind = desks[group.platform not in hearing].setdefault(group.region_path, {})
        of_its_kind[f"g{group.id}"] = (group.address, group.language)
    return desks


async def _private_desks(db: Db, paths: Collection[str], language: str) -> dict[str, Desk]:
    """Of the coordinators of exactly these regions, by path."""
    held = await people.coordinators_of(db, paths)
    chats = private_chats(await people.accounts_of(db, {person.id for _, person in held}))
    desks: dict[str, Desk] = {}
    for post, person in held:
        if chat := chats.get(person.id):
            desks.setdefault(post.region_path, {})[f"p{chat.platform}:{chat.id}"] = (chat, person.language or language)
    return desks


async def ask_desk(
    talk: Talk, region_path: str, key: str, make: Callable[[str], Outgoing], lasts: timedelta = _LASTS
) -> bool:
    """Owe the desk what `make` says in a language, under `key:<short name>`; False if nobody can be reached."""
    desk = await desk_of(talk, region_path)
    for name, (chat, language) in desk.items():
        talk.tell(chat, make(language), f"{key}:{name}", lasts)
    return bool(desk)


async def tell_desk(talk: Talk, region_path: str, key: str, text_id: str, **values: Value) -> bool:
    """The same with a plain text."""
    return await ask_desk(talk, region_path, key, lambda language: Outgoing(text=say(language, text_id, **values)))


def choice(language: str, *buttons: tuple[str, str]) -> tuple[tuple[Button, ...], ...]:
    """One row of buttons from (text id, data)."""
    return (tuple(Button(say(language, text_id), data) for text_id, data in buttons),)
