"""What people say about sheets: here is one, it is this kind, that is the column, load it, drop it.

Only noted here; kpbot.services.uploads does it after the commit.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import Any

from kpbot.domain.messages import File
from kpbot.services.sheets import limits
from kpbot.services.talk import Talk
from kpbot.storage import uploads
from kpbot.storage.uploads import Upload, UploadState

MOST_OPEN = 5  # sheets of one person
_SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html")
_SHEET_MIMES = ("spreadsheet", "ms-excel", "csv", "tab-separated")


class Noted(StrEnum):
    """What became of a file; `uploads-<value>` says it."""

    GOT = "got"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    UNREADABLE = "unreadable"  # the platform did not say where it is


class Answered(StrEnum):
    """What became of a press; `uploads-<value>` says it."""

    GOING_ON = "going-on"
    APPLYING = "applying"
    DROPPED = "dropped"
    NOT_YOURS = "not-yours"
    OVER = "over"  # applied, dropped or forgotten
    BUSY = "busy"  # it is being worked on
    NEWER = "newer"  # what was pressed stands under an older message


def is_sheet(file: File) -> bool:
    """By its name or what the platform says; what it really is shows when it is read."""
    return PurePath(file.name.lower()).suffix in _SHEETS or any(part in file.mime for part in _SHEET_MIMES)


async def note(talk: Talk, file: File) -> Noted:
    """A coordinator sent a sheet. `talk.person` must be known."""
    person = talk.person
    if person is None or not 0 < len(file.ref) <= uploads.LONGEST_REF:
        return Noted.UNREADABLE
    if (file.size or 0) > limits.MAX_BYTES:
        return Noted.TOO_LARGE
    if await uploads.open_of(talk.db, person.id) >= MOST_OPEN:
        return Noted.TOO_MANY
    message = "" if talk.chat.private else talk.incoming.message
    await uploads.note(talk.db, talk.chat, file, talk.now, message=message, person_id=person.id, language=talk.lang)
    return Noted.GOT


async def choose_kind(talk: Talk, upload_id: int, kind: str) -> Answered:
    one = await uploads.get(talk.db, upload_id)
    if (answer := _waits(talk, one, "kind")) or one is None:
        return answer or Answered.OVER
    if kind not in one.details.get("kinds", ()):
        return Answered.NEWER
    return await _go_on(talk, one, kind, {**one.details, "step": "plan"})


async def choose_column(talk: Talk, upload_id: int, column: int, question: int | None) -> Answered:
    """`question` counts the messages about this sheet: an older one asked for another column."""
    one = await uploads.get(talk.db, upload_id)
    if (answer := _waits(talk, one, "column")) or one is None:
        return answer or Answered.OVER
    if question != one.details.get("count"):
        return Answered.NEWER
    said: dict[str, dict[str, int]] = one.details.get("said", {})
    here = {**said.get(one.details["hash"], {}), one.details["field"]: column}
    return await _go_on(
        talk, one, one.kind, {**one.details, "step": "plan", "said": {**said, one.details["hash"]: here}}
    )


async def agree(talk: Talk, upload_id: int, mark: str) -> Answered:
    one = await uploads.get(talk.db, upload_id)
    if (answer := _waits(talk, one, "preview")) or one is None:
        return answer or Answered.OVER
    if one.details.get("mark") != mark:
        return Answered.NEWER
    going = await _go_on(talk, one, one.kind, {**one.details, "step": "apply"})
    return Answered.APPLYING if going is Answered.GOING_ON else going


async def drop(talk: Talk, upload_id: int) -> Answered:
    """The person wants none of it. What is being applied cannot be stopped any more."""
    one = await uploads.get(talk.db, upload_id)
    if (answer := _waits(talk, one, "")) or one is None:
        return answer or Answered.OVER
    await uploads.settle(talk.db, one.id, UploadState.DROPPED, talk.now)
    return Answered.DROPPED


async def name_of(talk: Talk, upload_id: int) -> str:
    """The file's name, if it is the speaker's; else empty."""
    one = await uploads.get(talk.db, upload_id)
    return one.name if one and talk.person and one.person_id == talk.person.id else ""


def _waits(talk: Talk, one: Upload | None, step: str) -> Answered | None:
    """Why an answer at `step` (any, if empty) cannot be taken; None if it can."""
    if one is None:
        return Answered.OVER
    if talk.person is None or talk.person.id != one.person_id:
        return Answered.NOT_YOURS
    if one.state is UploadState.WAITING:
        return Answered.BUSY
    if one.state is not UploadState.SHOWN:
        return Answered.OVER
    return Answered.NEWER if step and one.details.get("step") != step else None


async def _go_on(talk: Talk, one: Upload, kind: str, details: dict[str, Any]) -> Answered:
    return Answered.GOING_ON if await uploads.go_on(talk.db, one.id, kind, details, talk.now) else Answered.BUSY
