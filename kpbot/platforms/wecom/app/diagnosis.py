"""What is wrong with the app, its callback and its members, for `kpbot check`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpbot.platforms import clocks, standing
from kpbot.platforms.standing import Trouble
from kpbot.platforms.wecom.app.api import Api
from kpbot.platforms.wecom.app.callback import PATH
from kpbot.platforms.wecom.app.limits import NAME
from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError
from kpbot.services.checking.finding import Finding, broken, fine, note

_RANGES = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))


async def findings(api: Api, clock: Clock, public_url: str) -> Sequence[Finding]:
    """`public_url` is where the callbacks are to come. Of an app that is refused too it is said whether they would."""
    return [*await _app(api), *clocks.off(NAME, api.date, clock.now()), _callback(public_url)]


async def _app(api: Api) -> list[Finding]:
    try:
        return _agent(await api.agent_info())
    except SendError as error:
        return [_unsound(error)]


async def trouble(api: Api) -> Trouble | None:
    """Why WeCom does not take the app."""
    try:
        await api.agent_info()
    except SendError as error:
        return standing.trouble(error, _unsound(error))
    return None


def _unsound(error: SendError) -> Finding:
    refused = error.reason.startswith(ACCOUNT_REFUSED)
    return broken("wecom-refused" if refused else "wecom-away", reason=error.reason)


def _agent(agent: Mapping[str, Any]) -> list[Finding]:
    name = str(agent.get("name", ""))
    if agent.get("close"):
        return [broken("wecom-closed", name=name)]
    found = [fine("wecom-app", name=name)]
    if not any(_listed(agent, *where) for where in _RANGES):
        found.append(note("wecom-nobody", name=name))
    return found


def _listed(agent: Mapping[str, Any], name: str, inner: str) -> bool:
    held = agent.get(name)
    return bool(isinstance(held, Mapping) and held.get(inner))


def _callback(public_url: str) -> Finding:
    if not public_url:
        return broken("wecom-callback-missing", path=PATH)
    address, secure = public_url + PATH, public_url.startswith("https://")
    return fine("wecom-callback", address=address) if secure else note("wecom-callback-insecure", address=address)
