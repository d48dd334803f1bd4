"""What an operator can set: config/kpbot.toml, overridden by the environment (`KPBOT_WEB__PORT`)."""

from __future__ import annotations

from kpbot.settings.folders import make_folders, make_private
from kpbot.settings.loading import DEFAULT_FILE, load_settings
from kpbot.settings.problems import Problem, SettingsError
from kpbot.settings.sections import (
    DatabaseSettings,
    DigestSettings,
    EditionSettings,
    EventSettings,
    FeedSettings,
    LogSettings,
    PushSettings,
    ReminderSettings,
    RetentionSettings,
    Settings,
    ShareSettings,
    TelegramSettings,
    WebSettings,
)

__all__ = [
    "DEFAULT_FILE",
    "DatabaseSettings",
    "DigestSettings",
    "EditionSettings",
    "EventSettings",
    "FeedSettings",
    "LogSettings",
    "Problem",
    "PushSettings",
    "ReminderSettings",
    "RetentionSettings",
    "Settings",
    "SettingsError",
    "ShareSettings",
    "TelegramSettings",
    "WebSettings",
    "load_settings",
    "make_folders",
    "make_private",
]
