"""What becomes of a message after an attempt to send it: a decision, taken without touching anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from kpbot.domain.messages import Receipt
from kpbot.ports import SendError
from kpbot.storage.outbox import Claimed, Priority, Settled, State

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)


def sent(row: Claimed, receipt: Receipt) -> Settled:
    return Settled(row.id, State.SENT, message=receipt.message, attempts=row.attempts + 1, doubted=row.doubted)


def refused(row: Claimed, error: SendError, now: datetime) -> Settled:
    """After a SendError: failed for good, or postponed; a send in doubt is repeated once at most, marked."""
    attempts = row.attempts + 1
    if error.permanent or error.chat_gone:
        return Settled(row.id, State.FAILED, error=error.reason, attempts=attempts, doubted=row.doubted)
    if row.priority == Priority.TOAST:
        return Settled(row.id, State.EXPIRED, error=error.reason, attempts=attempts)
    if error.in_doubt and row.doubted:
        return Settled(row.id, State.UNKNOWN, error=error.reason, attempts=attempts, doubted=True)
    wait = timedelta(seconds=error.retry_after) if error.retry_after is not None else backoff(attempts)
    doubted = row.doubted or error.in_doubt
    if now + wait >= row.expires_at:
        return Settled(row.id, State.EXPIRED, error=error.reason, attempts=attempts, doubted=doubted)
    return Settled(row.id, State.DUE, error=error.reason, attempts=attempts, doubted=doubted, due_at=now + wait)


def backoff(attempts: int) -> timedelta:
    """5 s after the first failure, twice as long after each further one, 10 minutes at most."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
