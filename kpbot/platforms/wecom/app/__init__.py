"""A self-built app of WeCom: private chats with members, and groups that it made itself."""

from kpbot.platforms.wecom.app.platform import WecomApp

__all__ = ["WecomApp"]
