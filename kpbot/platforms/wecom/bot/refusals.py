"""What an `errcode` of the long connection means for what was asked.

Sources: WeCom, list of global return codes (path/90313); 93006, 846605, 846608, 846609 and 853000 as the official
plugin and its users name them; 846607 is second-hand. No code is documented for a chat where nobody has spoken yet: for
a private chat 93006 is taken for that, because a member cannot dissolve one.
"""

from __future__ import annotations

from kpbot.platforms.wecom import errcodes
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.errcodes import Refusal
from kpbot.ports import ACCOUNT_REFUSED, SendError

NOT_SUBSCRIBED = 846609  # the server does not know this connection any more
UNANSWERABLE = frozenset({846605, 846608})  # no such callback, or one that is too old, to be answered as such
TOO_MANY = {846607: 60.0}  # → seconds to wait
PASSING = frozenset({846601, 846602, NOT_SUBSCRIBED})
NO_SUCH_CHAT = 93006  # or none that the bot is in
AWAY_WAIT = 5.0  # seconds; a connection is opened again within a minute at most
REFUSED_WAIT = 600.0


def checked(what: str, answer: Json) -> Json:
    """The answer itself; raises a Refusal unless it says that it was done."""
    if code := errcodes.code_of(answer):
        raise _refusal(what, code)
    return answer


def _refusal(what: str, code: int) -> Refusal:
    """The connection has codes of its own, beside those of all of WeCom."""
    refusal = errcodes.as_send_error(what, code)
    if code in TOO_MANY:
        refusal.permanent, refusal.retry_after = False, TOO_MANY[code]
    elif code in PASSING:
        refusal.permanent, refusal.retry_after = False, AWAY_WAIT
    elif code == NO_SUCH_CHAT:
        refusal.chat_gone = True
    return refusal


def is_passing(code: int) -> bool:
    """Whether a login that was refused so may succeed later with the same secret."""
    return code in PASSING or code in TOO_MANY or code in errcodes.BUSY or code in errcodes.TOO_MANY


def not_connected() -> SendError:
    return SendError("the connection to WeCom is being opened", retry_after=AWAY_WAIT)


def login_refused(code: int) -> SendError:
    """What is owed waits: a process that begins with a good secret sends it at once."""
    return SendError(f"{ACCOUNT_REFUSED}: the login was refused with errcode {code}", retry_after=REFUSED_WAIT)


def kicked() -> SendError:
    return SendError(f"{ACCOUNT_REFUSED}: another connection of the same bot took over", retry_after=REFUSED_WAIT)
