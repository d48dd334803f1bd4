"""What WeChat's refusals mean: it answers HTTP 200 with an `errcode` («全局返回码说明»)."""

from __future__ import annotations

from kpbot.ports import ACCOUNT_REFUSED, SendError

# Of the access token: refused, no such, expired.
TOKEN_CODES = frozenset({40001, 40014, 42001})
# Only in answer: 48 hours are over, the number of messages is used up, the account has no right to it at all.
NOT_ALLOWED_NOW = frozenset({45015, 45047, 48001})
NO_SUCH_MEDIA = 40007
NO_PERMISSION = 48001
NO_MENU = 46003
_BUSY, _SOON, _TOO_FAST, _QUOTA = -1, 10.0, 60.0, 3600.0  # seconds
_ACCOUNT_SECONDS = 600.0
# The account, its secret, this machine's address: somebody has to do something about it.
ACCOUNT_CODES = frozenset({40001, 40013, 40125, 40164, 40243, 41002, 41004, 50002, 61004, 89503})
_GONE = frozenset({40003, 43004})  # no such person, or one who follows no more
_TOO_OFTEN = frozenset({45011, 45033})
_FOR_GOOD = frozenset({40004, 40005, 40006, 40007, 40008, 40009, 44001, 44002, 44004, 45001, 45002, 45008, 47001})


class Refusal(SendError):
    """With the platform's `code`. Of the words that come with it `address` may be told: that of this machine."""

    code = 0
    address = ""


def refusal(code: int, words: str, *, account: bool = False) -> Refusal:
    """`account`: it was said of the account itself, when an access token was asked for."""
    reason = f"{code} {words}".strip()[:300]
    made = _account(reason) if account and code in ACCOUNT_CODES else _refusal(code, reason)
    made.code, made.address = code, address_in(words) if code == 40164 else ""
    return made


def _account(reason: str) -> Refusal:
    return Refusal(f"{ACCOUNT_REFUSED}: {reason}", retry_after=_ACCOUNT_SECONDS)


def _refusal(code: int, reason: str) -> Refusal:
    if code in _GONE:
        return Refusal(reason, chat_gone=True)
    if code in NOT_ALLOWED_NOW:
        return Refusal(reason, awaits_word=True)
    if code in _FOR_GOOD:
        return Refusal(reason, permanent=True)
    if code in _TOO_OFTEN:
        return Refusal(reason, retry_after=_TOO_FAST)
    if code == 45009:  # what the account may call in a day; it begins anew at midnight
        return Refusal(reason, retry_after=_QUOTA)
    if code == 40164:
        return _account(reason)
    return Refusal(reason, retry_after=_SOON) if code == _BUSY else Refusal(reason)


def address_in(words: str) -> str:
    """«invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist»."""
    _, _, after = words.partition("invalid ip ")
    first = after.split()[0] if after.split() else ""
    return first.rstrip(",") if first[:1].isalnum() and set(first.rstrip(",")) <= set("0123456789abcdef.:") else ""
