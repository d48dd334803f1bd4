"""Telegram: groups and private chats through the Bot API, by polling or by webhook."""

from kpbot.platforms.telegram.platform import Telegram

__all__ = ["Telegram"]
