"""Weibo and others: a pasted address of a public post is kept with the claim, for others to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kpbot.clock import MovableClock
from kpbot.services import spot_checks
from kpbot.services.catalog import Catalog
from kpbot.services.export import COLUMNS, ExportKind, records
from kpbot.services.plain_letter import plain_text
from kpbot.storage import editions
from kpbot.storage.database import Database
from kpbot.storage.tables import evidence, items, shares
from tests.fakes.stage import CAPABILITIES, Stage

EVENING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
PUSH = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = date(2026, 11, 23)
POST = "https://weibo.com/1642634100/NxYzAb3Cd"
OTHER = "https://weibo.com/1642634100/Second99X"


@pytest.fixture
async def pushed(stage: Stage) -> Stage:
    await stage.stock()
    await stage.prepare(EVENING)
    await stage.push(PUSH)
    return stage


async def claims(stage: Stage) -> list[tuple[str, str]]:
    """(destination, reference) of all claims, and every share stands."""
    async with stage.database.read() as db:
        mine = (
            select(evidence).where(evidence.c.kind == "claimed").order_by(evidence.c.destination, evidence.c.reference)
        )
        return [(row.destination, row.reference) for row in await db.execute(mine)]


async def items_shared(stage: Stage) -> list[Any]:
    async with stage.database.read() as db:
        return list(await db.execute(select(shares).where(shares.c.withdrawn_at.is_(None))))


async def test_an_item_and_where_it_can_be_seen(pushed: Stage) -> None:
    heard = await pushed.say("李", "~", f"/share 1 微博 {POST}?from=page#comment")
    assert "已记 1/3（微博）" in heard[0].text
    assert "地址也记下了" in heard[0].text
    assert await claims(pushed) == [("weibo", POST)]
    assert POST in (await pushed.say("李", "~", "/me"))[0].text
    assert POST in "\n".join(h.text for h in await pushed.say("李", "~", "/mydata"))


@pytest.mark.parametrize("said", [f"/share 1 {POST}", f"/share 1 微信 {POST}", f"已分享1 微博 {POST}", f"{POST} 1"])
async def test_the_address_says_where_it_went(pushed: Stage, said: str) -> None:
    await pushed.say("李", "~", said)
    assert await claims(pushed) == [("weibo", POST)]


async def test_an_address_that_does_not_say_goes_where_the_officer_says(pushed: Stage) -> None:
    await pushed.say("李", "~", "/share 1 微信 https://mp.weixin.qq.com/s/AbC_dEf-123?scene=1")
    assert await claims(pushed) == [("wechat", "https://mp.weixin.qq.com/s/AbC_dEf-123")]


async def test_in_the_group(pushed: Stage) -> None:
    heard = await pushed.say("李", "officers", f"/share 2 微博 {POST}")
    assert heard[0].outgoing.react
    assert await claims(pushed) == [("weibo", POST)]


async def test_in_the_group_by_words_alone(pushed: Stage) -> None:
    heard = await pushed.say("李", "officers", f"已分享 2 {POST}")
    assert heard[0].outgoing.react
    assert await claims(pushed) == [("weibo", POST)]


@pytest.mark.parametrize("said", [POST, f"大家看 {POST}", "已分享 2 http://t.cn/A6abcDEF"])
async def test_in_the_group_an_address_without_numbers_is_talk(pushed: Stage, said: str) -> None:
    assert await pushed.say("李", "officers", said) == []
    assert await pushed.say("李", "public", f"已分享 2 {POST}") == []
    assert await claims(pushed) == []


@pytest.mark.parametrize(
    "said", ["分享李老师的微博：发霉的花生不能吃 http://t.cn/A6abcDEF", "/share 1 http://t.cn/A6abcDEF"]
)
async def test_of_a_short_link_it_says_what_to_send(pushed: Stage, said: str) -> None:
    (heard,) = await pushed.say("李", "~", said)
    assert "把 weibo.com 或 m.weibo.cn 开头的地址发给我" in heard.text
    assert await claims(pushed) == []


async def test_an_address_alone_goes_with_the_one_claim_of_the_day(pushed: Stage) -> None:
    await pushed.say("李", "~", "/share 2 微博")
    heard = await pushed.say("李", "~", POST)
    assert "地址记下了" in heard[0].text
    assert await claims(pushed) == [("weibo", ""), ("weibo", POST)]
    assert len(await items_shared(pushed)) == 1
    assert "已经记过" in (await pushed.say("李", "~", f"看这里 {POST}"))[0].text


async def test_an_address_alone_asks_which_it_was(pushed: Stage) -> None:
    asked = (await pushed.say("李", "~", POST))[0]
    assert "哪一条" in asked.text
    assert len(asked.buttons) == 3
    assert await claims(pushed) == []
    heard = await pushed.press("李", "~", list(asked.buttons.values())[1])
    assert "已记 1/3（微博）" in heard[0].text
    assert await claims(pushed) == [("weibo", POST)]
    again = await pushed.press("李", "~", list(asked.buttons.values())[1])
    assert "已记" not in again[0].text


async def test_the_answer_can_be_typed(pushed: Stage) -> None:
    await pushed.say("李", "~", POST)
    await pushed.say("李", "~", "2")
    assert await claims(pushed) == [("weibo", POST)]
    await pushed.say("李", "~", "3")  # an ordinary claim again
    assert ("wechat", "") in await claims(pushed)


async def test_yesterdays_question_is_not_answered_today(pushed: Stage) -> None:
    await pushed.say("李", "~", POST)
    pushed.clock.move_to(PUSH + timedelta(days=1))
    await pushed.say("李", "~", "2")
    assert ("weibo", POST) not in await claims(pushed)


async def test_two_claims_without_an_address_are_asked_about(pushed: Stage) -> None:
    await pushed.say("李", "~", "/share 1 2 微博")
    assert "哪一条" in (await pushed.say("李", "~", POST))[0].text


async def test_a_second_address_keeps_both(pushed: Stage) -> None:
    await pushed.say("李", "~", f"/share 1 {POST}")
    heard = await pushed.say("李", "~", f"/share 1 {OTHER}")
    assert "地址记下了" in heard[0].text
    assert await claims(pushed) == [("weibo", POST), ("weibo", OTHER)]
    assert len(await items_shared(pushed)) == 1
    assert "已记 1/3" in (await pushed.say("李", "~", "/me"))[0].text


async def test_what_is_taken_back_or_moved_has_no_address_any_more(pushed: Stage) -> None:
    await pushed.say("李", "~", f"/share 1 2 {POST}")
    first, second = (row.item_id for row in await items_shared(pushed))
    await pushed.press("李", "~", f"me:withdraw:{DAY}:{first}")
    await pushed.press("李", "~", f"me:to:{DAY}:{second}:weibo:qq")
    assert {reference for _, reference in await claims(pushed)} == {""}
    assert POST not in (await pushed.say("李", "~", "/me"))[0].text


async def test_forgetme_takes_the_addresses_along(pushed: Stage) -> None:
    await pushed.say("李", "~", f"/share 1 {POST}")
    await pushed.press("李", "~", "forgetme:yes")
    assert await claims(pushed) == [("weibo", "")]


@pytest.mark.parametrize("who", ["路人", "赵"])
async def test_others_addresses_are_nothing(pushed: Stage, who: str) -> None:
    heard = await pushed.say(who, "~", POST)
    assert "没看懂" in heard[0].text
    assert await claims(pushed) == []


async def test_before_the_push_there_is_nothing_to_choose_from(stage: Stage) -> None:
    assert "还没有推送" in (await stage.say("李", "~", POST))[0].text


async def test_other_addresses_are_as_they_were(pushed: Stage) -> None:
    for address in ("https://example.org/a", "https://weibo.com/u/1642634100"):
        assert "没有找到这个网址" in (await pushed.say("李", "~", f"/share {address}"))[0].text


@pytest.mark.parametrize(
    "article", ["https://mp.weixin.qq.com/s/AbC_dEf-123", "https://www.toutiao.com/article/7123456789012345678/?a=1"]
)
async def test_the_address_of_an_item_is_that_item_and_no_post(pushed: Stage, article: str) -> None:
    async with pushed.database.write() as db:
        own = items.c.id == select(items.c.id).order_by(items.c.id.desc()).limit(1).scalar_subquery()
        await db.execute(update(items).where(own).values(canonical=article, link=article))
        [mine] = (await db.execute(select(items.c.id).where(items.c.canonical == article))).scalars()
    await pushed.say("李", "~", f"/share {article}{'' if '?' in article else '?scene=1'} QQ")
    assert await claims(pushed) == [("qq", "")]
    assert [row.item_id for row in await items_shared(pushed)] == [mine]


async def test_on_behalf_of_an_officer(pushed: Stage) -> None:
    await pushed.say("赵", "~", f"/for 李 /share 1 微博 {POST}")
    assert await claims(pushed) == [("weibo", POST)]
    [share] = await items_shared(pushed)
    assert (share.post_id, share.entered_by) == (pushed.posts["李"], pushed.persons["赵"])


async def test_the_coordinator_who_spot_checks_sees_it_and_the_export_has_it(pushed: Stage) -> None:
    other = "https://www.zhihu.com/pin/1234567"  # elsewhere: only an address says where to look
    await pushed.say("李", "~", f"/share 1 {other}")
    pushed.clock.move_to(datetime(2026, 11, 30, 1, tzinfo=UTC))
    async with pushed.database.write() as db:
        await spot_checks.ask(db, pushed.settings, "Asia/Shanghai", pushed.clock.now(), pushed.platforms)
    [asked] = [h for h in await pushed.heard() if h.key.startswith("spot:")]
    assert f"公开的地址：{other}" in asked.text
    place = [column.name for column in COLUMNS[ExportKind.SHARES]].index("address")
    async with pushed.database.read() as db:
        found = [row[place] async for row in records(db, ExportKind.SHARES, DAY, DAY, Catalog({}), pushed.settings)]
    assert found == [other]


TUESDAY = PUSH + timedelta(days=1)


@pytest.fixture
async def two_days(pushed: Stage) -> Stage:
    await pushed.prepare(EVENING + timedelta(days=3))
    await pushed.push(TUESDAY)
    return pushed


async def titles_of(stage: Stage, day: date) -> list[str]:
    async with stage.database.read() as db:
        (found,) = await editions.of_days(db, [stage.county.id], [day])
    return [place.item.title for place in found.places]


@pytest.mark.parametrize("said", ["昨天转的 {post}", "{post} 昨天的", "11月23日 {post}", "/share 昨天 {post}"])
async def test_a_day_that_is_named_offers_its_items(two_days: Stage, said: str) -> None:
    (asked,) = await two_days.say("李", "~", said.format(post=POST))
    assert "里面是11月23日（周一）的哪一条" in asked.text
    first, second, third = await titles_of(two_days, DAY)
    assert all(title in asked.text for title in (first, second, third))
    heard = await two_days.press("李", "~", list(asked.buttons.values())[1])
    assert "已记 1/3（微博）" in heard[0].text
    assert await claims(two_days) == [("weibo", POST)]
    assert f"《{second}》" in (await two_days.say("李", "~", "/me"))[0].text


@pytest.mark.parametrize(
    "said",
    [
        "昨天转的 2 {post}",
        "{post} 昨天 2",
        "/share 昨天 2 {post}",
        "昨天的2 {post}",
        "昨天的第2条 {post}",
        "/share 2026-11-23 2 {post}",  # as the bot says when it asks which
    ],
)
async def test_and_so_do_its_numbers(two_days: Stage, said: str) -> None:
    assert "已记 1/3（微博）" in (await two_days.say("李", "~", said.format(post=POST)))[0].text
    assert f"《{(await titles_of(two_days, DAY))[1]}》" in (await two_days.say("李", "~", "/me"))[0].text


@pytest.mark.parametrize("said", ["昨天转的 {post}", "昨天 2 {post}"])
async def test_the_address_of_what_was_noted_that_day_goes_with_it(pushed: Stage, said: str) -> None:
    await pushed.say("李", "~", "/share 2 微博")
    await pushed.push(TUESDAY)
    heard = await pushed.say("李", "~", said.format(post=POST))
    assert "地址记下了" in heard[0].text
    (share,) = await items_shared(pushed)
    assert share.day == DAY
    assert await claims(pushed) == [("weibo", ""), ("weibo", POST)]
    assert "已经记过" in (await pushed.say("李", "~", f"昨天的 {POST}"))[0].text


async def test_a_question_about_another_day_has_an_example_of_that_day(two_days: Stage) -> None:
    asked = (await two_days.say("李", "~", f"/share 昨天的九 {POST}"))[0].text
    assert "里是11月23日（周一）的哪几条" in asked
    assert "/share 2026-11-23 1 地址" in asked
    assert "/share 1 地址" in (await two_days.say("李", "~", f"/share 九 {POST}"))[0].text


@pytest.mark.parametrize(
    ("said", "count"), [("1-3 {post}", 3), ("/share 1.3 {post}", 2), ("{post} 1/3", 2), ("2号 {post}", 1)]
)
async def test_numbers_that_might_be_a_day_are_items(pushed: Stage, said: str, count: int) -> None:
    assert f"已记 {count}/3" in (await pushed.say("李", "~", said.format(post=POST)))[0].text
    assert len(await items_shared(pushed)) == count


async def test_a_day_without_items_is_said_so(two_days: Stage) -> None:
    for said, day in ((f"周日转的 {POST}", "11月22日"), (f"10月9日 {POST}", "10月9日")):
        assert f"{day}（周" in (heard := (await two_days.say("李", "~", said))[0].text)
        assert "没有可以补记的三条" in heard
    assert await claims(two_days) == []


@pytest.mark.parametrize(
    "said",
    [
        "昨天下午青禾县下了今年第一场大雪，出门请注意防滑，详细见这里",
        "11月9日消防日宣传",
        "【11月20日】防火知识",
        "周一科普小课堂",
    ],
)
async def test_a_day_in_the_words_of_the_post_is_none(two_days: Stage, said: str) -> None:
    assert "里面是今天的哪一条" in (await two_days.say("李", "~", f"{said} {POST}"))[0].text


@pytest.mark.parametrize("said", ["昨天那条视频", "昨天在微博上转发的", "补昨天的", "这是昨天发的", "昨天快手上的"])
async def test_but_words_about_sharing_are_the_officers(two_days: Stage, said: str) -> None:
    assert "里面是11月23日（周一）的哪一条" in (await two_days.say("李", "~", f"{said} {POST}"))[0].text


async def test_where_choices_are_numbers_each_title_is_there_once(database: Database, clock: MovableClock) -> None:
    bare = replace(CAPABILITIES, buttons=False, reactions=False, toasts=False)
    stage = await Stage(database, clock, capabilities=bare).build()
    await stage.stock()
    await stage.prepare(EVENING)
    await stage.push(PUSH)
    (asked,) = await stage.say("李", "~", POST)
    words = plain_text(asked.outgoing, stage.capabilities, "zh-CN")
    assert [words.count(title) for title in await titles_of(stage, DAY)] == [1, 1, 1]
