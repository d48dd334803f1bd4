"""Which owed messages are sent now: those that are due, as far as the pace of their platform and chat allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kpbot.domain.messages import Capabilities, Chat
from kpbot.domain.pacing import Pacer
from kpbot.storage import claims, outbox
from kpbot.storage.claims import Claimed, Look, Settled
from kpbot.storage.database import Db
from kpbot.storage.outbox import Priority, State

LEASE = timedelta(seconds=60)
EDIT_WAIT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Room:
    """What a platform may be sent until `by`, in monotonic seconds: so many messages, so many of them toasts, so many
    broadcasts.
    What the platform `can` take in parts only takes several.

    A broadcast in doubt is repeated once only, and by itself, so that a second crash puts no more than one beyond what
    anybody knows. One may go if this process has lived a while and repeats no other (`repeats`), and ahead of others
    once the platform has `answered` this process.
    """

    pacer: Pacer
    can: Capabilities
    messages: int
    toasts: int
    broadcasts: int
    by: float
    repeats: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Booked:
    """A row to be sent no sooner than `start`, and what its pacer was told of it: the chat whose windows it counts in
    (None for a toast, which is no message of a chat) and how many messages of the platform it takes."""

    row: Claimed
    start: float
    chat: Chat | None
    sends: int


async def claim(db: Db, platform: str, room: Room, seen: Look, owner: str, now: datetime, pace: float) -> list[Claimed]:
    """Due rows of a platform; answers to people first, and all the room that toasts leave may be theirs."""
    full, held = room.pacer.full(room.by), room.pacer.held(pace)

    async def take(
        limit: int, lowest: Priority, highest: Priority = Priority.TOAST, *, doubted: bool = False
    ) -> list[Claimed]:
        if limit <= 0:
            return []
        return await claims.claim(
            db, platform, owner, now, LEASE, limit, full, held, highest=highest, lowest=lowest, doubted=doubted
        )

    rows: list[Claimed] = []
    apart = min(room.toasts, room.broadcasts) < room.messages
    if apart and seen.urgent:
        rows += await take(room.toasts, Priority.TOAST)
        rows += await take(room.messages - len(rows), Priority.ANSWER, Priority.ANSWER)
    left = min(room.broadcasts, room.messages - len(rows))
    again = seen.doubted and room.repeats
    if left and again and room.answered:
        rows += await take(1, Priority.TALLY, doubted=True)
        left, again = min(left, room.messages - len(rows)), False
    if left:
        rows += await take(left, Priority.TALLY, Priority.NOTICE if apart else Priority.TOAST)
    if again and not rows and left:
        rows = await take(1, Priority.TALLY, doubted=True)
    return rows


async def aim(db: Db, rows: Sequence[Claimed], owner: str, now: datetime) -> list[Claimed]:
    """Resolve edits of our own earlier messages to the platform's ids; what cannot be is settled or waits."""
    aimed, missed = [], []
    for row in rows:
        edits = row.outgoing.edits
        if not edits.startswith("key:"):
            aimed.append(row)
            continue
        found = await outbox.sent_message(db, edits.removeprefix("key:"))
        if found.message:
            aimed.append(replace(row, outgoing=replace(row.outgoing, edits=found.message)))
        elif found.waiting:
            later = now + EDIT_WAIT
            missed.append(Settled(row.id, State.DUE, "", "", row.attempts, row.doubted, later))
        else:
            missed.append(Settled(row.id, State.FAILED, error="the message to edit was never sent"))
    await claims.settle(db, missed, owner, now)
    return aimed


def book(rooms: Mapping[str, Room], rows: Sequence[Claimed], pace: float) -> tuple[list[Booked], list[int]]:
    """Count them with their pacers. Several rows of one chat can be free at once, of different priorities: the ids of
    those that its windows have no room for come second, to be given back."""
    booked, left = [], []
    for row in rows:
        room = rooms[row.chat.platform]
        by = max(room.by, pace)  # the claim itself may have taken longer than we look ahead
        chat = None if row.priority == Priority.TOAST else row.chat
        sends = row.outgoing.messages(room.can)
        in_step = row.priority > Priority.ANSWER and not row.doubted  # what waits for its step is in doubt meanwhile
        start = room.pacer.start(chat, by, pace, sends, broadcast=in_step)
        if start is None:
            left.append(row.id)
        else:
            booked.append(Booked(row, start, chat, sends))
    return booked, left
