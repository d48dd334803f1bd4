"""Deliveries of editions to groups: one row per group and day, whatever became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Text, bindparam, cast, exists, select, update

from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind
from kpbot.storage.database import Db
from kpbot.storage.groups import gets_pushes
from kpbot.storage.rows import read
from kpbot.storage.tables import groups, outbox, pushes


class PushState(StrEnum):
    OWED = "owed"  # in the outbox; what became of it there is the outbox's to say
    MISSED = "missed"  # the bot was down, longer than the catch-up window
    SKIPPED = "skipped"  # by decision of a coordinator
    HELD = "held"  # not approved, and the policy is to hold it back
    EMPTY = "empty"  # nothing to push


@dataclass(frozen=True, slots=True)
class Push:
    """`items` is how many items it held; `sharers` how many officers shared something of it, `shown` how many of
    them the group's message says."""

    id: int
    edition_id: int | None
    group_id: int
    day: date
    state: PushState
    items: int
    sharers: int
    shown: int


def key(group_id: int, day: date) -> str:
    """The outbox key of the push of a group and day."""
    return f"push:{group_id}:{day.isoformat()}"


async def of_groups(db: Db, group_ids: Collection[int], day: date) -> dict[int, Push]:
    """The pushes of a day by group."""
    if not group_ids:
        return {}
    rows = (await db.execute(select(pushes).where(pushes.c.group_id.in_(group_ids), pushes.c.day == day))).mappings()
    return {row["group_id"]: read(Push, row) for row in rows}


async def of_editions(db: Db, edition_ids: Collection[int]) -> list[Push]:
    rows = (await db.execute(select(pushes).where(pushes.c.edition_id.in_(edition_ids)))).mappings()
    return [read(Push, row) for row in rows]


async def under_way(db: Db, edition_id: int) -> bool:
    """Whether any group was sent an edition, or is about to be."""
    query = select(exists().where(pushes.c.edition_id == edition_id, pushes.c.state == PushState.OWED))
    return bool((await db.execute(query)).scalar_one())


@dataclass(frozen=True, slots=True)
class Tally:
    """A push whose message shows an old number of sharers, with what its group is called now."""

    id: int
    edition_id: int | None
    group_id: int
    day: date
    sharers: int
    chat: Chat
    kind: GroupKind | None
    language: str


def tally_key(push_id: int, sharers: int) -> str:
    """The outbox key of the edit that shows a number."""
    return f"tally:{push_id}:{sharers}"


async def tallies(db: Db, since: date) -> list[Tally]:
    """Pushes from a day on that show an old number, by id; not those whose last edit is still on its way."""
    key = "tally:" + cast(pushes.c.id, Text) + ":" + cast(pushes.c.shown, Text)
    waiting = exists().where(outbox.c.key == key, outbox.c.state.in_(("due", "sending", "waiting")))
    named = [groups.c[name] for name in ("platform", "chat", "thread", "kind", "language")]
    query = (
        select(pushes.c.id, pushes.c.edition_id, pushes.c.group_id, pushes.c.day, pushes.c.sharers, *named)
        .join(groups, groups.c.id == pushes.c.group_id)
        .where(pushes.c.day >= since, pushes.c.sharers != pushes.c.shown, ~waiting)
        .order_by(pushes.c.id)
    )
    return [
        Tally(
            row.id,
            row.edition_id,
            row.group_id,
            row.day,
            row.sharers,
            Chat(row.platform, row.chat, row.thread),
            GroupKind(row.kind) if row.kind else None,
            row.language,
        )
        for row in await db.execute(query)
    ]


async def set_shown(db: Db, shown: dict[int, int]) -> None:
    if shown:
        change = update(pushes).where(pushes.c.id == bindparam("push")).values(shown=bindparam("number"))
        await db.execute(change, [{"push": push, "number": number} for push, number in sorted(shown.items())])


async def release(db: Db, edition_id: int, items: int) -> int:
    """Pushes held back for an edition, or skipped with it, are owed after all, except to groups that were paused, lost
    or bound otherwise since; returns how many."""
    held = pushes.c.state.in_([PushState.HELD, PushState.SKIPPED])
    wanted = pushes.c.group_id.in_(select(groups.c.id).where(*gets_pushes()))
    change = update(pushes).where(pushes.c.edition_id == edition_id, held, wanted)
    return int((await db.execute(change.values(state=PushState.OWED, items=items))).rowcount)
