"""Two workers behind one webhook: whichever is called takes the message, the one that owns the account answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.platforms.telegram.webhook import HEADER, PATH, secret_of
from kpbot.storage import tables
from tests.fakes.bot_api.county import LI, NEWCOMER, OFFICERS, SITE, WANG, County
from tests.fakes.bot_api.server import TOKEN, bot_api
from tests.fakes.bot_api.world import Json

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def workers(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[tuple[County, County]]:
    """The one that is started first will own the account."""
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        first = await County(api, database_url, clock, tmp_path, "webhook").build()
        second = County(api, database_url, clock, tmp_path, "webhook")
        yield first, second
        for county in (first, second):
            await county.app.database.close()


async def senders(county: County) -> set[str]:
    """The workers that sent something."""
    async with county.app.database.read() as db:
        sent = select(tables.outbox.c.owner).where(tables.outbox.c.state == "sent")
        return set((await db.execute(sent)).scalars())


async def test_what_one_worker_takes_the_owner_answers(workers: tuple[County, County]) -> None:
    owner, other = workers
    api, world = owner.api, owner.api.world
    async with owner.running(), other.running():
        assert len(api.calls_of("setWebhook")) == 1
        await owner.push(FRIDAY, MONDAY_PUSH)
        push = await owner.said(OFFICERS, "11月23日")
        assert "1/3" in (await other.toast(await other.press(LI, push, "已分享 1")))["text"]
        link = await other.toast(await other.press(NEWCOMER, push, "改转发去向"))
        assert "/join" in link["text"]
        world.says(WANG, WANG, "/to")
        await other.people_did()
        card = await other.said(WANG, "微信")
        pressed = await other.press(WANG, card, "微博")
        assert "text" not in await other.toast(pressed), "changed in place, without a word beside it"
        await api.until(lambda: card.edits)
        await owner.app.delivery.drain()
        assert await senders(owner) == {owner.app.delivery._owner}
    assert world.callbacks == {}
    assert len(await owner.rows(tables.shares)) == 1


async def test_brought_again_to_another_worker_nothing_changes(workers: tuple[County, County]) -> None:
    owner, other = workers
    api, world = owner.api, owner.api.world
    async with owner.running(), other.running():
        await owner.push(FRIDAY, MONDAY_PUSH)
        push = await owner.said(OFFICERS, "11月23日")
        world.presses(LI, OFFICERS, push.id, push.buttons["已分享 1"])
        world.says(WANG, OFFICERS, "/share 2 3")
        world.membership(-1001500000077, api.me, "left", "member")
        again = list(world.pending)
        await other.people_did()
        await api.until(lambda: world.toasts and world.reactions)
        await other.said(-1001500000077, "@kepu_bot")
        shares, sent = len(await owner.rows(tables.shares)), len(api.calls_of("sendMessage"))
        for county in (owner, other):
            world.pending += again
            await county.people_did()
            await owner.app.delivery.drain()
        assert len(await owner.rows(tables.shares)) == shares == 3
        assert (len(api.calls_of("sendMessage")), len(world.toasts)) == (sent, 1)


async def test_who_takes_the_account_over_answers_what_the_other_took(workers: tuple[County, County]) -> None:
    first, second = workers
    async with AsyncExitStack() as owning, AsyncExitStack() as waiting:
        await owning.enter_async_context(first.running())
        await waiting.enter_async_context(second.running())
        await owning.aclose()
        await second.app.share_accounts()
        first.api.world.says(LI, LI, "/help")
        await second.people_did()
        await second.said(LI, "/report")
        await second.app.delivery.drain()
        assert await senders(second) == {second.app.delivery._owner}


async def test_a_worker_that_starts_or_stops_asks_telegram_to_come_again(workers: tuple[County, County]) -> None:
    worker, _ = workers
    app, world = worker.app, worker.api.world

    async def brought(update: Json) -> int:
        transport = httpx.ASGITransport(site, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            return (await client.post(PATH, json=update, headers={HEADER: secret_of(TOKEN, "")})).status_code

    site, update = app.asgi(), world.says(LI, LI, "/help")
    assert await brought(update) == 503
    await app.start(virtual=True)
    assert await brought(update) == 200
    assert await brought(world.says(LI, LI, "/help")) == 200
    await app.stop()
    assert await brought(world.says(LI, LI, "/help")) == 503
    assert len(await worker.rows(tables.inbox)) == 2
