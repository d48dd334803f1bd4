"""What Telegram's refusals mean for the message that was refused."""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from kpbot.platforms.calling import UNSENT
from kpbot.ports import ACCOUNT_REFUSED, SendError

TOKEN_REFUSED_WAIT = 600.0  # seconds; nothing is to be gained by asking sooner
_GONE = ("chat not found", "group chat was deactivated", "group chat was deleted", "peer_id_invalid", "user not found")


def as_send_error(error: TelegramError) -> SendError:
    """A 5xx is an answer: it was not done, and may be tried again. Without an answer nobody knows."""
    reason = f"{type(error).__name__}: {error.message}"
    match error:
        case RetryAfter():
            return SendError(reason, retry_after=seconds(error))
        case ChatMigrated():
            return SendError(reason, moved_to=str(error.new_chat_id))
        case Forbidden():
            return SendError(reason, permanent=True, chat_gone=True)
        case InvalidToken():
            return token_refused(error.message)
        case BadRequest():
            return SendError(reason, permanent=True, chat_gone=says(error, *_GONE))
    return SendError(reason, in_doubt=is_in_doubt(error))


def token_refused(reason: str) -> SendError:
    """What is owed waits: a process that begins with a new token sends it at once."""
    return SendError(f"{ACCOUNT_REFUSED}: {reason}", retry_after=TOKEN_REFUSED_WAIT)


def is_revoked(error: TelegramError) -> bool:
    """Whether the token is refused. A 404 reads like that too, but is also how an older server of one's own answers to
    a method it does not know; getMe, which all know, tells them apart."""
    return isinstance(error, InvalidToken) and says(error, "unauthorized")


def is_in_doubt(error: TelegramError) -> bool:
    """Whether the request may have taken effect although no answer came."""
    cause = error.__cause__
    if isinstance(cause, httpx.HTTPError):
        return not isinstance(cause, UNSENT)
    return not isinstance(error, NetworkError)  # an answer that could not be read


def seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def says(error: TelegramError, *parts: str) -> bool:
    words = error.message.lower()
    return any(part in words for part in parts)
