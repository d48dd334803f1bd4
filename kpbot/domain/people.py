"""Who is who: persons, their posts, their accounts, and the groups they sit in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpbot.domain.messages import Chat


class PostState(StrEnum):
    PENDING = "pending"  # asked to join; waits for a coordinator
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"
    MERGED = "merged"  # its records are another post's: the person had it twice


class PostRole(StrEnum):
    OFFICER = "officer"
    COORDINATOR = "coordinator"


class GroupKind(StrEnum):
    OFFICERS = "officers"
    PUBLIC = "public"
    COORDINATORS = "coordinators"
    PRIVATE = "private"  # no group: officers of a region who fetch the day's three one-to-one


class GroupState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"  # by a person
    GONE = "gone"  # the bot can no longer write there


@dataclass(frozen=True, slots=True)
class Person:
    """A human being: a name, a language and nothing else needed. `destination` is where they usually pass
    items on to (kpbot.domain.shares.Destination)."""

    id: int
    name: str
    language: str = ""
    destination: str = "wechat"


@dataclass(frozen=True, slots=True)
class Post:
    """A person's term as officer of a unit or coordinator of a region. Records belong to it."""

    id: int
    person_id: int
    role: PostRole
    region_id: int
    region_path: str
    unit_id: int | None
    state: PostState
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A person's identity on one platform. `private_chat` is empty until they have opened the bot. `used_at`: when they
    last wrote there (UTC, about), known only of persons with several accounts."""

    platform: str
    user: str
    person_id: int
    private_chat: str = ""
    used_at: datetime | None = None


def private_chats(accounts: Iterable[Account]) -> dict[int, Chat]:
    """By person the one private chat to write to: the first that was opened, of accounts in the order last used."""
    opened = [account for account in accounts if account.private_chat]
    return {a.person_id: Chat(a.platform, a.private_chat, private=True) for a in reversed(opened)}


@dataclass(frozen=True, slots=True)
class Group:
    """A chat the bot is in; `kind` is None until it is bound by a code."""

    id: int
    platform: str
    chat: str
    thread: str
    title: str
    kind: GroupKind | None
    region_id: int | None
    region_path: str
    unit_id: int | None
    language: str
    state: GroupState
    push: bool
    added_at: datetime

    @property
    def address(self) -> Chat:
        return Chat(self.platform, self.chat, self.thread)
