"""Wakes the workers of one PostgreSQL when something was put into the outbox. SQLite has one process: no bell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy import func, select

from kpbot.storage.database import Database, Db, is_outage

CHANNEL = "kpbot_outbox"
ALIVE_EVERY = 10.0  # seconds between looks whether the connection still stands
ANSWER_WITHIN = 5.0
AGAIN_AFTER = 2.0


async def ring(db: Db) -> None:
    """Heard by all workers when this transaction commits; rung twice in it, heard once."""
    if db.dialect.name != "sqlite":
        await db.execute(select(func.pg_notify(CHANNEL, "")))


async def listen(database: Database, heard: Callable[[], None]) -> None:
    """Call `heard` at every ring, until cancelled; a broken connection is opened again."""
    if database.is_sqlite:
        return
    while True:
        try:
            await _listen_once(database, heard)
        except Exception as error:
            if not is_outage(error):
                raise
            database.outage.began("bell", error)  # workers look by themselves meanwhile
            await asyncio.sleep(AGAIN_AFTER)


async def _listen_once(database: Database, heard: Callable[[], None]) -> None:
    async with database.engine.connect() as db:
        await db.execution_options(isolation_level="AUTOCOMMIT")
        driver = (await db.get_raw_connection()).driver_connection
        assert driver is not None  # noqa: S101  # an open connection has one

        def on_ring(*_details: object) -> None:
            heard()

        await driver.add_listener(CHANNEL, on_ring)
        database.outage.ended("bell")
        heard()  # what was rung while nobody listened
        try:
            while True:
                await asyncio.sleep(ALIVE_EVERY)
                await asyncio.wait_for(driver.fetchval("SELECT 1"), ANSWER_WITHIN)
        finally:
            await db.invalidate()  # a connection with a listener must not go back to the pool
