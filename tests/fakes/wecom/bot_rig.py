"""WeCom's smart bot as a rig: people of one enterprise, in groups with the bot and alone with it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.platforms.wecom.bot import WecomBot
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage import tables
from kpbot.storage.database import Database
from tests.fakes.rig import Rig, Seen
from tests.fakes.wecom.bot_server import BotServer, bot_server
from tests.fakes.wecom.bot_wire import Json, Said

PEOPLE = {"李": "LiMing", "王": "WangFang", "赵": "ZhaoLei", "孙": "SunLi"}
GROUPS = {"officers": "wrOfficers", "coordinators": "wrCoordinators", "public": "wrPublic"}
_CHOICE = re.compile(r"^(\d+)  (.+)$", re.MULTILINE)


class WecomBotRig:
    platform = "wecom-bot"
    groups = True

    def __init__(self, server: BotServer) -> None:
        self.server = server
        self.settings: Mapping[str, Any] = server.settings
        self._app: App

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return [WecomBot(settings, database, clock)]

    def user(self, name: str, where: str) -> str:
        return PEOPLE[name]

    def chat(self, where: str) -> str:
        return PEOPLE[where[1:]] if where.startswith("~") else GROUPS[where]

    async def start(self, app: App) -> None:
        """In each group somebody has spoken to the bot: before that it may not write there."""
        self._app = app
        await self.server.connected()
        for group in GROUPS:
            await self.say("赵", group, "大家好")

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        user, chat = PEOPLE[who], self.chat(where)
        if not photos:
            await self._tell(self.server.text(user, chat, text))
        elif chat == user and not text:
            for photo in photos:
                await self._tell(self.server.message(user, chat, "image", self.server.image(photo)))
        else:
            words = self.server.text(user, chat, text)["body"]["text"]
            items: list[Json] = [{"msgtype": "text", "text": words}]
            items += [{"msgtype": "image", "image": self.server.image(photo)} for photo in photos]
            await self._tell(self.server.message(user, chat, "mixed", {"msg_item": items}))

    async def press(self, who: str, where: str, label: str) -> None:
        user, chat = PEOPLE[who], self.chat(where)
        letter = await self._newest(chat, lambda letter: label in _choices(letter))
        buttons = {name for one in letter for name, _ in one.buttons}
        if label in buttons:
            await self._tell(self.server.press(user, chat, label))
        else:
            await self.say(who, where, str(_choices(letter).index(label) + 1))

    async def see(self, where: str, words: str) -> Seen:
        letter = await self._newest(self.chat(where), lambda letter: words in _words(letter))
        return Seen(_words(letter), _choices(letter), next((one.content for one in letter if one.content), b""))

    async def count(self, where: str) -> int:
        return len(_letters(self.server.in_chat(self.chat(where))))

    async def _tell(self, frame: Json) -> None:
        """The protocol knows no receipt for a callback; it was taken once the database has it."""
        key = await self.server.tell(frame)
        there = select(func.count()).select_from(tables.inbox).where(tables.inbox.c.key == key)
        await self._until(there, 1)

    async def _until(self, query: Any, count: int) -> None:
        async def reached() -> bool:
            async with self._app.database.read() as db:
                return bool((await db.execute(query)).scalar_one() == count)

        await _poll(reached)

    async def _newest(self, chat: str, wanted: Callable[[list[Said]], bool]) -> list[Said]:
        """What was sent together, once nothing more is on its way there."""
        await self.server.until(lambda: any(map(wanted, _letters(self.server.in_chat(chat)))))
        here = (tables.outbox.c.chat == chat) & (tables.outbox.c.state == "sending")
        await self._until(select(func.count()).select_from(tables.outbox).where(here), 0)
        return next(letter for letter in reversed(_letters(self.server.in_chat(chat))) if wanted(letter))


async def _poll(reached: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await reached():  # noqa: ASYNC110  # the database tells nobody
            await asyncio.sleep(0.01)


def _letters(said: Sequence[Said]) -> list[list[Said]]:
    """Messages as people read them: a card that stands right under words belongs to them, and so do words under a
    picture or a file."""
    letters: list[list[Said]] = []
    for one in said:
        last = letters[-1][-1].kind if letters else ""
        below = one.kind == "template_card" and last in ("markdown", "stream", "image", "file")
        if below or (last in ("image", "file") and one.kind == "markdown"):
            letters[-1].append(one)
        else:
            letters.append([one])
    return letters


def _words(letter: Sequence[Said]) -> str:
    """All that is read, buttons included, and what single people see instead of a card's words."""
    updates = [card.get("sub_title_text", "") for one in letter for card in one.updates.values()]
    labels = [label for one in letter for label, _ in one.buttons]
    return "\n".join([*(one.words for one in letter), *updates, *labels])


def _choices(letter: Sequence[Said]) -> tuple[str, ...]:
    buttons = tuple(label for one in letter for label, _ in one.buttons)
    return buttons or tuple(label for one in letter for _, label in _CHOICE.findall(one.words))


@asynccontextmanager
async def wecom_bot_rig(clock: MovableClock, folder: Path) -> AsyncIterator[Rig]:
    async with bot_server(clock.now) as server:
        yield WecomBotRig(server)
