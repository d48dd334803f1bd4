"""What is wrong with the bot's account, its webhook and its rights in each group, for `kpbot check`."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from kpbot.domain.people import Group, GroupState
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.happenings import is_in
from kpbot.platforms.telegram.limits import NAME
from kpbot.platforms.telegram.refusals import seconds
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
        return [_away(error)]
    found = [fine("telegram-account", bot=account.username), await _webhook(api, webhook)]
    async with database.read() as db:
        known = await groups.all_groups(db)
    bound = [g for g in known if g.platform == NAME and g.kind and g.state != GroupState.GONE]
    found += [await _group(api, account, group) for group in bound[:MOST_GROUPS]]
    if unseen := bound[MOST_GROUPS:]:
        found.append(note("telegram-groups-unseen", seen=MOST_GROUPS, count=len(unseen)))
    return found


def _away(error: TelegramError) -> Finding:
    if isinstance(error, RetryAfter):
        return note("telegram-told-to-wait", seconds=round(seconds(error)))
    return broken("telegram-away", reason=error.message.rstrip(": "))


async def _webhook(api: Api, wanted: str) -> Finding:
    if wanted and not wanted.startswith("https://"):
        return broken("telegram-webhook-address")
    try:
        info = await api.get_webhook_info()
    except TelegramError as error:
        return _away(error)
    if info.url != wanted:
        return _elsewhere(urlsplit(info.url).hostname or "", wanted)
    if info.last_error_message and info.pending_update_count:
        return note("telegram-webhook-error", reason=info.last_error_message, count=info.pending_update_count)
    return fine("telegram-waiting", count=info.pending_update_count)


def _elsewhere(host: str, wanted: str) -> Finding:
    """Of a webhook that is not ours only the host is told: the rest may be another program's secret."""
    if not wanted:
        return broken("telegram-webhook-left", host=host)
    return broken("telegram-webhook-other", host=host, wanted=wanted) if host else broken("telegram-webhook-missing")


async def _group(api: Api, account: Account, group: Group) -> Finding:
    title = group.title or group.chat
    try:
        member: Json = await api.own_standing(group.chat)
    except (Forbidden, BadRequest):
        return broken("telegram-group-gone", title=title)
    except TelegramError as error:
        return _away(error)
    if not is_in(member):
        return broken("telegram-group-gone", title=title)
    if member["status"] == "restricted" and not member.get("can_send_messages"):
        return broken("telegram-group-silenced", title=title)
    if not sees_all(member, account):
        return note("telegram-group-sees-little", title=title)
    return fine("telegram-group", title=title)
