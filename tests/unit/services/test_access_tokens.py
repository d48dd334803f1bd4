"""One fetch however many callers in however many workers; a fetcher that dies; refused ones; time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from kpbot.clock import MovableClock
from kpbot.ports import SendError
from kpbot.services import access_tokens
from kpbot.services.access_tokens import EARLY, LEASE, AccessToken, TokenRefused, named
from kpbot.storage import access_tokens as stored
from kpbot.storage.database import Database

LASTS = timedelta(hours=2)


class Platform:
    """Hands out tokens, and counts them. `error` is raised instead, once; `gate` holds every fetch back."""

    def __init__(self) -> None:
        self.given = 0
        self.error: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.asked = asyncio.Event()

    async def fetch(self) -> tuple[str, timedelta]:
        self.asked.set()
        if self.gate:
            await self.gate.wait()
        if self.error:
            error, self.error = self.error, None
            raise error
        self.given += 1
        return f"token {self.given}", LASTS


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_tokens, "LOOK_AGAIN", 0.001)


def worker(database: Database, clock: MovableClock, platform: Platform, name: str = "x:1") -> AccessToken:
    return AccessToken(database, clock, name, platform.fetch)


async def test_one_fetch_for_many_callers_of_many_workers(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    workers = [worker(database, clock, platform) for _ in range(3)]
    found = await asyncio.gather(*(one.get() for one in workers for _ in range(5)))
    assert set(found) == {"token 1"}
    assert platform.given == 1
    assert await worker(database, clock, platform, "x:2").get() == "token 2", "another account has its own"


async def test_a_new_one_before_the_old_expires(database: Database, clock: MovableClock, platform: Platform) -> None:
    one, other = worker(database, clock, platform), worker(database, clock, platform)
    assert await one.get() == "token 1"
    clock.move_to(clock.now() + LASTS - EARLY - timedelta(seconds=1))
    assert await other.get() == "token 1"
    clock.move_to(clock.now() + timedelta(seconds=1))
    assert await one.get() == await other.get() == "token 2"


async def test_a_refused_one_is_not_used_again(database: Database, clock: MovableClock, platform: Platform) -> None:
    one, other = worker(database, clock, platform), worker(database, clock, platform)
    first = await one.get()
    assert await other.get() == first
    one.refused(first)
    other.refused(first)
    assert list(await asyncio.gather(one.get(), other.get())) == ["token 2"] * 2
    assert platform.given == 2, "whoever comes second takes what the first fetched"
    one.refused(first)
    assert await one.get() == "token 2", "an old refusal does not touch the new one"


async def test_a_fetch_that_fails_is_the_callers_error_and_the_next_tries_again(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    platform.error = SendError("40013 invalid appid", permanent=True)
    one = worker(database, clock, platform)
    with pytest.raises(SendError, match="40013"):
        await one.get()
    assert await worker(database, clock, platform).get() == "token 1", "nobody waits for the end of a lease"


async def test_a_fetch_that_is_cancelled_gives_its_turn_back(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    platform.gate = asyncio.Event()
    task = asyncio.create_task(worker(database, clock, platform).get())
    await platform.asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    platform.gate.set()
    assert await worker(database, clock, platform).get() == "token 1"


async def test_a_fetcher_that_dies_is_followed_once_its_lease_is_over(
    database: Database, clock: MovableClock, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.write() as db:
        assert await stored.lease(db, "x:1", "", clock.now(), clock.now() + LEASE), "by one that is killed now"
    monkeypatch.setattr(access_tokens, "PATIENCE", 0.05)
    with pytest.raises(SendError, match="nobody fetched one"):
        await worker(database, clock, platform).get()
    assert platform.given == 0
    monkeypatch.setattr(access_tokens, "PATIENCE", 15)
    clock.move_to(clock.now() + LEASE + timedelta(seconds=1))
    assert await worker(database, clock, platform).get() == "token 1"


async def test_a_fetcher_that_died_while_the_clock_was_wrong_is_followed_at_once(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    wrong = clock.now() + timedelta(hours=1)
    async with database.write() as db:
        assert await stored.lease(db, "x:1", "", wrong, wrong + LEASE), "the clock is set right now"
    assert await worker(database, clock, platform).get() == "token 1"


async def test_while_one_fetches_the_others_wait_and_take_it(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    platform.gate = asyncio.Event()
    first = asyncio.create_task(worker(database, clock, platform).get())
    await platform.asked.wait()
    second = asyncio.create_task(worker(database, clock, platform).get())
    for _ in range(5):
        await asyncio.sleep(0)
    platform.gate.set()
    assert list(await asyncio.gather(first, second)) == ["token 1"] * 2
    assert platform.given == 1


async def test_with_another_secret_the_token_of_the_last_one_is_not_taken(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    first = worker(database, clock, platform, named("x:1", "first-secret"))
    assert await first.get() == "token 1"
    assert await worker(database, clock, platform, named("x:1", "first-secret")).get() == "token 1"
    assert await worker(database, clock, platform, named("x:1", "second-secret")).get() == "token 2"
    assert "secret" not in named("x:1", "first-secret")


class Api:
    """Takes only the tokens in `good`, of which it says what it was called with."""

    def __init__(self, *good: str) -> None:
        self.good = good
        self.called: list[str] = []

    async def call(self, token: str) -> str:
        self.called.append(token)
        if token not in self.good:
            raise TokenRefused(SendError(f"refused {token}"))
        return f"done with {token}"


async def test_a_call_whose_token_is_refused_is_made_once_more(
    database: Database, clock: MovableClock, platform: Platform
) -> None:
    one, api = worker(database, clock, platform), Api("token 2")
    assert await one.with_token(api.call) == "done with token 2"
    assert await one.with_token(api.call) == "done with token 2"
    assert api.called == ["token 1", "token 2", "token 2"]
    assert platform.given == 2


async def test_and_no_more_than_once(database: Database, clock: MovableClock, platform: Platform) -> None:
    one, api = worker(database, clock, platform), Api()
    with pytest.raises(SendError, match="refused token 2"):
        await one.with_token(api.call)
    assert api.called == ["token 1", "token 2"]


async def test_what_else_goes_wrong_is_the_callers(database: Database, clock: MovableClock, platform: Platform) -> None:
    called = []

    async def call(token: str) -> None:
        called.append(token)
        raise SendError("the chat is gone", chat_gone=True)

    with pytest.raises(SendError, match="gone"):
        await worker(database, clock, platform).with_token(call)
    assert called == ["token 1"]
    assert platform.given == 1
