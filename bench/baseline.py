"""What a plain bot would do: python-telegram-bot's Application behind a webhook, one ORM object and one commit a press.

The webhook is that of the library's own example (`updater(None)`, updates put into its queue), with the secret checked;
it answers before anything is stored. Answering the query (its toast) is left out: ours is sent later as well.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, String
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler
from telegram.request import BaseRequest

from bench.webhook import SECRET, TOKEN, post_all
from kpbot.platforms.telegram.webhook import HEADER, PATH

_ME = {"id": 123456, "is_bot": True, "first_name": "科普小助手", "username": "kp_bench_bot"}


class Base(DeclarativeBase):
    pass


class PlainShare(Base):
    __tablename__ = "plain_shares"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    officer: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    item: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    destination: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class NoNetwork(BaseRequest):
    """Says at once what getMe would say; nothing else is asked."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, *_args: Any, **_named: Any) -> tuple[int, bytes]:
        return 200, json.dumps({"ok": True, "result": _ME}).encode()


async def measure(engine: AsyncEngine, bodies: Sequence[bytes], at_once: int) -> float:
    """Presses a second until the last is committed, `at_once` of them handled side by side."""
    async with engine.begin() as db:
        await db.run_sync(Base.metadata.drop_all)
        await db.run_sync(Base.metadata.create_all)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    lock = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()  # kinder than its busy loop
    committed = asyncio.Semaphore(0)

    async def press(update: Update, _context: Any) -> None:
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        share = PlainShare(
            day=date(2026, 11, 23),
            officer=query.from_user.id,
            item=int(query.data.split(":")[2]),
            destination="wechat",
            at=datetime.now(UTC),
        )
        async with lock, sessions() as session:
            session.add(share)
            await session.commit()
        committed.release()

    builder = Application.builder().token(TOKEN).updater(None).request(NoNetwork()).get_updates_request(NoNetwork())
    application = builder.concurrent_updates(at_once if at_once > 1 else False).build()
    application.add_handler(CallbackQueryHandler(press, pattern="^share:"))
    async with application:
        await application.start()
        started = time.perf_counter()
        await post_all(Starlette(routes=[_route(application)]), bodies)
        for _ in bodies:
            await committed.acquire()
        seconds = time.perf_counter() - started
        await application.stop()
    return len(bodies) / seconds


def _route(application: Any) -> Route:
    async def callback(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), SECRET.encode()):
            return Response(status_code=403)
        update = Update.de_json(json.loads(await request.body()), application.bot)
        await application.update_queue.put(update)
        return Response()

    return Route(PATH, callback, methods=["POST"])
