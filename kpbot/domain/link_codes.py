"""A code by which a person says of another account: that is me; and the account from which it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kpbot.domain.messages import Chat


@dataclass(frozen=True, slots=True)
class Asker:
    """The account from which a code was said: its name as its platform gives it, and the chat."""

    user: str
    name: str
    chat: Chat

    @property
    def platform(self) -> str:
        return self.chat.platform


@dataclass(frozen=True, slots=True)
class LinkCode:
    """`person_id` got it in the private chat `given_in`. `asker` is None until it was said, which was at `said_at`;
    `agreed`: the asker's side needs no further word."""

    digest: str
    person_id: int
    given_in: Chat
    expires_at: datetime
    asker: Asker | None
    said_at: datetime | None
    agreed: bool
