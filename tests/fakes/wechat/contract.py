"""The official account in the contract of platforms: people who wrote, so that much may be said to them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from starlette.applications import Starlette

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.platforms.wechat import Wechat
from kpbot.ports import Platform
from kpbot.settings import Settings
from kpbot.storage import reply_windows
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Opened
from tests.fakes.wechat.callbacks import PATH, xml
from tests.fakes.wechat.callbacks import Wechat as Caller
from tests.fakes.wechat.server import WechatApi, wechat_api

LI = "oLi6_bmjrPTlm6-2sgVt7hMZOPfL"
# There are no groups; what is promised of them holds for people.
CHATS = {"wechat": {"group": "oWang6_bmjrPTlm6-2sgVt7hMZO", "~li": LI}}
_APIS: dict[Platform, WechatApi] = {}


@asynccontextmanager
async def account(database: Database, clock: MovableClock, folder: Path) -> AsyncIterator[Platform]:
    async with wechat_api(clock) as api:
        api.world.unlimited = True
        for person in CHATS["wechat"].values():
            await _wrote(api, database, person)
        made = Wechat(Settings.model_validate({"wechat": api.settings, "data_dir": str(folder)}), database, clock)
        _APIS[made] = api
        yield made
        del _APIS[made]
        await made.close()


async def _wrote(api: WechatApi, database: Database, person: str) -> None:
    until = api.world.clock.now() + timedelta(hours=48)
    async with database.write() as db:
        chat = Chat("wechat", api.world.follows(person), private=True)
        await reply_windows.open_windows(db, [Opened(chat, "m", until, 1000)])


async def seen(platform: Platform, chat: Chat, message: str) -> tuple[str, tuple[str, bytes]]:
    """All that the person was shown; WeChat has no ids."""
    shown = _APIS[platform].world.seen(chat.id)
    return "\n".join(one.text for one in shown), ("", next((one.picture for one in shown if one.picture), b""))


async def called(site: str) -> bool:
    """Whether «/today» was confirmed."""
    (api,) = _APIS.values()
    caller = Caller(api, Starlette())
    query, body = caller.sealed(xml(**caller.fields(LI, "text", Content="/today")))
    async with httpx.AsyncClient(base_url=site, trust_env=False) as client:
        answer = await client.post(PATH, params=query, content=body)
    assert (answer.status_code, answer.text) in ((200, "success"), (503, ""))
    return answer.status_code == 200
