"""An account that its platform refuses: /healthz says so until somebody did something about it, over there or here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.platforms.qq import Qq
from kpbot.platforms.wechat import Wechat
from kpbot.platforms.wecom.app import WecomApp
from kpbot.ports import Clock, Platform
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.qq.server import qq_server
from tests.fakes.wechat.server import wechat_api
from tests.fakes.wecom.server import qyapi


class Naps:
    """How platforms wait here: until `over`, all at once."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        await self._over.wait()

    def over(self) -> None:
        self._over.set()
        self._over = asyncio.Event()


@asynccontextmanager
async def wechat(clock: MovableClock, trouble: str) -> AsyncIterator[tuple[dict[str, Any], Callable[[], None]]]:
    async with wechat_api(clock) as api:
        if trouble == "address":
            api.faults["/cgi-bin/getcallbackip"] = [40164] * 50
        else:
            api.faults["/cgi-bin/stable_token"] = [40125] * 50
        yield {"wechat": api.settings}, api.faults.clear


@asynccontextmanager
async def wecom(clock: MovableClock, trouble: str) -> AsyncIterator[tuple[dict[str, Any], Callable[[], None]]]:
    async with qyapi() as api:
        if trouble == "address":
            api.world.refuse["agent/get"].extend([60020] * 50)
        else:
            api.world.refuse["gettoken"].extend([40001] * 50)
        yield {"wecom": {"app": api.app}}, api.world.refuse.clear


@asynccontextmanager
async def qq(clock: MovableClock, trouble: str) -> AsyncIterator[tuple[dict[str, Any], Callable[[], None]]]:
    async with qq_server(clock) as server:
        settings, right = server.settings, server.secret
        if trouble == "address":
            server.stranger = True
        else:
            server.secret = "another"

        def mended() -> None:
            server.stranger, server.secret = False, right

        yield {"qq": settings}, mended


ACCOUNTS: dict[str, tuple[Any, Any]] = {"wechat": (wechat, Wechat), "wecom": (wecom, WecomApp), "qq": (qq, Qq)}
NAMED = {
    ("wechat", "secret"): "KPBOT_WECHAT__SECRET",
    ("wechat", "address"): "203.0.113.7",
    ("wecom", "secret"): "wecom.app.corp_id",
    ("wecom", "address"): "60020",
    ("qq", "secret"): "KPBOT_QQ__SECRET",
    ("qq", "address"): "IP",
}


@pytest.mark.parametrize(("name", "trouble"), sorted(NAMED))
async def test_healthz_says_that_an_account_is_refused(
    database_url: str, clock: MovableClock, tmp_path: Path, name: str, trouble: str
) -> None:
    make, kind = ACCOUNTS[name]
    naps = Naps()
    async with make(clock, trouble) as (account, mend):
        settings = Settings.model_validate(
            account
            | {
                "database": {"url": database_url},
                "data_dir": str(tmp_path),
                "web": {"public_url": "https://kp.example.org"},
            }
        )

        def platforms(database: Database, clock: Clock) -> list[Platform]:
            return [kind(settings, database, clock, sleep=naps.sleep)]

        app = App(settings, platforms, clock=clock, catalog=Catalog())
        transport = httpx.ASGITransport(app.asgi(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://kp.example.org") as client:
            with capture_logs() as logs:
                await app.start(virtual=True)
                try:
                    assert await says(client, 503) == {name: "broken"}
                    assert f'kpbot_platform_up{{platform="{name}"}} 0.0' in (await client.get("/metrics")).text
                    mend()
                    naps.over()
                    assert await says(client, 200) == {name: "ok"}
                finally:
                    await app.stop()
    (alarm,) = [log["event"] for log in logs if log["log_level"] == "error"]
    assert NAMED[name, trouble] in alarm


async def says(client: httpx.AsyncClient, status: int) -> dict[str, str]:
    """Of the platforms, once the answer has that status."""
    async with asyncio.timeout(20):
        while (answer := await client.get("/healthz")).status_code != status:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.01)
    return answer.json()["platforms"]  # type: ignore[no-any-return]
