"""`python -m tests.fakes.crashing_wechat`: as tests.fakes.crashing, but what lives and dies is an official account.

WeChat's side is on the disk: `confirmed` has the ids of messages that need not come again, `arrived` a line
`<how> <turn> <text>` for each message that a person saw; `how` is `inline` or `sent`.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.types import Message as Event

from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Chat, Outgoing, Receipt
from kpbot.platforms.wechat import Wechat
from kpbot.services import reply_turns
from kpbot.services.catalog import Catalog
from kpbot.services.delivery import Delivery
from kpbot.services.routing import Routes
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.crashing import Steps, append, main
from tests.fakes.stage import RESERVE
from tests.fakes.wechat.callbacks import Exchange, xml
from tests.fakes.wechat.callbacks import Wechat as Caller
from tests.fakes.wechat.server import WechatApi
from tests.fakes.wechat.world import World

PERSON = "oLi"


class Account(Wechat):
    """What it sends is seen at once, and then noted by WeChat's clock."""

    def __init__(self, folder: Path, steps: Steps, settings: Settings, database: Database, clock: MovableClock) -> None:
        super().__init__(settings, database, clock)
        self._folder, self._step = folder, steps.step
        self._its_database, self._its_clock = database, clock

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        turn = await reply_turns.turn(self._its_database, self._its_clock, chat)
        self._step()
        append(self._folder / "arrived", f"sent {turn.message}/{turn.number} {outgoing.text.splitlines()[0]}\n")
        self._step()
        return Receipt("somehow")


class Response(Exchange):
    """Seen by the person, and confirmed to WeChat, in the moment in which its last byte is out."""

    folder: Path
    key: str
    steps: Steps
    read: Any

    async def _send(self, event: Event) -> None:
        await super()._send(event)
        if self._done.is_set() and self.status == 200:
            self.steps.step()
            append(self.folder / "confirmed", f"{self.key}\n")
            if self.content != b"success":
                words = self.read(PERSON, self.content.decode()).splitlines()[0]
                append(self.folder / "arrived", f"inline - {words}\n")
            self.steps.step()


async def live(task: dict[str, Any]) -> int:
    """Bring the `messages` that are not confirmed, then send what is owed."""
    folder, steps = Path(task["folder"]), Steps(task["kill_at"])
    database = Database(task["url"])
    steps.watch(database)
    clock = MovableClock(datetime.fromisoformat(task["at"]))
    api = WechatApi(World(clock), "http://127.0.0.1:1")
    settings = Settings.model_validate({"data_dir": str(folder), "wechat": api.settings})
    account = Account(folder, steps, settings, database, clock)
    delivery = Delivery(database, {account.name: account}, clock)
    delivery._steady_at = -1e9
    can = {account.name: account.capabilities}
    dispatcher = Dispatcher(database, Routes(ROUTES), settings, clock, can, Catalog({"reserve": RESERVE}))
    running = asyncio.create_task(dispatcher.run())
    caller = Caller(api, Starlette(routes=account.routes(dispatcher.on_messages)))
    confirmed = (folder / "confirmed").read_text() if (folder / "confirmed").exists() else ""
    for key, words in task.get("messages", {}).items():
        if key not in confirmed:
            fields = caller.fields(PERSON, "text", Content=words) | {"MsgId": key}
            query, body = caller.sealed(xml(**fields))
            response = Response(caller.app, "POST", query, body)
            response.folder, response.key, response.steps, response.read = folder, key, steps, caller._read
            await response.run()
            assert response.running
            await response.running
    await delivery.drain()
    running.cancel()
    await asyncio.wait([running])
    await account.close()
    await database.close()
    return steps.done


if __name__ == "__main__":
    main(live)
