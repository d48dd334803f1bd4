"""Pictures and files that messages carry: uploaded once, then named by the id that WeCom gave them."""

from __future__ import annotations

from kpbot.platforms.uploaded import Uploaded
from kpbot.platforms.wecom.app.api import Api
from kpbot.platforms.wecom.app.limits import FILE_BYTES, FILE_LEAST, MEDIA_LASTS, PICTURE_BYTES
from kpbot.platforms.wecom.fitting import fitting
from kpbot.ports import Clock
from kpbot.services.enclosed import Enclosure


class Media:
    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: Uploaded[str, tuple[str, str]] = Uploaded(clock)  # digest → kind, id

    async def uploaded(self, held: Enclosure) -> tuple[str, str]:
        """(image or file, id). Raises SendError."""
        if known := self._known.get(held.digest):
            return known
        kind, name, content = await fitting(held, PICTURE_BYTES, FILE_LEAST, FILE_BYTES)
        made = kind, await self._api.upload(kind, name, content)
        self._known.keep(held.digest, made, self._clock.now() + MEDIA_LASTS)
        return made

    def forget(self, held: Enclosure) -> None:
        """WeCom does not know it any more."""
        self._known.forget(held.digest)
