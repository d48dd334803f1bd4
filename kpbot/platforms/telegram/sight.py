"""What the bot gets to see in a group, told there once when it is little, so that nobody wonders.

In privacy mode (the default) only commands and replies reach a bot that is no administrator: pasted links, bare
numbers and pictures without a command don't.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from kpbot.domain.messages import Chat, Outgoing
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.happenings import TALKED_IN, is_in
from kpbot.platforms.telegram.limits import NAME
from kpbot.ports import Clock
from kpbot.storage import groups, outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from kpbot.texts import language_or_default, say

_LASTS = timedelta(hours=24)
_ADMINS = frozenset({"creator", "administrator"})


def sees_all(member: Mapping[str, Any], account: Account) -> bool:
    """Whether the bot with this standing (a ChatMember) gets every message of the group."""
    return is_in(member) and (account.sees_all or member["status"] in _ADMINS)


def may_be_lost(update: Mapping[str, Any]) -> bool:
    """Whether the bot's own standing in a group changed, as far as it can be read."""
    change: Any = update.get("my_chat_member")
    try:
        read = (change["from"]["id"], change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        return all(read) and change["chat"]["type"] in TALKED_IN - {"private"}
    except (KeyError, TypeError):
        return False


def lost(update: Mapping[str, Any], account: Account) -> bool:
    """Whether the bot came into a group where it sees little, or sees little from now on."""
    if not may_be_lost(update):
        return False
    change = update["my_chat_member"]
    old, new = change["old_chat_member"], change["new_chat_member"]
    return is_in(new) and not sees_all(new, account) and (not is_in(old) or sees_all(old, account))


async def tell(
    updates: Sequence[Mapping[str, Any]], account: Account, database: Database, clock: Clock, language: str
) -> None:
    """Owe the groups of these updates the sentence. Called again with the same updates it owes nothing more."""
    told = [update for update in updates if lost(update, account)]
    if not told:
        return
    now = clock.now()
    async with database.write() as db:
        known = await groups.load(db, [(NAME, str(u["my_chat_member"]["chat"]["id"])) for u in told])
        owed = []
        for update in told:
            change = update["my_chat_member"]
            chat = Chat(NAME, str(change["chat"]["id"]))
            group = known.get((NAME, chat.id))
            speaks = group.language if group else language_or_default(change["from"].get("language_code", language))
            text = say(speaks, "telegram-sees-little", bot=account.username)
            key = f"telegram-sight:{update['update_id']}"
            owed.append(Owed(key, chat, Outgoing(text=text), Priority.NOTICE, now, now + _LASTS))
        await outbox.owe(db, owed)
