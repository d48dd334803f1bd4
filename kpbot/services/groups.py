"""What becomes of the groups the bot is in: known, bound to a place, paused, gone, moved."""

from __future__ import annotations

from kpbot.domain.people import Group, GroupKind, GroupState
from kpbot.domain.plain_text import one_line
from kpbot.domain.roles import Act, Place
from kpbot.services.desk import tell_desk
from kpbot.services.permission import allowed
from kpbot.services.talk import Talk
from kpbot.storage import groups, outbox, people, places
from kpbot.texts import say

TITLE_LIMIT = 60


async def known_group(talk: Talk) -> Group | None:
    """The group of this chat, noted first if the bot has never heard of it; None in private chats."""
    if talk.chat.private:
        return None
    group = talk.group
    if group is None:
        await groups.add(talk.db, talk.chat, _title(talk), talk.lang, talk.now)
        talk.audit("group.noted", f"chat:{talk.chat.platform}:{talk.chat.id}")
    elif group.state == GroupState.GONE:
        await groups.update_group(talk.db, group.id, state=GroupState.ACTIVE, state_reason="")
        talk.audit("group.back", f"group:{group.id}")
    else:
        return group
    key = (talk.chat.platform, talk.chat.id)
    talk.batch.groups |= await groups.load(talk.db, [key])
    talk.people_changed()
    return talk.group


def _title(talk: Talk) -> str:
    return one_line(talk.incoming.chat_title)[:TITLE_LIMIT]


async def added(talk: Talk) -> Group | None:
    """The bot was added: the group is noted, or alive again."""
    group = await known_group(talk)
    if group and (title := _title(talk)) and title != group.title:
        await groups.update_group(talk.db, group.id, title=title)
        talk.people_changed()
    if group:
        talk.audit("group.added", f"group:{group.id}")
    return group


async def removed(talk: Talk) -> None:
    """The bot was thrown out of a group, or blocked by a person; the coordinators hear of a bound group."""
    group = talk.group
    await talk.batch.flush()  # what earlier messages of this batch owe to the chat fails as well
    await outbox.chat_gone(talk.db, talk.chat, "removed", talk.now)
    talk.people_changed()
    if talk.chat.private:
        await people.set_private_chat(talk.db, talk.chat.platform, talk.incoming.sender.id, "")
    elif group:
        talk.audit("group.removed", f"group:{group.id}")
        if group.kind and group.region_path:
            key = f"group-gone:{group.id}:{talk.incoming.key}"
            await tell_desk(talk, group.region_path, key, "group-gone", title=group.title or group.chat)


async def renamed(talk: Talk) -> None:
    group, title = talk.group, one_line(talk.incoming.text or talk.incoming.chat_title)[:TITLE_LIMIT]
    if group and title:
        await groups.update_group(talk.db, group.id, title=title)
        talk.audit("group.renamed", f"group:{group.id}")
        talk.people_changed()


async def moved(talk: Talk) -> None:
    """The chat has a new id: the group keeps its binding, and what is owed goes there."""
    new = one_line(talk.incoming.text)
    if not new or new == talk.chat.id:
        return
    group = talk.group
    await talk.batch.flush()
    await outbox.move(talk.db, talk.chat, new)
    await groups.move(talk.db, talk.chat, new)
    talk.audit("group.moved", f"group:{group.id}" if group else "", chat=new)
    talk.people_changed()


async def place_name(talk: Talk, region_id: int | None, unit_id: int | None) -> str:
    """A unit or region as people call it, a unit with its region: `青禾县/槐树村`."""
    region = (await places.regions_by_id(talk.db, [region_id])).get(region_id) if region_id else None
    unit = await places.unit(talk.db, unit_id) if unit_id else None
    return "/".join(part.name for part in (region, unit) if part)


def may_manage(talk: Talk, group: Group) -> bool:
    """Whether the speaker may pause the group and set its language: who may pause there, and for the group of
    a single unit also who may bind it."""
    place = Place(group.region_path, group.unit_id)
    return allowed(talk, Act.PAUSE, place) or (group.unit_id is not None and allowed(talk, Act.BIND_GROUP, place))


async def set_paused(talk: Talk, group: Group, *, paused: bool) -> None:
    state = GroupState.PAUSED if paused else GroupState.ACTIVE
    await groups.update_group(talk.db, group.id, state=state, state_reason="")
    talk.audit("group.pause" if paused else "group.resume", f"group:{group.id}")
    talk.people_changed()


async def set_language(talk: Talk, group: Group, language: str) -> None:
    await groups.update_group(talk.db, group.id, language=language)
    talk.audit("group.language", f"group:{group.id}", language=language)
    talk.people_changed()


async def bind(talk: Talk, group: Group, kind: GroupKind, region_id: int, unit_id: int | None) -> None:
    """Bind a group to a place, to be spoken to in this topic; a binding it had before is replaced."""
    bound = {"kind": kind, "region_id": region_id, "unit_id": unit_id, "thread": talk.chat.thread}
    titles = {"title": title} if (title := await _made_up(talk, group, kind, region_id, unit_id)) else {}
    await groups.update_group(talk.db, group.id, **bound, **titles, state=GroupState.ACTIVE, state_reason="")
    talk.audit("group.bind", f"group:{group.id}", kind=kind.value, region=region_id, unit=unit_id)
    talk.people_changed()


async def _made_up(talk: Talk, group: Group, kind: GroupKind, region_id: int, unit_id: int | None) -> str:
    """What a group is called of which the platform tells no name, so that people know which one is meant; empty where
    it tells one."""
    before = await _called(talk, group.kind, group.region_id, group.unit_id) if group.kind else ""
    return await _called(talk, kind, region_id, unit_id) if group.title in ("", before) else ""


async def _called(talk: Talk, kind: GroupKind, region_id: int | None, unit_id: int | None) -> str:
    lang = talk.settings.language
    place, what = await place_name(talk, region_id, unit_id), say(lang, f"group-kind-{kind.value}")
    return say(lang, "group-called", place=place, kind=what)[:TITLE_LIMIT]


async def speak_here(talk: Talk, group: Group) -> None:
    """From now on what is not an answer goes to this topic of the group."""
    await groups.update_group(talk.db, group.id, thread=talk.chat.thread)
    talk.audit("group.topic", f"group:{group.id}", thread=talk.chat.thread)
    talk.people_changed()
