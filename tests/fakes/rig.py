"""One platform as a flow sees it: people who say things in chats, and what they see there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kpbot.app import App
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot's as people see it. `choices` are the labels of its buttons, or of the numbers that stand
    for them, in order; `words` is all its text, those included."""

    words: str
    choices: tuple[str, ...] = ()
    picture: bytes = b""


class Rig(Protocol):
    """A server of ours that speaks the platform's protocol, and people who use it.

    Chats are named `officers`, `public` and `coordinators`, and `~name` for the private chat of a person. `groups` says
    whether the bot hears people in groups there; without them everything is said in private chats. A rig is made by an
    async context manager that takes the application's clock (kpbot.clock.MovableClock), so that both sides tell the
    same time.
    """

    platform: str
    groups: bool

    @property
    def settings(self) -> Mapping[str, Any]:
        """Sections of kpbot.settings.Settings."""

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        """What is under test."""

    def user(self, name: str, where: str) -> str:
        """By what id the bot knows a person in that chat."""

    def chat(self, where: str) -> str:
        """The chat's id."""

    async def start(self, app: App) -> None:
        """The application runs: connect to it, or remember its `asgi()` for callbacks."""

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        """Somebody writes to the bot; returns once the platform's server had it confirmed. In a group it is said so
        that the bot gets it there, with an @ if need be."""

    async def press(self, who: str, where: str, label: str) -> None:
        """Press the button of that label under the newest message that has it, or reply with its number."""

    async def see(self, where: str, words: str) -> Seen:
        """The newest message of the bot's in the chat that has these words; waits for it, up to 20 s."""

    async def count(self, where: str) -> int:
        """How many messages of the bot's the chat has."""
