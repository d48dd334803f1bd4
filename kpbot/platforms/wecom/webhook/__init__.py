"""WeCom's group webhooks: a group gets what is pushed, nothing comes back."""

from kpbot.platforms.wecom.webhook.platform import WecomGroup

__all__ = ["WecomGroup"]
