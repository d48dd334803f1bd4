"""Events that say whether the bot may write somewhere unasked: nobody says anything by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpbot.domain.messages import Chat
from kpbot.platforms.qq.inbound import chat_of
from kpbot.platforms.qq.pushing import State

_STATES: Mapping[str, State] = {
    "GROUP_MSG_RECEIVE": State.ALLOWED,
    "GROUP_MSG_REJECT": State.REFUSED,
    "C2C_MSG_RECEIVE": State.ALLOWED,
    "C2C_MSG_REJECT": State.REFUSED,
}
KINDS = frozenset(_STATES)
_GRANTS = frozenset({18, 19, 20})  # interactions by which rights are given or taken; which, is to be tried


def told(kind: str, raw: Mapping[str, Any]) -> tuple[Chat, State] | None:
    """Of which chat what is known from now on; None if the event says nothing of it. Raises as inbound.read."""
    if state := _STATES.get(kind):
        return chat_of(raw), state
    if kind == "INTERACTION_CREATE" and raw.get("type") in _GRANTS:
        return chat_of(raw), State.UNKNOWN
    return None
