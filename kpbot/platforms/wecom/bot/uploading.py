"""Pictures and files on their way out: uploaded in pieces over the same connection, and kept by WeCom for three days.

Source: WeCom, path/101463, «Uploading temporary media»: pieces of at most 512 KB, at most 100 of them.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from kpbot.platforms.uploaded import Uploaded
from kpbot.platforms.wecom.bot.frames import UPLOAD_CHUNK, UPLOAD_FINISH, UPLOAD_INIT, Json, part, word
from kpbot.platforms.wecom.bot.limits import CHUNK, FILE_BYTES, FILE_LEAST, MEDIA_LASTS, PICTURE_BYTES
from kpbot.platforms.wecom.bot.link import Link
from kpbot.platforms.wecom.fitting import fitting
from kpbot.ports import Clock, SendError
from kpbot.services.enclosed import Enclosure


class Uploading:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: Uploaded[str, Json] = Uploaded(clock)

    async def body(self, link: Link, held: Enclosure) -> Json:
        """The body of a message that shows it; uploaded once, however many chats get it. Raises SendError."""
        if known := self._known.get(held.digest):
            return known
        kind, name, content = await fitting(held, PICTURE_BYTES, FILE_LEAST, FILE_BYTES)
        made = {"msgtype": kind, kind: {"media_id": await _pieces(link, kind, name, content)}}
        self._known.keep(held.digest, made, self._clock.now() + timedelta(seconds=MEDIA_LASTS))
        return made

    def forget(self, held: Enclosure) -> None:
        """WeCom does not know it any more."""
        self._known.forget(held.digest)


async def _pieces(link: Link, kind: str, name: str, content: bytes) -> str:
    """Its media id."""
    starts = range(0, len(content), CHUNK)
    begun = await link.ask(
        UPLOAD_INIT,
        {
            "type": kind,
            "filename": name,
            "total_size": len(content),
            "total_chunks": len(starts),
            "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        },
    )
    upload = word(part(begun, "body"), "upload_id")
    for index, start in enumerate(starts):
        piece = base64.b64encode(content[start : start + CHUNK]).decode()
        await link.ask(UPLOAD_CHUNK, {"upload_id": upload, "chunk_index": index, "base64_data": piece})
    ended = await link.ask(UPLOAD_FINISH, {"upload_id": upload})
    media = word(part(ended, "body"), "media_id")
    if not media:
        raise SendError("an upload came to no media id")
    return media
