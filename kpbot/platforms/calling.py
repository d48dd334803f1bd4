"""Calling a platform's API over HTTP: one client for all calls, JSON both ways, and what a failure means for the
message that was to be sent. Addresses may hold an access token, so none is ever part of an error."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx

from kpbot.platforms.flights import Flights
from kpbot.ports import SendError

# Together less than delivery gives a send.
CONNECT, WRITE, READ, POOL = 5.0, 8.0, 15.0, 3.0
WHOLE = 120.0  # for a file, however slowly it drips
CONNECTIONS = 100
# The request never left, or not all of it.
UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.WriteError,
    httpx.WriteTimeout,
)
ANSWER_BYTES = 1_000_000
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})

Json = dict[str, Any]


class Caller:
    """`api_root` has no slash at its end. Connections are opened at the first call, also after `close`. `date` is what
    the last answer's header of that name says; empty without one."""

    def __init__(self, api_root: str, proxy: str = "") -> None:
        self._root = api_root
        self._proxy = proxy or None
        self.date = ""
        self._open: httpx.AsyncClient | None = None
        self._flights = Flights()

    async def call(self, method: str, path: str, **rest: Any) -> Json:
        """What the platform answered, an object. `rest` goes to httpx: params, json, files, headers. Raises SendError;
        `in_doubt` where the request may have taken effect without an answer that says so."""
        answer = await self.answer(method, path, **rest)
        with suppress(ValueError):
            read = answer.json()
            if isinstance(read, dict):
                return read
        raise SendError(
            f"{path} answered {answer.status_code} with something else than JSON", in_doubt=answer.is_success
        )

    async def answer(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """The answer as it came; a status of 429 or 5xx is raised as a SendError, so is no answer at all."""
        answer = await self.any_answer(method, path, **rest)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise SendError(f"{path} answered 429", retry_after=retry_after(answer.headers))
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise SendError(f"{path} answered {answer.status_code}")
        return answer

    async def any_answer(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """Whatever its status says; only no answer at all is raised as a SendError."""
        try:
            with self._flights.one():
                async with self._client.stream(method, self._root + path, **rest) as answer:
                    self.date = answer.headers.get("date", "")
                    return await _whole(path, answer)
        except httpx.HTTPError as error:
            raise failure(path, error) from None  # its request would show the address

    async def download(
        self, address: str, most: int, params: Mapping[str, str] | None = None
    ) -> tuple[bytes, httpx.Headers]:
        """A file of at most `most` bytes, and the headers it came with. Nobody is followed elsewhere, and nothing is
        unpacked. Raises SendError: for good where there is none, or a longer one."""
        try:
            async with asyncio.timeout(WHOLE):
                headers = {"Accept-Encoding": "identity"}
                with self._flights.one():
                    async with self._client.stream("GET", address, params=params, headers=headers) as answer:
                        return await content_of(answer, most), answer.headers
        except TimeoutError:
            raise SendError("a file comes too slowly") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise failure("a file", error) from None

    async def close(self) -> None:
        """What is on its way may land first. May be called again; what is called later opens connections anew."""
        await self._flights.landed()
        client, self._open = self._open, None
        if client is not None:
            await client.aclose()

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._open is None:
            self._open = client(self._proxy, httpx.Limits(max_connections=CONNECTIONS))
        return self._open


def client(proxy: str | None, limits: httpx.Limits) -> httpx.AsyncClient:
    """With our patience, and nothing of the environment's."""
    return httpx.AsyncClient(
        proxy=proxy,
        timeout=httpx.Timeout(READ, connect=CONNECT, write=WRITE, pool=POOL),
        limits=limits,
        verify=tls(),
        trust_env=False,
    )


async def _whole(path: str, answer: httpx.Response) -> httpx.Response:
    """The answer with its content, unpacked, of at most ANSWER_BYTES. Raises SendError for a longer one: it came, and
    nobody can say what it says."""
    content = bytearray()
    async for part in answer.aiter_bytes():
        content += part
        if len(content) > ANSWER_BYTES:
            raise SendError(f"{path} answered with more than {ANSWER_BYTES} bytes", in_doubt=True)
    kept = [(name, value) for name, value in answer.headers.multi_items() if name not in _OF_THE_WIRE]
    return httpx.Response(answer.status_code, headers=kept, content=bytes(content))


async def content_of(answer: httpx.Response, most: int) -> bytes:
    """The file as it comes over the wire: one that is packed could be a gigabyte once unpacked. Raises SendError: for
    good where there is none, or one of more than `most` bytes."""
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise SendError(f"the file's server answered {answer.status_code}")
    if answer.status_code != httpx.codes.OK:
        raise SendError(f"the file's server answered {answer.status_code}", permanent=True)
    if answer.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise SendError("a file came packed, though it was not asked for so", permanent=True)
    content = bytearray()
    async for part in answer.aiter_raw():
        content += part
        if len(content) > most:
            raise SendError(f"the file has more than {most} bytes", permanent=True)
    return bytes(content)


def failure(what: str, error: Exception) -> SendError:
    """What it means that no answer came. Not «gettoken: …»: what is said of a token that way is not shown."""
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return SendError(f"{what} is no address", permanent=True)
    return SendError(f"{what} got no answer ({type(error).__name__})", in_doubt=not isinstance(error, UNSENT))


def retry_after(headers: Mapping[str, str], otherwise: float = 30.0) -> float:
    """Seconds; the header may also name a date, which no platform here does."""
    said = headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdigit() else otherwise


@cache
def tls() -> SSLContext:
    """Made once: reading all those certificates takes a while."""
    return httpx.create_ssl_context()
