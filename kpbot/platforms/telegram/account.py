"""The bot's own account: who it is, and whether Telegram still takes its token."""

from __future__ import annotations

import asyncio

import structlog

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

    def refuse(self) -> None:
        if not self.refused.is_set():
            self.refused.set()
            log.error(say(self._language, "telegram-token-refused"))
