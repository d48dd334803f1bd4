"""Answers that a platform gives in its own request: outbox rows in state SENDING that no delivery holds.

Whoever may give an answer has a turn of its own, written down as the row's owner: asked again, elsewhere, somebody else
has it, and who had it before can no longer have the answer sent another way.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from kpbot.domain.messages import Outgoing
from kpbot.storage import bell
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db
from kpbot.storage.outbox import State
from kpbot.storage.tables import outbox

# Platforms come again within fifteen seconds at most. Longer than that nobody is waited for: a process that died before
# its response must not keep somebody without an answer.
LEASE = timedelta(seconds=30)
_OURS = "answers "

_free = and_(outbox.c.state == State.SENDING, outbox.c.owner.startswith(_OURS))


def key_of(platform: str, message: str) -> str:
    """The outbox key of the first reply to a message, by the key of that."""
    return f"reply:{platform}:{message}:0"


def new_turn() -> str:
    return f"{_OURS}{secrets.token_hex(8)}"


def lent(row: Mapping[str, Any], turn: str, now: datetime) -> dict[str, Any]:
    """A new row whose answer is to be given by who has the turn."""
    return {**row, "state": State.SENDING, "owner": turn, "lease_until": now + LEASE}


async def again(db: Db, key: str, turn: str, now: datetime) -> Outgoing | None:
    """The message came again: the same answer, if it was given in a request or is still to be; it is this turn's now.
    None if there is none (any more), or it went, or goes, another way: such have an id of the platform's, or are due
    or with a delivery."""
    here = outbox.c.key == key
    lend = update(outbox).where(here, _free).values(owner=turn, lease_until=now + LEASE)
    row = (await db.execute(lend.returning(outbox.c.payload))).one_or_none()
    if row is None:
        given_before = and_(outbox.c.state == State.SENT, outbox.c.message == "")
        row = (await db.execute(select(outbox.c.payload).where(here, given_before))).one_or_none()
    return Outgoing.from_json(row.payload or "{}") if row else None


async def shorten(db: Db, key: str, outgoing: Outgoing) -> None:
    """The rest of an answer has a row of its own: this is what is left."""
    await db.execute(update(outbox).where(outbox.c.key == key, _free).values(payload=outgoing.to_json()))


_given = and_(among(outbox.c.key), or_(_free, outbox.c.state.in_((State.DUE, State.WAITING))))
_left = and_(among(outbox.c.key, outbox.c.owner), outbox.c.state == State.SENDING)


async def given(db: Db, keys: Sequence[str], now: datetime) -> None:
    """These were given, be it that a lease ended before it was known."""
    if keys:
        sent = update(outbox).where(_given).values(state=State.SENT, settled_at=now, lease_until=None)
        await db.execute(sent, listed((key,) for key in keys))


async def left(db: Db, turns: Mapping[str, str], now: datetime) -> None:
    """These (key → turn) could not be given: they are sent as any other, unless somebody else has the turn now."""
    if turns:
        due = update(outbox).where(_left).values(state=State.DUE, owner="", due_at=now, lease_until=None)
        if (await db.execute(due, listed(turns.items()))).rowcount:
            await bell.ring(db)
