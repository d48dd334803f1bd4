"""The platform, WeChat on both sides of it, and in place of the core something that takes what comes."""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from kpbot import metrics
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Incoming, Outgoing
from kpbot.platforms.wechat import Wechat
from kpbot.ports import Answer
from kpbot.settings import Settings
from kpbot.storage import reply_windows
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Opened
from tests.fakes.wechat.callbacks import Wechat as Caller
from tests.fakes.wechat.server import WechatApi, wechat_api

LI = "oLi6_bmjrPTlm6-2sgVt7hMZOPfL"


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """What is tested here is the same on both engines; the flows try both."""
    shutil.copy(sqlite_template, tmp_path / "kpbot.db")
    return f"sqlite:///{tmp_path / 'kpbot.db'}"


def counted(metric: str) -> dict[str, int]:
    """By their last label."""
    family = getattr(metrics, metric).collect()[0]
    samples = [one for one in family.samples if one.name.endswith("_total") and one.labels["platform"] == "wechat"]
    return {list(one.labels.values())[-1]: int(one.value) for one in samples}


@dataclass
class Core:
    """Takes messages once `free` is set, and answers each with `says`, once and for ever the same."""

    says: dict[str, Outgoing] = field(default_factory=dict)
    free: asyncio.Event = field(default_factory=asyncio.Event)
    taken: list[Incoming] = field(default_factory=list)
    refuse: list[Exception] = field(default_factory=list)
    delivered: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _something_left: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.free.set()

    async def __call__(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        await self.free.wait()
        if self.refuse:
            raise self.refuse.pop(0)
        self.taken += messages
        return [self._answer(message) for message in messages]

    async def leaves(self) -> None:
        """Until an answer is left to be sent."""
        await asyncio.wait_for(self._something_left.wait(), 20)

    def _answer(self, message: Incoming) -> Answer:
        said = self.says.get(message.text)
        if said is None or message.key in self.left:
            return Answer()

        async def delivered() -> None:
            self.delivered.append(message.key)

        async def left() -> None:
            self.left.append(message.key)
            self._something_left.set()

        return Answer((said,), delivered, left)


@dataclass
class Rig:
    """`waits` are the seconds the platform waits for, with the event that ends each; `given_up` those that something
    else ended."""

    api: WechatApi
    platform: Wechat
    database: Database
    clock: MovableClock
    core: Core
    caller: Caller
    waits: list[tuple[float, asyncio.Event]]
    given_up: dict[float, asyncio.Event]
    _before: tuple[dict[str, int], dict[str, int]] = field(
        default_factory=lambda: (counted("callbacks_refused"), counted("updates_ignored"))
    )

    @property
    def refused(self) -> dict[str, int]:
        now = counted("callbacks_refused")
        return {reason: more for reason in now if (more := now[reason] - self._before[0].get(reason, 0))}

    @property
    def ignored(self) -> dict[str, int]:
        now = counted("updates_ignored")
        return {kind: more for kind in now if (more := now[kind] - self._before[1].get(kind, 0))}

    async def waiting(self, seconds: float) -> asyncio.Event:
        """Until the platform waits so long, and the event that ends it."""
        async with asyncio.timeout(20):
            while True:
                for place, (wanted, ended) in enumerate(self.waits):
                    if wanted == seconds:
                        del self.waits[place]
                        return ended
                await asyncio.sleep(0)

    async def opened(self, person: str = LI, most: int = 5) -> Chat:
        """They wrote, so that something may be said to them."""
        chat = Chat("wechat", person, private=True)
        self.api.world.follows(person)
        self.api.world.allows(person, "text")
        async with self.database.write() as db:
            until = self.clock.now() + timedelta(hours=48)
            await reply_windows.open_windows(db, [Opened(chat, "m", until, most)])
        return chat


@pytest.fixture
async def api(clock: MovableClock) -> AsyncIterator[WechatApi]:
    async with wechat_api(clock) as served:
        yield served


@pytest.fixture
async def rig(
    request: pytest.FixtureRequest, api: WechatApi, database: Database, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[Rig]:
    """Encrypted, unless a test's parameter `rig` is «plain»."""
    api.encrypted = getattr(request, "param", "encrypted") == "encrypted"
    waits: list[tuple[float, asyncio.Event]] = []
    given_up: dict[float, asyncio.Event] = defaultdict(asyncio.Event)

    async def sleep(seconds: float) -> None:
        ended = asyncio.Event()
        waits.append((seconds, ended))
        try:
            await ended.wait()
        except asyncio.CancelledError:
            given_up[seconds].set()
            raise

    settings = {
        "wechat": api.settings,
        "data_dir": str(tmp_path),
        "web": {"public_url": "https://kp.example.org"},
    }
    platform = Wechat(Settings.model_validate(settings), database, clock, sleep=sleep)
    core = Core()
    caller = Caller(api, Starlette(routes=platform.routes(core)))
    yield Rig(api, platform, database, clock, core, caller, waits, given_up)
    await caller.settled()
    await platform.close()
