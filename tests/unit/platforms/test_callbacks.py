"""Reading what calls us."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from kpbot.platforms import callbacks
from kpbot.platforms.callbacks import TooLong, body


def request(parts: Sequence[bytes], *, ends: bool = True) -> Request:
    """One that brings these parts, and then, unless it `ends`, nothing more for ever."""
    waiting = list(reversed(parts))

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        part = waiting.pop()
        return {"type": "http.request", "body": part, "more_body": bool(waiting) or not ends}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


@pytest.mark.parametrize("parts", [[b""], [b"abcd"], [b"a", b"", b"bcd"]])
async def test_a_body_in_however_many_parts(parts: list[bytes]) -> None:
    assert await body(request(parts), 4) == b"".join(parts)


@pytest.mark.parametrize(
    ("parts", "ends"), [([b"abcde"], True), ([b"abc", b"de"], True), ([b"a"] * 1_000_000, True), ([b"abcde"], False)]
)
async def test_more_than_any_callback_holds_is_not_read_to_its_end(parts: list[bytes], ends: bool) -> None:
    async with asyncio.timeout(10):
        with pytest.raises(TooLong):
            await body(request(parts, ends=ends), 4)


async def test_who_dawdles_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "SLOWEST", 0.0)
    with pytest.raises(ClientDisconnect):
        await body(request([b"ab"], ends=False), 4)
