"""One visit to an address: a conditional GET with limits, and every way it can fail told apart."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from content_feeds.connecting import CheckedTransport, request
from content_feeds.manners import Hop, moved_to, pause, retry_after
from content_feeds.options import FeedOptions
from content_feeds.unpacking import too_big, unpacked
from kpbot.ports import FeedError, Validators

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_LONGEST_VALIDATOR = 500


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came. `address` is where it was in the end: relative links start there."""

    body: bytes
    content_type: str
    address: str
    validators: Validators
    unchanged: bool = False
    moved_to: str = ""
    wait: timedelta | None = None


async def fetch(address: str, validators: Validators, now: datetime, options: FeedOptions) -> Fetched:
    """Ask `address` for its document, or whether it changed since `validators`.

    Raises FeedError: `bad-address`, `dns`, `private-address`, `refused`, `tls`, `disconnected`, `timeout`, `redirects`,
    `too-big`, `packing`, `gone`, `not-found`, `forbidden`, `busy` (with `wait`), `server`, `status`.
    """
    url = _checked(address)
    try:
        async with asyncio.timeout(options.timeout), CheckedTransport(options) as transport:
            return await _follow(transport, url, validators, now, options)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise FeedError("timeout", host=url.host, seconds=round(options.timeout)) from error
    except httpx.ConnectError as error:
        raise FeedError("tls" if _is_tls(error) else "refused", host=url.host) from error
    except (httpx.TransportError, httpx.StreamError) as error:
        raise FeedError("disconnected", host=url.host) from error


async def _follow(
    transport: CheckedTransport, url: httpx.URL, validators: Validators, now: datetime, options: FeedOptions
) -> Fetched:
    hops: list[Hop] = []
    while True:
        response = await transport.handle_async_request(request(url, _conditions(validators), options))
        try:
            if response.status_code not in _REDIRECTS:
                return await _settle(response, url, validators, now, options, moved_to(hops))
            target = _target(response, url)
        finally:
            await response.aclose()
        hops.append(Hop(response.status_code, str(url), str(target)))
        if len(hops) > options.max_redirects or any(hop.start == str(target) for hop in hops):
            raise FeedError("redirects", host=url.host, hops=len(hops))
        url = target


async def _settle(
    response: httpx.Response, url: httpx.URL, asked: Validators, now: datetime, options: FeedOptions, moved: str
) -> Fetched:
    status, headers = response.status_code, response.headers
    if status not in (200, 304):
        raise _failure(status, url.host, retry_after(headers.get("retry-after", ""), now))
    wait = pause(headers, now)
    if status == 304:
        return Fetched(b"", "", str(url), _validators(headers, asked), unchanged=True, moved_to=moved, wait=wait)
    if headers.get("content-length", "").isdigit() and int(headers["content-length"][:20]) > options.max_bytes:
        raise too_big(url.host, options.max_bytes)
    coding = headers.get("content-encoding", "")
    body = await unpacked(response.aiter_raw(), coding, options.max_bytes, url.host)
    if not body.strip():
        # Keeping the old validators: those of an empty answer would hide the next real one.
        return Fetched(b"", "", str(url), asked, unchanged=True, moved_to=moved, wait=wait)
    found = _validators(headers, Validators())
    return Fetched(body, headers.get("content-type", ""), str(url), found, moved_to=moved, wait=wait)


def _failure(status: int, host: str, wait: timedelta | None) -> FeedError:
    if status == 410:
        return FeedError("gone", gone=True, host=host)
    if status in _BUSY:
        return FeedError("busy", wait=wait, host=host, status=status)
    if status == 404:
        return FeedError("not-found", wait=wait, host=host)
    if status in (401, 403, 407, 451):
        return FeedError("forbidden", wait=wait, host=host, status=status)
    return FeedError("server" if status >= 500 else "status", wait=wait, host=host, status=status)


def _checked(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
        sound = url.scheme in ("http", "https") and bool(url.host) and (urlsplit(str(url)).port or 80) > 0
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FeedError("bad-address", address=address[:200]) from error
    if not sound:
        raise FeedError("bad-address", address=address[:200])
    return url.copy_with(fragment=None)


def _target(response: httpx.Response, url: httpx.URL) -> httpx.URL:
    location = response.headers.get("location", "")
    if not location:
        raise FeedError("status", host=url.host, status=response.status_code)
    try:
        return _checked(str(url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FeedError("bad-address", address=location[:200]) from error


def _conditions(validators: Validators) -> dict[str, str]:
    wanted = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in wanted.items() if value}


def _validators(headers: httpx.Headers, otherwise: Validators) -> Validators:
    etag, modified = (_clean(headers.get(name, "")) for name in ("etag", "last-modified"))
    return Validators(etag, modified) if etag or modified else otherwise


def _clean(value: str) -> str:
    """A validator we may send back: a broken one is as good as none."""
    return value if len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
