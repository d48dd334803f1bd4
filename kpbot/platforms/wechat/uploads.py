"""Pictures that WeChat has already got, by what they hold."""

from __future__ import annotations

from datetime import timedelta

from kpbot.platforms.uploaded import Uploaded
from kpbot.platforms.wechat.limits import MEDIA_SECONDS, PHOTO_BYTES
from kpbot.platforms.wechat.wire import Api
from kpbot.ports import Clock, SendError
from kpbot.services.enclosed import Enclosure

_KINDS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif"}


class Uploads:
    """Temporary media, used again until shortly before WeChat forgets them."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: Uploaded[str, str] = Uploaded(clock)

    async def media_id(self, picture: Enclosure) -> str:
        """Raises SendError: for good if it is too large."""
        if known := self._known.get(picture.digest):
            return known
        began = self._clock.now()
        if len(picture.content) > PHOTO_BYTES:
            raise SendError(f"a picture of more than {PHOTO_BYTES} bytes", permanent=True)
        media = await self._api.upload("image", _name(picture), picture.content)
        self._known.keep(picture.digest, media, began + timedelta(seconds=MEDIA_SECONDS))
        return media

    def forget(self, picture: Enclosure) -> None:
        self._known.forget(picture.digest)


def _name(picture: Enclosure) -> str:
    """WeChat goes by the ending of the name, so it says what the content is."""
    ending = next((ending for start, ending in _KINDS.items() if picture.content.startswith(start)), ".jpg")
    return f"picture{ending}"
