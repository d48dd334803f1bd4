"""What is wrong with the bot's account, its webhook and its rights in each group, for `kpbot check`."""

from __future__ import annotations

from collections.abc import Sequence

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from kpbot.domain.people import Group, GroupState
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.happenings import is_in
from kpbot.platforms.telegram.limits import NAME
from kpbot.platforms.telegram.sight import sees_all
from kpbot.platforms.telegram.wire import Api, Json
from kpbot.services.checking.finding import Finding, broken, fine, note
from kpbot.storage import groups
from kpbot.storage.database import Database

MOST_GROUPS = 50  # asked one by one; more would take too long


async def findings(api: Api, account: Account, database: Database, webhook: str) -> Sequence[Finding]:
    """`webhook` is the address that should be set, empty for polling."""
    try:
        await account.learn(api)
    except InvalidToken:
        return [broken("telegram-token")]
    except TelegramError as error:
        return [broken("telegram-away", reason=error.message)]
    found = [fine("telegram-account", bot=account.username), await _webhook(api, webhook)]
    async with database.read() as db:
        known = await groups.all_groups(db)
    bound = [g for g in known if g.platform == NAME and g.kind and g.state != GroupState.GONE]
    return [*found, *[await _group(api, account, group) for group in bound[:MOST_GROUPS]]]


async def _webhook(api: Api, wanted: str) -> Finding:
    try:
        info = await api.get_webhook_info()
    except TelegramError as error:
        return broken("telegram-away", reason=error.message)
    if info.url != wanted:
        return broken("telegram-webhook-missing" if wanted else "telegram-webhook-left")
    if info.last_error_message and info.pending_update_count:
        return note("telegram-webhook-error", reason=info.last_error_message, count=info.pending_update_count)
    return fine("telegram-waiting", count=info.pending_update_count)


async def _group(api: Api, account: Account, group: Group) -> Finding:
    title = group.title or group.chat
    try:
        member: Json = await api.own_standing(group.chat)
    except (Forbidden, BadRequest):
        return broken("telegram-group-gone", title=title)
    except TelegramError as error:
        return broken("telegram-away", reason=error.message)
    if not is_in(member):
        return broken("telegram-group-gone", title=title)
    if member["status"] == "restricted" and not member.get("can_send_messages"):
        return broken("telegram-group-silenced", title=title)
    if not sees_all(member, account):
        return note("telegram-group-sees-little", title=title)
    return fine("telegram-group", title=title)
