"""Speaking in chats that have to speak first: counted, and what is not allowed now waits for their next message."""

from __future__ import annotations

from kpbot.domain.messages import Chat
from kpbot.ports import Clock, SendError
from kpbot.storage import reply_windows
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Turn


async def turn(database: Database, clock: Clock, chat: Chat) -> Turn:
    """For a platform, right before it sends one message: its place among those that the chat's last message lets.
    Raises SendError, `awaits_word`, where none is left. Opens a transaction of its own."""
    async with database.write() as db:
        taken = await reply_windows.take(db, chat, clock.now())
    if taken is None:
        raise awaits_word("nobody wrote here lately")
    return taken


async def refused(database: Database, chat: Chat, reason: str) -> SendError:
    """The platform says that the chat has to speak first, whatever was counted: what to raise."""
    async with database.write() as db:
        await reply_windows.close(db, chat)
    return awaits_word(reason)


def awaits_word(reason: str) -> SendError:
    return SendError(reason, awaits_word=True)
