"""What an `errcode` of the long connection means for what was asked.

Sources: WeCom, list of global return codes (path/90313); 93006, 846605, 846608, 846609 and 853000 as the official
plugin and its users name them; 846607 is second-hand. No code is documented for a chat where nobody has spoken yet: for
a private chat 93006 is taken for that, because a member cannot dissolve one.
"""

from __future__ import annotations

from kpbot.platforms.wecom import errcodes
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.ports import ACCOUNT_REFUSED, SendError

NOT_SUBSCRIBED = 846609  # the server does not know this connection any more
UNANSWERABLE = frozenset({846605, 846608})  # no such callback, or one that is too old, to be answered as such
TOO_MANY = {846607: 60.0}  # → seconds to wait
PASSING = frozenset({846601, 846602, NOT_SUBSCRIBED})
NO_SUCH_MEDIA = 40007
NO_SUCH_CHAT = 93006  # or none that the bot is in
AWAY_WAIT = 5.0  # seconds; a connection is opened again within a minute at most
REFUSED_WAIT = 600.0


class Refused(SendError):
    """An answer with this `code`, other than 0."""

    def __init__(self, what: str, code: int) -> None:
        meant = _meaning(f"{what}: errcode {code}", code)
        super().__init__(
            meant.reason, permanent=meant.permanent, retry_after=meant.retry_after, chat_gone=meant.chat_gone
        )
        self.code = code


def _meaning(reason: str, code: int) -> SendError:
    """Of their words nothing is repeated: they may hold what was sent."""
    if code in TOO_MANY:
        return SendError(reason, retry_after=TOO_MANY[code])
    if code in PASSING:
        return SendError(reason, retry_after=AWAY_WAIT)
    if code == NO_SUCH_CHAT:
        return SendError(reason, permanent=True, chat_gone=True)
    return errcodes.as_send_error(reason.rpartition(": ")[0], code)


def checked(what: str, answer: Json) -> Json:
    """The answer itself; raises Refused unless it says that it was done."""
    if code := errcodes.code_of(answer):
        raise Refused(what, code)
    return answer


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
