"""How sources are asked: politely, each host by one visitor at a time, and no slow one keeps the others waiting."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from content_feeds import build_feeds
from kpbot.domain.content import Source
from kpbot.ports import FeedError, Gathered, Validators
from kpbot.services import gathering
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import AT_ONCE, ROUND_SECONDS, gather
from kpbot.storage import sources
from kpbot.storage.sources import SourceState
from tests.fakes.feed_server import Answer, feed_server
from tests.fakes.stage import Stage
from tests.flows.test_gathering import document


@dataclass
class Watching:
    """Notes who is asked, how many at once, and moves a clock of its own by `seconds` a visit."""

    kind: str = "syndication"
    seconds: float = 0.0
    clock: float = 0.0
    order: list[str] = field(default_factory=list)
    now_at: Counter[str] = field(default_factory=Counter)
    most_at: Counter[str] = field(default_factory=Counter)
    most: int = 0
    wait: timedelta | None = None

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        host = urlsplit(source.address).hostname or ""
        self.order.append(source.key)
        self.now_at[host] += 1
        self.most_at[host] = max(self.most_at[host], self.now_at[host])
        self.most = max(self.most, self.now_at.total())
        for _ in range(5):
            await asyncio.sleep(0)
        self.clock += self.seconds
        self.now_at[host] -= 1
        if source.key.startswith("busy"):
            raise FeedError("busy", wait=self.wait, host=host, status=503)
        return Gathered(wait=self.wait)


def declared(*addresses: str, key: str = "s") -> Catalog:
    made = (Source(f"{key}{n}", f"来源{n}", "syndication", one, enabled=True) for n, one in enumerate(addresses))
    return Catalog({source.key: source for source in made})


async def ask(stage: Stage, feed: Watching, catalog: Catalog) -> None:
    now = stage.clock.now()
    await gather(stage.database, {feed.kind: feed}, catalog, stage.settings, now, monotonic=lambda: feed.clock)


async def states(stage: Stage) -> dict[str, SourceState]:
    async with stage.database.read() as db:
        return await sources.load(db)


async def test_a_host_has_one_visitor_at_a_time_and_all_together_are_few(stage: Stage) -> None:
    feed = Watching()
    same = [f"https://Bridge.example/{n}" for n in range(6)]
    await ask(stage, feed, declared(*same, *(f"https://h{n}.example/" for n in range(30))))
    assert len(feed.order) == 36
    assert feed.most_at["bridge.example"] == 1
    assert 1 < feed.most <= AT_ONCE


async def test_a_round_ends_and_the_rest_is_asked_first_in_the_next(stage: Stage) -> None:
    feed = Watching(seconds=ROUND_SECONDS / 8)
    catalog = declared(*(f"https://h{n}.example/" for n in range(30)))
    await ask(stage, feed, catalog)
    first = set(feed.order)
    assert 8 <= len(first) < 30, "what was begun is ended, nothing more is begun"
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=15))
    feed.order.clear()
    await ask(stage, feed, catalog)
    assert not first & set(feed.order[:8])


@pytest.mark.parametrize(("key", "wait"), [("s", timedelta(hours=2)), ("busy", timedelta(hours=2))])
async def test_nobody_is_asked_sooner_than_they_wish(stage: Stage, key: str, wait: timedelta) -> None:
    feed, began = Watching(wait=wait), stage.clock.now()
    catalog = declared("https://a.example/", key=key)
    for minutes in (0, 15, 119, 120):
        stage.clock.move_to(began + timedelta(minutes=minutes))
        await ask(stage, feed, catalog)
    assert len(feed.order) == 2
    assert (await states(stage))[f"{key}0"].asked_at == began + wait


async def test_a_permanent_move_is_remembered_and_what_the_operator_changes_goes_before(stage: Stage) -> None:
    async with feed_server() as server:
        server.redirect("/old", "/new")
        server.serve("/new", document("冬天怎样晒被子"))
        server.serve("/third", document("冬天怎样晒被子"))
        feeds = build_feeds(server.allowed, "kpbot test")
        catalog = declared(server.url("/old"))
        for at in ("/old", "/old", "/third"):
            moved = {key: replace(source, address=server.url(at)) for key, source in catalog.sources.items()}
            await gather(stage.database, feeds, Catalog(moved), stage.settings, stage.clock.now())
        assert [asked.path for asked in server.asked] == ["/old", "/new", "/new", "/third"]
        assert (await states(stage))["s0"].address == ""


async def test_validators_are_dropped_after_eight_days(stage: Stage) -> None:
    async with feed_server() as server:
        catalog = declared(server.serve_versioned("/feed", document("冬天怎样晒被子"), '"v1"'))
        feeds, began = build_feeds(server.allowed, "kpbot test"), stage.clock.now()
        for days in (0, 7, 8):
            stage.clock.move_to(began + timedelta(days=days, minutes=1 if days else 0))
            await gather(stage.database, feeds, catalog, stage.settings, stage.clock.now())
    assert [asked.headers.get("if-none-match", "") for asked in server.asked] == ["", '"v1"', ""]


async def test_backing_off_ends_at_a_day(stage: Stage) -> None:
    async with feed_server() as server:
        server.pages["/feed"] = Answer(status=500)
        feeds, catalog = build_feeds(server.allowed, "kpbot test"), declared(server.url("/feed"))
        waits = []
        for _ in range(14):
            await gather(stage.database, feeds, catalog, stage.settings, stage.clock.now())
            state = (await states(stage))["s0"]
            waits.append((state.next_at or stage.clock.now()) - stage.clock.now())
            stage.clock.move_to(stage.clock.now() + max(waits[-1], timedelta(minutes=15)))
    assert [wait.total_seconds() / 60 for wait in waits[:5]] == [0, 0, 15, 30, 60]
    assert max(waits) == gathering.LONGEST_BACK_OFF
