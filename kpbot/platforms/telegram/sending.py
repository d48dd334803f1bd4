"""Every way in which the bot says something: messages, edits, toasts, reactions."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

import structlog
from telegram import LinkPreviewOptions, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from kpbot.domain.messages import Chat, Outgoing, Receipt
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.deep_links import address
from kpbot.platforms.telegram.limits import TOAST
from kpbot.platforms.telegram.outbound import Letter, letter
from kpbot.platforms.telegram.refusals import as_send_error, is_revoked, says, token_refused
from kpbot.platforms.telegram.wire import Api
from kpbot.ports import SendError

NO_REACTIONS_FOR = 3600.0  # seconds; then the group is tried again
REMEMBERED = 1000
_CALM = LinkPreviewOptions(is_disabled=True)  # three previews would bury the three items

log = structlog.get_logger(__name__)


class Sending:
    """`send` has the contract of kpbot.ports.Platform."""

    def __init__(self, api: Api, account: Account, clock: Callable[[], float] = monotonic) -> None:
        self._api = api
        self._account = account
        self._clock = clock
        self._begun: OrderedDict[tuple[Chat, str], list[int]] = OrderedDict()
        self._no_reactions: dict[str, float] = {}
        self._flying = 0
        self._landed = asyncio.Event()
        self._landed.set()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if self._account.refused.is_set():
            raise token_refused("the token was refused before")
        self._flying += 1
        self._landed.clear()
        try:
            await self._api.open_connections()
            return await self._say(chat, outgoing)
        except TelegramError as error:
            if is_revoked(error):
                self._account.refuse()
            raise as_send_error(error) from error
        finally:
            self._flying -= 1
            if not self._flying:
                self._landed.set()

    async def landed(self) -> None:
        """Wait until nothing is on its way."""
        await self._landed.wait()

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
        made = letter(outgoing, await self._link(outgoing))
        where = chat_id(chat)
        try:
            if outgoing.text or outgoing.title or outgoing.cards or outgoing.footer:
                await self._api.edit_message_text(
                    made.texts[0],
                    where,
                    message,
                    parse_mode="HTML",
                    link_preview_options=_CALM,
                    reply_markup=made.buttons,
                )
            else:
                await self._api.edit_message_reply_markup(where, message, reply_markup=made.buttons)
        except BadRequest as error:
            if not says(error, "message is not modified"):
                raise
        return Receipt(outgoing.edits)

    async def _write(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        made = letter(outgoing, await self._link(outgoing))
        key = (chat, "\n".join(made.texts))
        sent = self._begun.pop(key, [])  # what an earlier attempt brought through is not sent again
        try:
            for place in range(len(sent), len(made.texts)):
                sent.append(await self._part(chat, outgoing, made, place))
        except TelegramError:
            if sent:
                self._begun[key] = sent
                if len(self._begun) > REMEMBERED:
                    self._begun.popitem(last=False)
            raise
        return Receipt(str(sent[-1]))

    async def _part(self, chat: Chat, outgoing: Outgoing, made: Letter, place: int) -> int:
        target = number(outgoing.reply_to) if place == 0 else None
        reply = ReplyParameters(target, allow_sending_without_reply=True) if target else None
        last = place == len(made.texts) - 1

        async def attempt(thread: int | None) -> Message:
            return await self._api.send_message(
                chat_id(chat),
                made.texts[place],
                parse_mode="HTML",
                link_preview_options=_CALM,
                message_thread_id=thread,
                reply_parameters=reply,
                reply_markup=made.buttons if last else None,
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


def number(said: str) -> int | None:
    """The number of a message or topic; None for what can be none."""
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) <= 10 and int(said) else None


def chat_id(chat: Chat) -> int | str:
    return int(chat.id) if chat.id.removeprefix("-").isdecimal() else chat.id
