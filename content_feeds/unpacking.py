"""Compressed documents, unpacked no further than the limit: a kilobyte on the wire can be a gigabyte at home."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Callable

from kpbot.ports import FeedError

ACCEPTED = "gzip, deflate"


async def unpacked(chunks: AsyncIterator[bytes], coding: str, limit: int, host: str) -> bytes:
    """The whole body, decoded from `coding` (the Content-Encoding header).

    Raises FeedError `too-big` as soon as it exceeds `limit` bytes on the wire or unpacked, `packing` if it cannot
    be unpacked.
    """
    unpack = _unpacker(coding.strip().lower(), host)
    body, received = bytearray(), 0
    async for chunk in chunks:
        received += len(chunk)
        try:
            body += unpack(chunk, limit + 1 - len(body))
        except zlib.error as error:
            raise FeedError("packing", host=host) from error
        if len(body) > limit or received > limit:
            raise too_big(host, limit)
    return bytes(body)


def too_big(host: str, limit: int) -> FeedError:
    return FeedError("too-big", host=host, megabytes=max(1, limit // 1_000_000))


class _Gzip:
    """gzip or zlib (told apart by their first bytes), also several members in a row."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def __call__(self, chunk: bytes, room: int) -> bytes:
        out = b""
        while chunk and len(out) < room:
            if self._inflater.eof:
                if not chunk.startswith(b"\x1f\x8b"):
                    break  # padding after the last member
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
            out += self._inflater.decompress(chunk, room - len(out))
            chunk = self._inflater.unconsumed_tail or self._inflater.unused_data
        return out


class _Deflate:
    """ "deflate" means zlib, yet some servers send the bare stream."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = False

    def __call__(self, chunk: bytes, room: int) -> bytes:
        if not self._begun and chunk[:1] == b"\x78":
            self._inflater = zlib.decompressobj()
        self._begun = self._begun or bool(chunk)
        return self._inflater.decompress(chunk, room)


def _plain(chunk: bytes, room: int) -> bytes:
    return chunk[:room]


def _unpacker(coding: str, host: str) -> Callable[[bytes, int], bytes]:
    if coding in ("", "identity"):
        return _plain
    if coding in ("gzip", "x-gzip"):
        return _Gzip()
    if coding == "deflate":
        return _Deflate()
    raise FeedError("packing", host=host)
