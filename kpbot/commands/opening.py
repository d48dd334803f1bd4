"""Opens what commands work with: settings and database; refuses in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kpbot.commands.failing import Failed
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Problem, Settings
    from kpbot.storage.database import Database


def read_settings(config: Path | None) -> Settings:
    """Raises Failed naming everything wrong with the settings."""
    from kpbot.settings import SettingsError, load_settings

    try:
        return load_settings(config)
    except SettingsError as error:
        raise Failed("\n".join(in_words(problem) for problem in error.problems)) from error


def in_words(problem: Problem) -> str:
    """One problem as a line: where, which key, what is wrong, and what was probably meant."""
    place = words("settings-where", where=problem.where) + (f"{problem.key}: " if problem.key else "")
    details = {name: value for name, value in problem.details.items() if name != "nearest"}
    line = place + words(f"settings-{problem.code}", **details)
    near = problem.details.get("nearest")
    return line + words("settings-nearest", nearest=near) if near else line


@asynccontextmanager
async def opened(settings: Settings, *, migrated: bool = True) -> AsyncIterator[Database]:
    """The database, checked to be there and (unless not `migrated`) to have the schema of this version."""
    from kpbot.settings import make_folders
    from kpbot.storage import health, outage
    from kpbot.storage.database import Database, is_outage
    from kpbot.storage.migrate import Schema, schema

    try:
        make_folders(settings)
    except OSError as error:
        raise Failed(words("commands-no-folder", reason=str(error))) from error
    database = Database(settings.database.url)
    try:
        if refused := await health.refusal(database):
            raise _away(refused)
        if migrated and (found := await schema(database)) is not Schema.CURRENT:
            raise Failed(words(f"commands-schema-{found}"))
        yield database
    except Exception as error:
        if not is_outage(error):
            raise
        raise _away(outage.reason(error)) from error
    finally:
        await database.close()


def _away(reason: str) -> Failed:
    from kpbot.logs import scrub

    return Failed(words("commands-database-away", reason=scrub(reason)))
