"""What QQ's refusals mean for the message that was refused (api-v2, «错误码» and those of sending messages)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from kpbot.ports import ACCOUNT_REFUSED, SendError

ACCOUNT_WAIT = 600.0  # seconds; nothing is to be gained by asking sooner
MUTED_WAIT = 3600.0
LIMIT_WAIT = 60.0


class Kind(StrEnum):
    TOKEN = "token"  # noqa: S105  # the access token is not taken
    ACCOUNT = "account"  # the bot itself may not: banned, without the right, from a machine that QQ does not know
    OVER = "over"  # the message that is answered is too old, or was answered too often
    PUSH = "push"  # nobody allowed the bot to write there unasked
    LIMIT = "limit"  # too much of it
    TWICE = "twice"  # the same answer to the same message was there before
    LINKS = "links"  # an address that was not registered with QQ
    KEYBOARD = "keyboard"  # no Markdown or no buttons for this bot
    STALE_FILE = "stale file"  # what was uploaded is there no longer
    GONE = "gone"  # not in the group, no longer friends
    MUTED = "muted"
    LATER = "later"  # a fault of QQ's own
    FINAL = "final"


_CODES: Mapping[Kind, Collection[int]] = {
    Kind.TOKEN: (11241, 11242, 11243, 11244),
    Kind.ACCOUNT: (11251, 11253, 11254, 11261, 11265, 11298),
    Kind.OVER: (304026, 304027, 304028, 304103, 40034005, 40034024, 40034025, 40034026, 40034027, 40034128),
    Kind.PUSH: (304022, 304031, 304046, 304048, 304064, 40034102, 40034105, 40054013),
    Kind.LIMIT: (20028, 22009, 304045, 304047, 304049, 304050, 1100100, 1100308, 40034100),
    Kind.TWICE: (40054005,),
    Kind.LINKS: (304003, 40034028, 40054010),
    Kind.KEYBOARD: (
        *(50037, 50040, 50041, 50042, 50054, 50055, 50056, 50057, 304036, 304037, 304038, 304039, 304040, 305007),
        *(40034008, 40034009, 40034010, 40034011, 40034029, 40034124, 40034127),
    ),
    Kind.STALE_FILE: (304080,),
    Kind.GONE: (1100104, 40034101, 40054003, 40054004),
    Kind.MUTED: (40054002,),
    Kind.LATER: (
        *(11252, 11263, 11281, 304082, 304083, 340067, 850027, 1100300, 1100499, 40034004),
        *(40054006, 40054016, 50055001, 50055002, 50055006),
    ),
}
_KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}


class Refused(Exception):
    """QQ answered that it does not do it. `code` is its own, 0 where it gave none."""

    def __init__(self, code: int, status: int) -> None:
        super().__init__(f"QQ answered {code} (HTTP {status})")
        self.code = code
        self.status = status
        self.kind = kind_of(code, status)


def kind_of(code: int, status: int) -> Kind:
    """A code that is not known says something of the request, unless the status says it is QQ's own fault."""
    if known := _KINDS.get(code):
        return known
    if status == 401:
        return Kind.TOKEN
    if status == 429:
        return Kind.LIMIT
    return Kind.LATER if status >= 500 else Kind.FINAL


def as_send_error(refused: Refused) -> SendError:
    reason = str(refused)
    match refused.kind:
        case Kind.TOKEN | Kind.ACCOUNT:
            return SendError(f"{ACCOUNT_REFUSED}: {reason}", retry_after=ACCOUNT_WAIT)
        case Kind.GONE:
            return SendError(reason, permanent=True, chat_gone=True)
        case Kind.MUTED:
            return SendError(reason, retry_after=MUTED_WAIT)
        case Kind.LIMIT:
            return SendError(reason, retry_after=LIMIT_WAIT)
        case Kind.OVER | Kind.PUSH:
            return SendError(reason, awaits_word=True)
        case Kind.TWICE | Kind.STALE_FILE | Kind.LATER:
            return SendError(reason)
    return SendError(reason, permanent=True)
