"""What WeChat knows: who follows the account, what was said to whom, what the account may still say, pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kpbot.ports import Clock

PATIENCE = 20  # seconds

Json = dict[str, Any]


@dataclass
class Message:
    """What a person sees in the chat. `inline`: it came in the response to what they said."""

    text: str = ""
    picture: bytes = b""
    inline: bool = False


@dataclass
class Allowance:
    until: datetime
    left: int


@dataclass
class World:
    """`failures`: persons who saw «该公众号提供的服务出现故障» instead of an answer. `unlimited`: no rules of
    speaking."""

    clock: Clock
    followers: set[str] = field(default_factory=set)
    shown: dict[str, list[Message]] = field(default_factory=dict)
    allowances: dict[str, list[Allowance]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    menu: list[Json] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    unlimited: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def follows(self, person: str) -> str:
        self.followers.add(person)
        return person

    def seen(self, person: str) -> list[Message]:
        return self.shown.setdefault(person, [])

    def show(self, person: str, message: Message) -> None:
        self.seen(person).append(message)
        self.changed.set()

    async def until(self, found: Callable[[], object]) -> None:
        """Wait for something that people see."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not found():
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(f"people see only {self.shown}, {self.failures}") from None

    def texts(self, person: str) -> list[str]:
        return [one.text for one in self.seen(person)]

    def allows(self, person: str, kind: str, event: str = "") -> None:
        """A message lets the account say five things in two days; a touch three in a minute."""
        if kind != "event":
            self._open(person, timedelta(hours=48), 5)
        elif event in ("subscribe", "SCAN", "CLICK"):
            self._open(person, timedelta(minutes=1), 3)

    def _open(self, person: str, lasts: timedelta, most: int) -> None:
        self.allowances.setdefault(person, []).append(Allowance(self.clock.now() + lasts, most))

    def refuses(self, person: str) -> int:
        """The error code for a customer-service message now, 0 if it may be sent; it is counted then."""
        if person not in self.followers:
            return 43004 if person.startswith("o") else 40003
        if self.unlimited:
            return 0
        open_now = [one for one in self.allowances.get(person, ()) if one.until > self.clock.now()]
        if not open_now:
            return 45015
        if not (free := [one for one in open_now if one.left]):
            return 45047
        free[-1].left -= 1
        return 0

    def keep(self, content: bytes) -> str:
        name = f"media_{len(self.media) + 1}-{'x' * 40}"
        self.media[name] = content
        return name


def menu_as_seen(buttons: Sequence[Json]) -> list[Json]:
    """get_current_selfmenu_info puts what is below into a list of its own."""
    return [
        {"name": one["name"], "sub_button": {"list": list(one["sub_button"])}} if one.get("sub_button") else dict(one)
        for one in buttons
    ]
