"""Pictures and documents, brought to QQ before a message can name them (api-v2, «富媒体消息»)."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

from kpbot.domain.messages import Chat
from kpbot.platforms.calling import Json
from kpbot.platforms.qq.limits import DOCUMENT_BYTES, PICTURE_BYTES
from kpbot.platforms.qq.wire import Api
from kpbot.platforms.uploaded import Uploaded
from kpbot.ports import Clock, SendError
from kpbot.services.enclosed import Enclosure
from kpbot.services.picture_formats import as_jpeg_or_png

PICTURE, DOCUMENT = 1, 4
SPARE = timedelta(minutes=5)
LONG = timedelta(days=1)  # where QQ names no end


class Uploads:
    """What was uploaded for groups is good in all groups, and likewise for people."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._there: Uploaded[tuple[str, bool], str] = Uploaded(clock)

    async def of(self, chat: Chat, held: Enclosure) -> str:
        """What a message calls it. Raises SendError for what QQ does not take, and what Api raises."""
        if known := self._there.get((held.digest, chat.private)):
            return known
        said = await self._api.post(chat, "files", await _body(held))
        info = str(said.get("file_info") or "")
        if not info:
            raise SendError("QQ took a file and did not say what it calls it")
        lasts = said.get("ttl")
        span = timedelta(seconds=lasts) - SPARE if isinstance(lasts, int) and lasts > 0 else LONG
        self._there.keep((held.digest, chat.private), info, self._clock.now() + min(span, LONG))
        return info

    def forget(self, chat: Chat, held: Enclosure) -> None:
        self._there.forget((held.digest, chat.private))


async def _body(held: Enclosure) -> Json:
    content = await as_jpeg_or_png(held.content, PICTURE_BYTES) if held.shown else held.content
    if not content or len(content) > DOCUMENT_BYTES:
        raise SendError(f"a file to be sent has {len(held.content)} bytes, which QQ does not take", permanent=True)
    kind = {"file_type": PICTURE} if held.shown else {"file_type": DOCUMENT, "file_name": held.name}
    return {**kind, "file_data": b64encode(content).decode(), "srv_send_msg": False}
