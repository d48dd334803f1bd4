from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kpbot.domain.messages import Chat, Outgoing, Receipt
from kpbot.ports import SendError
from kpbot.services.outcome import PLATFORM_WORDS, backoff, plain, refused, sent
from kpbot.storage.claims import Claimed
from kpbot.storage.outbox import Priority, State

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def row(
    priority: Priority = Priority.ANSWER, attempts: int = 0, lasts: float = 3600, *, doubted: bool = False
) -> Claimed:
    expires = NOW + timedelta(seconds=lasts)
    return Claimed(1, "k", Chat("p", "c"), Outgoing(text="t"), priority, attempts, doubted, NOW, expires)


TABLE: list[tuple[Claimed, dict[str, Any], State, float | None, bool]] = [
    # the row, the error, its new state, due in seconds, doubted
    (row(), {}, State.DUE, 5, False),
    (row(attempts=1), {}, State.DUE, 10, False),
    (row(attempts=50), {}, State.DUE, 600, False),
    (row(), {"permanent": True}, State.FAILED, None, False),
    (row(doubted=True), {"permanent": True}, State.FAILED, None, True),
    (row(), {"chat_gone": True}, State.FAILED, None, False),
    (row(), {"retry_after": 33}, State.DUE, 33, False),
    (row(), {"retry_after": 0}, State.DUE, 0, False),
    (row(lasts=30), {"retry_after": 33}, State.EXPIRED, None, False),
    (row(lasts=5), {}, State.EXPIRED, None, False),
    (row(), {"in_doubt": True}, State.DUE, 5, True),
    (row(doubted=True), {"in_doubt": True}, State.UNKNOWN, None, True),
    (row(doubted=True), {}, State.DUE, 5, True),
    (row(), {"moved_to": "new"}, State.DUE, 0, False),
    (row(), {"moved_to": "new", "permanent": True}, State.DUE, 0, False),
    (row(attempts=1), {"moved_to": "new"}, State.DUE, 10, False),
    (row(Priority.TOAST), {}, State.EXPIRED, None, False),
    (row(Priority.TOAST), {"retry_after": 1}, State.EXPIRED, None, False),
    (row(Priority.TOAST), {"in_doubt": True}, State.EXPIRED, None, False),
    (row(Priority.TOAST), {"permanent": True}, State.FAILED, None, False),
]


@pytest.mark.parametrize(("claimed", "error", "state", "wait", "doubted"), TABLE)
def test_what_becomes_of_a_refused_message(
    claimed: Claimed, error: dict[str, Any], state: State, wait: float | None, doubted: bool
) -> None:
    settled = refused(claimed, SendError("because", **error), NOW)
    assert (settled.state, settled.doubted, settled.attempts) == (state, doubted, claimed.attempts + 1)
    assert settled.due_at == (None if wait is None else NOW + timedelta(seconds=wait))
    assert settled.error == "because"


def test_what_was_sent_keeps_its_id_and_its_doubt() -> None:
    settled = sent(row(attempts=1, doubted=True), Receipt("m1"))
    assert (settled.state, settled.message, settled.attempts, settled.doubted) == (State.SENT, "m1", 2, True)


def test_waits_grow_and_end_growing() -> None:
    waits = [backoff(n).total_seconds() for n in range(1, 12)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600]
    assert backoff(10**9) == backoff(11)


def test_a_platforms_words_are_kept_short_and_storable() -> None:
    said = plain("Bad\x00 Request:\n\ud800" + "x" * 10_000)
    assert said.startswith("Bad Request: x")
    assert len(said) == PLATFORM_WORDS
