"""The platforms of an installation, for commands that ask them something; and what some of them can be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from kpbot.domain.messages import Chat
    from kpbot.ports import Platform
    from kpbot.services.catalog import Catalog
    from kpbot.services.checking.finding import Finding
    from kpbot.settings import Settings

CLOSING_SECONDS = 5.0


@runtime_checkable
class Telling(Protocol):
    """A platform that knows what is wrong with its account and its rights."""

    async def findings(self) -> Sequence[Finding]: ...


@runtime_checkable
class Mending(Protocol):
    """A platform that can put right what it needs there, such as a menu, and says what became of it."""

    async def mend(self) -> Sequence[Finding]: ...


@runtime_checkable
class Naming(Protocol):
    """A platform whose chats are named in the settings: nobody there can type a code."""

    def named_chats(self) -> Sequence[Chat]: ...


@runtime_checkable
class Creating(Protocol):
    """A platform on which the bot can make a group itself. `owner` and `users` are accounts there. Raises SendError."""

    async def create_group(self, title: str, owner: str, users: Sequence[str]) -> Chat: ...


@asynccontextmanager
async def platforms_of(settings: Settings, catalog: Catalog | None = None) -> AsyncIterator[Mapping[str, Platform]]:
    """Those that have an account in the settings, by name; closed afterwards."""
    import asyncio

    from kpbot.app import App
    from kpbot.services.catalog import Catalog

    app = App(settings, catalog=catalog or Catalog())
    try:
        yield app.platforms
    finally:
        closing = (asyncio.wait_for(one.close(), CLOSING_SECONDS) for one in app.platforms.values())
        await asyncio.gather(*closing, return_exceptions=True)
        await app.database.close()


def is_served(platforms: Mapping[str, Platform], chat: Chat) -> bool:
    """Whether the settings, as they are, let the bot write to this chat: its platform has an account, and where chats
    are named in the settings, this one is."""
    platform = platforms.get(chat.platform)
    if isinstance(platform, Naming):
        return chat.id in {one.id for one in platform.named_chats()}
    return platform is not None


def named_chats(platforms: Mapping[str, Platform]) -> list[Chat]:
    return [chat for one in platforms.values() if isinstance(one, Naming) for chat in one.named_chats()]
