"""Customer-service messages: what cannot be answered in the response to a callback («客服消息»)."""

from __future__ import annotations

from pathlib import Path

import structlog

from kpbot.domain.messages import Capabilities, Chat, Outgoing, Receipt
from kpbot.platforms.begun import Begun
from kpbot.platforms.calling import Json
from kpbot.platforms.wechat.letters import texts
from kpbot.platforms.wechat.refusals import NO_SUCH_MEDIA, NOT_ALLOWED_NOW, Refusal
from kpbot.platforms.wechat.uploads import Uploads
from kpbot.platforms.wechat.wire import Api
from kpbot.ports import Clock, SendError
from kpbot.services import reply_turns
from kpbot.services.enclosed import Enclosure, enclosure_of
from kpbot.storage.database import Database
from kpbot.storage.ids import new_id

SEND = "/cgi-bin/message/custom/send"

log = structlog.get_logger(__name__)

_Piece = str | Enclosure


class Sending:
    """`send` has the contract of kpbot.ports.Platform. Each piece of a message is a turn of its own."""

    def __init__(
        self, api: Api, database: Database, clock: Clock, data_dir: Path, can: Capabilities, language: str
    ) -> None:
        self._api = api
        self._uploads = Uploads(api, clock)
        self._database = database
        self._clock = clock
        self._data_dir = data_dir
        self._can = can
        self._language = language
        self._begun = Begun()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.toast or outgoing.react:
            return Receipt()
        if outgoing.edits:
            raise SendError("WeChat changes no message that was sent", permanent=True)
        pieces = await self._pieces(outgoing)
        alone = len(pieces) == 1
        last = await self._begun.go_on(chat, pieces, lambda piece: self._say(chat, piece, alone=alone))
        return Receipt(last or str(new_id()))

    async def _pieces(self, outgoing: Outgoing) -> list[_Piece]:
        said = texts(outgoing, self._can, self._language)
        held = None if outgoing.document else await enclosure_of(self._data_dir, outgoing)
        return [held, *said] if held else [*said]

    async def _say(self, chat: Chat, piece: _Piece, *, alone: bool) -> str:
        """An id of ours: WeChat gives none."""
        if isinstance(piece, str):
            await self._call(chat, {"msgtype": "text", "text": {"content": piece}})
            return str(new_id())
        try:
            await self._show(chat, piece)
        except Refusal as error:
            if alone or not error.permanent:
                raise
            log.warning("a picture was not taken, its words go alone", reason=error.reason)
        return str(new_id())

    async def _show(self, chat: Chat, picture: Enclosure) -> None:
        """A medium that WeChat forgot is uploaded anew, once."""
        for last in (False, True):
            media = await self._uploads.media_id(picture)
            try:
                await self._call(chat, {"msgtype": "image", "image": {"media_id": media}})
            except Refusal as error:
                if last or error.code != NO_SUCH_MEDIA:
                    raise
                self._uploads.forget(picture)
            else:
                return

    async def _call(self, chat: Chat, said: Json) -> None:
        await reply_turns.turn(self._database, self._clock, chat)
        try:
            await self._api.post(SEND, {"touser": chat.id, **said})
        except Refusal as error:
            if error.code in NOT_ALLOWED_NOW:
                raise await reply_turns.refused(self._database, chat, error.reason) from error
            raise
