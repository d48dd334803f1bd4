"""`kpbot migrate`: bring the database to the schema of this version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Settings


def migrate(config: ConfigOption = None) -> None:
    changed = finish(_migrate(read_settings(config)))
    typer.echo(words("commands-migrated" if changed else "commands-migrated-already"))


async def _migrate(settings: Settings) -> bool:
    from kpbot.storage.migrate import Schema, migrate, schema

    async with opened(settings, migrated=False) as database:
        found = await schema(database)
        if found is Schema.CURRENT:
            return False
        if found is Schema.UNKNOWN:
            raise Failed(words("commands-schema-unknown"))
        await migrate(database)
        return True
