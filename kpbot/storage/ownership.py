"""Which worker looks after which platform account: one owner each, by an advisory lock, and no leader.

The lock lives as long as the owner's connection: a worker that dies lets go at once, one whose machine is cut off when
the server's keepalives (kpbot.storage.database) give up. With SQLite there is one process, and it owns everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from kpbot.storage.database import Database, is_outage

_SPACE = 0x6B7062  # ours among all advisory locks of the database
ANSWER_WITHIN = 5.0  # seconds

log = structlog.get_logger(__name__)


class Ownership:
    """The accounts this process owns. Call `hold` now and then; it says which are owned right now.

    `lost` is called at once when the connection breaks that the locks live by: from then on another may own them.
    """

    def __init__(self, database: Database, lost: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._lost = lost
        self._connection: AsyncConnection | None = None
        self._owned: set[str] = set()

    async def hold(self, wanted: frozenset[str]) -> frozenset[str]:
        """Keep what is owned, try to get the rest of `wanted`; nothing is owned while the database is away."""
        if self._database.is_sqlite:
            self._owned = set(wanted)
            return wanted
        try:
            await asyncio.wait_for(self._hold(wanted), ANSWER_WITHIN)
        except Exception as error:
            if not is_outage(error):
                raise
            self._database.outage.began("accounts", error)
            if self._owned:
                log.warning("ownership lost: the database is out of reach", accounts=sorted(self._owned))
            await self.let_go()
        else:
            self._database.outage.ended("accounts")
        return frozenset(self._owned)

    async def _hold(self, wanted: frozenset[str]) -> None:
        if self._connection is None:
            self._connection = await self._database.engine.connect()
            await self._connection.execution_options(isolation_level="AUTOCOMMIT")
            self._owned.clear()
            await self._watch(self._connection)
        await self._connection.execute(text("SELECT 1"))  # an open connection means the locks are still ours
        for name in sorted(wanted - self._owned):
            lock = select(func.pg_try_advisory_lock(_SPACE, func.hashtext(name)))
            if (await self._connection.execute(lock)).scalar_one():
                self._owned.add(name)

    async def _watch(self, connection: AsyncConnection) -> None:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None  # noqa: S101  # an open connection has one

        def on_end(_driver: object) -> None:
            if connection is self._connection and self._owned:
                self._owned.clear()
                self._lost()

        driver.add_termination_listener(on_end)

    async def let_go(self) -> None:
        """Own nothing any more, so that another worker can."""
        connection, self._connection = self._connection, None
        self._owned.clear()
        if connection is not None:
            try:
                await asyncio.wait_for(connection.invalidate(), ANSWER_WITHIN)
                await connection.close()
            except Exception as error:
                if not is_outage(error):
                    raise
