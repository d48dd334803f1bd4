"""A sender who floods is slowed down and told so once; nobody else notices anything.

What is beyond the limit of kpbot.domain.flooding is noted as received and not acted on, until its sender has slowed
down. Only what is meant for the bot counts: presses, commands, the private chat, an open talk, and what the bot
answered. Somebody who chats a lot in a group is none of its business.

Kept in memory, by each process for itself, of at most SENDERS: after a restart everybody begins anew, and of N
processes behind one webhook each allows as much. The message's own time counts where the platform gives one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import structlog

from kpbot import metrics
from kpbot.domain.flooding import ALLOWED, BREATH, Pace, Verdict
from kpbot.domain.messages import Happening
from kpbot.services.routing import Routes
from kpbot.services.talk import Talk

SENDERS = 5_000

log = structlog.get_logger(__name__)

_Sender = tuple[str, str]  # platform, sender's id


class Flooding:
    """The paces of those who wrote last."""

    def __init__(self, most: int = SENDERS) -> None:
        self._most = most
        self._paces: OrderedDict[_Sender, Pace] = OrderedDict()

    def __len__(self) -> int:
        return len(self._paces)

    def pace(self, sender: _Sender) -> Pace:
        return self._paces.get(sender) or _NEW

    def keep(self, paces: dict[_Sender, Pace]) -> None:
        for sender, pace in paces.items():
            self._paces[sender] = pace
            self._paces.move_to_end(sender)
        while len(self._paces) > self._most:
            self._paces.popitem(last=False)


class Gate:
    """Stands before the routes for one batch. `keep` once the batch is committed; a batch that is rolled back and
    handled again has not counted."""

    def __init__(self, flooding: Flooding, routes: Routes) -> None:
        self._flooding = flooding
        self._routes = routes
        self._paces: dict[_Sender, Pace] = {}
        self._after: list[Callable[[], None]] = []

    async def handle(self, talk: Talk) -> None:
        """Give the message to its handler, unless its sender floods."""
        self._routes.hear(talk)
        message = talk.incoming
        sender = (message.chat.platform, message.sender.id)
        if message.happening and message.happening is not Happening.STARTED:
            await self._routes.handle(talk)
            return
        before = self._paces.get(sender) or self._flooding.pace(sender)
        after, verdict = before.after(talk.said_at, message.album)
        counts = self._routes.means_us(talk)
        if verdict is Verdict.FINE:
            await self._routes.handle(talk)
            counts = counts or bool(talk.replies)
        else:
            counts = counts or verdict is Verdict.TELL
            self._after.append(metrics.messages_held_back.labels(message.chat.platform).inc)
        if verdict is Verdict.TELL:
            self._tell(talk)
        if counts:
            self._paces[sender] = after

    def keep(self) -> None:
        self._flooding.keep(self._paces)
        for act in self._after:
            act()

    def _tell(self, talk: Talk) -> None:
        text = talk.say("flooding", seconds=int(BREATH.total_seconds()))
        if talk.incoming.button:
            talk.acknowledge(text)
        else:
            talk.reply(text)
        platform = talk.chat.platform
        self._after.append(lambda: log.warning("a sender floods and is slowed down", platform=platform, limit=ALLOWED))


_NEW = Pace()
