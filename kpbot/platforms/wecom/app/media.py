"""Pictures and files that messages carry: uploaded once, then named by the id that WeCom gave them."""

from __future__ import annotations

from kpbot.platforms.uploaded import Uploaded
from kpbot.platforms.wecom.app.api import Api
from kpbot.platforms.wecom.app.limits import FILE_BYTES, FILE_LEAST, MEDIA_LASTS, PICTURE_BYTES
from kpbot.ports import Clock, SendError
from kpbot.services.enclosed import Enclosure
from kpbot.services.picture_formats import as_jpeg_or_png


class Media:
    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: Uploaded[str, tuple[str, str]] = Uploaded(clock)  # digest → kind, id

    async def uploaded(self, held: Enclosure) -> tuple[str, str]:
        """(image or file, id). Raises SendError."""
        if known := self._known.get(held.digest):
            return known
        made = await self._upload(held)
        self._known.keep(held.digest, made, self._clock.now() + MEDIA_LASTS)
        return made

    def forget(self, held: Enclosure) -> None:
        """WeCom does not know it any more."""
        self._known.forget(held.digest)

    async def _upload(self, held: Enclosure) -> tuple[str, str]:
        """What it does not take as a picture goes as a file."""
        if held.shown and (fitting := await as_jpeg_or_png(held.content, PICTURE_BYTES)):
            name = "picture.png" if fitting.startswith(b"\x89PNG") else "picture.jpg"
            return "image", await self._api.upload("image", name, fitting)
        if not FILE_LEAST <= len(held.content) <= FILE_BYTES:
            raise SendError(
                f"a file to be sent has {len(held.content)} bytes, which WeCom does not take", permanent=True
            )
        return "file", await self._api.upload("file", held.name, held.content)
