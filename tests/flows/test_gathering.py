"""Flow 1: from a publisher's server to kept items, over the real feed on the loopback interface."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from content_feeds import build_feeds
from kpbot.domain.content import Item, ItemState, Source, Topic, Trust
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.storage import items, sources
from kpbot.storage.sources import SourceState
from tests.fakes.feed_server import Answer, FeedServer, feed_server
from tests.fakes.stage import Stage

DOCUMENTS = Path(__file__).parents[1] / "unit" / "content_feeds" / "documents"
COUNTED_CLICKS = (DOCUMENTS / "counted-clicks.xml").read_text("utf-8")
SOURCE = Source("county", "县科普网", "syndication", topic=Topic.HEALTH, trust=Trust.HIGH, counts=True, enabled=True)


def document(
    *titles: str, body: str = "勤洗手、多通风、少聚集，是家家户户都能做到的事。讲清楚为什么，比只喊口号管用。"
) -> str:
    entries = "".join(
        f"<item><title>{title}</title><link>http://kepu.example/{n}?utm_source=rss</link><guid>{n}-{title}</guid>"
        f"<description>{body}</description><pubDate>Sun, 22 Nov 2026 09:00:00 +0800</pubDate></item>"
        for n, title in enumerate(titles)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>科普</title>'
    return f"{head}{entries}</channel></rss>"


async def ask(stage: Stage, source: Source) -> int:
    feeds = build_feeds(frozenset({"127.0.0.1"}), "kpbot test")
    return await gather(stage.database, feeds, Catalog({source.key: source}), stage.settings, stage.clock.now())


async def kept(stage: Stage) -> list[Item]:
    async with stage.database.read() as db:
        return await items.of_source(db, SOURCE.key)


async def known(stage: Stage) -> SourceState:
    async with stage.database.read() as db:
        return (await sources.load(db))[SOURCE.key]


def at(server: FeedServer, path: str = "/feed") -> Source:
    return replace(SOURCE, address=server.url(path))


async def test_items_are_kept_once_and_judged(stage: Stage) -> None:
    async with feed_server() as server:
        server.serve(
            "/feed", document("流感季怎样保护老人", "快看！！错过再等一年！"), content_type="application/rss+xml"
        )
        assert await ask(stage, at(server)) == 2
        assert await ask(stage, at(server)) == 0
    found = {item.title: item for item in await kept(stage)}
    good, shouting = found["流感季怎样保护老人"], found["快看！！错过再等一年！"]
    assert (good.state, good.topic, good.counts) == (ItemState.READY, Topic.HEALTH, True)
    assert good.canonical == "http://kepu.example/0", "without what only tracks readers"
    assert (shouting.state, bool(shouting.review_reason)) == (ItemState.REVIEW, True)


async def test_what_a_coordinator_decided_stays(stage: Stage) -> None:
    async with feed_server() as server:
        server.serve("/feed", document("快看！！错过再等一年！"), content_type="application/rss+xml")
        await ask(stage, at(server))
        async with stage.database.write() as db:
            await items.set_state(db, [(await items.of_source(db, SOURCE.key))[0].id], ItemState.READY, by=1)
        server.serve(
            "/feed",
            document("快看！！错过再等一年！", body="更正后的正文，说得更清楚了一些，大家放心看。"),
            content_type="application/rss+xml",
        )
        await ask(stage, at(server))
    item = (await kept(stage))[0]
    assert item.state == ItemState.READY
    assert item.body.startswith("更正后的正文"), "what the publisher corrected is taken over"


async def test_errors_back_off_and_it_recovers_by_itself(stage: Stage) -> None:
    async with feed_server() as server:
        server.serve("/feed", "<html><body>404</body></html>", content_type="text/html")
        for expected in (1, 2, 3):
            await ask(stage, at(server))
            assert (await known(stage)).errors == expected
        resting = await known(stage)
        assert resting.error == "html"
        assert resting.next_at is not None
        await ask(stage, at(server))
        assert (await known(stage)).errors == 3, "not asked again before its time"
        stage.clock.move_to(resting.next_at + timedelta(seconds=1))
        server.serve("/feed", document("冬天怎样晒被子"), content_type="application/rss+xml")
        assert await ask(stage, at(server)) == 1
    assert ((await known(stage)).errors, (await known(stage)).error) == (0, "")


async def test_a_new_address_by_the_operator_starts_afresh(stage: Stage) -> None:
    async with feed_server() as server:
        server.pages["/gone"] = Answer(status=410)
        server.serve("/feed", document("冬天怎样晒被子"), content_type="application/rss+xml")
        await ask(stage, at(server, "/gone"))
        assert (await known(stage)).gone
        assert await ask(stage, at(server)) == 1
    assert not (await known(stage)).gone


def entry(title: str, link: str) -> str:
    body = "讲清楚为什么，比只喊口号管用，家家户户都能做到。"
    return (
        f"<rss><channel><item><title>{title}</title><link>http://kepu.example/{link}</link><guid>0</guid>"
        f"<description>{body}</description></item></channel></rss>"
    )


async def test_a_guid_used_again_for_another_page_changes_no_kept_item(stage: Stage) -> None:
    async with feed_server() as server:
        for document_now in (
            entry("冬天怎样晒被子", "quilt"),
            entry("蘑菇中毒怎么办", "mushroom"),
            entry("蘑菇中毒怎么办", "mushroom"),
            entry("冬天怎样晒被子更好", "quilt-2"),
        ):
            server.serve("/feed", document_now)
            await ask(stage, at(server))
    assert [(item.title, item.canonical) for item in await kept(stage)] == [
        ("冬天怎样晒被子更好", "http://kepu.example/quilt-2"),
        ("蘑菇中毒怎么办", "http://kepu.example/mushroom"),
    ], "a corrected title and address are the same entry; another page is another"


async def test_what_is_kept_for_the_chat_is_plain_text_and_the_page_itself(stage: Stage) -> None:
    async with feed_server() as server:
        server.serve("/feed", COUNTED_CLICKS)
        await ask(stage, at(server))
    item, advertisement = await kept(stage)
    shown = item.title + item.summary + item.body + item.link
    assert not any(mark in shown for mark in ("<", "&amp;", "ads.example.com", "pixel", "click", "utm_", "wprss"))
    assert (item.summary, item.link) == ("浴室铺防滑垫，夜里留一盏小灯。", "http://health.example.cn/falls.html")
    assert advertisement.state is ItemState.REJECTED
