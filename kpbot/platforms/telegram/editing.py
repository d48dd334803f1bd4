"""Changing what a message says: its text, or the words under what it carries. Which it has, only Telegram knows."""

from __future__ import annotations

from telegram import LinkPreviewOptions
from telegram.error import BadRequest

from kpbot.domain.messages import Outgoing
from kpbot.platforms.telegram.limits import CAPTION
from kpbot.platforms.telegram.outbound import letter
from kpbot.platforms.telegram.refusals import says
from kpbot.platforms.telegram.wire import Api

CALM = LinkPreviewOptions(is_disabled=True)  # three previews would bury the three items
_NO_TEXT = ("no text in the message to edit",)
_NO_CAPTION = ("no caption in the message to edit",)


async def edit(api: Api, chat: int | str, message: int, outgoing: Outgoing, link: str) -> None:
    """Words and buttons are replaced, or the buttons alone where no words are given; a picture or document stays.
    Raises TelegramError."""
    made = letter(outgoing, link)
    if not (outgoing.text or outgoing.title or outgoing.cards or outgoing.footer):
        await api.edit_message_reply_markup(chat, message, reply_markup=made.buttons)
        return

    async def as_text() -> None:
        await api.edit_message_text(
            made.texts[0], chat, message, parse_mode="HTML", link_preview_options=CALM, reply_markup=made.buttons
        )

    async def as_caption() -> None:
        fitted = letter(outgoing, link, limit=CAPTION)
        await api.edit_message_caption(
            chat, message, caption=fitted.texts[0], parse_mode="HTML", reply_markup=fitted.buttons
        )

    likely, other = (as_caption, as_text) if outgoing.picture or outgoing.document else (as_text, as_caption)
    try:
        await likely()
    except BadRequest as error:
        if not says(error, *_NO_TEXT, *_NO_CAPTION):
            raise
        await other()
