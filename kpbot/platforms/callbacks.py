"""What platforms that call us over HTTP have in common: their requests are read up to a size, believed or refused, and
confirmed only once what they say is committed."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kpbot import metrics

RETRY_AFTER = "5"  # seconds
SLOWEST = 10.0  # seconds for a whole body; a platform waits five for the answer
SKEW = 300.0  # seconds that a callback may be older or newer than our clock

log = structlog.get_logger(__name__)


class Forged(Exception):
    """Not from the platform, not for us, or not from now; `reason` is one of few fixed words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLong(ValueError):
    """More than any callback of the platform holds."""


async def body(request: Request, most: int) -> bytes:
    """Raises TooLong beyond `most` bytes, ClientDisconnect if the caller hung up, or dawdles: a platform does not."""
    content = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            while await _more(request, content):
                if len(content) > most:
                    raise TooLong
    except TimeoutError:
        raise ClientDisconnect from None
    if len(content) > most:
        raise TooLong
    return bytes(content)


async def _more(request: Request, content: bytearray) -> bool:
    """What `request.stream()` does, without a generator for each callback. False after the last part."""
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    content += message.get("body", b"")
    return bool(message.get("more_body", False))


def is_fresh(timestamp: str, now: datetime, skew: float = SKEW) -> bool:
    """Whether a callback's time, in seconds since 1970, is near `now`; an old one may be somebody else's repetition."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= skew


def forbidden(platform: str, reason: str) -> Response:
    """Forged, tampered or replayed: counted, and nothing else is kept of it. `reason` is one of few fixed words."""
    metrics.callbacks_refused.labels(platform, reason).inc()
    return Response(status_code=403)


def unreadable(platform: str, reason: str, status: int = 400) -> Response:
    """Nothing that the platform sends: it is refused, and coming again would not make it better."""
    metrics.callbacks_refused.labels(platform, reason).inc()
    return Response(status_code=status)


def not_now() -> Response:
    """Not committed: the platform is to bring it again."""
    return Response(status_code=503, headers={"Retry-After": RETRY_AFTER})
