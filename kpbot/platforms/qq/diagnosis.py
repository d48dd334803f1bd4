"""What is wrong with the bot's account, its callback and its rights, for `kpbot check`."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from kpbot.domain.people import Group, GroupState
from kpbot.platforms import clocks, standing
from kpbot.platforms.qq.limits import NAME
from kpbot.platforms.qq.notes import KEYBOARDS, LINKS, Notes
from kpbot.platforms.qq.pushing import Pushing, State
from kpbot.platforms.qq.refusals import Refused, as_send_error
from kpbot.platforms.qq.wire import Api
from kpbot.platforms.standing import Trouble
from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError
from kpbot.services.checking.finding import Finding, broken, fine, note
from kpbot.storage import groups
from kpbot.storage.database import Database

PORTS = frozenset({None, 80, 443, 8080, 8443})  # that QQ calls
NAMED = 10
STRANGER = 11298  # the machine's address is not on the bot's list


async def findings(
    api: Api, database: Database, clock: Clock, notes: Notes, pushing: Pushing, callback: str, keyboards: bool
) -> Sequence[Finding]:
    """`callback` is the address that should be entered with QQ, `keyboards`: the operator wants buttons."""
    found = [await _account(api), *clocks.off(NAME, api.date, clock.now()), _callback(callback)]
    found += await _groups(database, pushing)
    if hosts := await notes.refused(LINKS):
        found.append(note("qq-links", hosts="、".join(hosts.split())))
    if keyboards and (code := await notes.refused(KEYBOARDS)):
        found.append(note("qq-keyboards", refusal=code))
    return found


async def _account(api: Api) -> Finding:
    try:
        me = await api.me()
    except (Refused, SendError) as error:
        return _unsound(error).finding
    return fine("qq-account", bot=str(me.get("username") or "?"))


async def trouble(api: Api) -> Trouble | None:
    """Why QQ does not take the bot."""
    try:
        await api.me()
    except (Refused, SendError) as error:
        return _unsound(error)
    return None


def _unsound(error: Refused | SendError) -> Trouble:
    if isinstance(error, Refused):
        return standing.trouble(as_send_error(error), _refused(error))
    code = "qq-secret" if error.reason.startswith(ACCOUNT_REFUSED) else "qq-away"
    return standing.trouble(error, broken(code, reason=error.reason))


def _refused(refused: Refused) -> Finding:
    if refused.code == STRANGER:
        return broken("qq-stranger")
    return broken("qq-refused", refusal=str(refused.code or refused.status))


def _callback(address: str) -> Finding:
    """QQ does not tell what is entered there."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.port not in PORTS:
        return broken("qq-callback-address")
    return note("qq-callback", address=address)


async def _groups(database: Database, pushing: Pushing) -> list[Finding]:
    async with database.read() as db:
        known = await groups.all_groups(db)
    bound = [group for group in known if group.platform == NAME and group.kind and group.state != GroupState.GONE]
    by_state: dict[State, list[Group]] = {}
    for group in bound:
        by_state.setdefault((await pushing.known(group.address)).state, []).append(group)
    found = []
    if allowed := by_state.get(State.ALLOWED):
        found.append(fine("qq-push", count=len(allowed)))
    if refused := by_state.get(State.REFUSED):
        names = "、".join(group.title or group.chat for group in refused[:NAMED])
        found.append(note("qq-push-refused", count=len(refused), names=names))
    if unknown := [*by_state.get(State.UNKNOWN, ()), *by_state.get(State.LIMITED, ())]:
        found.append(note("qq-push-unknown", count=len(unknown)))
    return found
