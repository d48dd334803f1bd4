"""What is wrong with the official account, its callback, its menu and its rights, for `kpbot check`."""

from __future__ import annotations

from collections.abc import Sequence

from kpbot.platforms import clocks, standing
from kpbot.platforms.standing import Trouble
from kpbot.platforms.wechat import menu
from kpbot.platforms.wechat.callback import PATH
from kpbot.platforms.wechat.limits import NAME
from kpbot.platforms.wechat.refusals import NO_PERMISSION, Refusal
from kpbot.platforms.wechat.sending import SEND
from kpbot.platforms.wechat.wire import Api
from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError
from kpbot.services.checking.finding import Finding, broken, fine, note
from kpbot.settings import Settings

_SECRET = frozenset({40001, 40125, 41004})  # of the account; of a call 40001 says that another program took our token
_ACCOUNT = frozenset({40013, 41002})
_NOBODY = "kpbot-check"  # nobody's account: WeChat says so, or first that the account may not ask


async def findings(api: Api, settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Asks WeChat and changes nothing."""
    found = [_callback(settings), _mode(settings)]
    if unsound := await trouble(api):
        found = [unsound.finding, *found]
    else:
        found = [fine("wechat-account"), *found, await _menu(api, settings.language), await _permission(api)]
    return [*found, *clocks.off(NAME, api.date, clock.now())]


async def trouble(api: Api) -> Trouble | None:
    """Why WeChat does not take the account."""
    try:
        await api.sound()
    except SendError as error:
        return standing.trouble(error, _unsound(error))
    return None


async def mend(api: Api, settings: Settings) -> Sequence[Finding]:
    """Creates the menu, or brings it up to date. One that somebody else made is left alone: it could not be brought
    back."""
    try:
        seen = await menu.seen(api)
        if seen == menu.entries(settings.language):
            return [fine("wechat-menu")]
        if not menu.is_ours(seen):
            return [note("wechat-menu-other")]
        await menu.create(api, settings.language)
    except SendError as error:
        return [_no_menu(error)]
    return [fine("wechat-menu-made")]


def _unsound(error: SendError) -> Finding:
    code = error.code if isinstance(error, Refusal) else None
    if code == 40164:
        address = error.address if isinstance(error, Refusal) else ""
        return broken("wechat-address", address=address or "none")
    if code in _SECRET and error.reason.startswith(ACCOUNT_REFUSED):
        return broken("wechat-secret")
    if code in _ACCOUNT:
        return broken("wechat-app-id")
    return broken("wechat-away" if code is None else "wechat-refused", reason=error.reason)


def _callback(settings: Settings) -> Finding:
    public = settings.web.public_url
    if not public.startswith(("https://", "http://")):
        return broken("wechat-callback-missing")
    address = public + PATH
    return fine("wechat-callback", address=address) if public.startswith("https://") else _insecure(address)


def _insecure(address: str) -> Finding:
    return note("wechat-callback-insecure", address=address)


def _mode(settings: Settings) -> Finding:
    encrypted = settings.wechat.aes_key.get_secret_value()
    return fine("wechat-encrypted") if encrypted else note("wechat-plain")


async def _menu(api: Api, language: str) -> Finding:
    try:
        seen = await menu.seen(api)
    except SendError as error:
        return _no_menu(error)
    if seen == menu.entries(language):
        return fine("wechat-menu")
    if not menu.is_ours(seen):
        return note("wechat-menu-other")
    return note("wechat-menu-old") if seen else note("wechat-menu-missing")


def _no_menu(error: SendError) -> Finding:
    if isinstance(error, Refusal) and error.code == NO_PERMISSION:
        return note("wechat-menu-not-allowed")
    return broken("wechat-refused", reason=error.reason)


async def _permission(api: Api) -> Finding:
    """WeChat says that there is no such person where the account may write to people at all."""
    try:
        await api.post(SEND, {"touser": _NOBODY, "msgtype": "text", "text": {"content": "-"}})
    except SendError as error:
        if isinstance(error, Refusal) and error.code == NO_PERMISSION:
            return broken("wechat-no-permission")
        if not error.chat_gone:
            return note("wechat-permission-unknown", reason=error.reason)
    return fine("wechat-permission")
