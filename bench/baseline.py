"""What a plain bot would do: one ORM object, one commit a press."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, Date, DateTime, String
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kpbot.storage.database import Database


class Base(DeclarativeBase):
    pass


class PlainShare(Base):
    __tablename__ = "plain_shares"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    officer: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    item: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    destination: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


async def measure(database: Database, presses: int, at_once: int) -> float:
    """Presses a second of a handler that adds one object and commits, `at_once` of them side by side."""
    async with database.engine.begin() as db:
        await db.run_sync(Base.metadata.drop_all)
        await db.run_sync(Base.metadata.create_all)
    sessions = async_sessionmaker(database.engine, expire_on_commit=False)
    queue = iter(range(presses))

    async def handle(session: AsyncSession, number: int) -> None:
        session.add(
            PlainShare(
                day=date(2026, 11, 23), officer=number // 3, item=number % 3, destination="wechat", at=datetime.now(UTC)
            )
        )
        await session.commit()

    async def work() -> None:
        for number in queue:
            if database.is_sqlite:
                async with lock, sessions() as session:
                    await handle(session, number)
            else:
                async with sessions() as session:
                    await handle(session, number)

    lock = asyncio.Lock()
    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return presses / (time.perf_counter() - started)
