"""Which handler a message goes to. The table itself is handlers.ROUTES."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from kpbot.domain.menus import Menu
from kpbot.domain.messages import Happening
from kpbot.domain.roles import Act
from kpbot.services import behalf, menus
from kpbot.services.batch import Batch
from kpbot.services.groups import known_group
from kpbot.services.pressed import number
from kpbot.services.talk import Talk

GROUP_TALK_LASTS = timedelta(minutes=15)

Command = Callable[[Talk, str], Awaitable[None]]
Press = Callable[[Talk, list[str]], Awaitable[None]]
GoOn = Callable[[Talk], Awaitable[None]]
Offer = Callable[[Talk], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Route:
    """One intent.

    `command` handles `/name argument`, and the bare word in private chats and where the bot is addressed; `commands`
    are its names in both languages, the first is the one shown; `always` are those of them that answer no question, so
    that there they mean the command even while something is asked. `press` gets the parts of the button's data after
    `name:`. `go_on` gets what is said while a talk of this route is open. `ahead` looks at messages before another
    route's open talk gets them, which stays open, and says whether it took them. `offer` looks at messages nobody else
    claimed and says whether it took them. `unclaimed` answers what nobody took, in private or where the bot is
    addressed. `preload` loads once per batch what the route needs. `behalf` names the act that lets a coordinator use
    the command for an officer (`/for`); without it the command is for oneself only.
    """

    name: str
    commands: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    command: Command | None = None
    press: Press | None = None
    go_on: GoOn | None = None
    ahead: Offer | None = None
    offer: Offer | None = None
    unclaimed: GoOn | None = None
    happening: GoOn | None = None
    preload: Callable[[Batch], Awaitable[None]] | None = None
    behalf: Act | None = None


class Routes:
    """The routes of an installation, looked up by command, button and open talk."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = tuple(routes)
        self._by_name = {route.name: route for route in routes}
        self._always = frozenset(name for route in routes for name in route.always)
        self._by_command = {name: route for route in routes for name in route.commands}
        known = sorted(map(re.escape, self._by_command), key=len, reverse=True)
        # «/report今天» without a space is meant as a command too.
        self._command = re.compile(rf"/(?:({'|'.join(known)})(?![A-Za-z0-9_])|([^\s@]+))(@\S+)?\s*", re.IGNORECASE)

    async def preload(self, batch: Batch) -> None:
        for route in self._routes:
            if route.preload:
                await route.preload(batch)

    def hear(self, talk: Talk) -> None:
        """A bare number that chooses of what the chat was last shown, or the words of that choice, becomes the press of
        that button. To be called before anything asks what the message is."""
        menu = talk.batch.menus.get(menus.place_of(talk.chat))
        number = menu and (menus.picked(talk.incoming) or self._picked_by_name(talk, menu))
        if not number or not menu or not menus.answers(talk.incoming, menu) or not self._may_choose(talk, menu):
            return
        if menus.unclear(talk.incoming, talk.batch.menus):
            talk.unclear = True
        elif number <= len(menu.choices):
            talk.incoming = menus.press(talk.incoming, menu, number)
        else:
            talk.choices = len(menu.choices)

    def _picked_by_name(self, talk: Talk, menu: Menu) -> int | None:
        """Words that are a command stay one, unless something is being asked."""
        if not self._open(talk) and self.read_command(talk.text, private=True):
            return None
        return menus.picked_by_name(talk.incoming, menu, talk.now)

    def _may_choose(self, talk: Talk, menu: Menu) -> bool:
        """Not what answers a question that was asked since; and in groups nobody whom the bot does not know: people
        count there among themselves."""
        open_talk = talk.conversation if self._open(talk) else None
        if open_talk and open_talk.updated_at and open_talk.updated_at > menu.shown_at:
            return False
        if talk.chat.private:
            return True
        nobody = talk.incoming.sender.faceless or talk.incoming.sender.is_bot
        return not nobody and bool(talk.posts or talk.pending or open_talk)

    async def handle(self, talk: Talk) -> None:
        """Give the message to its handler."""
        message = talk.incoming
        talk.hand_on = partial(self._hand_on, talk)
        if message.happening:
            await self._happened(talk, message.happening)
        elif message.button:
            await self._pressed(talk)
            talk.end_waiting()
        elif not await self._taken(talk):
            await self._unclaimed(talk)

    async def _taken(self, talk: Talk) -> bool:
        if talk.unclear:
            talk.reply(talk.say("menu-unclear"), aside=True)
            return True
        steps = (self._commanded, self._taken_ahead, self._went_on, self._not_so_many, self._offered)
        for step in steps:
            if await step(talk):
                return True
        return False

    async def _happened(self, talk: Talk, _happening: Happening) -> None:
        for route in self._routes:
            if route.happening:
                await route.happening(talk)

    async def _pressed(self, talk: Talk) -> None:
        name, *rest = talk.incoming.button.split(":")
        route = self._by_name.get(name)
        if talk.incoming.sender.faceless:
            talk.refuse(talk.say("faceless"))
        elif route is None or route.press is None or any(map(_is_no_id, rest)):
            talk.refuse(talk.say("button-outdated"))
        elif not talk.conversation or talk.conversation.route != name or await behalf.resume(talk, route.behalf):
            await route.press(talk, rest)
        else:
            talk.end()
            talk.refuse(talk.say("behalf-over"))

    async def _commanded(self, talk: Talk) -> bool:
        # What answers an open talk («今天», «确认») is no command, unless it is written as one.
        bare = self._awaits(talk) is None or talk.text.strip() in self._always
        found = self.read_command(talk.text, private=_said_to_us(talk) and bare)
        if found is None:
            return False
        if talk.incoming.sender.faceless:
            talk.reply(talk.say("faceless"))
            return True
        await known_group(talk)
        command, argument = found
        await command(talk, argument)
        return True

    async def _hand_on(self, talk: Talk, text: str) -> bool:
        """Run a command for the officer `talk.on_behalf_of`; False if it is none that coordinators may use so."""
        route, argument = self._find(text, private=True)
        if route is None or route.command is None or route.behalf is None:
            return False
        if await behalf.allowed(talk, route.behalf):
            talk.incoming = replace(talk.incoming, text=text, button="")
            talk.audit(f"behalf.{route.name}", f"post:{talk.on_behalf_of.id}" if talk.on_behalf_of else "")
            await route.command(talk, argument)
        return True

    def read_command(self, text: str, *, private: bool) -> tuple[Command, str] | None:
        """What a text calls and its argument; in private chats the bare word will do."""
        route, argument = self._find(text, private=private)
        return (route.command, argument) if route and route.command else None

    def _find(self, text: str, *, private: bool) -> tuple[Route | None, str]:
        if text[:1] in ("/", "／"):
            match = self._command.match("/" + text[1:])
            name = unicodedata.normalize("NFKC", (match[1] or match[2]) if match else "").lower()
            argument = text[match.end() :] if match else ""
        elif private:
            name, _, argument = text.partition(" ")
        else:
            return None, ""
        return self._by_command.get(name), argument.strip()

    def _open(self, talk: Talk) -> Route | None:
        """The route that waits for what this person says next."""
        route = self._by_name.get(talk.conversation.route) if talk.conversation else None
        return route if route and route.go_on else None

    def _awaits(self, talk: Talk) -> Route | None:
        """The open route, if this message is meant for it: in a group, people also talk to each other."""
        conversation = talk.conversation
        if conversation is None or talk.chat.private or talk.incoming.reply_to:
            return self._open(talk)
        stale = conversation.updated_at and talk.now - conversation.updated_at > GROUP_TALK_LASTS
        return None if stale else self._open(talk)

    def means_us(self, talk: Talk) -> bool:
        """Whether the bot is spoken to: a press, the private chat, its name, a command, what an open talk waits for."""
        if talk.incoming.button or _said_to_us(talk) or self._awaits(talk):
            return True
        return self.read_command(talk.text, private=False) is not None

    async def _taken_ahead(self, talk: Talk) -> bool:
        waiting = self._open(talk)
        for route in self._routes:
            if waiting and route is not waiting and route.ahead and await route.ahead(talk):
                return True
        return False

    async def _went_on(self, talk: Talk) -> bool:
        route = self._awaits(talk)
        if route is None or route.go_on is None:
            return False
        if not await behalf.resume(talk, route.behalf):
            talk.end()
            talk.reply(talk.say("behalf-over"))
            return True
        await route.go_on(talk)
        return True

    async def _not_so_many(self, talk: Talk) -> bool:
        """A number beyond the choices; two digits may still be two numbers of something else."""
        number = menus.picked(talk.incoming)
        if not talk.choices or not talk.chat.private or not number or (number > 9 and await self._offered(talk)):
            return bool(talk.replies)
        talk.reply(talk.say("menu-not-so-many", count=talk.choices), aside=True)
        return True

    async def _offered(self, talk: Talk) -> bool:
        for route in self._routes:
            if route.offer and await route.offer(talk):
                return True
        return False

    async def _unclaimed(self, talk: Talk) -> None:
        """Who spoke to the bot gets help; else it stays quiet in groups."""
        if _said_to_us(talk) and not talk.incoming.sender.is_bot:
            for route in self._routes:
                if route.unclaimed:
                    await route.unclaimed(talk)


def _said_to_us(talk: Talk) -> bool:
    return talk.chat.private or talk.incoming.addressed


def _is_no_id(part: str) -> bool:
    """A number that none of our buttons ever had: somebody made it up."""
    return part.isdigit() and number(part) is None
