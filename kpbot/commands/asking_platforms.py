"""What platforms say of themselves: what they can do, what is wrong with their accounts, and what they put right."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING

from kpbot.commands.platforms import Mending, Telling, is_served, named_chats, platforms_of
from kpbot.commands.words import terminal_language

if TYPE_CHECKING:
    from kpbot.ports import Platform
    from kpbot.services.catalog import Catalog
    from kpbot.services.checking.finding import Finding
    from kpbot.settings import Settings
    from kpbot.storage.database import Database

MOST_NAMES = 5
PLATFORM_SECONDS = 60  # each asks about its groups one by one


async def of_all(settings: Settings, database: Database, catalog: Catalog | None, *, fix: bool) -> list[Finding]:
    """Of each platform what it can do, what was put right (only to `fix`), and what it finds (network); and the groups
    named in settings that are bound to no place."""
    from kpbot.services.checking.finding import note

    async with platforms_of(settings, catalog) as platforms:
        found = await _unbound(database, platforms) if platforms else [note("platforms-none")]
        found += await _unserved(database, platforms)
        for platform in platforms.values():
            of_it = [can(platform), *(await mended(platform) if fix else ()), *await told_by(platform)]
            found += [one for number, one in enumerate(of_it) if one not in of_it[:number]]
    return found


async def _unbound(database: Database, platforms: Mapping[str, Platform]) -> list[Finding]:
    """A finding for each chat that settings name and nobody has bound."""
    from kpbot.services.checking.finding import note
    from kpbot.storage import groups

    named = named_chats(platforms)
    async with database.read() as db:
        known = await groups.load(db, [(chat.platform, chat.id) for chat in named])
    bound = {where for where, group in known.items() if group.kind}
    waiting = [chat for chat in named if (chat.platform, chat.id) not in bound]
    return [note("group-named-unbound", platform=chat.platform, chat=chat.id) for chat in waiting]


async def _unserved(database: Database, platforms: Mapping[str, Platform]) -> list[Finding]:
    """A finding for each platform with bound groups that the settings do not let the bot write to any more."""
    from kpbot.domain.people import GroupKind
    from kpbot.services.checking.finding import note
    from kpbot.settings.platform_names import SETTING_OF
    from kpbot.storage import groups

    async with database.read() as db:
        known = await groups.all_groups(db)
    lost: dict[str, list[str]] = {}
    for group in known:
        if group.kind and group.kind is not GroupKind.PRIVATE and not is_served(platforms, group.address):
            lost.setdefault(group.platform, []).append(group.title or group.chat)
    return [
        note(
            "group-not-in-settings",
            platform=name,
            count=len(titles),
            names="、".join(titles[:MOST_NAMES]) + (" …" if len(titles) > MOST_NAMES else ""),
            setting=SETTING_OF.get(name, name),
        )
        for name, titles in lost.items()
    ]


async def mended_by_all(settings: Settings) -> list[Finding]:
    """What came of putting right what platforms can put right by themselves; nothing where none can."""
    async with platforms_of(settings) as platforms:
        return [finding for platform in platforms.values() for finding in await mended(platform)]


def can(platform: Platform) -> Finding:
    from kpbot.services.checking import abilities
    from kpbot.services.checking.finding import fine

    said = abilities.sentence(terminal_language(), platform.capabilities)
    return fine("platform-can", name=platform.name, can=said)


async def told_by(platform: Platform) -> Sequence[Finding]:
    return await _in_time(platform, platform.findings()) if isinstance(platform, Telling) else []


async def mended(platform: Platform) -> Sequence[Finding]:
    return await _in_time(platform, platform.mend()) if isinstance(platform, Mending) else []


async def _in_time(platform: Platform, asked: Awaitable[Sequence[Finding]]) -> Sequence[Finding]:
    import asyncio

    from kpbot.services.checking.finding import broken

    try:
        async with asyncio.timeout(PLATFORM_SECONDS):
            return await asked
    except TimeoutError:
        return [broken("platform-slow", name=platform.name, seconds=PLATFORM_SECONDS)]
