"""Presses over HTTP to one, two and four `kpbot work` processes on one PostgreSQL; every share is counted once."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select

from bench import presses
from bench.databases import postgresql
from bench.webhook import IN_FLIGHT, SECRET, TOKEN, bodies
from kpbot.platforms.telegram.webhook import HEADER, PATH
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.tables import outbox, shares
from tests.fakes.bot_api.server import BotApi, bot_api
from tests.fakes.workers import Worker, workers

NUMBERS = (1, 2, 4)  # of workers


def main() -> None:
    print(f"  {os.cpu_count()} cores for the workers, PostgreSQL, and who presses")
    with postgresql() as url, tempfile.TemporaryDirectory(prefix="kpbot-bench-") as folder:
        asyncio.run(_measure(url, Path(folder)))


async def _measure(url: str, folder: Path) -> None:
    database = Database(url)
    await migrate(database)
    catalog = Catalog({"reserve": presses.reserve()})
    told = Settings.model_validate({"web": {"public_url": "https://bench.example"}})
    edition = await presses.prepare(database, told, catalog, datetime.now(UTC))
    async with bot_api() as api:
        api.token = TOKEN
        for position, number in enumerate(NUMBERS, 1):
            async with workers(_settings(url, api), folder) as several:
                started = await several.start(number)
                contents = bodies(edition, position, presses.OFFICERS)
                rate = await _press(started, contents)
                await _once(database, len(contents) * position)
                print(f"  {number} workers: {rate:,.0f} presses/s; {await _senders(database)}", flush=True)
    await database.close()


def _settings(url: str, api: BotApi) -> dict[str, str]:
    return {
        "KPBOT_DATABASE__URL": url,
        "KPBOT_TELEGRAM__TOKEN": TOKEN,
        "KPBOT_TELEGRAM__API_ROOT": api.root,
        "KPBOT_TELEGRAM__MODE": "webhook",
        "KPBOT_TELEGRAM__WEBHOOK_SECRET": SECRET,
        "KPBOT_WEB__PUBLIC_URL": "https://bench.example",
    }


async def _press(asked: Sequence[Worker], contents: Sequence[bytes]) -> float:
    """Presses a second, from the first to the last confirmed; connections go round among the workers."""
    waiting = iter(contents)
    started = time.perf_counter()
    await asyncio.gather(*(_keep_pressing(asked[n % len(asked)], waiting) for n in range(IN_FLIGHT)))
    return len(contents) / (time.perf_counter() - started)


async def _keep_pressing(worker: Worker, waiting: Iterator[bytes]) -> None:
    where = urlsplit(worker.root)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    for content in waiting:
        head = f"POST {PATH} HTTP/1.1\r\nHost: bench\r\n{HEADER}: {SECRET}\r\nContent-Length: {len(content)}\r\n\r\n"
        writer.write(head.encode() + content)
        answer = await reader.readuntil(b"\r\n\r\n")  # without a body
        assert answer.startswith(b"HTTP/1.1 200 "), answer
    writer.close()


async def _once(database: Database, wanted: int) -> None:
    async with database.read() as db:
        found = (await db.execute(select(func.count()).select_from(shares))).scalar_one()
    assert found == wanted, f"{found} shares of {wanted}"


async def _senders(database: Database) -> str:
    """Who answered so far: in each round one worker looks after the account."""
    async with database.read() as db:
        query = select(func.count(func.distinct(outbox.c.owner))).where(outbox.c.state == "sent")
        return f"{(await db.execute(query)).scalar_one()} sent what was owed since the first round"
