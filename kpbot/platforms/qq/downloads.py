"""Pictures and files people sent, by the address that the event named: only from QQ's own servers, in the open
internet."""

from __future__ import annotations

import httpx

from kpbot.platforms.downloading import Downloading
from kpbot.platforms.qq.limits import FILE_BYTES

# Where QQ keeps what people send, by what its events were seen to name.
HOSTS = (".qq.com", ".qq.com.cn", ".qpic.cn", ".gtimg.cn", ".qq.cn")


class Downloads:
    """`api_root`: of QQ, or of a proxy or server of the operator's own."""

    def __init__(self, api_root: str, proxy: str) -> None:
        self._downloading = Downloading(api_root, proxy, _is_of_qq)

    async def fetch(self, ref: str) -> bytes:
        """Raises SendError, permanent where asking again cannot help."""
        return await self._downloading.fetch(ref, FILE_BYTES)

    async def close(self) -> None:
        await self._downloading.close()


def _is_of_qq(url: httpx.URL) -> bool:
    return url.scheme == "https" and f".{url.host}".endswith(HOSTS)
