"""`kpbot group`: list the groups, bind one in which nobody can type a code, create one where the platform lets us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpbot.commands.code import GroupKindName
from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.platforms import Creating, Naming, is_served, named_chats, platforms_of
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.domain.messages import Chat
    from kpbot.domain.people import Group
    from kpbot.ports import Platform
    from kpbot.services.bound_groups import Binding, Listed
    from kpbot.storage.database import Db
    from kpbot.storage.last_pushes import LastPush

PlatformArgument = Annotated[str, typer.Argument(metavar="PLATFORM", help=words("bound-platform"))]
PlaceArgument = Annotated[str, typer.Argument(metavar="PLACE", help=words("bound-place"))]
KindOption = Annotated[GroupKindName, typer.Option(help=words("bound-kind"))]
LanguageOption = Annotated[str, typer.Option(metavar="zh-CN|en", help=words("bound-language"))]


def list_groups(config: ConfigOption = None) -> None:
    finish(_list(config))


async def _list(config: Path | None) -> None:
    from kpbot.services.bound_groups import listed

    settings = read_settings(config)
    async with opened(settings) as database, platforms_of(settings) as platforms, database.read() as db:
        found = await listed(db, named_chats(platforms))
        for one in found:
            typer.echo("\t".join(_told(one, is_served(platforms, one.chat))))
    for one in found:
        if one.group is None:
            typer.echo(words("bound-unbound-named", platform=one.chat.platform, chat=one.chat.id), err=True)
    if not found:
        typer.echo(words("bound-none"), err=True)


def _told(one: Listed, served: bool) -> tuple[str, ...]:
    """Platform, id, title, place, kind, state, last push. `served`: the settings have what it takes to write there."""
    group, unknown = one.group, words("bound-unknown")
    if group is None:
        return (one.chat.platform, one.chat.id, one.chat.id, unknown, words("bound-unbound"), unknown, unknown)
    kind = words(f"group-kind-{group.kind}") if group.kind else words("bound-unbound")
    title = group.title or unknown
    return (one.chat.platform, one.chat.id, title, one.place or unknown, kind, _state(group, served), _pushed(one))


def _state(group: Group, served: bool) -> str:
    return words(f"bound-state-{group.state}" if served else "bound-state-not-in-settings")


def _pushed(one: Listed) -> str:
    if one.pushed is None:
        return words("bound-push-never")
    return f"{one.pushed.day} {_became(one, one.pushed)}"


def _became(one: Listed, pushed: LastPush) -> str:
    """Nothing is sent where people fetch it one-to-one."""
    from kpbot.domain.people import GroupKind

    if one.group and one.group.kind is GroupKind.PRIVATE:
        return words("bound-push-to-fetch")
    return words(f"bound-push-{pushed.state}") if pushed.state else words("bound-push-forgotten")


def bind(
    platform: PlatformArgument,
    chat: Annotated[str, typer.Argument(metavar="CHAT", help=words("bound-chat"))],
    place: PlaceArgument,
    kind: KindOption,
    language: LanguageOption = "",
    config: ConfigOption = None,
) -> None:
    finish(_bind((platform, chat), place, kind.value, _known_language(language), config))


async def _bind(which: tuple[str, str], path: str, kind: str, language: str, config: Path | None) -> None:
    from kpbot.services import bound_groups

    settings = read_settings(config)
    async with opened(settings) as database, platforms_of(settings) as platforms:
        platform = _configured(platforms, which[0])
        async with database.write() as db:
            wanted = await _wanted(db, path, kind, language)
            chat, title = await _chat(db, platform, which[1])
            now = datetime.now(UTC)
            changed = await bound_groups.bind(db, chat, title, wanted, settings.language, now)
    said = words("bound-done" if changed else "bound-same", title=title, place=wanted.place.path, kind=_kind(kind))
    typer.echo(said)
    if not platform.capabilities.hears:
        typer.echo(words("bound-mute-coordinators" if kind == "coordinators" else "bound-mute"), err=True)


def create(
    platform: PlatformArgument,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=words("bound-title"))],
    place: PlaceArgument,
    kind: KindOption,
    owner: Annotated[str, typer.Option(help=words("bound-owner"))],
    language: LanguageOption = "",
    config: ConfigOption = None,
) -> None:
    finish(_create((platform, title, owner), place, kind.value, _known_language(language), config))


async def _create(which: tuple[str, str, str], path: str, kind: str, language: str, config: Path | None) -> None:
    from kpbot.services import bound_groups

    name, title, owner = which
    settings = read_settings(config)
    async with opened(settings) as database, platforms_of(settings) as platforms:
        platform = _configured(platforms, name)
        if not isinstance(platform, Creating):
            raise Failed(words("bound-cannot-create", platform=name))
        async with database.read() as db:
            wanted = await _wanted(db, path, kind, language)
            users, without = await bound_groups.members(db, name, wanted.place, wanted.kind)
        if not {*users} - {owner}:
            raise Failed(words("bound-alone", platform=name, place=wanted.place.path))
        chat = await _created(platform, title, owner, users)
        async with database.write() as db:
            await bound_groups.created(db, chat, title, wanted, settings.language, datetime.now(UTC))
    count = len({owner, *users})
    typer.echo(words("bound-created", title=title, place=wanted.place.path, kind=_kind(kind), count=count))
    if without:
        typer.echo(words("bound-without-account", count=without, platform=name), err=True)


async def _created(platform: Creating, title: str, owner: str, users: Sequence[str]) -> Chat:
    from kpbot.logs import scrub
    from kpbot.ports import SendError

    try:
        return await platform.create_group(title, owner, [owner, *(user for user in users if user != owner)])
    except SendError as error:
        reason = scrub(error.reason)
        text = "bound-create-doubtful" if error.in_doubt else "bound-create-refused"
        raise Failed(words(text, reason=reason)) from error


def _configured(platforms: Mapping[str, Platform], name: str) -> Platform:
    """Raises Failed naming the setting without which there is no such platform."""
    from kpbot.settings.platform_names import SETTING_OF

    if name in platforms:
        return platforms[name]
    if setting := SETTING_OF.get(name):
        raise Failed(words("bound-not-configured", platform=name, setting=setting))
    raise Failed(words("bound-no-platform", platform=name, known=", ".join(SETTING_OF)))


async def _wanted(db: Db, path: str, kind: str, language: str) -> Binding:
    from kpbot.domain.people import GroupKind
    from kpbot.services.bound_groups import Binding
    from kpbot.services.place_paths import nearest_paths, places_at

    group_kind = GroupKind(kind)
    found = await places_at(db, path, units=group_kind is not GroupKind.COORDINATORS)
    if not found:
        near = await nearest_paths(db, path)
        raise Failed(words("commands-no-place", path=path) + _lines("bound-nearest", near))
    if len(found) > 1:
        raise Failed(words("commands-which-place", path=path) + "".join(f"\n  {place.path}" for place in found))
    return Binding(found[0], group_kind, language)


def _lines(text_id: str, names: Sequence[str]) -> str:
    return "\n" + words(text_id) + "".join(f"\n  {name}" for name in names) if names else ""


async def _chat(db: Db, platform: Platform, name: str) -> tuple[Chat, str]:
    """The chat that is meant, and its title: one the bot is in, or one that settings name."""
    from kpbot.services.bound_groups import called

    known = await called(db, platform.name, name)
    if len(known) > 1:
        raise Failed(words("bound-which-group", name=name) + "".join(f"\n  {one.chat}" for one in known))
    named = list(platform.named_chats()) if isinstance(platform, Naming) else []
    if isinstance(platform, Naming) and name not in {chat.id for chat in named}:
        raise Failed(_not_named(platform.name, name, [chat.id for chat in named]))
    if known:
        return known[0].address, known[0].title or known[0].chat
    if not named:
        raise Failed(words("bound-no-group", name=name, platform=platform.name))
    return next(chat for chat in named if chat.id == name), name


def _not_named(platform: str, name: str, named: Sequence[str]) -> str:
    from kpbot.settings.platform_names import SETTING_OF

    said = words("bound-not-named", name=name, setting=SETTING_OF.get(platform, platform))
    return said + _lines("bound-nearest", get_close_matches(name, named, n=3, cutoff=0.3) or named[:3])


def _known_language(language: str) -> str:
    from kpbot.texts import LANGUAGES

    if language and language not in LANGUAGES:
        raise Failed(words("bound-no-language", given=language, known=", ".join(LANGUAGES)))
    return language


def _kind(kind: str) -> str:
    return words(f"group-kind-{kind}")
