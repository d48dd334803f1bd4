"""What is said of a database that goes away, and what counts as that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from kpbot.storage import outage as module
from kpbot.storage.database import Database, is_outage
from kpbot.storage.outage import Outage, is_full, reason

AWAY = ConnectionRefusedError("refused")


def test_it_is_said_once_when_it_goes_and_once_when_the_last_part_is_back() -> None:
    outage = Outage()
    with capture_logs() as logged:
        for _ in range(1000):
            outage.began("messages", AWAY)
            outage.began("delivery", AWAY)
        outage.ended("messages")
        outage.ended("messages")
        assert outage
        outage.ended("delivery")
        assert not outage
    assert [line["event"].split(":")[0] for line in logged] == [
        "the database is out of reach",
        "the database is back",
    ]
    assert (logged[0]["part"], logged[0]["setting"], logged[0]["reason"]) == ("messages", "database.url", "refused")


def test_one_that_comes_and_goes_is_not_told_of_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    outage = Outage()
    with capture_logs() as logged:
        for _ in range(100):
            outage.began("delivery", AWAY)
            outage.ended("delivery")
            now[0] += 1
    assert len(logged) == 4, "twice in a hundred seconds"


class DiskFullError(Exception):
    sqlstate = "53100"


def test_a_full_disk_is_named() -> None:
    assert is_full(DiskFullError())
    assert is_outage(DiskFullError())
    assert not is_full(AWAY)
    with capture_logs() as logged:
        Outage().began("messages", DiskFullError("could not extend file"))
    assert "no room left" in logged[0]["event"]


async def test_a_server_whose_socket_or_name_is_not_there_is_an_outage(tmp_path: Path) -> None:
    for host in (str(tmp_path), "nowhere.invalid"):
        database = Database(f"postgresql://postgres:@/kpbot?host={host}")
        with pytest.raises(ConnectionError) as raised:
            async with asyncio.timeout(20), database.read():
                pass
        assert is_outage(raised.value)
        await database.close()


async def test_a_listener_whose_connection_was_closed_is_one_too(postgres: str) -> None:
    database = Database(postgres.replace("/template_kpbot", "/postgres"))
    async with database.engine.connect() as db:
        driver = (await db.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.close()
        with pytest.raises(Exception, match="closed") as raised:
            await driver.fetchval("SELECT 1")
        await db.invalidate()
    assert is_outage(raised.value)
    assert reason(raised.value) == "connection is closed"
    await database.close()


@pytest.mark.parametrize("listening", [True, False], ids=["listener", "statement"])
async def test_a_server_that_stops_between_two_steps_of_a_statement_is_one_too(postgres: str, listening: bool) -> None:
    """Its last words are read, the end of the connection is not yet."""
    database = Database(postgres.replace("/template_kpbot", "/postgres"))
    async with database.engine.connect() as db:
        driver: Any = (await db.get_raw_connection()).driver_connection
        told = b"SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
        driver._protocol.data_received(b"E" + (len(told) + 4).to_bytes(4, "big") + told)
        asked: Awaitable[object] = driver.fetchval("SELECT 1") if listening else db.execute(text("SELECT 1"))
        with pytest.raises(Exception, match="cannot switch to state") as raised:
            await asked
        await db.invalidate()
    assert is_outage(raised.value)
    await database.close()
