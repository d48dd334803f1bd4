"""Which handler a message goes to. The table itself is handlers.ROUTES."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kpbot.domain.messages import Happening
from kpbot.services.batch import Batch
from kpbot.services.talk import Talk

GROUP_TALK_LASTS = timedelta(minutes=15)

Command = Callable[[Talk, str], Awaitable[None]]
Press = Callable[[Talk, list[str]], Awaitable[None]]
GoOn = Callable[[Talk], Awaitable[None]]
Offer = Callable[[Talk], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Route:
    """One intent.

    `command` handles `/name argument`, and in private chats the bare word; `commands` are its names in both
    languages, the first is the one shown. `press` gets the parts of the button's data after `name:`. `go_on` gets
    what is said while a talk of this route is open. `offer` looks at messages nobody else claimed and says
    whether it took them. `preload` loads once per batch what the route needs.
    """

    name: str
    commands: tuple[str, ...] = ()
    command: Command | None = None
    press: Press | None = None
    go_on: GoOn | None = None
    offer: Offer | None = None
    happening: GoOn | None = None
    preload: Callable[[Batch], Awaitable[None]] | None = None


class Routes:
    """The routes of an installation, looked up by command, button and open talk."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = tuple(routes)
        self._by_name = {route.name: route for route in routes}
        self._by_command = {name: route for route in routes for name in route.commands}
        known = sorted(map(re.escape, self._by_command), key=len, reverse=True)
        # «/report今天» without a space is meant as a command too.
        self._command = re.compile(rf"/(?:({'|'.join(known)})(?![A-Za-z0-9_])|([^\s@]+))(@\S+)?\s*", re.IGNORECASE)

    async def preload(self, batch: Batch) -> None:
        for route in self._routes:
            if route.preload:
                await route.preload(batch)

    async def handle(self, talk: Talk) -> None:
        """Give the message to its handler."""
        message = talk.incoming
        if message.happening:
            await self._happened(talk, message.happening)
        elif message.button:
            await self._pressed(talk)
        elif not (await self._commanded(talk) or await self._went_on(talk) or await self._offered(talk)):
            await self._unclaimed(talk)

    async def _happened(self, talk: Talk, _happening: Happening) -> None:
        for route in self._routes:
            if route.happening:
                await route.happening(talk)

    async def _pressed(self, talk: Talk) -> None:
        name, *rest = talk.incoming.button.split(":")
        route = self._by_name.get(name)
        if talk.incoming.sender.faceless:
            talk.acknowledge(talk.say("faceless"))
        elif route is None or route.press is None:
            talk.acknowledge(talk.say("button-outdated"))
        else:
            await route.press(talk, rest)

    async def _commanded(self, talk: Talk) -> bool:
        found = self.read_command(talk.text, private=talk.chat.private)
        if found is None:
            return False
        if talk.incoming.sender.faceless:
            talk.reply(talk.say("faceless"))
            return True
        command, argument = found
        await command(talk, argument)
        return True

    def read_command(self, text: str, *, private: bool) -> tuple[Command, str] | None:
        """What a text calls and its argument; in private chats the bare word will do."""
        if text[:1] in ("/", "／"):
            match = self._command.match("/" + text[1:])
            name = unicodedata.normalize("NFKC", (match[1] or match[2]) if match else "").lower()
            argument = text[match.end() :] if match else ""
        elif private:
            name, _, argument = text.partition(" ")
        else:
            return None
        route = self._by_command.get(name)
        return (route.command, argument.strip()) if route and route.command else None

    async def _went_on(self, talk: Talk) -> bool:
        conversation = talk.conversation
        route = self._by_name.get(conversation.route) if conversation else None
        if conversation is None or route is None or route.go_on is None:
            return False
        stale = conversation.updated_at and talk.now - conversation.updated_at > GROUP_TALK_LASTS
        if stale and not talk.chat.private and not talk.incoming.reply_to:
            return False  # in a group, people also talk to each other
        await route.go_on(talk)
        return True

    async def _offered(self, talk: Talk) -> bool:
        for route in self._routes:
            if route.offer and await route.offer(talk):
                return True
        return False

    async def _unclaimed(self, talk: Talk) -> None:
        """In private the person gets help; in groups the bot stays quiet."""
        route = self._by_name.get("help")
        if talk.chat.private and not talk.incoming.sender.is_bot and route and route.command:
            await route.command(talk, "")
