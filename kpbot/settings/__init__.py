"""What an operator can set: config/kpbot.toml, overridden by the environment (`KPBOT_WEB__PORT`)."""

from __future__ import annotations

from kpbot.settings.folders import make_folders, make_private
from kpbot.settings.loading import DEFAULT_FILE, load_settings
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
    TelegramSettings,
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
    "ReminderSettings",
    "RetentionSettings",
    "Settings",
    "SettingsError",
    "ShareSettings",
    "SpotCheckSettings",
    "TelegramSettings",
    "WebSettings",
    "load_settings",
    "make_folders",
    "make_private",
]
