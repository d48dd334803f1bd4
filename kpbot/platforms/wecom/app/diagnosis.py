"""What is wrong with the app, its callback and its members, for `kpbot check`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from kpbot.platforms.callbacks import SKEW
from kpbot.platforms.wecom.app.api import ROOT, Api
from kpbot.platforms.wecom.app.callback import PATH
from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError
from kpbot.services.checking.finding import Finding, broken, fine, note

_RANGES = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))


async def findings(api: Api, clock: Clock, public_url: str) -> Sequence[Finding]:
    """`public_url` is where the callbacks are to come."""
    try:
        agent = await api.call("GET", f"{ROOT}/agent/get", params={"agentid": api.agent})
        date = await api.date()
    except SendError as error:
        return [_unsound(error)]
    found = [*_agent(agent), _callback(public_url)]
    off = _off(date, clock.now())
    if abs(off) > SKEW / 2:
        found.append(broken("wecom-clock", seconds=round(abs(off))))
    return found


async def trouble(api: Api) -> Finding | None:
    """Why WeCom does not take the app, asked for nothing but an access token."""
    try:
        await api.sound()
    except SendError as error:
        return _unsound(error)
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


def _off(date: str, now: datetime) -> float:
    """Seconds that our clock is ahead; 0 where theirs says nothing."""
    try:
        return (now - parsedate_to_datetime(date)).total_seconds()
    except (TypeError, ValueError):
        return 0.0
