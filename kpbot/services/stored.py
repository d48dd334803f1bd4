"""Files that the bot shows or hands out, kept in the data folder until nobody can be waiting for them any more."""

from __future__ import annotations

import asyncio
import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

FOLDER = "files"


async def keep(data_dir: Path, name: str, content: bytes, now: datetime) -> str:
    """Write a file; returns its path relative to the data folder. `name` must be new. Raises OSError."""
    path = f"{FOLDER}/{now:%Y-%m}/{PurePosixPath(name).name}"
    await asyncio.to_thread(write, data_dir / path, content)
    return path


async def read(data_dir: Path, path: str) -> bytes:
    """The content of a file of the data folder. Raises OSError; ValueError for a path that leads out of it."""
    return await asyncio.to_thread(_read, data_dir, path)


async def forget(data_dir: Path, prefix: str, before: datetime) -> int:
    """Delete the files whose names begin so and that were written before; returns how many."""
    return await asyncio.to_thread(_forget, data_dir / FOLDER, prefix, before.timestamp())


def _forget(folder: Path, prefix: str, before: float) -> int:
    gone = 0
    for path in folder.glob(f"*/{prefix}*"):
        with suppress(FileNotFoundError):  # another process tidies up too
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone


def _read(data_dir: Path, path: str) -> bytes:
    found = (data_dir / path).resolve()
    if not found.is_relative_to(data_dir.resolve()):
        raise ValueError("a path out of the data folder")
    return found.read_bytes()


def write(path: Path, content: bytes, *, safe: bool = True) -> None:
    """All of it or nothing, also where several processes write the same. `safe`: it outlasts a power failure. Raises
    OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            if safe:
                os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
