"""What WeCom's `errcode` means for the message that was to be sent. It comes at HTTP 200, in the body.

Source: WeCom, list of global return codes (developer.work.weixin.qq.com/document/path/90313).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpbot.ports import ACCOUNT_REFUSED, SendError

REFUSED_WAIT = 600.0  # seconds; nothing is to be gained by asking sooner
TOO_MANY = {45009: 60.0, 45011: 60.0, 45033: 5.0, 45029: 60.0}  # → seconds to wait
BUSY = frozenset({-1, 6000, 40083})
# Of a call with a token: it is no good any more, or never was.
TOKEN_REFUSED = frozenset({40001, 40014, 41001, 42001})
# The account itself: wrong secret or enterprise, an address that is not on the list, an app that was closed or removed.
ACCOUNT = frozenset({40001, 40013, 40014, 40056, 40082, 41001, 41002, 41004, 42001, 48002, 50001, 60020, 301002})
# Nobody is there any more: a member who left or whom the app may not see, a group that was dissolved or is not the
# app's, a webhook that was removed or switched off.
GONE = frozenset({40003, 40031, 60011, 60111, 81013, 86001, 86003, 86008, 86215, 93000, 93004, 93008})

NO_SUCH_MEDIA = 40007  # or one that was uploaded too long ago


def code_of(answer: Mapping[str, Any]) -> int:
    """0 where all is well; an answer without a number is none of theirs."""
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else -1


class Refusal(SendError):
    """An answer with this `code`, other than 0."""

    code = 0


def as_send_error(what: str, code: int) -> Refusal:
    """Of their words nothing is repeated: they may hold what was sent."""
    refusal = _meaning(f"{what} gave errcode {code}", code)
    refusal.code = code
    return refusal


def _meaning(reason: str, code: int) -> Refusal:
    if code in TOO_MANY:
        return Refusal(reason, retry_after=TOO_MANY[code])
    if code in BUSY:
        return Refusal(reason)
    if code in GONE:
        return Refusal(reason, permanent=True, chat_gone=True)
    if code in ACCOUNT:
        return Refusal(f"{ACCOUNT_REFUSED}: {reason}", retry_after=REFUSED_WAIT)
    return Refusal(reason, permanent=True)


def checked(what: str, answer: Mapping[str, Any]) -> None:
    """Raises SendError unless the answer says that it was done."""
    if code := code_of(answer):
        raise as_send_error(what, code)
