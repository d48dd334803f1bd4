"""Where the account of each platform is set, by the platform's name."""

from __future__ import annotations

from collections.abc import Mapping

SETTING_OF: Mapping[str, str] = {
    "telegram": "telegram.token",
    "wechat": "wechat",
    "wecom": "wecom.app",
    "wecom-bot": "wecom.aibot",
    "wecom-group": "wecom.webhooks",
    "qq": "qq",
}
