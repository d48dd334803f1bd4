"""Messages in parts, of which one fails."""

from __future__ import annotations

import asyncio

import pytest

from kpbot.domain.messages import Chat
from kpbot.platforms.begun import REMEMBERED, Begun
from kpbot.ports import SendError
from kpbot.services.enclosed import Enclosure

CHAT = Chat("p", "c")


async def test_what_came_through_is_not_sent_again_but_the_next_message_is() -> None:
    begun, sent, failing = Begun(), list[str](), {"b"}

    async def send(part: str) -> str:
        if part in failing:
            raise SendError("no")
        sent.append(part)
        return part.upper()

    with pytest.raises(SendError):
        await begun.go_on(CHAT, ["a", "b", "c"], send)
    failing.clear()
    assert await begun.go_on(Chat("p", "other"), ["a", "b", "c"], send) == "C"
    assert await begun.go_on(CHAT, ["a", "b", "c"], send) == "C"
    assert await begun.go_on(CHAT, ["a", "b", "c"], send) == "C"
    assert "".join(sent) == "aabcbcabc"


async def test_what_took_too_long_goes_on_where_it_was_given_up() -> None:
    begun, sent, slow = Begun(), list[str](), {"b"}

    async def send(part: str) -> str:
        if part in slow:
            await asyncio.Event().wait()
        sent.append(part)
        return part

    sending = asyncio.create_task(begun.go_on(CHAT, ["a", "b"], send))
    for _ in range(5):
        await asyncio.sleep(0)
    sending.cancel()
    await asyncio.wait([sending])
    slow.clear()
    assert await begun.go_on(CHAT, ["a", "b"], send) == "b"
    assert sent == ["a", "b"]


async def test_it_remembers_so_many() -> None:
    begun, sent = Begun(), list[str]()

    async def send(part: str) -> str:
        if part == "fail":
            raise SendError("no")
        sent.append(part)
        return part

    for number in range(REMEMBERED + 1):
        with pytest.raises(SendError):
            await begun.go_on(CHAT, [str(number), "fail"], send)
    with pytest.raises(SendError):
        await begun.go_on(CHAT, ["0", "fail"], send)
    assert sent.count("0") == 2


def test_what_an_enclosure_holds_is_no_part_of_its_key() -> None:
    assert "secret" not in repr(Enclosure(b"secret", "a.png", shown=True, digest="d"))
