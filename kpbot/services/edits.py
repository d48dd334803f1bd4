"""Messages that were sent, changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage.outbox import Owed, Priority

TALLY_LASTS = timedelta(hours=1)


def edit_of(sent: str, key: str, chat: Chat, message: Outgoing, now: datetime, lasts: timedelta = TALLY_LASTS) -> Owed:
    """An edit of the message sent under the outbox key `sent`."""
    return Owed(key, chat, replace(message, edits=f"key:{sent}"), Priority.TALLY, now, now + lasts)
