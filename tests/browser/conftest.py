"""A real browser, one for a test process, and a room of one's own for every test."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.visitor import DESK, PHONE, Size, Visitor
from tests.fakes.room import Served, address, furnish, served

Arrive = Callable[..., Awaitable[Visitor]]

# Without a sandbox, as containers have none; and nothing of its own that calls out.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 20_000  # milliseconds; only a test that fails waits so long


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium here (on Debian and Ubuntu: apt install chromium)")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        await running.close()


@pytest.fixture(scope="session")
def held() -> Iterator[socket.socket]:
    with address() as one:
        yield one


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, held: socket.socket) -> Path:
    """A folder with the room on its first morning, to copy."""
    folder = tmp_path_factory.mktemp("room")
    asyncio.run(furnish(folder, held.getsockname()[1]))
    return folder


@pytest.fixture
def home(furnished: Path, tmp_path: Path) -> Path:
    """A furnished room of one's own."""
    return Path(shutil.copytree(furnished, tmp_path / "room"))


@pytest_asyncio.fixture(loop_scope="session")
async def room(browser: Browser, home: Path, held: socket.socket) -> AsyncIterator[Served]:
    async with served(home, held) as one:
        yield one


@pytest.fixture(params=[PHONE, DESK], ids=["390", "1280"])
def size(request: pytest.FixtureRequest) -> Size:
    """The window: a phone's and a desk's."""
    found: Size = request.param
    return found


@pytest_asyncio.fixture(loop_scope="session")
async def arrive(browser: Browser, room: Served) -> AsyncIterator[Arrive]:
    """Opens windows: `await arrive(size, name)`. In the end every one of them must be well."""
    visitors: list[Visitor] = []

    async def one(size: Size, name: str = "", *, lang: str = "zh-CN") -> Visitor:
        visitor = await Visitor.arrive(browser, room.url, size, name, lang=lang)
        visitor.page.set_default_timeout(PATIENCE)
        visitors.append(visitor)
        return visitor

    yield one
    for visitor in visitors:
        await visitor.is_well()
        await visitor.page.context.close()
