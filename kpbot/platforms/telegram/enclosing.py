"""Pictures and documents that a message carries: uploaded once, after that named by the id that Telegram gave them."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import structlog
from telegram import Message
from telegram.error import BadRequest

from kpbot.domain.messages import Outgoing
from kpbot.platforms.telegram.limits import DOCUMENT_BYTES, PHOTO_BYTES
from kpbot.platforms.telegram.refusals import says
from kpbot.platforms.telegram.wire import Api
from kpbot.ports import SendError
from kpbot.services.enclosed import Enclosure, enclosure_of

REMEMBERED = 1000
_NO_PHOTO = ("photo_", "image_process", "wrong type of the web page content")
_FORGOTTEN = ("file identifier", "file_id", "file_reference", "wrong remote file")
_FORBIDDEN = ("not enough rights to send photos", "chat_send_photos_forbidden", "chat_send_media_forbidden")

log = structlog.get_logger(__name__)


async def fitting(data_dir: Path, outgoing: Outgoing) -> Enclosure | None:
    """What goes along with a message; None if nothing. Raises SendError, for good where the file is not there or is
    more than Telegram takes."""
    held = await enclosure_of(data_dir, outgoing)
    if held and len(held.content) > DOCUMENT_BYTES:
        raise SendError(f"a file to be sent is too big: {held.name} has {len(held.content)} bytes", permanent=True)
    return held


def is_forbidden(error: BadRequest) -> bool:
    """Whether the chat takes no pictures from the bot; words it may take all the same."""
    return says(error, *_FORBIDDEN)


class Enclosures:
    """Sends them. A push that shows a picture goes to hundreds of groups: only the first send uploads it."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: OrderedDict[str, tuple[str, bool]] = OrderedDict()  # digest → file id, whether it is a photo

    async def send(self, held: Enclosure, **rest: Any) -> Message:
        """`rest`: chat, caption and what else goes with any message. Raises TelegramError."""
        if known := self._known.get(held.digest):
            try:
                return await self._as(known[1], known[0], held.name, rest)
            except BadRequest as error:
                if not says(error, *_FORGOTTEN):
                    raise
                del self._known[held.digest]
        message = await self._upload(held, rest)
        self._remember(held, message)
        return message

    async def _upload(self, held: Enclosure, rest: dict[str, Any]) -> Message:
        """What Telegram does not take as a picture, for its size or its shape, goes as a file."""
        if held.shown and len(held.content) <= PHOTO_BYTES:
            try:
                return await self._as(True, held.content, held.name, rest)
            except BadRequest as error:
                if not says(error, *_NO_PHOTO):
                    raise
                log.warning("a picture goes as a file", picture=held.name, reason=error.message)
        return await self._as(False, held.content, held.name, rest)

    async def _as(self, photo: bool, file: bytes | str, name: str, rest: dict[str, Any]) -> Message:
        if photo:
            return await self._api.send_photo(photo=file, filename=name, **rest)
        return await self._api.send_document(document=file, filename=name, **rest)

    def _remember(self, held: Enclosure, message: Message) -> None:
        if message.photo:
            self._known[held.digest] = (message.photo[-1].file_id, True)
        elif message.document:
            self._known[held.digest] = (message.document.file_id, False)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
