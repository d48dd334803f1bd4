"""Calls of platforms' APIs that get no answer: the reason may be shown, and is readable once it was scrubbed."""

from __future__ import annotations

import asyncio

import pytest

from kpbot.logs import scrub
from kpbot.platforms.calling import Caller
from kpbot.platforms.wecom.errcodes import as_send_error
from kpbot.ports import SendError
from kpbot.texts import say


@pytest.mark.parametrize("path", ["/cgi-bin/gettoken", "/cgi-bin/stable_token", "/app/getAppAccessToken"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_finding_about_a_token_that_cannot_be_fetched_is_shown_whole(path: str, language: str) -> None:
    caller = Caller("http://127.0.0.1:9")
    with pytest.raises(SendError) as caught:
        await caller.call("GET", path, params={"secret": "hunter2hunter2"})
    await caller.close()
    assert caught.value.reason == f"{path} got no answer (ConnectError)"
    for reason in (caught.value.reason, as_send_error(path, 40001).reason):
        told = say(language, "check-wecom-away", reason=reason)
        assert scrub(told) == told


async def test_what_is_on_its_way_lands_before_the_connections_are_closed() -> None:
    came, go = asyncio.Event(), asyncio.Event()

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        came.set()
        await go.wait()
        writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"errcode":0}')
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(slowly, "127.0.0.1") as server:
        caller = Caller(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        sending = asyncio.create_task(caller.call("GET", "/send"))
        await came.wait()
        closing = asyncio.create_task(caller.close())
        await asyncio.sleep(0)
        assert not closing.done()
        go.set()
        assert await sending == {"errcode": 0}
        await closing
