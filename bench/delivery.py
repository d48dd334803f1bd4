"""How fast the outbox is emptied when the platform costs nothing: claimed, sent, every message marked by itself."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Boolean, String, Text, func, select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.routing import BaseRoute

from bench.databases import ENGINES
from kpbot.clock import SystemClock
from kpbot.domain.messages import Capabilities, Card, Chat, Outgoing, Receipt
from kpbot.ports import OnMessages
from kpbot.services.delivery import Delivery
from kpbot.storage.database import Database
from kpbot.storage.ids import new_id
from kpbot.storage.migrate import migrate
from kpbot.storage.outbox import Priority, State
from kpbot.storage.tables import bodies
from kpbot.storage.tables import outbox as table

MESSAGES = 20_000
ROUNDS = 3
PLAIN = 1_000
THREE = tuple(Card(n, f"标题{n}", "摘要" * 40, "https://kp.example.org/i/abc", "常备内容", "健康") for n in (1, 2, 3))
EDITION = Outgoing(title="今日三条", cards=THREE, footer="转发后点「已分享」")


class Nowhere:
    """A platform that takes everything at once."""

    name = "nowhere"
    capabilities = Capabilities(buttons=True)

    def __init__(self) -> None:
        self.taken = 0

    async def run(self, on_messages: OnMessages) -> None:
        await asyncio.Event().wait()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        self.taken += 1
        return Receipt(str(self.taken))

    async def fetch(self, ref: str) -> bytes:
        raise NotImplementedError

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return ()

    async def close(self) -> None:
        pass


def main(messages: int = MESSAGES) -> None:
    for name, engine in ENGINES.items():
        with engine() as url:
            asyncio.run(_compare(name, url, messages))


async def _compare(name: str, url: str, wanted: int) -> None:
    database = Database(url)
    await migrate(database)
    ratios = []
    for number in range(ROUNDS):
        ours = await _emptied(database, number, wanted)
        plain = await _one_by_one(database)
        ratios.append(ours / plain)
        print(f"  {name}: {ours:,.0f} messages/s, each marked; one ORM commit each {plain:,.0f}/s", flush=True)
    print(f"  {name}: median ratio {statistics.median(ratios):.1f}")
    await database.close()


async def owe_everywhere(database: Database, prefix: str, platform: str, wanted: int) -> None:
    """One edition to so many groups."""
    now = datetime.now(UTC)
    async with database.write() as db:
        body = new_id()
        await db.execute(bodies.insert(), {"id": body, "payload": EDITION.to_json(), "made_at": now})
        rows = [
            {
                "key": f"{prefix}{number}",
                "platform": platform,
                "chat": f"-100{number}",
                "body_id": body,
                "priority": int(Priority.PUSH),
                "state": State.DUE,
                "due_at": now,
                "expires_at": now + timedelta(hours=12),
            }
            for number in range(wanted)
        ]
        await db.execute(table.insert(), rows)
    if not database.is_sqlite:
        async with database.engine.connect() as db:
            await db.execution_options(isolation_level="AUTOCOMMIT")
            await db.exec_driver_sql("ANALYZE outbox")


async def _emptied(database: Database, number: int, wanted: int) -> float:
    """Messages a second until all are sent and marked."""
    await owe_everywhere(database, f"{number}:", Nowhere.name, wanted)
    nowhere = Nowhere()
    delivery = Delivery(database, {nowhere.name: nowhere}, SystemClock())
    started = time.perf_counter()
    await delivery.drain()
    seconds = time.perf_counter() - started
    async with database.read() as db:
        query = select(func.count()).select_from(table).where(table.c.state == State.SENT)
        marked = (await db.execute(query)).scalar_one()
    assert (nowhere.taken, marked) == (wanted, wanted * (number + 1))
    return wanted / seconds


class Base(DeclarativeBase):
    pass


class PlainMessage(Base):
    """The baseline's outbox: read row by row, marked in a commit each."""

    __tablename__ = "plain_messages"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    sent: Mapped[bool] = mapped_column(Boolean, default=False)


async def _one_by_one(database: Database) -> float:
    """Messages a second of a loop that sends a row and marks it."""
    async with database.engine.begin() as db:
        await db.run_sync(Base.metadata.drop_all)
        await db.run_sync(Base.metadata.create_all)
    sessions, nowhere = async_sessionmaker(database.engine, expire_on_commit=False), Nowhere()
    async with sessions() as session:
        session.add_all(PlainMessage(id=n, chat=f"-100{n}", text=EDITION.to_json()) for n in range(PLAIN))
        await session.commit()
    started = time.perf_counter()
    async with sessions() as session:
        while row := (await session.scalars(select(PlainMessage).where(~PlainMessage.sent).limit(1))).first():
            await nowhere.send(Chat(nowhere.name, row.chat), Outgoing.from_json(row.text))
            row.sent = True
            await session.commit()
    return PLAIN / (time.perf_counter() - started)
