"""Why a day has its three items: as it is kept, and with everything that was passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kpbot.domain.content import FoundItem, Source, Topic, Trust
from kpbot.domain.words import Level as WordLevel
from kpbot.domain.words import Words
from kpbot.services.catalog import Catalog
from kpbot.services.edition_desk import Desk
from kpbot.services.explaining import Explained, UnclearRegionError, explained, read_day, region_meant
from kpbot.services.keeping import keep_found
from kpbot.storage.editions import EditionState
from tests.fakes.stage import RESERVE, Stage

FRIDAY = datetime(2026, 11, 27, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
SATURDAY = date(2026, 11, 28)
FEED = Source("feed", "某科普号", "syndication", "https://example.cn", trust=Trust.HIGH, enabled=True)
WORDS = Words({"根治": WordLevel.REVIEW, "私彩": WordLevel.BLOCK})
BODY = "灶台边别放易燃的东西，起火了先关火，再盖锅盖，千万不要浇水。"


async def look(stage: Stage, day: date = SATURDAY) -> Explained:
    async with stage.database.read() as db:
        place, region = await region_meant(db, "青禾县")
        desk = Desk(stage.settings, stage.catalog, stage.clock.now(), stage.platforms)
        return await explained(db, desk, place, region, day, "general")


@pytest.fixture
async def shelf(stage: Stage) -> Stage:
    stage.catalog = Catalog({"reserve": RESERVE, "feed": FEED}, words=WORDS)
    stage.__post_init__()
    stage.clock.move_to(FRIDAY)
    await stage.stock()
    titles = ("油锅起火怎么办", "风湿能根治吗", "买私彩会怎样")
    given = [
        FoundItem(title, title, "", BODY, f"https://example.cn/{n}", FRIDAY, Topic.DISASTER)
        for n, title in enumerate(titles)
    ]
    later = replace(
        given[0], identity="later", title="雪天路滑", link="https://example.cn/9", not_before=date(2026, 12, 1)
    )
    async with stage.database.write() as db:
        await keep_found(db, FEED, [*given, later], stage.catalog, stage.settings, FRIDAY)
    return stage


async def test_before_and_after_it_is_fixed(shelf: Stage) -> None:
    before = await look(shelf)
    assert (before.state, len(before.chosen)) == (None, 3)
    preview = (await shelf.prepare(FRIDAY))[0]
    after = await look(shelf)
    assert after.state is EditionState.PROPOSED
    assert [one.item.title for one in after.chosen] == [card.title for card in preview.outgoing.cards]
    assert after.chosen == before.chosen, "the uses of the edition itself are no repetition"
    await shelf.press("赵", "coordinators", preview.buttons["换第1条"])
    swapped = await look(shelf)
    assert swapped.chosen[0].item != after.chosen[0].item
    against = {one.item.id: one.against[0].code for one in swapped.refused}
    assert against[after.chosen[0].item.id] == "avoided"


async def test_each_refused_one_says_why(shelf: Stage) -> None:
    refused = {one.item.title: [why.code for why in one.against] for one in (await look(shelf)).refused}
    assert refused == {
        "风湿能根治吗": ["state-review", "word-review"],
        "买私彩会怎样": ["state-rejected", "word-block"],
        "雪天路滑": ["not-before"],
    }


async def test_others_have_points_and_both_kinds_of_reasons(shelf: Stage) -> None:
    others = (await look(shelf)).others
    assert others
    assert all(one.score and one.score.total and one.speaks and one.against for one in others)


async def test_regions_and_days_are_found_or_asked_for(shelf: Stage) -> None:
    async with shelf.database.read() as db:
        assert (await region_meant(db, ""))[0] == "青禾县", "the only region whose groups get editions"
        with pytest.raises(UnclearRegionError, match="青禾县"):
            await region_meant(db, "没有的县")
    today = date(2026, 12, 31)
    assert [read_day(text, today) for text in ("今天", "明天", "Tomorrow", "2026-11-24")] == [
        today,
        date(2027, 1, 1),
        date(2027, 1, 1),
        date(2026, 11, 24),
    ]
    with pytest.raises(ValueError, match="someday"):
        read_day("someday", today)
