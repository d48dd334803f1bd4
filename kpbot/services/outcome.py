"""What becomes of a message after an attempt to send it: a decision, taken without touching anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from kpbot.domain.messages import Receipt
from kpbot.domain.plain_text import one_line
from kpbot.ports import SendError
from kpbot.storage.claims import Claimed, Settled
from kpbot.storage.outbox import Priority, State

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
WAITS = timedelta(days=7)  # for a person to write again; a day's push is worth nothing after the day
PLATFORM_WORDS = 500  # characters of a platform's reason or id that are kept


def sent(row: Claimed, receipt: Receipt) -> Settled:
    message = plain(receipt.message)
    return Settled(row.id, State.SENT, message=message, attempts=row.attempts + 1, doubted=row.doubted)


def refused(row: Claimed, error: SendError, now: datetime) -> Settled:
    """After a SendError: failed for good, or postponed; a send in doubt is repeated once at most, marked."""
    attempts, reason = row.attempts + 1, plain(error.reason)
    if (error.permanent or error.chat_gone) and not error.moved_to:
        return Settled(row.id, State.FAILED, error=reason, attempts=attempts, doubted=row.doubted)
    if row.priority == Priority.TOAST:
        return Settled(row.id, State.EXPIRED, error=reason, attempts=attempts)
    if error.awaits_word:
        lasts = row.expires_at if row.priority >= Priority.PUSH else max(row.expires_at, now + WAITS)
        return Settled(
            row.id, State.WAITING, error=reason, attempts=row.attempts, doubted=row.doubted, expires_at=lasts
        )
    if error.in_doubt and row.doubted:
        return Settled(row.id, State.UNKNOWN, error=reason, attempts=attempts, doubted=True)
    doubted = row.doubted or error.in_doubt
    due = now + _wait(error, attempts)
    if due >= row.expires_at:
        return Settled(row.id, State.EXPIRED, error=reason, attempts=attempts, doubted=doubted)
    return Settled(row.id, State.DUE, error=reason, attempts=attempts, doubted=doubted, due_at=due)


def _wait(error: SendError, attempts: int) -> timedelta:
    if error.retry_after is not None:
        return timedelta(seconds=error.retry_after)
    if error.moved_to and attempts == 1:
        return timedelta(0)  # the new address is known: no reason to wait
    return backoff(attempts)


def plain(text: str) -> str:
    """What a platform said, in a form both databases can hold."""
    return one_line(text)[:PLATFORM_WORDS]


def backoff(attempts: int) -> timedelta:
    """5 s after the first failure, twice as long after each further one, 10 minutes at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)
