"""A source in trouble: coordinators hear of it once, in words, and once more when it is well again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content_feeds import build_feeds
from kpbot.domain.content import Source
from kpbot.domain.people import GroupKind
from kpbot.ports import ContentFeed, Gathered, Validators
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.trouble import AGAIN_AFTER, troubled
from kpbot.storage import sources
from kpbot.storage.health import look
from kpbot.storage.sources import SourceState
from tests.fakes.feed_server import Answer, feed_server
from tests.fakes.stage import Heard, Stage
from tests.flows.test_gathering import document

SOURCE = Source("county", "县科普网", "syndication", enabled=True)
MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)  # 10:00 in China
NIGHT = datetime(2026, 11, 24, 14, tzinfo=UTC)  # 22:00


def feeds() -> Mapping[str, ContentFeed]:
    return build_feeds(frozenset({"127.0.0.1"}), "kpbot test")


async def visit(stage: Stage, at: datetime, *asked: Source) -> list[Heard]:
    """One round of gathering; returns what the bot owes."""
    stage.clock.move_to(at)
    catalog = Catalog({source.key: source for source in asked})
    await gather(stage.database, feeds(), catalog, stage.settings, at)
    return await stage.heard()


async def state(stage: Stage, key: str = SOURCE.key) -> SourceState:
    async with stage.database.read() as db:
        return (await sources.load(db))[key]


async def test_it_is_told_once_with_its_reason_and_again_when_it_is_well(stage: Stage) -> None:
    async with feed_server() as server:
        source = replace(SOURCE, address=server.url("/feed"))
        server.serve("/feed", "<html><body>改版了</body></html>", content_type="text/html")
        quarter = timedelta(minutes=15)
        assert await visit(stage, MORNING, source) == []
        assert await visit(stage, MORNING + quarter, source) == [], "one or two errors come and go"
        (told,) = await visit(stage, MORNING + 2 * quarter, source)
        assert told.chat == "coordinators"
        assert told.outgoing.title == "内容来源取不到了"
        assert told.text.startswith("“县科普网”从11月24日起取不到内容。收到的是网页，不是订阅文件。")
        assert await visit(stage, MORNING + 3 * quarter, source) == []
        server.serve("/feed", document("冬天怎样晒被子"))
        (mended,) = await visit(stage, MORNING + timedelta(days=1), source)
        assert mended.text == "“县科普网”又能取到内容了，不用处理。"
        assert await visit(stage, MORNING + timedelta(days=1, hours=1), source) == []


async def test_the_topmost_groups_hear_of_it(stage: Stage) -> None:
    await stage.group("city desk", GroupKind.COORDINATORS, stage.city)
    async with feed_server() as server:
        server.pages["/feed"] = Answer(status=410)
        told = await visit(stage, MORNING, replace(SOURCE, address=server.url("/feed")))
    assert [one.chat for one in told] == ["city desk"]


async def test_one_that_is_gone_is_told_at_once_and_a_new_address_mends_it(stage: Stage) -> None:
    async with feed_server() as server:
        server.pages["/gone"] = Answer(status=410)
        (told,) = await visit(stage, MORNING, replace(SOURCE, address=server.url("/gone")))
        assert told.text.startswith("“县科普网”已停止访问（11月24日起）。")
        assert "系统会自己接着试" not in told.text
        server.serve("/feed", document("冬天怎样晒被子"))
        (mended,) = await visit(stage, MORNING + timedelta(hours=1), replace(SOURCE, address=server.url("/feed")))
        assert "又能取到内容了" in mended.text


async def test_at_night_nothing_is_said_and_what_has_passed_is_never_told(stage: Stage) -> None:
    async with feed_server() as server:
        server.pages["/feed"] = server.pages["/other"] = Answer(status=410)
        lasting, passing = (replace(SOURCE, key=k, name=k, address=server.url(p)) for k, p in
                            (("lasting", "/feed"), ("passing", "/other")))  # fmt: skip
        assert await visit(stage, NIGHT, lasting, passing) == []
        server.serve("/new", document("冬天怎样晒被子"))
        moved = replace(passing, address=server.url("/new"))
        (told,) = await visit(stage, NIGHT + timedelta(hours=11), lasting, moved)
    assert "lasting" in told.text
    assert "passing" not in told.text


async def test_one_that_comes_and_goes_is_told_of_once_a_day(stage: Stage) -> None:
    async with feed_server() as server:
        gone, well = (replace(SOURCE, address=server.url(path)) for path in ("/gone", "/feed"))
        server.pages["/gone"] = Answer(status=410)
        server.serve("/feed", document("冬天怎样晒被子"))
        step = timedelta(minutes=15)
        heard = [await visit(stage, MORNING + n * step, gone if n % 2 == 0 else well) for n in range(6)]
        assert [len(one) for one in heard] == [1, 1, 0, 0, 0, 0]
        assert len(await visit(stage, MORNING + AGAIN_AFTER, gone)) == 1


async def test_many_at_once_are_one_message(stage: Stage) -> None:
    async with feed_server() as server:
        many = [replace(SOURCE, key=f"s{n}", name=f"来源{n}", address=server.url(f"/{n}")) for n in range(12)]
        for n in range(12):
            server.pages[f"/{n}"] = Answer(status=410)
        (told,) = await visit(stage, MORNING, *many)
    assert (await look(stage.database, MORNING)).troubled == 12, "for /metrics"
    assert told.text.count("已停止访问") == 8
    assert "另外还有 4 个来源也取不到。" in told.text


class Broken:
    """A kind with a defect of its own."""

    kind = "syndication"

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        raise KeyError("where")


async def test_a_defect_of_a_kind_is_trouble_too(stage: Stage) -> None:
    catalog = Catalog({SOURCE.key: replace(SOURCE, address="https://example.cn/feed")})
    for n in range(3):
        now = MORNING + n * timedelta(minutes=15)
        await gather(stage.database, {"syndication": Broken()}, catalog, stage.settings, now)
    (told,) = await stage.heard()
    assert "程序出了错（KeyError）" in told.text
    assert (await state(stage)).next_at is not None, "it backs off like any other"


@pytest.mark.parametrize(("days", "expected"), [(29, []), (91, ["silent"])])
async def test_silence_is_noticed(stage: Stage, days: int, expected: list[str]) -> None:
    async with feed_server() as server:
        source = replace(SOURCE, address=server.url("/feed"))
        server.serve("/feed", document("冬天怎样晒被子"))
        await visit(stage, MORNING, source)
        assert await visit(stage, MORNING + timedelta(days=days), source) == [], "the digest says it, no message"
    async with stage.database.read() as db:
        found = await troubled(db, Catalog({source.key: source}), MORNING + timedelta(days=days))
    assert [one.trouble.value for one in found] == expected
