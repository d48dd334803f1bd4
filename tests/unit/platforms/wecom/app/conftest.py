"""A server of ours and the app that talks to it, without the rest of the application."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette

from kpbot import metrics
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Incoming, Outgoing, Receipt
from kpbot.platforms.wecom.app import WecomApp
from kpbot.ports import Answer
from kpbot.settings import Settings
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.tables import outbox as rows
from tests.fakes.wecom.callbacks import Call, fields, sealed, xml
from tests.fakes.wecom.server import QyApi, qyapi
from tests.fakes.wecom.world import World

PATH = "/platforms/wecom/callback"


@dataclass
class Rig:
    """`taken` holds what was committed."""

    api: QyApi
    settings: Settings
    app: WecomApp
    database: Database
    clock: MovableClock
    taken: list[Incoming] = field(default_factory=list)
    refuse: list[Exception] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.api.world

    @property
    def li(self) -> Chat:
        return Chat("wecom", "LiLei", private=True)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def take(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        if self.refuse:
            raise self.refuse.pop(0)
        self.taken += messages
        return [Answer() for _ in messages]

    @asynccontextmanager
    async def site(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(Starlette(routes=self.app.routes(self.take)), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://kp.example.org") as client:
            yield client

    async def bring(self, call: Call) -> httpx.Response:
        async with self.site() as client:
            return await client.post(PATH, params=call.query, content=call.body)

    async def brought(self, kind: str, user: str = "LiLei", **rest: object) -> Incoming:
        """What comes of a message of that kind."""
        answer = await self.bring(sealed(xml(fields(user, self.now, kind, **rest)), self.now))
        assert (answer.status_code, answer.content) == (200, b"")
        return self.taken[-1]

    async def sent(self, outgoing: Outgoing) -> Receipt:
        """As delivery does it: owed, sent, and marked with the id that it got."""
        number = len(self.world.messages)
        owed = Owed(f"k{number}", self.li, outgoing, Priority.PUSH, self.now, self.now + timedelta(days=1))
        async with self.database.write() as db:
            await outbox.owe(db, [owed])
        receipt = await self.app.send(self.li, outgoing)
        async with self.database.write() as db:
            done = {"state": "sent", "message": receipt.message, "settled_at": self.now}
            await db.execute(update(rows).where(rows.c.key == owed.key).values(done))
        return receipt


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """What is tested here is the same on both engines; the flows try both."""
    shutil.copy(sqlite_template, tmp_path / "kpbot.db")
    return f"sqlite:///{tmp_path / 'kpbot.db'}"


@pytest.fixture
async def rig(database: Database, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Rig]:
    async with qyapi() as api:
        api.world.members |= {"LiLei", "HanMei"}
        told = {
            "wecom": {"app": api.app},
            "web": {"public_url": "https://kp.example.org"},
            "data_dir": str(tmp_path),
        }
        settings = Settings.model_validate(told)
        rig = Rig(api, settings, WecomApp(settings, database, clock), database, clock)
        yield rig
        await rig.app.close()


def counted(counter: str, **labels: str) -> float:
    """What one of the counters says now."""
    (family,) = getattr(metrics, counter).collect()
    names = {"platform": "wecom", **labels}
    return sum(float(s.value) for s in family.samples if s.name.endswith("_total") and s.labels == names)
