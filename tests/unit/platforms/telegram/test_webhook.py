"""Updates that Telegram brings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from structlog.testing import capture_logs
from telegram.error import BadRequest

from kpbot.platforms.telegram.webhook import BODY, HEADER, PATH, secret_of
from kpbot.ports import NotTaken
from kpbot.storage.tables import outbox
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import ME, TOKEN, status
from tests.fakes.bot_api.world import Json

SITE = "https://kp.example.org"
GROUP, LI = -1001500000001, 5001
SECRET = secret_of(TOKEN, "")


@pytest.fixture
async def hook(rigging: Callable[..., Awaitable[Rig]]) -> Rig:
    return await rigging(public_url=SITE, mode="webhook")


@asynccontextmanager
async def calling(rig: Rig) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=rig.telegram.routes(rig.take)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield client


@asynccontextmanager
async def open_hook(rig: Rig) -> AsyncIterator[httpx.AsyncClient]:
    async with rig.running(), calling(rig) as client:
        await rig.api.until(lambda: rig.api.methods.webhook)
        yield client


async def test_it_registers_itself_and_takes_what_comes(hook: Rig) -> None:
    async with open_hook(hook) as client:
        assert hook.api.methods.webhook["url"] == SITE + PATH
        assert "my_chat_member" in hook.api.methods.webhook["allowed_updates"]
        assert int(hook.api.methods.webhook["max_connections"]) == 100
        hook.api.world.says(LI, GROUP, "/today")
        hook.api.world.happens(poll={"id": 1})
        assert await hook.api.push(client) == [200, 200]
    assert [message.text for message in hook.taken] == ["/today"]
    assert hook.ignored == {"poll": 1}
    assert hook.api.calls_of("getUpdates") == []


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "密"])
async def test_whoever_does_not_know_the_secret_is_refused(hook: Rig, secret: str) -> None:
    update = hook.api.world.says(LI, GROUP, "/today")
    async with open_hook(hook) as client:
        answer = await client.post(PATH, json=update, headers={HEADER.encode(): secret.encode()})
        assert answer.status_code == 403
        assert (await client.post(PATH, json=update)).status_code == 403
        assert (await client.get(PATH)).status_code == 405
    assert hook.taken == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"update_id": "x"}', b"\xff", b"[" * 200_000, b" " * (BODY + 1)]
)
async def test_nonsense_is_refused(hook: Rig, body: bytes) -> None:
    async with open_hook(hook) as client:
        assert (await client.post(PATH, content=body, headers={HEADER: SECRET})).status_code == 400
    assert hook.taken == []


async def test_200_only_after_the_commit(hook: Rig) -> None:
    hook.api.world.says(LI, GROUP, "/today")
    hook.refuse = [RuntimeError("database gone")]
    async with open_hook(hook) as client:
        assert await hook.api.push(client) == [500]
        assert await hook.api.push(client) == [200]
    assert len(hook.taken) == 1


async def brought(client: httpx.AsyncClient, update: Json) -> int:
    return (await client.post(PATH, json=update, headers={HEADER: SECRET})).status_code


async def test_a_worker_that_does_not_own_the_account_takes_what_comes(hook: Rig) -> None:
    async with calling(hook) as client:
        assert await brought(client, hook.api.world.says(LI, GROUP, "/today")) == 200
    assert [message.text for message in hook.taken] == ["/today"]
    assert hook.api.calls == []


async def test_while_nobody_handles_messages_telegram_is_asked_to_come_again(hook: Rig) -> None:
    hook.refuse = [NotTaken()]
    update = hook.api.world.says(LI, GROUP, "/today")
    async with calling(hook) as client:
        assert [await brought(client, update) for _ in range(2)] == [503, 200]


@pytest.mark.parametrize("sees_all", [True, False])
async def test_a_worker_that_does_not_own_the_account_knows_what_the_bot_sees(hook: Rig, sees_all: bool) -> None:
    hook.api.me["can_read_all_group_messages"] = sees_all
    update = hook.api.world.membership(GROUP, hook.api.me, "left", "member")
    hook.api.faults["getMe"] = [status(502)]
    async with calling(hook) as client:
        assert [await brought(client, update) for _ in range(3)] == [503, 200, 200]
    async with hook.database.read() as db:
        owed = [str(row) for row in (await db.execute(select(outbox.c.payload))).scalars()]
    assert ["@kepu_bot" in said for said in owed] == ([] if sees_all else [True])
    assert len(hook.api.calls_of("getMe")) == 2


async def test_a_worker_that_does_not_own_the_account_knows_which_bot_is_meant(hook: Rig) -> None:
    hook.api.faults["getMe"] = [status(502)]
    updates = [
        hook.api.world.says(LI, GROUP, f"/share@{bot} {n}") for n, bot in enumerate(["x_bot", "x_bot", ME["username"]])
    ]
    async with calling(hook) as client:
        assert [await brought(client, update) for update in updates] == [200] * 3
    assert [message.text for message in hook.taken] == ["/share@x_bot 0", "/share@kepu_bot 2"]
    assert len(hook.api.calls_of("getMe")) == 2, "as long as Telegram does not say who we are, it may be ours"


async def test_a_worker_that_does_not_own_the_account_says_once_that_the_token_is_refused(hook: Rig) -> None:
    hook.api.always["getMe"] = status(401)
    updates = [hook.api.world.membership(GROUP - n, hook.api.me, "left", "member") for n in range(3)]
    with capture_logs() as logged:
        async with calling(hook) as client:
            assert [await brought(client, update) for update in updates] == [200] * 3
    assert [line["log_level"] for line in logged] == ["error"]
    assert len(hook.taken) == 3


async def test_an_address_telegram_does_not_take_is_said_and_ends_it(rigging: Callable[..., Awaitable[Rig]]) -> None:
    rig = await rigging(public_url="http://kp.example.org", mode="webhook")
    with capture_logs() as logged, pytest.raises(BadRequest):
        await rig.telegram.run(rig.take)
    assert ["webhook" in line["event"] for line in logged if line["log_level"] == "error"] == [True]


async def test_a_revoked_token_ends_it(hook: Rig) -> None:
    hook.api.always["setWebhook"] = status(401)
    with capture_logs() as logged:
        async with hook.running() as task:
            await task
    assert len([line for line in logged if line["log_level"] == "error"]) == 1


def test_the_secret() -> None:
    assert secret_of(TOKEN, "mine") == "mine"
    assert secret_of(TOKEN, "") == SECRET != secret_of(TOKEN + "x", "")
    assert TOKEN not in SECRET


async def test_polling_has_no_page(rig: Rig) -> None:
    assert rig.telegram.routes(rig.take) == ()
