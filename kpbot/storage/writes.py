"""Rows a batch appends, written at its end: each kind in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from kpbot.storage import answering, audit, outbox, roll_ups
from kpbot.storage.database import Db, insert_new, inserting
from kpbot.storage.tables import evidence, pushes, shares
from kpbot.storage.tables import outbox as outbox_table

_SHARE = ("day", "post_id", "item_id", "destination")


@dataclass(slots=True)
class Writes:
    """What the handlers of a batch appended so far.

    `shares` and `evidence` are rows of those tables; a withdrawn share that is claimed again comes back to life.
    `sharers` counts, per push, officers who shared something of it for the first time.
    """

    shares: list[dict[str, Any]] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    sharers: dict[int, int] = field(default_factory=dict)
    owed: list[outbox.Owed] = field(default_factory=list)
    answered_inline: set[str] = field(default_factory=set)  # outbox keys the platform answers in its request
    turn: str = field(default_factory=answering.new_turn)  # whose those answers are
    audit: list[audit.Entry] = field(default_factory=list)
    recorded: Counter[str] = field(default_factory=Counter)  # shares so far, by the kind of evidence they came with

    async def flush(self, db: Db, now: datetime) -> None:
        """Write everything and start empty again."""
        if self.shares:
            upsert, values = inserting(db, shares, _each_once(self.shares))
            upsert = upsert.on_conflict_do_update(
                index_elements=_SHARE,
                set_={
                    "withdrawn_at": None,
                    **{name: upsert.excluded[name] for name in ("at", "flags", "counts", "entered_by")},
                },
                where=shares.c.withdrawn_at.is_not(None),
            )
            await db.execute(upsert, values)
        await insert_new(db, evidence, self.evidence)
        await roll_ups.recount(db, ((row["day"], row["post_id"]) for row in (*self.shares, *self.evidence)))
        if self.sharers:
            count = update(pushes).where(pushes.c.id == bindparam("push"))
            await db.execute(
                count.values(sharers=pushes.c.sharers + bindparam("more")),
                [{"push": push, "more": more} for push, more in sorted(self.sharers.items())],
            )
        await self._flush_outbox(db, now)
        await audit.record(db, self.audit)
        self.shares, self.evidence, self.sharers, self.audit = [], [], {}, []

    async def _flush_outbox(self, db: Db, now: datetime) -> None:
        inline = [outbox.row_of(o) for o in self.owed if o.key in self.answered_inline]
        if inline:
            await insert_new(db, outbox_table, [answering.lent(row, self.turn, now) for row in inline])
        await outbox.owe(db, [o for o in self.owed if o.key not in self.answered_inline])
        self.owed, self.answered_inline = [], set()


def _each_once(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first row of each share, by key: one statement may not touch a row twice."""
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        first.setdefault(tuple(row[name] for name in _SHARE), row)
    return [first[key] for key in sorted(first)]
