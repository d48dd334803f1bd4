"""A publisher's web server on 127.0.0.1: it says exactly what a test tells it to, also what no sane server would."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Reply = Callable[["Asked"], "Answer"]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; header names are lower-case."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What to send. `stall_after`: bytes of the body to send before going silent for good; `cut_after`: bytes after
    which the connection is closed; `sized`: whether Content-Length is sent."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Callable[[], Iterator[bytes]] | None = None
    stall_after: int | None = None
    cut_after: int | None = None
    sized: bool = True
    silent: bool = False


class FeedServer:
    """`pages` maps paths to answers; `asked` records every request in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Answer | Reply] = {}
        self.asked: list[Asked] = []
        self._never = asyncio.Event()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset({f"127.0.0.1:{self.port}"})

    def serve(self, path: str, body: str | bytes, content_type: str = "application/rss+xml", **headers: str) -> str:
        """Publish a document; header names with _ for -. Returns its address."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(data, headers={"Content-Type": content_type, **named})
        return self.url(path)

    def serve_versioned(self, path: str, body: str, etag: str, content_type: str = "application/rss+xml") -> str:
        """A document that answers 304 to whoever has this version already."""
        self.pages[path] = lambda asked: (
            Answer(status=304, headers={"ETag": etag})
            if asked.headers.get("if-none-match") == etag
            else Answer(body.encode(), headers={"ETag": etag, "Content-Type": content_type})
        )
        return self.url(path)

    def redirect(self, path: str, target: str, status: int = 301) -> str:
        self.pages[path] = Answer(status=status, headers={"Location": target})
        return self.url(path)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _request(reader)
            self.asked.append(asked)
            page = self.pages.get(asked.path, Answer(status=404))
            await self._send(writer, page(asked) if callable(page) else page)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the visitor left early, as it should from a huge or endless document
        finally:
            writer.close()

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        if answer.silent:
            await self._never.wait()
            return
        headers = {"Connection": "close", **answer.headers}
        if answer.sized and answer.chunks is None and answer.status != 304:
            headers.setdefault("Content-Length", str(len(answer.body)))
        lines = [f"HTTP/1.1 {answer.status} Told", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        for chunk in answer.chunks() if answer.chunks else iter([answer.body]):
            writer.write(chunk[: answer.stall_after if answer.stall_after is not None else answer.cut_after])
            await writer.drain()
        if answer.stall_after is not None:
            await self._never.wait()


@asynccontextmanager
async def feed_server() -> AsyncIterator[FeedServer]:
    handlers: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        task.add_done_callback(handlers.discard)
        await served._handle(reader, writer)

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    served = FeedServer(server.sockets[0].getsockname()[1])
    try:
        yield served
    finally:
        server.close()
        for task in handlers:
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        await server.wait_closed()


def gzip_bomb(megabytes: int) -> Iterator[bytes]:
    """A valid gzip stream of so many megabytes of blanks, about a thousandth of that on the wire."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    blank = b" " * 1_000_000
    for _ in range(megabytes):
        yield packer.compress(blank)
    yield packer.flush()


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


async def _request(reader: asyncio.StreamReader) -> Asked:
    first = await reader.readexactly(1)
    if not first.isalpha():
        raise ConnectionError("no HTTP")  # a TLS handshake, most likely
    head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    return Asked(head[0].split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs})
