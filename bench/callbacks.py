"""Callbacks of an official account in a burst: after the push ten thousand officers reply «已分享 1 2 3» at once.

`kpbot serve` as an operator runs it, on one core; who sends, and the database, on the other. Messages come encrypted,
as the platform seals them; each is answered in its own response, once it is committed.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import statistics
import sys
import time
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench.databases import ENGINES
from bench.presses import ZONE, reserve
from bench.serving import ask, cores, processor, serving
from content_feeds.reserve import Reserve
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.platforms.wechat.limits import CAPABILITIES
from kpbot.services import one_to_one, pushes
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.settings import Settings
from kpbot.storage import people, places
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.tables import inbox, outbox, shares
from tests.fakes.wechat.callbacks import ACCOUNT, PATH, xml
from tests.fakes.wechat.sealing import encrypt, signature

CALLBACKS = 10_000
IN_FLIGHT = (100, 500, 1000)  # connections, each with one request at a time
APP_ID, TOKEN, AES_KEY = "wx0123456789abcdef", "benchbench", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def main(callbacks: int = CALLBACKS) -> None:
    server, client = cores()
    os.sched_setaffinity(0, {client})
    print(f"  server on core {server}, client and database elsewhere; {callbacks} callbacks")
    for engine, opened in ENGINES.items():
        for in_flight in IN_FLIGHT:
            with opened() as url:
                rate, cpu, took = asyncio.run(_measure(url, callbacks, in_flight, server))
            cuts = statistics.quantiles(took, n=100)
            print(
                f"  {engine}, {in_flight} at a time: {rate:,.0f}/s, {cpu * 1e6:.0f} µs of processor each, answered "
                f"after {cuts[49] * 1000:.0f} ms (median), {cuts[98] * 1000:.0f} ms (p99), {max(took) * 1000:.0f} ms "
                "(slowest); none lost",
                flush=True,
            )


async def _measure(url: str, callbacks: int, in_flight: int, core: int) -> tuple[float, float, list[float]]:
    """Callbacks a second, processor seconds of the server for each, and how long each waited for its answer."""
    database = Database(url)
    await migrate(database)
    await _prepare(database, callbacks)
    account = {
        "KPBOT_WECHAT__APP_ID": APP_ID,
        "KPBOT_WECHAT__SECRET": "notaskedfor",
        "KPBOT_WECHAT__TOKEN": TOKEN,
        "KPBOT_WECHAT__AES_KEY": AES_KEY,
        "KPBOT_WECHAT__API_ROOT": "http://127.0.0.1:9",
    }
    with serving(url, core, account) as (port, pid):
        await ask(port, [b"GET /healthz HTTP/1.1\r\nHost: k\r\n\r\n"], 200)
        requests = [_request(number) for number in range(callbacks)]
        before, started = processor(pid), time.perf_counter()
        took = await ask(port, requests, 200, in_flight)
        seconds, used = time.perf_counter() - started, processor(pid) - before
        await _all_there(database, callbacks)
    await database.close()
    return callbacks / seconds, used / callbacks, took


async def _prepare(database: Database, officers: int) -> None:
    """A county whose officers have an account each, and today's three."""
    now, settings, catalog = datetime.now(UTC), Settings(), Catalog({"reserve": reserve()})
    await gather(database, {"reserve": Reserve()}, catalog, settings, now)
    async with database.write() as db:
        county = await places.add_region(db, "青禾县", Level.COUNTY, None)
        unit = await places.add_unit(db, county, "槐树村", UnitKind.COMMUNITY)
        since = date(2026, 1, 1)
        for number in range(officers):
            person = await people.add_person(db, f"officer {number}", "zh-CN", now)
            await people.add_account(db, "wechat", _user(number), person, _user(number))
            await people.add_post(db, person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, since, now)
        await one_to_one.note_places(db, ["wechat"], "zh-CN", now)
        await pushes.push(db, settings, catalog, Beat(ZONE, "09:00"), now, now, {"wechat": CAPABILITIES})


def _user(number: int) -> str:
    return f"oBench{number:022}"


def _request(number: int) -> bytes:
    timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
    said = xml(
        ToUserName=ACCOUNT,
        FromUserName=_user(number),
        CreateTime=timestamp,
        MsgType="text",
        Content="已分享 1 2 3",
        MsgId=str(24_000_000_000_000_000 + number),
    )
    sealed = encrypt(AES_KEY, APP_ID, said)
    query = urlencode(
        {
            "signature": signature(TOKEN, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": _user(number),
            "encrypt_type": "aes",
            "msg_signature": signature(TOKEN, timestamp, nonce, sealed),
        }
    )
    body = xml(ToUserName=ACCOUNT, Encrypt=sealed).encode()
    head = f"POST {PATH}?{query} HTTP/1.1\r\nHost: kp.example.cn\r\nContent-Type: text/xml\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _all_there(database: Database, callbacks: int) -> None:
    """What was answered is on record: every message once, three shares of each officer, an answer to each."""
    answers = select(func.count()).select_from(outbox).where(outbox.c.key.startswith("reply:"))
    async with database.read() as db:
        taken = (await db.execute(select(func.count()).select_from(inbox))).scalar_one()
        shared = (await db.execute(select(func.count()).select_from(shares))).scalar_one()
        answered = (await db.execute(answers)).scalar_one()
    if (taken, shared, answered) != (callbacks, 3 * callbacks, callbacks):
        sys.exit(f"of {callbacks} callbacks {taken} were taken and {answered} answered, with {shared} shares")
