"""WeCom: a self-built app, the smart bot, and webhooks of groups. Each is a platform of its own."""

from __future__ import annotations

from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database


def platforms(settings: Settings, database: Database, clock: Clock) -> list[Platform]:
    """Those that have an account in the settings; the libraries of each are imported only then."""
    found: list[Platform] = []
    if settings.wecom.app.configured:
        from kpbot.platforms.wecom.app import WecomApp

        found.append(WecomApp(settings, database, clock))
    if settings.wecom.aibot.configured:
        from kpbot.platforms.wecom.bot import WecomBot

        found.append(WecomBot(settings, database, clock))
    if settings.wecom.webhooks:
        from kpbot.platforms.wecom.webhook import WecomGroup

        found.append(WecomGroup(settings, database, clock))
    return found
