"""WeCom's smart bot for the contract of all platforms. Its messages come over the connection that it keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.platforms.wecom.bot import WecomBot
from kpbot.platforms.wecom.bot.limits import NAME
from kpbot.ports import Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.wecom.bot_harness import GROUP, IN_GROUP, IN_PRIVATE, LI, Harness
from tests.fakes.wecom.bot_naps import Naps
from tests.fakes.wecom.bot_server import bot_server

CHATS = {NAME: {"group": GROUP, "~li": LI}}
_BEHIND: dict[Platform, Harness] = {}


@asynccontextmanager
async def smart_bot(database: Database, clock: MovableClock, folder: Path) -> AsyncIterator[Platform]:
    """Running, and spoken to in both chats."""
    async with bot_server(clock.now) as server:
        settings = Settings.model_validate({**server.settings, "data_dir": str(folder)})
        naps = Naps()
        bot = WecomBot(settings, database, clock, sleep=naps.sleep)
        harness = _BEHIND[bot] = Harness(server, bot, naps, clock, database)
        async with harness.running():
            for chat in (IN_GROUP, IN_PRIVATE):
                server.spoken.add(chat.id)
                await harness.open_window(chat)
            yield bot
        del _BEHIND[bot]


async def seen(platform: Platform, chat: Chat, message: str) -> tuple[str, tuple[str, bytes]]:
    """The words of what was sent, and what went with it. Pictures have no names there."""
    there = _BEHIND[platform].server.in_chat(chat.id)
    (holder,) = [one for one in there if one.content]
    words = "\n".join(one.words for one in there if not one.content)
    return words, ("a.png" if holder.kind == "image" else holder.name, holder.content)


async def pressed(platform: Platform, chat: Chat, label: str) -> tuple[str, Callable[[], tuple[str, set[str]]]]:
    """The key of a press of that button, and what the message shows: its words, and what can be pressed."""
    harness = _BEHIND[platform]
    await harness.server.tell(harness.server.press(LI, chat.id, label))
    press = (await harness.heard(len(harness.taken) + 1))[-1]
    card = next(one for one in harness.server.in_chat(chat.id) if one.task.startswith(press.message))
    return press.key, lambda: (card.words, {key for _, key in card.buttons})
