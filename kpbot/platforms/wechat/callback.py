"""What WeChat brings: believed by its signature, confirmed once it is committed, answered in the same response."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kpbot import metrics
from kpbot.domain.messages import Capabilities, Incoming, Outgoing
from kpbot.platforms.callback_xml import Unreadable
from kpbot.platforms.callbacks import Forged, TooLong, body, forbidden, not_now, unreadable
from kpbot.platforms.wechat.attempts import Attempts
from kpbot.platforms.wechat.envelope import Envelope
from kpbot.platforms.wechat.inbound import KINDS, Said, read
from kpbot.platforms.wechat.letters import texts
from kpbot.platforms.wechat.limits import BODY, NAME
from kpbot.platforms.wechat.passive import NOTHING_TO_SAY, text_reply
from kpbot.ports import Answer, Clock, NotTaken, OnMessages
from kpbot.storage import answering, outbox
from kpbot.storage.database import Database, is_outage
from kpbot.storage.outbox import Owed, Priority
from kpbot.texts import say

PATH = "/platforms/wechat/callback"
_TOO_LARGE = 413
_REST_LASTS = timedelta(hours=24)


class Callback:
    """Served by every process; `on_messages` is that of this one."""

    def __init__(
        self,
        envelope: Envelope,
        attempts: Attempts,
        database: Database,
        clock: Clock,
        can: Capabilities,
        language: str,
    ) -> None:
        self._envelope = envelope
        self._attempts = attempts
        self._database = database
        self._clock = clock
        self._can = can
        self._language = language

    def route(self, on_messages: OnMessages) -> Route:
        async def callback(request: Request) -> Response:
            try:
                self._envelope.check(request.query_params, self._clock.now())
                if request.method != "POST":
                    return _plain(request.query_params.get("echostr", ""))
                said = read(self._envelope.open(request.query_params, await body(request, BODY)))
            except Forged as error:
                return forbidden(NAME, error.reason)
            except TooLong:
                return unreadable(NAME, "size", _TOO_LARGE)
            except Unreadable as error:
                return unreadable(NAME, error.reason)
            except ClientDisconnect:
                return unreadable(NAME, "body")
            return await self._take(request, said, on_messages)

        return Route(PATH, callback, methods=["GET", "POST"])

    async def _take(self, request: Request, said: Said, on_messages: OnMessages) -> Response:
        if said.message is None:
            return self._ignored(request, said)
        try:
            answer = await self._attempts.answer(said.message.key, partial(_hand_over, on_messages, said.message))
        except NotTaken:
            return not_now()
        if answer is None:
            await self._attempts.hold(_hung_up(request))
            return not_now()
        return await self._answered(request, said, answer)

    def _ignored(self, request: Request, said: Said) -> Response:
        metrics.updates_ignored.labels(NAME, said.kind if said.kind in KINDS else "other").inc()
        if not said.hint:
            return _plain(NOTHING_TO_SAY)
        return self._inline(request, said, say(self._language, said.hint))

    async def _answered(self, request: Request, said: Said, answer: Answer) -> Response:
        if not answer.outgoing:
            return _plain(NOTHING_TO_SAY)
        (outgoing,) = answer.outgoing
        pieces = texts(outgoing, self._can, self._language)
        if not pieces:
            return _plain(NOTHING_TO_SAY, BackgroundTask(answer.left))
        if said.message and not await self._owed(said.message, pieces[0], _rest(outgoing, pieces[1:])):
            await self._attempts.hold(_hung_up(request))
            return not_now()
        if await request.is_disconnected():  # it comes again, or the answer is sent once its lease ends
            return not_now()
        return self._inline(request, said, pieces[0], BackgroundTask(answer.delivered))

    async def _owed(self, message: Incoming, first: str, rest: Sequence[Outgoing]) -> bool:
        """What does not fit the response follows it, also if this process dies now; once, however often it is asked,
        and also if the `first` has to be sent in the end. False while the database is away."""
        if not rest:
            return True
        now = self._clock.now()
        until = now + _REST_LASTS
        owed = [
            Owed(f"{NAME}-rest:{message.key}:{place}", message.chat, outgoing, Priority.ANSWER, now, until)
            for place, outgoing in enumerate(rest, 1)
        ]
        try:
            async with self._database.write() as db:
                left = Outgoing(text=first, language=rest[0].language, aside=True)
                await answering.shorten(db, answering.key_of(NAME, message.key), left)
                await outbox.owe(db, owed)
        except Exception as error:
            if not is_outage(error):
                raise
            return False
        return True

    def _inline(self, request: Request, said: Said, text: str, after: BackgroundTask | None = None) -> Response:
        xml = text_reply(said, text, self._clock.now())
        sealed = self._envelope.seal(xml, request.query_params)
        return Response(sealed, media_type="application/xml", background=after)


def _rest(outgoing: Outgoing, pieces: Sequence[str]) -> list[Outgoing]:
    """Words that are too many for one response, and the picture that no response can hold."""
    rest = [Outgoing(text=text, language=outgoing.language, aside=True) for text in pieces]
    if outgoing.picture or outgoing.face:
        rest.append(Outgoing(picture=outgoing.picture, face=outgoing.face, aside=True))
    return rest


async def _hand_over(on_messages: OnMessages, message: Incoming) -> Answer:
    return (await on_messages([message]))[0]


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _plain(text: str, after: BackgroundTask | None = None) -> Response:
    return Response(text, media_type="text/plain", background=after)
