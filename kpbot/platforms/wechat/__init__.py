"""WeChat official accounts: one-to-one, answered in the same HTTP response where there is time."""

from kpbot.platforms.wechat.platform import Wechat

__all__ = ["Wechat"]
