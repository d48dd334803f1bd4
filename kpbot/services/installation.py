"""The mark by which a data folder and a database know that they belong together.

Several machines share one data folder. A wrong mount is an empty folder like any other, except that the mark is
missing, or is another's.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kpbot.storage import facts
from kpbot.storage.database import Db

FACT = "installation"
FILE = ".kpbot-installation"


async def known(db: Db) -> str:
    """The installation's id; empty if it has none yet."""
    return await facts.get(db, FACT) or ""


async def name(db: Db, data_dir: Path) -> str:
    """The installation's id; one that has none takes that of its folder, or a new one, and marks the folder. A folder
    that should be marked and isn't stays so: that is for a person to look at. Raises OSError."""
    if found := await known(db):
        return found
    fresh = marked(data_dir) or secrets.token_hex(8)
    await facts.put(db, FACT, fresh)
    mark(data_dir, fresh)
    return fresh


def marked(data_dir: Path) -> str:
    """The id written in a data folder; empty if there is none. Raises OSError."""
    try:
        return (data_dir / FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def mark(data_dir: Path, installation: str) -> None:
    """Write the id into a data folder; nothing to write if there is none. Raises OSError."""
    if not installation:
        return
    part = data_dir / f"{FILE}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(installation + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(data_dir / FILE)
