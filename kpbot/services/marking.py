"""Writing down what became of messages that were sent, and what follows from a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from kpbot import metrics
from kpbot.domain.messages import Capabilities
from kpbot.ports import SendError
from kpbot.services import menus, outcome
from kpbot.storage import claims, groups, outbox, reply_windows
from kpbot.storage.claims import Claimed, Settled
from kpbot.storage.database import Database, Db, is_outage
from kpbot.storage.outbox import Priority, State

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What a send came to. `error` is what the platform refused it with."""

    row: Claimed
    settled: Settled
    error: SendError | None = None


Platforms = Mapping[str, Capabilities]


async def write_down(db: Db, results: Sequence[Result], owner: str, platforms: Platforms, now: datetime) -> None:
    """Mark what was sent, all in the caller's transaction; chats that are gone or moved are changed too, and the
    choices that were shown are remembered."""
    await claims.settle(db, [result.settled for result in results], owner, now)
    sent = [
        menus.Said(result.row.chat, result.row.outgoing, result.settled.message, result.row.priority <= Priority.ANSWER)
        for result in results
        if result.settled.state is State.SENT
    ]
    await menus.remember(db, sent, platforms, now)
    waits = [result.row.chat for result in results if result.settled.state is State.WAITING]
    if waits:  # somebody may have written while it was being refused
        chats = {(chat.platform, chat.id) for chat in waits}
        await outbox.heard(db, await reply_windows.opened_meanwhile(db, chats, now), now)
    for result in results:
        if result.error:
            await _consequences(db, result.row, result.error, now)


async def _consequences(db: Db, row: Claimed, error: SendError, now: datetime) -> None:
    if error.chat_gone:
        await outbox.chat_gone(db, row.chat, outcome.plain(error.reason), now)
    if error.moved_to:
        await groups.move(db, row.chat, error.moved_to)
        await outbox.move(db, row.chat, error.moved_to)


async def write(database: Database, results: Sequence[Result], owner: str, platforms: Platforms, now: datetime) -> None:
    """In one transaction, or each in its own if that fails."""
    try:
        async with database.write() as db:
            await write_down(db, results, owner, platforms, now)
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("marks failed, each is written by itself", messages=len(results))
        await write_each(database, results, owner, platforms, now)


async def write_each(
    database: Database, results: Sequence[Result], owner: str, platforms: Platforms, now: datetime
) -> None:
    """One that cannot be written must not keep the others from being marked: that would send them again."""
    for result in results:
        try:
            async with database.write() as db:
                await write_down(db, [result], owner, platforms, now)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("mark failed", platform=result.row.chat.platform, key=result.row.key)
            async with database.write() as db:
                await claims.settle(db, [replace(result.settled, error=type(error).__name__)], owner, now)


def tell(results: Sequence[Result], now: datetime) -> None:
    """Once it is committed: the log and the metrics."""
    for result in results:
        platform = result.row.chat.platform
        if result.error:
            log.warning("not sent", platform=platform, key=result.row.key, reason=result.error.reason)
        metrics.send_settled(platform, result.settled.state.value, (now - result.row.due_at).total_seconds())
