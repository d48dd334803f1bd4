"""`kpbot work`: one of several workers on one PostgreSQL."""

from __future__ import annotations

from kpbot.commands import serve
from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words


def run(config: ConfigOption = None) -> None:
    settings = read_settings(config)
    if settings.database.url.startswith("sqlite"):
        raise Failed(words("work-needs-postgresql"))
    finish(serve.until_stopped(settings))
