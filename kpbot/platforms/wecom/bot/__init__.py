"""WeCom's smart bot, over its long connection."""

from kpbot.platforms.wecom.bot.platform import WecomBot

__all__ = ["WecomBot"]
