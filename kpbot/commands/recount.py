"""`kpbot recount`: the daily roll-ups of shares anew from the shares, while kpbot runs; a transaction a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.progress import progressing
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Settings


def recount(config: ConfigOption = None) -> None:
    typer.echo(words("commands-recounted", days=finish(_recount(read_settings(config)))))


async def _recount(settings: Settings) -> int:
    from kpbot.storage import roll_ups

    async with opened(settings) as database:
        async with database.read() as db:
            span = await roll_ups.span(db)
        if span is None:
            return 0
        first, last = span
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        with progressing("commands-recounting") as tell:
            for count, day in enumerate(days, 1):
                async with database.write() as db:
                    await roll_ups.rebuild(db, day, day)
                tell(day.isoformat(), count)
        return len(days)
