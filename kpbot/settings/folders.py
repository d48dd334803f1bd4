"""The folders that names, photos and the database lie in: nobody else of the machine gets into what is made here."""

from __future__ import annotations

from pathlib import Path

from kpbot.settings.sections import Settings


def make_folders(settings: Settings) -> None:
    """Create the data folder and the one an SQLite database lies in. Raises OSError."""
    make_private(settings.data_dir)
    if file := sqlite_file(settings.database.url):
        make_private(file.parent)


def make_private(folder: Path) -> None:
    """Create it and what is missing above it, for the user of this process only (0700); one that is there keeps its
    rights. Raises OSError."""
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def sqlite_file(url: str) -> Path | None:
    """Where an SQLite database lies; None for one in memory and for other databases."""
    scheme, _, rest = url.partition("://")
    name = rest.removeprefix("/").partition("?")[0]
    return Path(name) if scheme.partition("+")[0] == "sqlite" and name and name != ":memory:" else None
