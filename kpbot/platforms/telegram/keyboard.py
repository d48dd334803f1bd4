"""Buttons under a message."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from kpbot.domain.messages import Button
from kpbot.platforms.telegram.limits import DATA, LABEL, ROW
from kpbot.platforms.telegram.markup import is_address

log = structlog.get_logger(__name__)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """None without buttons. One that Telegram would refuse, and the message with it, is left out and logged."""
    kept = [[_button(button) for button in row if _fits(button)] for row in rows]
    made = [row[n : n + ROW] for row in kept for n in range(0, len(row), ROW)]
    return InlineKeyboardMarkup(made) if made else None


def _fits(button: Button) -> bool:
    fits = bool(button.label.strip()) and (0 < len(button.data.encode()) <= DATA or is_address(button.url))
    if not fits:
        log.error("a button that Telegram does not take is left out", label=button.label, data=button.data)
    return fits


def _button(button: Button) -> InlineKeyboardButton:
    label = button.label if len(button.label) <= LABEL else button.label[: LABEL - 1] + "…"
    if button.data:
        return InlineKeyboardButton(label, callback_data=button.data)
    return InlineKeyboardButton(label, url=button.url)
