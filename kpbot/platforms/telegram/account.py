"""The bot's own account: who it is, and whether Telegram still takes its token."""

from __future__ import annotations

import asyncio

import structlog
from telegram.error import InvalidToken

from kpbot.platforms.telegram.wire import Api
from kpbot.texts import say

log = structlog.get_logger(__name__)


class Account:
    """`username` and `sees_all` are known once getMe was answered. `refused` is set for good when the token is no
    longer taken: said once, and nothing is asked of Telegram any more."""

    def __init__(self, language: str) -> None:
        self.username = ""
        self.sees_all = False
        self.refused = asyncio.Event()
        self._language = language

    async def learn(self, api: Api) -> None:
        """Ask Telegram who we are. Raises TelegramError."""
        me = await api.get_me()
        self.username, self.sees_all = me.username or "", bool(me.can_read_all_group_messages)

    async def known(self, api: Api) -> bool:
        """Whether we know who we are, asking where this process has not: the owner of the account does at its start.
        False if the token is refused; raises TelegramError."""
        if not self.username and not self.refused.is_set():
            await api.open_connections()
            try:
                await self.learn(api)
            except InvalidToken:
                self.refuse()
        return bool(self.username)

    def refuse(self) -> None:
        if not self.refused.is_set():
            self.refused.set()
            log.error(say(self._language, "telegram-token-refused"))
