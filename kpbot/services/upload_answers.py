"""What the sender of a sheet is told: shown to be answered, or said at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kpbot.domain.messages import Button, Outgoing
from kpbot.services.sheets.reading import title_of
from kpbot.services.sheets.refused import SheetRefused
from kpbot.services.upload_desk import Desk
from kpbot.storage import outbox, uploads
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.uploads import Upload, UploadState
from kpbot.texts import say

ANSWER_LASTS = timedelta(hours=24)


async def refuse(desk: Desk, one: Upload, refused: SheetRefused, now: datetime) -> None:
    text = say(one.language, "uploads-refused", name=title_of(one.name), reason=refused.text(one.language))
    await end(desk, one, UploadState.REFUSED, Outgoing(text=text), now, refused.code)


async def lose(desk: Desk, one: Upload, reason: str, now: datetime) -> None:
    """It could not be fetched, or not worked on, however often that was tried."""
    text = say(one.language, "uploads-failed" if one.rows else "uploads-lost", name=title_of(one.name))
    await end(desk, one, UploadState.LOST, Outgoing(text=text), now, reason)


async def show(desk: Desk, one: Upload, details: dict[str, Any], said: Outgoing, now: datetime) -> None:
    kept: dict[str, Any] = {name: one.details[name] for name in ("said", "dropped") if name in one.details}
    async with desk.database.write() as db:
        if await uploads.show(db, one.id, one.kind, one.rows, {**kept, **details, "count": owed_so_far(one) + 1}):
            await outbox.owe(db, [owed(one, said, now)])


async def end(desk: Desk, one: Upload, state: UploadState, said: Outgoing, now: datetime, reason: str) -> None:
    async with desk.database.write() as db:
        if await uploads.settle(db, one.id, state, now, reason[:200]):
            await outbox.owe(db, [owed(one, said, now)])


def owed(one: Upload, said: Outgoing, now: datetime) -> Owed:
    said = said if one.chat.private or not one.message else replace(said, reply_to=one.message)
    return Owed(f"upload:{one.id}:{owed_so_far(one)}", one.chat, said, Priority.ANSWER, now, now + ANSWER_LASTS)


def owed_so_far(one: Upload) -> int:
    """How many messages were owed for it so far."""
    return int(one.details.get("count", 0))


def kind_name(one: Upload, kind: str) -> str:
    return say(one.language, f"sheets-kind-{kind}")


def no_button(one: Upload) -> tuple[Button, ...]:
    return (Button(say(one.language, "uploads-drop"), f"imp:no:{one.id}"),)
