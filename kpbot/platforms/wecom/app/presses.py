"""Answering a press on its own card: WeCom gives a code with each press that changes the card once.

The worker that hears of a press is not always the one that sends, so the code is left in the database, for a minute.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpbot.domain.messages import Button, Chat, Incoming, Outgoing
from kpbot.platforms.wecom.app import tasks
from kpbot.platforms.wecom.app.limits import CODE_LASTS, NAME
from kpbot.platforms.wecom.sheets import sheets
from kpbot.ports import Clock
from kpbot.storage import access_tokens, shown
from kpbot.storage.database import Database

PREFIX = f"{NAME}:press:"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A card that can be changed with `code`: the `sheet`-th of a message, from 0."""

    code: str
    sheet: int
    outgoing: Outgoing

    @property
    def buttons(self) -> Sequence[Button]:
        return sheets(self.outgoing)[self.sheet]


async def note(database: Database, clock: Clock, pressed: Incoming, fields: Mapping[str, str]) -> None:
    """Before the press is handed on."""
    code = fields.get("ResponseCode", "")
    if not code:
        return
    value = json.dumps([code, *tasks.read(fields.get("TaskId", ""))])
    async with database.write() as db:
        await access_tokens.leave(db, _name(pressed.key), value, clock.now() + CODE_LASTS)


async def take(database: Database, clock: Clock, chat: Chat, key: str) -> Pressed | None:
    """The card on which the press of that key was made; None where it cannot be changed (any more)."""
    async with database.write() as db:
        left = await access_tokens.take(db, _name(key), clock.now())
        if not left:
            return None
        code, message, sheet = json.loads(left)
        outgoing = await shown.message(db, chat, message)
    return Pressed(code, sheet, outgoing) if outgoing and sheet < len(sheets(outgoing)) else None


async def forget(database: Database, clock: Clock) -> None:
    """What nobody took."""
    async with database.write() as db:
        await access_tokens.forget(db, PREFIX, clock.now())


def _name(key: str) -> str:
    return (PREFIX + key)[:80]
