"""/s/<code> over real HTTP: the whole application behind its own web server, on both databases."""

from __future__ import annotations

import asyncio
import io
import logging
import shutil
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette

from kpbot import logs, public
from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.services import link_opens, link_targets
from kpbot.services.catalog import Catalog
from kpbot.settings import DatabaseSettings, Settings, WebSettings
from kpbot.storage import database as storage_database
from kpbot.storage import items, people, places, short_links
from kpbot.storage.database import Database
from kpbot.storage.tables import evidence, metadata, shares
from kpbot.storage.tables import link_opens as opens_table
from tests.fakes.outages import eventually

PUBLIC = "https://kp.example.cn"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Mobile/15E148 MicroMessenger/8.0.49"
OTHER = "Mozilla/5.0 (Linux; Android 14; V2254A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8"
DAY = date(2026, 11, 23)
LINKED, OURS, NOWHERE = 1, 2, 3
ITEM = Item(LINKED, "news", "1", "甲", "摘要", "正文", "https://x.example/a?id=1&utm_source=rss", "https://x.example/a?id=1",
            "f1", Topic.HEALTH, ItemState.READY, datetime(2026, 11, 1, tzinfo=UTC), counts=True)  # fmt: skip


@dataclass
class Site:
    """A served application. `codes` by item, all of one officer."""

    app: App
    client: httpx.AsyncClient
    post: int
    codes: dict[int, str]

    async def get(self, code: str, agent: str = PHONE, **headers: str) -> httpx.Response:
        return await self.client.get(f"/s/{code}", headers={"User-Agent": agent, **headers})

    async def rows(self, table: Any) -> list[Any]:
        """What is stored once all openings are written."""
        await self.app.opens.flush()
        async with self.app.database.read() as db:
            return list(await db.execute(select(table)))


@asynccontextmanager
async def served(url: str, clock: MovableClock, **web: Any) -> AsyncIterator[Site]:
    web = {"public_url": PUBLIC, "port": 0, **web}
    settings = Settings(database=DatabaseSettings(url=url), web=WebSettings(**web))
    app = App(settings, lambda _database, _clock: [], clock=clock, catalog=Catalog())
    post, codes = await _link(app.database, clock)
    await app.opens.prepare()
    server = app.web()
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve(sockets=[held]))
        counting = asyncio.create_task(app.opens.run())
        base = f"http://127.0.0.1:{held.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
            yield Site(app, client, post, codes)
        server.should_exit = True
        await serving
        counting.cancel()
        await asyncio.gather(counting, return_exceptions=True)
    await app.database.close()


async def _link(database: Database, clock: MovableClock) -> tuple[int, dict[int, str]]:
    now = clock.now()
    async with database.write() as db:
        county = await places.add_region(db, "青禾县", Level.COUNTY, None)
        await places.update_region(db, county.id, short_links=True)
        unit = await places.add_unit(db, county, "槐树村", UnitKind.VILLAGE)
        person = await people.add_person(db, "李", "zh-CN", now)
        post = await people.add_post(db, person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, DAY, now)
        ours = replace(ITEM, id=OURS, identity="2", link="", canonical="slug:rainbow", slug="rainbow")
        nowhere = replace(ITEM, id=NOWHERE, identity="3", link="javascript:alert(1)", canonical="")
        await items.keep(db, [ITEM, ours, nowhere])
        until = now + timedelta(days=30)
        codes = await short_links.take(db, post, [LINKED, OURS, NOWHERE], "wechat", DAY, until)
    return post, codes


@pytest.fixture
async def site(database_url: str, clock: MovableClock) -> AsyncIterator[Site]:
    async with served(database_url, clock) as site:
        yield site


async def test_a_link_leads_to_the_items_own_address(site: Site) -> None:
    answer = await site.get(site.codes[LINKED])
    assert (answer.status_code, answer.content) == (302, b"")
    assert answer.headers["location"] == "https://x.example/a?id=1"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers


async def test_an_item_of_ours_leads_to_its_page(site: Site) -> None:
    answer = await site.get(site.codes[OURS])
    assert (answer.status_code, answer.headers["location"]) == (302, f"{PUBLIC}/i/rainbow")


async def test_what_can_be_read_nowhere_leads_nowhere(site: Site) -> None:
    assert (await site.get(site.codes[NOWHERE])).status_code == 404


HOSTILE = [
    "",
    "x",
    "/",
    "//evil.example",
    "https://evil.example/",
    "https:%2F%2Fevil.example",
    "%0d%0aLocation:%20https://evil.example",
    "{code}%0d%0aSet-Cookie:%20a=b",
    "{code}%00",
    "{code}/",
    "{code}/https://evil.example",
    "{code}%2F..%2F..%2Fi",
    "..%2F..%2Fetc%2Fpasswd",
    "%E4%BD%A0%E5%A5%BD",
    "%FF%FE",
    "{CODE}",
    "' OR 1=1 --",
    "a" * 5000,
]


@pytest.mark.parametrize("path", HOSTILE)
async def test_nothing_but_a_code_leads_anywhere(site: Site, path: str) -> None:
    code = site.codes[LINKED]
    answer = await site.get(path.replace("{code}", code).replace("{CODE}", code.upper()))
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "没有找到这一页" in answer.text
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?url=https://evil.example&next=//evil.example", {}),
        ("?%0d%0aLocation:https://evil.example", {}),
        ("", {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}),
        ("", {"X-Forwarded-Proto": "javascript", "X-Original-URL": "/evil", "Referer": "https://evil.example/"}),
    ],
)
async def test_the_target_is_made_of_the_item_alone(site: Site, query: str, headers: dict[str, str]) -> None:
    for item, expected in ((LINKED, "https://x.example/a?id=1"), (OURS, f"{PUBLIC}/i/rainbow")):
        answer = await site.get(f"{site.codes[item]}{query}", **headers)
        assert answer.headers["location"] == expected
        assert "evil" not in str(answer.headers)


async def test_without_the_code_there_is_the_same_page(site: Site) -> None:
    answer = await site.client.get("/s")
    assert (answer.status_code, "location" in answer.headers) == (404, False)


async def test_only_reading_is_answered(site: Site) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert (await site.client.request(method, f"/s/{site.codes[LINKED]}")).status_code == 405


async def test_two_readers_make_the_share_reached(site: Site) -> None:
    await site.get(site.codes[LINKED])
    await site.get(site.codes[LINKED])
    assert await site.rows(evidence) == []
    await site.get(site.codes[LINKED], OTHER)
    (found,) = await site.rows(evidence)
    assert (found.day, found.post_id, found.item_id, found.kind) == (DAY, site.post, LINKED, "reached")
    assert len(await site.rows(shares)) == 1


AGENTS = ["", "TelegramBot (like TwitterBot)", "DingTalkBot-LinkService/1.0", "Mozilla/5.0 (compatible; Weibo spider)",
          "facebookexternalhit/1.1", "curl/8.5", f"{PHONE} Bytespider", "Mozilla/5.0 (compatible; Googlebot/2.1)",
          "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/100.0 Google-InspectionTool/1.0"]  # fmt: skip
AHEAD = [
    {"Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"X-Moz": "prefetch"},
    {"X-Purpose": "preview"},
]


async def test_programs_are_led_on_and_not_counted(site: Site) -> None:
    for agent in AGENTS:
        assert (await site.get(site.codes[LINKED], agent)).status_code == 302
    for headers in AHEAD:
        assert (await site.get(site.codes[LINKED], **headers)).status_code == 302
    assert await site.rows(opens_table) == []


async def test_a_head_is_answered_and_not_counted(site: Site) -> None:
    for agent in (PHONE, OTHER):
        answer = await site.client.head(f"/s/{site.codes[LINKED]}", headers={"User-Agent": agent})
        assert (answer.status_code, answer.headers["location"]) == (302, "https://x.example/a?id=1")
    assert await site.rows(opens_table) == []


async def test_a_recall_takes_effect_within_seconds(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_targets, "LIFE", 0.0)
    assert (await site.get(site.codes[OURS])).status_code == 302
    async with site.app.database.write() as db:
        await items.set_state(db, [OURS], ItemState.RECALLED)
    answer = await site.get(site.codes[OURS])
    assert answer.status_code == 410
    assert "已经撤回" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert 0 < LIFE <= 5


LIFE = link_targets.LIFE


async def test_a_link_is_looked_up_once_for_many(site: Site) -> None:
    assert (await site.get(site.codes[OURS])).status_code == 302
    async with site.app.database.write() as db:
        await items.set_state(db, [OURS], ItemState.RECALLED)
    assert (await site.get(site.codes[OURS])).status_code == 302  # still remembered


async def test_links_expire_at_once_and_say_so(site: Site, clock: MovableClock) -> None:
    assert (await site.get(site.codes[LINKED])).status_code == 302
    clock.move_to(clock.now() + timedelta(days=30))
    answer = await site.get(site.codes[LINKED])
    assert answer.status_code == 410
    assert "这个链接过期了" in answer.text
    assert await site.rows(opens_table) != []


async def test_the_day_begins_anew_at_local_midnight(site: Site, clock: MovableClock) -> None:
    await site.get(site.codes[LINKED])
    clock.move_to(datetime(2026, 11, 23, 15, 59, tzinfo=UTC))  # 23:59 in Shanghai
    await site.get(site.codes[LINKED])
    assert len(await site.rows(opens_table)) == 1
    clock.move_to(datetime(2026, 11, 23, 16, 1, tzinfo=UTC))
    await site.get(site.codes[LINKED])  # the first of the day waits for its salt, its reader does not
    await eventually(lambda: site.app.opens._waiting)
    found = await site.rows(opens_table)
    assert [row.day for row in sorted(found, key=lambda row: row.day)] == [DAY, DAY + timedelta(days=1)]
    assert len({row.visitor for row in found}) == 2
    assert await site.rows(evidence) == []


async def test_a_trusted_proxy_says_who_it_is_for(site: Site) -> None:
    for address in ("203.0.113.7", "203.0.113.8"):
        await site.get(site.codes[LINKED], **{"X-Forwarded-For": f"198.51.100.1, {address}"})
    assert len(await site.rows(evidence)) == 1


async def test_anybody_else_may_say_what_they_like(database_url: str, clock: MovableClock) -> None:
    async with served(database_url, clock, proxies=("10.0.0.5",)) as site:
        for address in ("203.0.113.7", "203.0.113.8"):
            await site.get(site.codes[LINKED], **{"X-Forwarded-For": address})
        assert len(await site.rows(opens_table)) == 1


async def test_nobody_is_stored_or_logged(database_url: str, clock: MovableClock, logged: io.StringIO) -> None:
    async with served(database_url, clock) as site:
        code = site.codes[LINKED]
        await site.get(code, **{"X-Forwarded-For": "203.0.113.77"})
        await site.get("nonsense", **{"X-Forwarded-For": "203.0.113.77"})
        assert len(await site.rows(opens_table)) == 1
        for table in metadata.tables.values():
            for row in await site.rows(table):
                assert "203.0.113.77" not in repr(row), table.name
                assert "iPhone" not in repr(row), table.name
    own = [line for line in logged.getvalue().splitlines() if "httpx" not in line and "httpcore" not in line]
    assert own
    assert not [line for line in own if "203.0.113.77" in line or f"/s/{code}" in line or "iPhone" in line]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What an operator who looks for a mistake sees of it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.set_up("debug", "text", stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


async def test_openings_are_written_by_themselves_and_at_the_end(
    database_url: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_opens, "GATHER_SECONDS", 3600.0)
    async with served(database_url, clock) as site:
        await site.get(site.codes[LINKED])
        async with site.app.database.read() as db:
            assert list(await db.execute(select(opens_table))) == []
    database = Database(database_url)
    async with database.read() as db:
        assert len(list(await db.execute(select(opens_table)))) == 1
    await database.close()


async def test_what_waits_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_opens, "MOST", 2)
    monkeypatch.setattr(site.app.opens, "_some", asyncio.Event())  # nobody writes meanwhile
    for number in range(4):
        assert (await site.get(site.codes[LINKED], f"{PHONE} {number}")).status_code == 302
    assert len(site.app.opens._waiting) == 2


async def test_unknown_codes_fill_no_memory(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_targets, "MOST", 5)
    targets = link_targets.Targets(site.app.database)
    for letter in "abcdefghjkmn":
        assert await targets.find(letter * 12) is None
    assert len(targets._known) == 5


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/kpbot.db", "postgresql://nobody@127.0.0.1:1/none"])
async def test_a_database_that_is_away_becomes_a_page(url: str, clock: MovableClock, tmp_path: Path) -> None:
    database = Database(url)
    away = public.Site(database, Settings(language="en"), clock, tmp_path)
    transport = httpx.ASGITransport(Starlette(routes=list(public.routes(away))))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/s/mmmmmmmmmmmm")
        assert (answer.status_code, "Not available for the moment" in answer.text) == (503, True)
        assert (await client.get("/s/nothing")).status_code == 404  # which is no code, so that nobody is asked
    await database.close()
    await threads_have_ended()


@pytest.mark.parametrize("broken", [True, False])
async def test_while_the_database_is_away_nothing_is_counted(clock: MovableClock, broken: bool, tmp_path: Path) -> None:
    database = Database("sqlite:////nowhere/at/all/kpbot.db" if broken else f"sqlite:///{tmp_path}/empty.db")
    opens = link_opens.Opens(database, clock, "Asia/Shanghai")
    if broken:
        await opens.note_later("mmmmmmmmmmmm", "203.0.113.7", PHONE)
    else:
        with pytest.raises(DBAPIError):  # no such table is no outage
            await opens.note_later("mmmmmmmmmmmm", "203.0.113.7", PHONE)
    assert not opens._waiting
    await database.close()
    await threads_have_ended()


async def threads_have_ended() -> None:
    """The thread of a connection that failed reports its end to the event loop, which has to be there still."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 20)


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Another program holds the write lock of an SQLite file."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


async def test_openings_wait_for_a_locked_database(
    tmp_path: Path, sqlite_template: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(link_opens, "RETRY_SECONDS", 0.05)
    path = tmp_path / "kpbot.db"
    shutil.copy(sqlite_template, path)
    async with served(f"sqlite:///{path}", clock) as site:
        await site.get(site.codes[LINKED])  # the day's salt is there now
        await site.rows(opens_table)
        with locked(str(path)):
            answer = await site.get(site.codes[LINKED], OTHER)
            assert answer.status_code == 302
            await eventually(lambda: site.app.database.outage)
        await eventually(lambda: not site.app.database.outage)
        assert len(await site.rows(evidence)) == 1
