"""QQ official bots: groups and private chats, by callbacks with Ed25519 signatures."""

from kpbot.platforms.qq.platform import Qq

__all__ = ["Qq"]
