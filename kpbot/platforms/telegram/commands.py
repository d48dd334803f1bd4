"""The commands that Telegram offers when somebody types «/»: in both languages, by where one is."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from kpbot.domain.people import GroupKind, GroupState
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.limits import NAME
from kpbot.platforms.telegram.refusals import is_revoked
from kpbot.platforms.telegram.wire import Api
from kpbot.storage import groups
from kpbot.storage.database import Database
from kpbot.texts import LANGUAGES, say

IN_GROUPS = ("today", "share", "report", "board", "help")
IN_PRIVATE = (
    "today",
    "share",
    "report",
    "events",
    "board",
    "books",
    "screen",
    "me",
    "to",
    "copy",
    "card",
    "away",
    "join",
    "link",
    "mydata",
    "lang",
    "help",
)
OF_COORDINATORS = (
    "digest",
    "confirm",
    "boards",
    "review",
    "add",
    "recall",
    "import",
    "for",
    "pause",
    "resume",
    "lang",
    "help",
)

log = structlog.get_logger(__name__)


class Commands:
    """`refresh` registers what is not registered yet; commands are a convenience, so a refusal is only logged."""

    def __init__(self, api: Api, account: Account, database: Database, language: str) -> None:
        self._api = api
        self._account = account
        self._database = database
        self._language = language
        self._done: set[str] = set()

    async def refresh(self) -> None:
        await self._offer("groups", IN_GROUPS, BotCommandScopeAllGroupChats())
        await self._offer("private", IN_PRIVATE, BotCommandScopeAllPrivateChats())
        async with self._database.read() as db:
            known = await groups.all_groups(db)
        for group in known:
            here = group.platform == NAME and group.state != GroupState.GONE
            if here and group.kind == GroupKind.COORDINATORS:
                await self._offer(group.chat, OF_COORDINATORS, BotCommandScopeChat(group.chat))

    async def _offer(self, key: str, names: Sequence[str], scope: BotCommandScope) -> None:
        """In the installation's language, and in each language for those whose Telegram speaks it."""
        if key in self._done or self._account.refused.is_set():
            return
        try:
            for language, code in ((self._language, None), *((language, language[:2]) for language in LANGUAGES)):
                offered = [BotCommand(name, say(language, f"telegram-command-{name}")) for name in names]
                await self._api.set_my_commands(offered, scope=scope, language_code=code)
        except TelegramError as error:
            if is_revoked(error):
                self._account.refuse()
            log.warning("commands were not registered", scope=key, reason=error.message)
        else:
            self._done.add(key)
