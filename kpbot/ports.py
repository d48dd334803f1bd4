"""Every interface with two implementations or more, and the errors that cross it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from kpbot.domain.content import FoundItem, Source
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


async def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform may answer in the same request; then it calls `delivered`, or `left` if it could not: what was
    to be answered is sent as any other message. Without either that happens too, but late."""

    outgoing: tuple[Outgoing, ...] = ()
    delivered: Callable[[], Awaitable[None]] = _nothing
    left: Callable[[], Awaitable[None]] = _nothing


OnMessages = Callable[[Sequence[Incoming]], Awaitable[Sequence[Answer]]]
"""Takes messages in the order they came; returns once they are committed, with an answer to each. Raises NotTaken while
this process starts or stops, and whatever kept them from being committed: the platform must not confirm them then."""


class NotTaken(Exception):
    """This process takes no messages at this moment; they are to come again."""


class Clock(Protocol):
    """Where the time comes from; `now` is UTC and aware."""

    def now(self) -> datetime: ...


Sleep = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""


class Platform(Protocol):
    """A chat platform. `send` raises SendError.

    `routes` is asked for once, by every process that serves HTTP, and what they take goes to `on_messages` there.
    `run` goes on until it is cancelled, in one process at a time: the one that owns the account, which also sends.
    `close` gives back what the platform holds open; it may be called again, and before or without `run`.
    """

    name: str
    capabilities: Capabilities

    async def run(self, on_messages: OnMessages) -> None: ...

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt: ...

    async def fetch(self, ref: str) -> bytes: ...

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]: ...

    async def close(self) -> None: ...


@runtime_checkable
class Refusable(Protocol):
    """A platform whose `run` goes on while its account is refused as such: somebody has to do something about it."""

    @property
    def refused(self) -> bool: ...


ACCOUNT_REFUSED = "account refused"
"""How the reason of a SendError begins where the platform does not take the bot's own account as such."""


class SendError(Exception):
    """A platform did not take a message.

    `permanent`: sending it again cannot work. `retry_after`: seconds the platform asked for. `moved_to`: the
    chat's new id. `chat_gone`: the bot can no longer write to this chat. `awaits_word`: only once somebody writes there
    again.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        moved_to: str = "",
        chat_gone: bool = False,
        in_doubt: bool = False,
        awaits_word: bool = False,
        only_this: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.moved_to = moved_to
        self.chat_gone = chat_gone
        self.awaits_word = awaits_word
        self.only_this = only_this  # `retry_after` is for this message; others to the chat may go
        self.in_doubt = in_doubt  # it may have taken effect: a time-out after the request was written


@dataclass(frozen=True, slots=True)
class Validators:
    """What the last successful fetch left behind, for a conditional request."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The outcome of asking one source once."""

    items: tuple[FoundItem, ...] = ()
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False
    moved_to: str = ""  # a permanent redirect: remember this address
    wait: timedelta | None = None  # the source asked not to be visited sooner
    skipped: tuple[tuple[str, str], ...] = ()  # (title, reason code) of entries that gave no item
    title: str = ""  # what the source calls itself


class FeedError(Exception):
    """A source gave nothing usable. `code` names a text `feed-error-<code>`; `details` fills it in."""

    def __init__(self, code: str, *, gone: bool = False, wait: timedelta | None = None, **details: Any) -> None:
        super().__init__(f"{code} {details}" if details else code)
        self.code = code
        self.gone = gone  # HTTP 410: stop asking
        self.wait = wait
        self.details = details


Visit = Callable[[str, int, datetime], Awaitable[bytes]]
"""Fetches an address, at most so many bytes, at the time now (UTC). Raises FeedError; network, so never inside a
transaction."""


async def visit_nowhere(address: str, most_bytes: int, now: datetime) -> bytes:
    """For whoever has no way out to the network."""
    raise FeedError("refused", host=address)


class ContentFeed(Protocol):
    """A kind of source. `gather` does network or file access, so never call it inside a transaction."""

    kind: str

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered: ...
