"""Every way in which the bot says something: answers, messages of its own, welcomes, changes of a pressed card."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

import structlog

from kpbot.domain.messages import Capabilities, Chat, Outgoing, Receipt
from kpbot.platforms.begun import Begun
from kpbot.platforms.wecom.bot import frames, letter
from kpbot.platforms.wecom.bot.callbacks import Callback, Callbacks
from kpbot.platforms.wecom.bot.card import message_of, template_card, update
from kpbot.platforms.wecom.bot.connection import Connection
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.bot.letter import Words
from kpbot.platforms.wecom.bot.link import Link
from kpbot.platforms.wecom.bot.refusals import NO_SUCH_CHAT, UNANSWERABLE, not_connected
from kpbot.platforms.wecom.bot.standing import Standing
from kpbot.platforms.wecom.bot.uploading import Uploading
from kpbot.platforms.wecom.errcodes import NO_SUCH_MEDIA, Refusal
from kpbot.platforms.wecom.replacing import Replacement, replacement, without_what_stands
from kpbot.ports import Clock, SendError
from kpbot.services import reply_turns
from kpbot.services.enclosed import Enclosure, enclosure_of
from kpbot.storage import shown
from kpbot.storage.database import Database

SINGLE, GROUP = 1, 2  # `chat_type`
_Part = letter.Part | Enclosure

log = structlog.get_logger(__name__)


class Sending:
    """`send` has the contract of kpbot.ports.Platform."""

    def __init__(
        self,
        connection: Connection,
        standing: Standing,
        callbacks: Callbacks,
        database: Database,
        clock: Clock,
        can: Capabilities,
        data_dir: Path,
        language: str,
    ) -> None:
        self._connection = connection
        self._standing = standing
        self._callbacks = callbacks
        self._database = database
        self._clock = clock
        self._can = can
        self._data_dir = data_dir
        self._language = language
        self._uploading = Uploading(clock)
        self._begun = Begun()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.toast:
            await self._toast(chat, outgoing)
            return Receipt()
        if outgoing.react:
            return Receipt(outgoing.reply_to)
        if outgoing.edits:
            raise SendError("what the smart bot said cannot be changed later", permanent=True)
        if outgoing.answers:
            return await self._instead(chat, outgoing)
        return await self._write(chat, outgoing, letter.parts(outgoing, self._can, self._language))

    async def _write(self, chat: Chat, outgoing: Outgoing, made: list[letter.Part]) -> Receipt:
        held = await enclosure_of(self._data_dir, outgoing)
        parts: list[_Part] = [held] if held else []
        if held is None or letter.has_words(outgoing) or outgoing.buttons:
            parts += made
        message = f"kp-{secrets.token_hex(12)}"  # WeCom gives none; ours comes back with a press
        await self._begun.go_on(chat, parts, lambda part: self._say(chat, outgoing, part, message))
        return Receipt(message)

    @property
    def _link(self) -> Link:
        if self._standing.why is not None or self._connection.link is None:
            raise self._standing.why or not_connected()
        return self._connection.link

    async def _say(self, chat: Chat, outgoing: Outgoing, part: _Part, message: str) -> str:
        link = self._link
        entered = None if isinstance(part, Enclosure) else self._callbacks.entered(chat)
        if entered and not isinstance(part, Enclosure) and await self._welcome(link, entered, part, message):
            return message
        turn = await reply_turns.turn(self._database, self._clock, chat)
        if isinstance(part, Enclosure):
            await self._enclosed(link, chat, part)
            return message
        asked = self._callbacks.message(outgoing.reply_to or (turn.message if chat.private else ""))
        if asked is None or not await self._answer(link, asked, part, message):
            body = _markdown(part.text) if isinstance(part, Words) else template_card(part.card(message))
            await self._push(link, chat, body)
        return message

    async def _push(self, link: Link, chat: Chat, body: Json) -> None:
        to: Json = {"chatid": chat.id, "chat_type": SINGLE if chat.private else GROUP}
        try:
            await link.ask(frames.SEND, to | body)
        except Refusal as error:
            if error.code == NO_SUCH_CHAT and chat.private:
                raise await reply_turns.refused(self._database, chat, error.reason) from error
            raise

    async def _answer(self, link: Link, asked: Callback, part: letter.Part, message: str) -> bool:
        """False where that message cannot be answered as such any more."""
        body = _stream(message, part.text) if isinstance(part, Words) else template_card(part.card(message))
        try:
            await link.ask(frames.RESPOND, body, asked.request)
        except Refusal as error:
            if error.code not in UNANSWERABLE:
                raise
            return False
        return True

    async def _welcome(self, link: Link, entered: Callback, part: letter.Part, message: str) -> bool:
        """False if it came too late, or was not taken: then it is a message like any other."""
        body = _text(part.text) if isinstance(part, Words) else template_card(part.card(message))
        try:
            await link.ask(frames.WELCOME, body, entered.request)
        except Refusal as error:
            log.debug("no welcome", reason=error.reason)
            return False
        return True

    async def _enclosed(self, link: Link, chat: Chat, held: Enclosure) -> None:
        try:
            await self._push(link, chat, await self._uploading.body(link, held))
        except Refusal as error:
            if error.code != NO_SUCH_MEDIA:
                raise
            self._uploading.forget(held)
            await self._push(link, chat, await self._uploading.body(link, held))

    async def _instead(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        """In place of the pressed card; else as a message, whose words are not said again where they stand already."""
        pressed, speaks = self._callbacks.press(outgoing.answers), outgoing.language or self._language
        original = await self._shown(chat, outgoing.instead_of)
        number = message_of(pressed.card)[1] if pressed else 0
        made = replacement(original, outgoing, number)
        card = letter.replaced(made, number, speaks) if made else letter.left_behind(original, number, speaks)
        if pressed and await self._changed(pressed, card) and made:
            return Receipt(outgoing.instead_of)
        said = without_what_stands(original, outgoing)
        return await self._write(chat, outgoing, letter.parts(said, self._can, self._language))

    async def _changed(self, pressed: Callback, card: letter.Choice, toast: str = "", user: str = "") -> bool:
        """For all, or for one person."""
        link = self._connection.link
        if link is None:
            return False
        body = update(card.card(message_of(pressed.card)[0], toast), user)
        try:
            await link.ask(frames.UPDATE, body, pressed.request)
        except SendError as error:
            log.debug("a pressed card was not changed", reason=error.reason)
            return False
        return True

    async def _shown(self, chat: Chat, message: str) -> Outgoing | None:
        async with self._database.read() as db:
            return await shown.message(db, chat, message)

    async def _toast(self, chat: Chat, outgoing: Outgoing) -> None:
        """The pressed card says it, to the person who pressed; one that comes too late is no failure."""
        pressed = self._callbacks.press(outgoing.toast)
        if pressed is None or not outgoing.text.strip():
            return
        message, number = message_of(pressed.card)
        original = await self._shown(chat, message)
        if original is None:
            return
        choices = letter.choices_of(original, self._language)
        closed = letter.replaced(Replacement(original.title, "", ()), number, original.language or self._language)
        card = choices[min(number, len(choices) - 1)] if choices else closed
        await self._changed(pressed, replace(card, number=number), outgoing.text, pressed.user)


def _markdown(text: str) -> Json:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def _stream(id: str, text: str) -> Json:
    """All of it at once."""
    return {"msgtype": "stream", "stream": {"id": id, "finish": True, "content": text}}


def _text(text: str) -> Json:
    """Only a welcome may be one."""
    return {"msgtype": "text", "text": {"content": text}}
