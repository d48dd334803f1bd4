"""QQ in the contract of platforms: a group and a person that let the bot write unasked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.platforms.qq import Qq
from kpbot.ports import Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.qq.server import CALLBACK, SECRET, QqServer, qq_server
from tests.fakes.qq.signing import signed
from tests.fakes.qq.world import GRANTED, Json

LI, GROUP = "E4F4AEA33253A2797FB897C50B81D7ED", "C9F778FE6ADF9D1D1DBE395BF744A33A"
CHATS = {"qq": {"group": GROUP, "~li": LI}}
SHEET = "地区,单位\n青禾县,槐树村\n".encode()
_SERVERS: dict[Platform, QqServer] = {}


@asynccontextmanager
async def bot(database: Database, clock: MovableClock, folder: Path) -> AsyncIterator[Platform]:
    async with qq_server(clock) as server:
        server.world.push |= {GROUP: GRANTED, LI: GRANTED}
        settings = Settings.model_validate({"qq": server.settings, "data_dir": str(folder)})
        made = Qq(settings, database, clock)
        _SERVERS[made] = server
        yield made
        del _SERVERS[made]
        await made.close()


async def seen(platform: Platform, chat: Chat, message: str) -> tuple[str, tuple[str, bytes]]:
    """All that the chat was shown; the last of it has the id."""
    shown = _SERVERS[platform].messages(chat.id)
    assert message.endswith(shown[-1].id)
    (held,) = [one for one in shown if one.picture]
    return "\n".join(one.text for one in shown), (held.name, held.picture)


async def called(site: str) -> bool:
    """Whether «/today» was confirmed."""
    (server,) = _SERVERS.values()
    return await _brought(server, site, server.world.says("M1", GROUP, "/today"))


async def sent(platform: Platform, site: str) -> None:
    """Somebody sends a sheet."""
    server = _SERVERS[platform]
    sheet = server.world.keeps(SHEET, "file", "名单.csv", server.root)
    assert await _brought(server, site, server.world.says(LI, LI, "本县的名单", private=True, attachments=[sheet]))


async def _brought(server: QqServer, site: str, event: Json) -> bool:
    body = json.dumps(event).encode()
    headers = signed(SECRET, str(int(server.world.clock.now().timestamp())), body)
    async with httpx.AsyncClient(base_url=site, trust_env=False) as client:
        answer = await client.post(CALLBACK, content=body, headers=headers)
    assert answer.status_code in (200, 503)
    return answer.status_code == 200
