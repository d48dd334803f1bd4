"""Groups as the operator sees and binds them: those in which nobody can type a code, and any other the bot is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from kpbot.domain.messages import Chat
from kpbot.domain.people import Group, GroupKind, GroupState, PostRole
from kpbot.services.place_paths import PlaceAt, all_places
from kpbot.storage import audit, groups, last_pushes, people
from kpbot.storage.audit import Entry
from kpbot.storage.database import Db
from kpbot.storage.last_pushes import LastPush


@dataclass(frozen=True, slots=True)
class Listed:
    """A group, the path of its place (empty if it is bound to none), and its last push. `group` is None for a chat that
    settings name and nothing is known of yet."""

    chat: Chat
    group: Group | None = None
    place: str = ""
    pushed: LastPush | None = None


async def listed(db: Db, named: Iterable[Chat]) -> list[Listed]:
    """All groups, the oldest first, then the chats named in settings that are no group yet."""
    called = {(p.region.id, p.unit.id if p.unit else None): p.path for p in await all_places(db)}
    pushed = await last_pushes.by_group(db)
    known = await groups.all_groups(db)
    there = {(one.platform, one.chat) for one in known}
    return [
        *(
            Listed(one.address, one, called.get((one.region_id or 0, one.unit_id), ""), pushed.get(one.id))
            for one in known
        ),
        *(Listed(chat) for chat in named if (chat.platform, chat.id) not in there),
    ]


async def called(db: Db, platform: str, name: str) -> list[Group]:
    """The groups of a platform that have this id, else this title; what is fetched one-to-one is no group to bind."""
    every = await groups.all_groups(db)
    known = [one for one in every if one.platform == platform and one.kind is not GroupKind.PRIVATE]
    return [one for one in known if one.chat == name] or [one for one in known if one.title == name]


@dataclass(frozen=True, slots=True)
class Binding:
    """What a group is to be for, and where."""

    place: PlaceAt
    kind: GroupKind
    language: str = ""  # empty: as it is, or the installation's


async def bind(db: Db, chat: Chat, title: str, wanted: Binding, language: str, now: datetime) -> bool:
    """Bind a chat as the operator, noting it first if need be (with `language` unless another is wanted); False if it
    is so already. A binding it had before is replaced."""
    new = await groups.add(db, chat, title, wanted.language or language, now)
    group = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
    place = wanted.place
    values: dict[str, object] = {
        "kind": wanted.kind,
        "region_id": place.region.id,
        "unit_id": place.unit.id if place.unit else None,
        "language": wanted.language or group.language,
    }
    same = all(getattr(group, name) == value for name, value in values.items())
    if same and group.state is GroupState.ACTIVE:
        return False
    await groups.update_group(db, group.id, **values, state=GroupState.ACTIVE, state_reason="")
    details = {"kind": wanted.kind.value, "region": values["region_id"], "unit": values["unit_id"]}
    subject = f"group:{group.id}"
    noted = [Entry(now, None, "group.noted", subject, {})] if new else []
    await audit.record(db, [*noted, Entry(now, None, "group.bind", subject, details)])
    return True


async def members(db: Db, platform: str, place: PlaceAt, kind: GroupKind) -> tuple[list[str], int]:
    """The accounts of a platform to be in a new group of a place, and how many people of the place have none: its
    coordinators, and in any group but theirs its officers too."""
    roles = [PostRole.COORDINATOR] if kind is GroupKind.COORDINATORS else [PostRole.OFFICER, PostRole.COORDINATOR]
    who: dict[int, None] = {}
    for role in roles:
        for post, person in await people.posts_within(db, place.region.path, role):
            if _belongs(post.unit_id, place) or (role is PostRole.COORDINATOR and post.region_id == place.region.id):
                who[person.id] = None
    users = await _users(db, platform, who)
    return list(users.values()), len(who.keys() - users.keys())


def _belongs(unit_id: int | None, place: PlaceAt) -> bool:
    return place.unit is None or place.unit.id == unit_id


async def _users(db: Db, platform: str, person_ids: Collection[int]) -> dict[int, str]:
    """One account of each person, the first that is known."""
    found: dict[int, str] = {}
    for account in await people.accounts_of(db, person_ids):
        if account.platform == platform:
            found.setdefault(account.person_id, account.user)
    return found


async def created(db: Db, chat: Chat, title: str, wanted: Binding, language: str, now: datetime) -> None:
    """A group that the bot itself made on a platform: noted and bound."""
    await bind(db, chat, title, wanted, language, now)
    await audit.record(db, [Entry(now, None, "group.create", f"chat:{chat.platform}:{chat.id}", {})])
