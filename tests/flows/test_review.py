"""`/review`: what the rules stopped, one at a time; and topics corrected under the preview of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kpbot.domain.content import FoundItem, Item, ItemState, Source, Topic, Trust
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Level
from kpbot.domain.words import Level as WordLevel
from kpbot.domain.words import Subject, Words
from kpbot.services.catalog import Catalog
from kpbot.services.digests import digest_now
from kpbot.services.keeping import keep_found
from kpbot.storage import editions, items, places
from tests.fakes.stage import RESERVE, Heard, Stage

FRIDAY = datetime(2026, 11, 27, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
FEED = Source("feed", "某科普号", "syndication", "https://example.cn", trust=Trust.HIGH, enabled=True)
DOUBTED = Source("doubted", "某来源", "syndication", "https://example.net", enabled=True)
WORDS = Words({"根治": WordLevel.REVIEW}, subjects={Subject.MEETING: ("座谈会",)})
BODY = "灶台边别放易燃的东西，起火了先关火，再盖锅盖，千万不要浇水。"


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    stage.catalog = Catalog({"reserve": RESERVE, "feed": FEED, "doubted": DOUBTED}, words=WORDS)
    stage.__post_init__()
    stage.clock.move_to(FRIDAY)
    return stage


def found(title: str, **rest: object) -> FoundItem:
    link = f"https://example.cn/{title}"
    return replace(FoundItem(title, title, "", BODY, link, FRIDAY, Topic.EVERYDAY), **rest)  # type: ignore[arg-type]


async def keep(stage: Stage, source: Source, given: Sequence[FoundItem]) -> list[Item]:
    async with stage.database.write() as db:
        kept = await keep_found(db, source, given, stage.catalog, stage.settings, stage.clock.now())
    return list(kept.items)


async def now(stage: Stage, item: Item) -> Item:
    async with stage.database.read() as db:
        return (await items.by_ids(db, [item.id]))[item.id]


async def three(stage: Stage) -> list[Item]:
    """In the order in which the desk shows them: what rules stopped, the last first, then what is merely unseen."""
    (unseen,) = await keep(stage, DOUBTED, [found("油锅起火怎么办")])
    (first,) = await keep(stage, FEED, [found("风湿能根治吗")])
    (second,) = await keep(stage, FEED, [found("县里开座谈会")])
    return [second, first, unseen]


async def test_one_at_a_time_with_the_reason_in_words(desk: Stage) -> None:
    meeting, cure, unseen = await three(desk)
    (shown,) = await desk.say("赵", "~", "/review")
    assert shown.outgoing.title == meeting.title
    assert "像是会议" in shown.text
    assert BODY in shown.text
    assert "某科普号" in shown.text
    assert meeting.link in shown.text
    assert "还有 2 条" in shown.text
    assert list(shown.buttons) == ["采用", "不用", "改主题", "写摘要", "下一条"]
    for title in (cure.title, unseen.title, meeting.title):  # and round again
        (shown,) = await desk.press("赵", "~", shown.buttons["下一条"])
        assert shown.outgoing.title == title
        assert shown.outgoing.edits


async def test_used_or_not_and_the_next_takes_its_place(desk: Stage) -> None:
    meeting, cure, unseen = await three(desk)
    (shown,) = await desk.say("赵", "coordinators", "/待审")
    (shown,) = await desk.press("赵", "coordinators", shown.buttons["不用"])
    assert (shown.outgoing.title, shown.text.splitlines()[0]) == (cure.title, "《县里开座谈会》不用。")
    (shown,) = await desk.press("赵", "coordinators", shown.buttons["采用"])
    assert shown.outgoing.title == unseen.title
    (last,) = await desk.press("赵", "coordinators", shown.buttons["采用"])
    assert last.text == "《油锅起火怎么办》已采用。\n没有等您看的内容了。"
    states = [(await now(desk, item)).state for item in (meeting, cure, unseen)]
    assert states == [ItemState.REJECTED, ItemState.READY, ItemState.READY]
    (none,) = await desk.say("赵", "~", "/review")
    assert none.text == "没有等您看的内容了。"


async def test_two_coordinators_decide_once(desk: Stage) -> None:
    meeting, *_ = await three(desk)
    await desk.coordinator("钱", desk.city)
    (shown,) = await desk.say("赵", "~", "/review")
    await desk.press("赵", "~", shown.buttons["不用"])
    (late,) = await desk.press("钱", "~", shown.buttons["采用"])
    assert late.outgoing.toast
    assert (await now(desk, meeting)).state is ItemState.REJECTED


async def test_a_topic_is_corrected_and_stays_when_the_source_is_asked_again(desk: Stage) -> None:
    (item,) = await keep(desk, FEED, [found("风湿能根治吗")])
    (shown,) = await desk.say("赵", "~", "/review")
    (asked,) = await desk.press("赵", "~", shown.buttons["改主题"])
    assert len(asked.buttons) == len(Topic) + 1
    (shown,) = await desk.press("赵", "~", asked.buttons["卫生健康"])
    assert shown.text.startswith("主题已改为“卫生健康”。")
    assert "主题：卫生健康" in shown.text
    await keep(desk, FEED, [found("风湿能根治吗", body=BODY + "再加一句。")])
    again = await now(desk, item)
    assert (again.topic, again.body.endswith("再加一句。")) == (Topic.HEALTH, True)


async def test_leaving_the_topic_as_it_is(desk: Stage) -> None:
    (item,) = await keep(desk, FEED, [found("风湿能根治吗")])
    (shown,) = await desk.say("赵", "~", "/review")
    (asked,) = await desk.press("赵", "~", shown.buttons["改主题"])
    (back,) = await desk.press("赵", "~", asked.buttons["不改了"])
    assert list(back.buttons) == list(shown.buttons)
    assert (await now(desk, item)).topic is Topic.EVERYDAY


async def test_a_few_sentences_make_an_item_without_text_usable(desk: Stage) -> None:
    (bare,) = await keep(desk, FEED, [found("冰面能不能走", body="")])
    assert bare.state is ItemState.REJECTED
    (shown,) = await desk.say("赵", "~", "/review")
    assert list(shown.buttons) == ["改主题", "写摘要", "下一条"]
    (asked,) = await desk.press("赵", "~", shown.buttons["写摘要"])
    assert "取消" in asked.text
    (short,) = await desk.say("赵", "~", "别走")
    assert "太短" in short.text
    (shown,) = await desk.say("赵", "~", "冰不到十厘米厚不要上去，掉下去的人往往自己爬不上来。")
    (done,) = await desk.press("赵", "~", shown.buttons["采用"])
    assert "已采用" in done.text
    usable = await now(desk, bare)
    assert (usable.state, usable.edited_by) == (ItemState.READY, desk.persons["赵"])
    await keep(desk, FEED, [found("冰面能不能走", body="", summary="出版者后来写的摘要，也有十几个字。")])
    assert (await now(desk, bare)).summary.startswith("冰不到十厘米")


async def test_behind_the_last_that_waits_there_may_be_some_without_text(desk: Stage) -> None:
    await keep(desk, FEED, [found("只有标题", body=""), found("风湿能根治吗")])
    (shown,) = await desk.say("赵", "~", "/review")
    assert shown.outgoing.title == "风湿能根治吗"
    assert "后面是没有正文的" in shown.text
    assert "后面没有了" not in shown.text
    (shown,) = await desk.press("赵", "~", shown.buttons["不用"])
    assert (shown.outgoing.title, list(shown.buttons)) == ("只有标题", ["改主题", "写摘要", "下一条"])
    assert "后面没有了" in shown.text


@pytest.mark.parametrize(
    ("became", "act", "said"),
    [
        (ItemState.READY, "采用", "这一条早已采用。"),
        (ItemState.READY, "不用", "这一条已经采用。要撤下，请发送 /recall。"),
        (ItemState.REJECTED, "采用", "已定为不用，不会推送。"),
        (ItemState.REJECTED, "不用", "已定为不用，不会推送。"),
        (ItemState.RECALLED, "采用", "这一条已经撤回，不能再用。"),
    ],
)
async def test_a_card_from_before_says_what_became_of_it(desk: Stage, became: ItemState, act: str, said: str) -> None:
    (item,) = await keep(desk, FEED, [found("风湿能根治吗")])
    (shown,) = await desk.say("赵", "~", "/review")
    async with desk.database.write() as db:
        await items.set_state(db, [item.id], became)
    (late,) = await desk.press("赵", "~", shown.buttons[act])
    assert late.text == said
    assert late.outgoing.toast
    assert (await now(desk, item)).state is became


@pytest.mark.parametrize(
    ("text", "said"), [("字" * 2000, "请压缩到"), ("厨房里油锅起火了该怎么办", "摘要和标题一样")], ids=["long", "title"]
)
async def test_a_summary_that_is_none_is_asked_for_again(desk: Stage, text: str, said: str) -> None:
    (item,) = await keep(desk, DOUBTED, [found("厨房里油锅起火了该怎么办")])
    (shown,) = await desk.say("赵", "~", "/review")
    await desk.press("赵", "~", shown.buttons["写摘要"])
    (again,) = await desk.say("赵", "~", text)
    assert said in again.text
    (shown,) = await desk.say("赵", "~", "关火、盖锅盖，千万不要往锅里浇水。")
    assert "摘要已改好" in shown.text
    assert (await now(desk, item)).edited_by == desk.persons["赵"]


async def test_saying_no_leaves_the_summary(desk: Stage) -> None:
    (item,) = await keep(desk, FEED, [found("风湿能根治吗")])
    (shown,) = await desk.say("赵", "~", "/review")
    await desk.press("赵", "~", shown.buttons["写摘要"])
    (left,) = await desk.say("赵", "~", "取消。")
    assert left.text == "好，摘要没有改。"
    assert (await now(desk, item)).edited_by is None


async def test_whose_it_is(desk: Stage) -> None:
    """An item of a region is for those in charge of it, be it from above; officers see nothing."""
    async with desk.database.write() as db:
        other = await places.add_region(db, "白水县", Level.COUNTY, desk.city)
    await desk.coordinator("孙", other)
    await desk.coordinator("钱", desk.city)
    (item,) = await keep(desk, FEED, [found("县里开座谈会", scope=desk.county.path)])
    assert (await desk.say("孙", "~", "/review"))[0].text == "没有等您看的内容了。"
    for name in ("赵", "钱"):
        assert (await desk.say(name, "~", "/review"))[0].outgoing.title == item.title
    (refused,) = await desk.press("孙", "~", f"review:ok:{item.id}")
    assert "别的地区" in refused.text
    for act in ("ok", "no", "sum", "topic", "next", "t"):
        (refused,) = await desk.press("李", "~", f"review:{act}:{item.id}:health")
        assert refused.text == "这件事由本地区的协调员来办。"
    assert (await desk.say("李", "~", "/review"))[0].text == "这件事由本地区的协调员来办。"
    (elsewhere,) = await desk.say("赵", "officers", "/review")
    assert (elsewhere.outgoing.opens, elsewhere.text) == ("review", "请在私聊或者协调员群里看待审的内容。")
    assert await now(desk, item) == item


@pytest.mark.parametrize("data", ["review", "review:ok", "review:ok:1", "review:t:1:health", "review:x:y"])
async def test_made_up_presses_change_nothing(desk: Stage, data: str) -> None:
    await three(desk)
    (refused,) = await desk.press("赵", "~", data)
    assert refused.outgoing.toast


async def test_what_is_too_old_for_an_edition_is_not_asked_about(desk: Stage) -> None:
    await three(desk)
    desk.clock.move_to(datetime(2027, 1, 15, tzinfo=UTC))
    assert (await desk.say("赵", "~", "/review"))[0].text == "没有等您看的内容了。"


async def test_the_digest_counts_what_rules_stopped_and_leads_to_the_desk(desk: Stage) -> None:
    await three(desk)
    await keep(desk, FEED, [found("又开座谈会", scope=desk.county.path)])
    heard = await desk.say("赵", "coordinators", "/digest")
    assert "有 3 条内容等您看一眼" in heard[0].text
    (shown,) = await desk.press("赵", "coordinators", heard[0].buttons["看待审的内容"])
    assert shown.outgoing.title == "又开座谈会"
    await desk.group("city", GroupKind.COORDINATORS, desk.city)
    async with desk.database.read() as db:
        below = await digest_now(db, desk.settings, desk.catalog, desk.county, desk.groups["coordinators"], FRIDAY)
        above = await digest_now(db, desk.settings, desk.catalog, desk.city, desk.groups["city"], FRIDAY)
    counts = [next(line.details["count"] for line in one.lines if line.code == "review") for one in (below, above)]
    assert counts == [1, 2], "what is for everybody waits for the topmost group, what is for a region for its own"


async def previews(stage: Stage) -> list[Heard]:
    await stage.stock()
    return [one for one in await stage.prepare(FRIDAY) if one.chat == "coordinators"]


async def test_a_topic_is_corrected_under_the_preview(desk: Stage) -> None:
    preview = (await previews(desk))[0]
    (which,) = await desk.press("赵", "coordinators", preview.buttons["改主题"])
    assert which.outgoing.cards == preview.outgoing.cards
    labels = list(which.buttons)
    assert [label[:4] for label in labels[:3]] == ["第1条：", "第2条：", "第3条："]
    (asked,) = await desk.press("赵", "coordinators", which.buttons[labels[0]])
    (back,) = await desk.press("赵", "coordinators", asked.buttons["不改了"])
    assert list(back.buttons) == list(preview.buttons)
    toast, changed = await desk.press("赵", "coordinators", asked.buttons["航天天文"])
    assert toast.text == "主题已改为“航天天文”。"
    assert changed.outgoing.cards[0].title == preview.outgoing.cards[0].title
    assert changed.outgoing.cards[0].topic == "航天天文"


async def test_two_items_of_one_topic_are_told(desk: Stage) -> None:
    preview = (await previews(desk))[0]
    edition_id = int(preview.buttons["改主题"].rpartition(":")[2])
    async with desk.database.read() as db:
        second = (await editions.load(db, [edition_id]))[edition_id].items[1]
    _, changed = await desk.press("赵", "coordinators", f"desk:t:{edition_id}:1:{second.topic}")
    assert "现在与第2条主题相同" in changed.outgoing.footer


async def test_topics_of_a_preview_are_the_coordinators(desk: Stage) -> None:
    preview = (await previews(desk))[0]
    edition_id = int(preview.buttons["改主题"].rpartition(":")[2])
    for data in (f"desk:topic:{edition_id}", f"desk:topic:{edition_id}:1", f"desk:t:{edition_id}:1:space"):
        (refused,) = await desk.press("李", "coordinators", data)
        assert refused.text == "这件事由本地区的协调员来办。"
    for data in (f"desk:t:{edition_id}:9:space", f"desk:t:{edition_id}:1:sport", f"desk:topic:{edition_id}:9"):
        (refused,) = await desk.press("赵", "coordinators", data)
        assert refused.outgoing.toast, data


async def test_previews_of_later_days_follow_a_recall(desk: Stage) -> None:
    shown = await previews(desk)
    await desk.deliver()
    edition_id = int(shown[0].buttons["改主题"].rpartition(":")[2])
    async with desk.database.read() as db:
        edition = (await editions.load(db, [edition_id]))[edition_id]
    heard = await desk.press("赵", "coordinators", f"desk:recalled:{edition.items[0].id}")
    (refreshed,) = [one for one in heard if one.outgoing.edits == f"key:{shown[0].key}"]
    titles = [card.title for card in refreshed.outgoing.cards]
    assert len(titles) == 3
    assert edition.items[0].title not in titles


async def test_items_wait_for_their_day_and_stay_in_their_region(desk: Stage) -> None:
    later = found("立刻要用的新内容", not_before=date(2026, 11, 29), topic=Topic.HEALTH)
    async with desk.database.write() as db:
        other = await places.add_region(db, "白水县", Level.COUNTY, desk.city)
    foreign = found("只给白水县的内容", scope=other.path, topic=Topic.SPACE)
    own = found("只给青禾县的内容", scope=desk.county.path, topic=Topic.WILDLIFE)
    await keep(desk, replace(FEED, key="a"), [later])
    await keep(desk, replace(FEED, key="b"), [foreign])
    await keep(desk, replace(FEED, key="c"), [own])
    desk.catalog = Catalog({"reserve": RESERVE, **{key: replace(FEED, key=key) for key in "abc"}})
    days = [[card.title for card in one.outgoing.cards] for one in await previews(desk)]
    assert ["立刻要用的新内容" in titles for titles in days] == [False, True, False]
    assert not any("只给白水县的内容" in titles for titles in days)
    assert "只给青禾县的内容" in days[0]


async def test_the_next_part_of_a_series_is_known_by_the_parts_before(desk: Stage) -> None:
    (first,) = await keep(desk, FEED, [found("国庆健康提示10月1日版")])
    (other,) = await keep(desk, FEED, [found("国庆健康提示10月2日版")])
    assert (first.state, other.state) == (ItemState.READY, ItemState.REVIEW)
    assert "只差数字或日期" in (await desk.say("赵", "~", "/review"))[0].text
