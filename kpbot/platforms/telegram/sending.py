"""Every way in which the bot says something: messages, edits, toasts, reactions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import structlog
from telegram import Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from kpbot.domain.messages import Chat, Outgoing, Receipt
from kpbot.platforms.flights import Flights
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.deep_links import address
from kpbot.platforms.telegram.editing import CALM, edit
from kpbot.platforms.telegram.enclosing import Enclosures, fitting, is_forbidden
from kpbot.platforms.telegram.limits import TOAST
from kpbot.platforms.telegram.outbound import Letter, letter
from kpbot.platforms.telegram.refusals import as_send_error, is_revoked, says, token_refused
from kpbot.platforms.telegram.wire import Api
from kpbot.ports import SendError
from kpbot.services.enclosed import Enclosure

NO_REACTIONS_FOR = 3600.0  # seconds; then the group is tried again
REMEMBERED = 1000

log = structlog.get_logger(__name__)


class Sending:
    """`send` has the contract of kpbot.ports.Platform."""

    def __init__(self, api: Api, account: Account, data_dir: Path, clock: Callable[[], float] = monotonic) -> None:
        self._api = api
        self._enclosures = Enclosures(api)
        self._data_dir = data_dir
        self._account = account
        self._clock = clock
        self._begun: OrderedDict[tuple[Chat, str], list[int]] = OrderedDict()
        self._no_reactions: dict[str, float] = {}
        self._flights = Flights()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if self._account.refused.is_set():
            raise token_refused("the token was refused before")
        with self._flights.one():
            try:
                await self._api.open_connections()
                return await self._say(chat, outgoing)
            except TelegramError as error:
                if is_revoked(error):
                    self._account.refuse()
                raise as_send_error(error) from error

    async def landed(self) -> None:
        """Wait until nothing is on its way, but not for long."""
        await self._flights.landed()

    async def _say(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.toast:
            await self._toast(outgoing)
            return Receipt()
        if outgoing.react:
            await self._react(chat, outgoing)
            return Receipt(outgoing.reply_to)
        return await (self._edit(chat, outgoing) if outgoing.edits else self._write(chat, outgoing))

    async def _toast(self, outgoing: Outgoing) -> None:
        """One that comes too late is no failure, nor is one for a press nobody made. Without words it only ends the
        waiting mark of the button."""
        text = outgoing.text if len(outgoing.text) <= TOAST else outgoing.text[: TOAST - 1] + "…"
        link = await self._link(outgoing)
        with suppress(BadRequest):
            await self._api.answer_callback_query(
                outgoing.toast, text=text or None, url=link or None, show_alert=len(text) > 40
            )

    async def _react(self, chat: Chat, outgoing: Outgoing) -> None:
        """Where reactions are not allowed there is none; the group is left alone for a while."""
        now, message = self._clock(), number(outgoing.reply_to)
        if message is None or self._no_reactions.get(chat.id, now) > now:
            return
        try:
            await self._api.set_message_reaction(chat_id(chat), message, outgoing.react)
        except BadRequest as error:
            if not says(error, "message to react not found", "message not found"):
                self._no_reactions[chat.id] = now + NO_REACTIONS_FOR
            log.debug("no reaction", reason=error.message)

    async def _edit(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        message = number(outgoing.edits)
        if message is None:
            raise SendError("no such message", permanent=True)
        try:
            await edit(self._api, chat_id(chat), message, outgoing, await self._link(outgoing))
        except BadRequest as error:
            if not says(error, "message is not modified"):
                raise
        return Receipt(outgoing.edits)

    async def _write(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        held = await fitting(self._data_dir, outgoing)
        link = await self._link(outgoing)
        try:
            return await self._send_all(chat, outgoing, letter(outgoing, link, carries=held is not None), held)
        except BadRequest as error:
            if held is None or not held.shown or not is_forbidden(error) or not _has_words(outgoing):
                raise
            log.warning("a group takes no pictures, it gets the words alone", chat=chat.id, reason=error.message)
        return await self._send_all(chat, outgoing, letter(outgoing, link), None)

    async def _send_all(self, chat: Chat, outgoing: Outgoing, made: Letter, held: Enclosure | None) -> Receipt:
        key = (chat, "\n".join((held.digest if held else "", *made.texts)))
        sent = self._begun.pop(key, [])  # what an earlier attempt brought through is not sent again
        try:
            for place in range(len(sent), len(made.texts)):
                sent.append(await self._part(chat, outgoing, made, place, held))
        except TelegramError:
            if sent:
                self._begun[key] = sent
                if len(self._begun) > REMEMBERED:
                    self._begun.popitem(last=False)
            raise
        return Receipt(str(sent[-1]))

    async def _part(self, chat: Chat, outgoing: Outgoing, made: Letter, place: int, held: Enclosure | None) -> int:
        target = number(outgoing.reply_to) if place == 0 else None
        rest: dict[str, Any] = {
            "chat_id": chat_id(chat),
            "parse_mode": "HTML",
            "reply_parameters": ReplyParameters(target, allow_sending_without_reply=True) if target else None,
            "reply_markup": made.buttons if place == len(made.texts) - 1 else None,
        }

        async def attempt(thread: int | None) -> Message:
            if held is not None and place == 0:
                return await self._enclosures.send(held, caption=made.texts[0], message_thread_id=thread, **rest)
            return await self._api.send_message(
                text=made.texts[place], link_preview_options=CALM, message_thread_id=thread, **rest
            )

        thread = number(chat.thread)
        try:
            return (await attempt(thread)).message_id
        except BadRequest as error:
            if thread is None or not says(error, "message thread not found", "topic_deleted", "topic_closed"):
                raise
        return (await attempt(None)).message_id  # the topic is deleted or closed: General is better than nowhere

    async def _link(self, outgoing: Outgoing) -> str:
        """Into the private chat, where the message asks to go there."""
        if outgoing.opens:
            await self._account.known(self._api)
        return address(self._account.username, outgoing.opens)


def _has_words(outgoing: Outgoing) -> bool:
    return bool(outgoing.text or outgoing.title or outgoing.cards or outgoing.footer)


def number(said: str) -> int | None:
    """The number of a message or topic; None for what can be none."""
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) <= 10 and int(said) else None


def chat_id(chat: Chat) -> int | str:
    return int(chat.id) if chat.id.removeprefix("-").isdecimal() else chat.id
