"""`kpbot serve`: everything in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Settings
    from kpbot.storage.database import Database


def run(config: ConfigOption = None) -> None:
    settings = read_settings(config)
    finish(until_stopped(settings))


async def mark_folder(database: Database, settings: Settings) -> None:
    """Database and data folder know each other from the first start, so that a wrong mount is found by `check`."""
    from kpbot.services import installation

    async with database.write() as db:
        await installation.name(db, settings.data_dir)


async def until_stopped(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises Failed for what an operator can mend."""
    import structlog

    from kpbot import logs
    from kpbot.app import App
    from kpbot.commands.port import require_free
    from kpbot.services.catalog import CatalogError

    logs.set_up(settings.log.level, settings.log.format)
    _require_webhook_address(settings)
    require_free(settings.web.host, settings.web.port)
    async with opened(settings):
        try:
            app = App(settings)
        except CatalogError as error:
            raise Failed(str(error)) from error
        await mark_folder(app.database, settings)
        if not app.platforms:
            structlog.get_logger(__name__).warning(words("serve-no-platform"))
        await app.run()


def _require_webhook_address(settings: Settings) -> None:
    """Telegram brings messages to https addresses only. Raises Failed."""
    telegram = settings.telegram
    by_webhook = telegram.token.get_secret_value() and telegram.mode == "webhook"
    if by_webhook and not settings.web.public_url.startswith("https://"):
        raise Failed(words("check-telegram-webhook-address"))
