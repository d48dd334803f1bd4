"""Openings of short links a second: `kpbot serve` as an operator runs it on one core, asked over HTTP from another.

Every request comes from a visitor of its own, by X-Forwarded-For from a trusted proxy, through phones of forty kinds;
counting is on. Three cases, each in a database of its own: each link opened by two visitors, which is all that is ever
counted of it, so that every request is stored and every second is evidence; a few links opened by everybody, as after a
push; and codes of no link, as somebody who guesses sends them.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from bench.databases import ENGINES
from bench.serving import ask, cores, processor, serving
from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.storage import items, people, places, short_links
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.tables import evidence, link_opens

REQUESTS = 30_000
ROUNDS = 3
SETTLE_SECONDS = 30
NOW = datetime.now(UTC)
PHONES = [
    f"Mozilla/5.0 (Linux; Android {8 + n % 7}; V22{n:02}A Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    f"Version/4.0 Chrome/1{n:02}.0.0.0 Mobile Safari/537.36 XWEB/1160065 MicroMessenger/8.0.{n} NetType/WIFI"
    for n in range(40)
]


@dataclass(frozen=True, slots=True)
class Case:
    """`links` of the database, `codes` for each request in turn, and what is stored of it: opens and evidence."""

    name: str
    links: int
    status: int = 302
    guessed: bool = False


CASES = (Case("two visitors a link", REQUESTS // 2), Case("nine links, everybody", 9), Case("guessed", 9, 404, True))


def main(requests: int = REQUESTS) -> None:
    server, client = cores()
    os.sched_setaffinity(0, {client})
    print(f"  server on core {server}, client and database elsewhere; {requests} requests, {ROUNDS} rounds")
    for engine, opened in ENGINES.items():
        for case in CASES:
            rounds = []
            for _ in range(ROUNDS):
                with opened() as url:
                    rounds.append(asyncio.run(_measure(url, case, requests, server)))
            rates, cpu, slow = zip(*rounds, strict=True)
            print(
                f"  {engine}, {case.name}: median {statistics.median(rates):,.0f}/s ({min(rates):,.0f} to "
                f"{max(rates):,.0f}), {statistics.median(cpu) * 1e6:.0f} µs of processor each, "
                f"p99 {statistics.median(slow) * 1000:.0f} ms"
            )


async def _measure(url: str, case: Case, requests: int, core: int) -> tuple[float, float, float]:
    """Requests a second, processor seconds of the server for each, and the 99th percentile of an answer."""
    database = Database(url)
    await migrate(database)
    links = min(case.links, requests // 2)
    codes = await _make_links(database, links)
    asked = [f"m{n:011}".translate(_LETTERS) for n in range(requests)] if case.guessed else codes
    with serving(url, core) as (port, pid):
        await ask(port, [b"GET /healthz HTTP/1.1\r\nHost: k\r\n\r\n"], 200)
        before, started = processor(pid), time.perf_counter()
        took = await ask(port, list(_requests(asked, requests)), case.status)
        seconds, used = time.perf_counter() - started, processor(pid) - before
        await _settled(database, case, links)
    await database.close()
    return requests / seconds, used / requests, statistics.quantiles(took, n=100)[98]


_LETTERS = str.maketrans("0123456789", "abcdefghjk")


async def _make_links(database: Database, count: int) -> list[str]:
    """Links of as many posts as are needed, three items each, in a county that has links on."""
    until = NOW + timedelta(days=30)
    async with database.write() as db:
        county = await places.add_region(db, "青禾县", Level.COUNTY, None)
        await places.update_region(db, county.id, short_links=True)
        unit = await places.add_unit(db, county, "槐树村", UnitKind.VILLAGE)
        await items.keep(db, [_item(n) for n in (1, 2, 3)])
        codes: list[str] = []
        while len(codes) < count:
            person = await people.add_person(db, "李", "zh-CN", NOW)
            since = date(2026, 1, 1)
            post = await people.add_post(db, person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, since, NOW)
            codes += (await short_links.take(db, post, [1, 2, 3], "wechat", NOW.date(), until)).values()
    return codes[:count]


def _item(number: int) -> Item:
    link = f"https://x.example/{number}"
    return Item(number, "x", link, "题", "摘要", "", link, link, link, Topic.HEALTH, ItemState.READY, NOW, counts=True)


def _requests(codes: Sequence[str], count: int) -> Iterator[bytes]:
    """As a phone sends them through nginx."""
    for number in range(count):
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        yield (
            f"GET /s/{codes[number % len(codes)]} HTTP/1.1\r\nHost: kp.example.cn\r\nX-Forwarded-For: {address}\r\n"
            f"X-Forwarded-Proto: https\r\nUser-Agent: {PHONES[number % len(PHONES)]}\r\n"
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Encoding: gzip, deflate\r\n"
            "Accept-Language: zh-CN,zh;q=0.9\r\nSec-Fetch-Dest: document\r\n\r\n"
        ).encode()


async def _settled(database: Database, case: Case, links: int) -> None:
    """Wait until all that counts is stored: every link has reached somebody."""
    wanted = 0 if case.guessed else links
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        async with database.read() as db:
            opens = (await db.execute(select(func.count()).select_from(link_opens))).scalar_one()
            reached = (await db.execute(select(func.count()).select_from(evidence))).scalar_one()
        if reached == wanted and opens >= 2 * wanted:
            return
        if time.monotonic() > deadline:
            sys.exit(f"only {reached} of {wanted} links have reached somebody, by {opens} openings")
        await asyncio.sleep(0.1)
