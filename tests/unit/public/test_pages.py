"""The public pages over HTTP, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from kpbot.clock import MovableClock
from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.messages import Chat, Outgoing
from kpbot.public import Site, routes
from kpbot.public.items import paragraphs
from kpbot.settings import Settings, WebSettings
from kpbot.storage import claims, items, outbox
from kpbot.storage.database import Database

ITEM = Item(
    id=1,
    source="reserve",
    identity="rainbow",
    title="看彩虹 <b>要</b> 背对太阳",
    summary='趁雨刚过，"背对"太阳找。',
    body="第一段。\n\n第二段 & 一行。\n· 第二行。\n",
    link="",
    canonical="slug:rainbow",
    fingerprint="f1",
    topic=Topic.EVERYDAY,
    state=ItemState.READY,
    gathered_at=datetime(2026, 11, 1, tzinfo=UTC),
    slug="rainbow",
    illustration="everyday",
)


@pytest.fixture
def site(database: Database, clock: MovableClock, tmp_path: Path) -> Site:
    (tmp_path / "everyday.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (tmp_path / "everyday.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.txt").write_text("no", encoding="utf-8")
    settings = Settings(web=WebSettings(public_url="https://kp.example.cn"))
    return Site(database, settings, clock, tmp_path, {"reserve": "储备内容"})


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with browse(site) as client:
        yield client


def browse(site: Site) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=list(routes(site))))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def keep(database: Database, item: Item) -> None:
    async with database.write() as db:
        await items.keep(db, [item])


async def test_an_item_is_shown_as_text_with_its_card(client: httpx.AsyncClient, database: Database) -> None:
    await keep(database, ITEM)
    answer = await client.get("/i/rainbow")
    assert answer.status_code == 200
    assert "<h1>看彩虹 &lt;b&gt;要&lt;/b&gt; 背对太阳</h1>" in answer.text
    assert (
        '<p><span>第一段。</span></p>\n<p><span>第二段 &amp; 一行。</span><span class="point">· 第二行。</span></p>'
        in answer.text
    )
    assert '<img src="art/everyday.svg"' in answer.text
    assert '<meta property="og:title" content="看彩虹 &lt;b&gt;要&lt;/b&gt; 背对太阳">' in answer.text
    assert '<meta property="og:description" content="趁雨刚过，&#34;背对&#34;太阳找。">' in answer.text
    assert '<meta property="og:image" content="https://kp.example.cn/i/art/everyday.png">' in answer.text
    assert '<link rel="canonical" href="https://kp.example.cn/i/rainbow">' in answer.text
    assert "来源：储备内容" in answer.text
    assert "审核" not in answer.text
    assert "set-cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_who_said_it_goes_before_its_source(client: httpx.AsyncClient, database: Database) -> None:
    await keep(database, replace(ITEM, publisher="县应急局"))
    answer = await client.get("/i/rainbow")
    assert "来源：县应急局" in answer.text
    assert "储备内容" not in answer.text


async def test_without_a_public_address_nothing_absolute_is_claimed(site: Site) -> None:
    await keep(site.database, ITEM)
    async with browse(replace(site, settings=Settings(), source_names={})) as client:
        answer = await client.get("/i/rainbow")
    assert "og:title" in answer.text
    assert "og:image" not in answer.text
    assert "canonical" not in answer.text
    assert "来源" not in answer.text


async def test_a_page_is_kept_for_a_while_and_known_by_its_tag(client: httpx.AsyncClient, database: Database) -> None:
    await keep(database, ITEM)
    first = await client.get("/i/rainbow")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = await client.get("/i/rainbow", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    await keep(database, replace(ITEM, body="改过了。"))
    changed = await client.get("/i/rainbow", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        (ItemState.RECALLED, 410, "这条内容已经撤回"),
        (ItemState.REJECTED, 404, "没有找到这一页"),
        (ItemState.REVIEW, 200, "还在等协调员审核"),
    ],
)
async def test_what_became_of_an_item_is_said(
    client: httpx.AsyncClient, database: Database, state: ItemState, status: int, words: str
) -> None:
    await keep(database, replace(ITEM, state=state))
    answer = await client.get("/i/rainbow")
    assert answer.status_code == status
    assert words in answer.text
    assert ("第一段" in answer.text) is (status == 200)
    assert 'content="noindex"' in answer.text


@pytest.mark.parametrize("path", ["/i/nothing", "/i/..", "/i/%00", "/i/RAINBOW", "/i/" + "x" * 200, "/i/' OR 1=1"])
async def test_unknown_pages(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404


async def test_the_unknown_page_is_kind_and_not_cached(client: httpx.AsyncClient) -> None:
    answer = await client.get("/i/nothing")
    assert "没有找到这一页" in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_english(site: Site) -> None:
    async with browse(replace(site, settings=Settings(language="en"))) as client:
        assert "This page was not found" in (await client.get("/i/nothing")).text


async def test_art(client: httpx.AsyncClient) -> None:
    answer = await client.get("/i/art/everyday.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    for name in ("secret.txt", "..%2Fsecret.txt", "absent.svg", "%00.svg"):
        assert (await client.get(f"/i/art/{name}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "expected"),
    [("", []), ("a", [["a"]]), (" a \n b\n\n \n\nc", [["a", "b"], ["c"]]), ("a\r\n\r\nb", [["a"], ["b"]])],
)
def test_paragraphs(body: str, expected: list[list[str]]) -> None:
    assert paragraphs(body) == expected


async def test_healthz_says_that_all_is_well(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "scheduler": "ok",
        "delivery": "ok",
        "platforms": {},
        "oldest_due_seconds": 0,
    }


async def owe(site: Site, ago: timedelta) -> None:
    due = site.clock.now() - ago
    owed = outbox.Owed("k", Chat("stage", "c"), Outgoing(text="x"), outbox.Priority.PUSH, due, due + timedelta(days=1))
    async with site.database.write() as db:
        await outbox.owe(db, [owed])


async def test_a_waiting_message_is_no_trouble_until_it_waits_long(site: Site, clock: MovableClock) -> None:
    await owe(site, timedelta(minutes=5))
    async with browse(site) as client:
        early = await client.get("/healthz")
        assert (early.status_code, early.json()["oldest_due_seconds"]) == (200, 300)
        clock.move_to(clock.now() + timedelta(minutes=11))
        late = await client.get("/healthz")
    assert (late.status_code, late.json()["delivery"]) == (503, "broken")


async def test_a_message_that_is_postponed_again_and_again_still_waits(site: Site, clock: MovableClock) -> None:
    await owe(site, timedelta(0))
    for _ in range(3):
        clock.move_to(clock.now() + timedelta(minutes=10))
        async with site.database.write() as db:
            (row,) = await claims.claim(db, "stage", "me", clock.now(), timedelta(minutes=1), 1)
            await claims.settle(db, [claims.Settled(row.id, outbox.State.DUE, due_at=clock.now())], "me", clock.now())
    async with browse(site) as client:
        answer = await client.get("/healthz")
    assert (answer.json()["delivery"], answer.json()["oldest_due_seconds"]) == ("broken", 1_800)


async def test_a_long_push_is_no_trouble_while_messages_go_out(site: Site, clock: MovableClock) -> None:
    await owe(site, timedelta(minutes=40))
    now, chat = clock.now(), Chat("stage", "other")
    async with site.database.write() as db:
        later = now + timedelta(hours=1)
        await outbox.owe(db, [outbox.Owed("sent", chat, Outgoing(text="x"), outbox.Priority.ANSWER, now, later)])
        row, _ = await claims.claim(db, "stage", "me", now, timedelta(minutes=1), 2)
        await claims.settle(db, [claims.Settled(row.id, outbox.State.SENT)], "me", now)
        await claims.release(db, "me")
    async with browse(site) as client:
        assert (await client.get("/healthz")).json()["delivery"] == "ok"
        clock.move_to(now + timedelta(minutes=16))
        assert (await client.get("/healthz")).json()["delivery"] == "broken"


async def test_healthz_names_the_part_that_is_broken_and_no_more(site: Site, tmp_path: Path) -> None:
    broken = Database(f"sqlite:///{tmp_path}/without-tables.db")
    sick = replace(
        site, database=broken, scheduler_alive=lambda: False, platforms_alive=lambda: {"telegram": False, "room": True}
    )
    async with browse(sick) as client:
        answer = await client.get("/healthz")
        shown = (await client.get("/metrics")).text
    assert 'kpbot_platform_up{platform="telegram"} 0.0' in shown
    assert 'kpbot_platform_up{platform="room"} 1.0' in shown
    await broken.close()
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "broken",
        "database": "broken",
        "scheduler": "broken",
        "delivery": "ok",
        "platforms": {"room": "ok", "telegram": "broken"},
        "oldest_due_seconds": 0,
    }


async def test_metrics_show_counters_and_the_outbox(site: Site) -> None:
    await owe(site, timedelta(seconds=90))
    async with browse(site) as client:
        text = (await client.get("/metrics")).text
    assert 'kpbot_outbox_messages{state="due"} 1.0' in text
    assert 'kpbot_outbox_messages{state="sending"} 0.0' in text
    assert "kpbot_outbox_oldest_due_seconds 90.0" in text
    assert "# TYPE kpbot_batch_seconds histogram" in text
    assert "process_resident_memory_bytes" in text
