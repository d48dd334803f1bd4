"""What an operator can set: config/kpbot.toml, overridden by the environment (`KPBOT_WEB__PORT`)."""

from __future__ import annotations

from kpbot.settings.folders import make_folders, make_private
from kpbot.settings.loading import DEFAULT_FILE, load_settings
from kpbot.settings.platform_sections import (
    QqSettings,
    TelegramSettings,
    WechatSettings,
    WecomAppSettings,
    WecomBotSettings,
    WecomSettings,
)
from kpbot.settings.problems import Problem, SettingsError
from kpbot.settings.sections import (
    AppShareSettings,
    DatabaseSettings,
    DigestSettings,
    EditionSettings,
    EventSettings,
    FeedSettings,
    ImportSettings,
    LinkSettings,
    LogSettings,
    PushSettings,
    ReminderSettings,
    RetentionSettings,
    Settings,
    ShareSettings,
    SpotCheckSettings,
    WebSettings,
)

__all__ = [
    "DEFAULT_FILE",
    "AppShareSettings",
    "DatabaseSettings",
    "DigestSettings",
    "EditionSettings",
    "EventSettings",
    "FeedSettings",
    "ImportSettings",
    "LinkSettings",
    "LogSettings",
    "Problem",
    "PushSettings",
    "QqSettings",
    "ReminderSettings",
    "RetentionSettings",
    "Settings",
    "SettingsError",
    "ShareSettings",
    "SpotCheckSettings",
    "TelegramSettings",
    "WebSettings",
    "WechatSettings",
    "WecomAppSettings",
    "WecomBotSettings",
    "WecomSettings",
    "load_settings",
    "make_folders",
    "make_private",
]
