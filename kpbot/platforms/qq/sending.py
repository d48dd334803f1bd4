"""Sending: in answer to what was said there, as long as that lets the bot; unasked where QQ allows it; else later."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from kpbot.domain.messages import Capabilities, Chat, Outgoing, Receipt
from kpbot.platforms.calling import Json
from kpbot.platforms.qq import letter
from kpbot.platforms.qq.inbound import EVENT
from kpbot.platforms.qq.letter import Part
from kpbot.platforms.qq.notes import Notes
from kpbot.platforms.qq.pace import PushPace
from kpbot.platforms.qq.pushing import Pushing
from kpbot.platforms.qq.refusals import LIMIT_WAIT, Kind, Refused, as_send_error
from kpbot.platforms.qq.uploads import Uploads
from kpbot.platforms.qq.wire import Api
from kpbot.ports import Clock, SendError
from kpbot.services import reply_turns
from kpbot.services.enclosed import enclosure_of
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Turn

REMEMBERED = 1000
TEXT, MARKDOWN, MEDIA = 0, 2, 7  # what QQ calls a kind of message
_Place = tuple[Chat, str]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of a message in parts that did not go out whole: the parts that did, and the turn with which the
    next one may have."""

    sent: tuple[str, ...] = ()
    turn: Turn | None = None


class Sending:
    """`send` has the contract of kpbot.ports.Platform."""

    def __init__(self, api: Api, database: Database, clock: Clock, data_dir: Path, language: str, notes: Notes) -> None:
        self._api = api
        self._database = database
        self._clock = clock
        self._data_dir = data_dir
        self._language = language
        self._notes = notes
        self._uploads = Uploads(api, clock)
        self._pace = PushPace()
        self.pushing = Pushing(database, clock)
        self._begun: OrderedDict[_Place, Begun] = OrderedDict()

    async def send(self, chat: Chat, outgoing: Outgoing, can: Capabilities) -> Receipt:
        if outgoing.toast or outgoing.react:
            return Receipt(outgoing.reply_to)
        if outgoing.edits:
            raise SendError("what was sent to QQ cannot be changed", permanent=True)
        held = await enclosure_of(self._data_dir, outgoing)
        speaks = outgoing.language or self._language
        made = letter.parts(outgoing, can, speaks, held, await self._notes.keyboards())
        made = [replace(part, verbatim=outgoing.verbatim) for part in made]
        try:
            message = await self._all(chat, made, speaks)
        except Refused as refused:
            raise as_send_error(refused) from None
        await self._said_apart(chat, made, speaks)
        return Receipt(message)

    async def _said_apart(self, chat: Chat, made: list[Part], speaks: str) -> None:
        """Not worth trying twice, for the words themselves have arrived."""
        if note := self._notes.apart(chat, made, speaks):
            with suppress(SendError, Refused):
                await self._part(chat, note, None, speaks)

    async def _all(self, chat: Chat, made: list[Part], speaks: str) -> str:
        """Parts that an earlier attempt brought through are not sent again."""
        place = (chat, "\n".join(part.key for part in made))
        begun = self._begun.pop(place, Begun())
        for part in made[len(begun.sent) :]:
            try:
                message = await self._part(chat, part, begun.turn, speaks)
            except InDoubt as doubt:
                self._remember(place, replace(begun, turn=doubt.turn))
                raise doubt.error from None
            except (SendError, Refused, asyncio.CancelledError):  # the last: it took too long
                self._remember(place, replace(begun, turn=None))
                raise
            begun = Begun((*begun.sent, message))
        return begun.sent[-1]

    def _remember(self, place: _Place, begun: Begun) -> None:
        if begun != Begun():
            self._begun[place] = begun
            if len(self._begun) > REMEMBERED:
                self._begun.popitem(last=False)

    async def _part(self, chat: Chat, part: Part, doubted: Turn | None, speaks: str) -> str:
        """The id of the message. What QQ does not take for its links or buttons is said without them, for which it
        takes another turn: whether a refused one was counted, QQ does not say."""
        part = self._notes.fitting(part, speaks)
        try:
            message = await self._in_turn(chat, part, doubted)
        except Refused as refused:
            plainer = await self._plainer(chat, part, refused, speaks)
            if plainer is None:
                raise
            return await self._in_turn(chat, plainer, None)
        self._notes.taken(part.text)
        return message

    async def _plainer(self, chat: Chat, part: Part, refused: Refused, speaks: str) -> Part | None:
        match refused.kind:
            case Kind.LINKS:
                await self._notes.links_refused(part.numbers or part.text)
                fitting = self._notes.fitting(part, speaks)
                return fitting if fitting != part else None
            case Kind.KEYBOARD if part.buttons:
                await self._notes.keyboards_refused(refused.code)
                return Part(part.numbers, verbatim=part.verbatim)
            case Kind.STALE_FILE if part.held:
                self._uploads.forget(chat, part.held)
                return part
        return None

    async def _in_turn(self, chat: Chat, part: Part, doubted: Turn | None) -> str:
        """In answer, or unasked where nothing is to be answered any more."""
        body = await self._body(chat, part)
        try:
            turn = doubted or await reply_turns.turn(self._database, self._clock, chat)
        except SendError as error:
            if not error.awaits_word:
                raise
            return await self._unasked(chat, body, error)
        try:
            return await self._answer(chat, body, turn)
        except Refused as refused:
            if refused.kind is Kind.TWICE and doubted:
                return _made_up()  # the attempt of which nobody knew had come through
            if refused.kind is not Kind.OVER:
                raise
            if doubted:
                return await self._in_turn(chat, part, None)
            awaits = await reply_turns.refused(self._database, chat, str(refused))
        return await self._unasked(chat, body, awaits)

    async def _answer(self, chat: Chat, body: Json, turn: Turn) -> str:
        named = "event_id" if turn.message.startswith(EVENT) else "msg_id"
        whole = {**body, named: turn.message.removeprefix(EVENT), "msg_seq": turn.number}
        try:
            return _id(await self._api.post(chat, "messages", whole))
        except SendError as error:
            raise InDoubt(error, turn) if error.in_doubt else error from None

    async def _unasked(self, chat: Chat, body: Json, awaits: SendError) -> str:
        if not await self.pushing.may_try(chat):
            raise awaits
        if wait := self._pace.wait():
            raise SendError(
                "as much as QQ lets a bot say unasked in a minute was said", retry_after=wait, only_this=True
            )
        try:
            message = _id(await self._api.post(chat, "messages", body))
        except Refused as refused:
            if refused.kind is Kind.LIMIT and await self.pushing.limited(chat):
                raise SendError(str(refused), retry_after=LIMIT_WAIT, only_this=True) from None
            if refused.kind in (Kind.PUSH, Kind.OVER):
                await self.pushing.refused(chat)
            if refused.kind in (Kind.PUSH, Kind.OVER, Kind.LIMIT):
                raise reply_turns.awaits_word(str(refused)) from None
            raise
        await self.pushing.worked(chat)
        return message

    async def _body(self, chat: Chat, part: Part) -> Json:
        if part.held is not None:
            info = await self._uploads.of(chat, part.held)
            return {"msg_type": MEDIA, "content": part.text or " ", "media": {"file_info": info}}
        if part.buttons:
            shown = {"content": letter.markdown(part.text)}
            return {"msg_type": MARKDOWN, "markdown": shown, "keyboard": letter.keyboard(part.buttons)}
        return {"msg_type": TEXT, "content": part.text}


class InDoubt(Exception):
    """Nobody knows whether an answer in this turn arrived: repeated in the same turn, QQ would say so."""

    def __init__(self, error: SendError, turn: Turn) -> None:
        super().__init__(error.reason)
        self.error = error
        self.turn = turn


def _id(said: Json) -> str:
    """What those who reply to it will name: the index, where QQ gives one."""
    more = said.get("ext_info")
    index = more.get("ref_idx") if isinstance(more, dict) else None
    return str(index or said.get("id") or _made_up())


def _made_up() -> str:
    """QQ gave no id: somebody there looks at the message first, or it arrived without an answer to us."""
    return f"-{secrets.token_hex(8)}"
