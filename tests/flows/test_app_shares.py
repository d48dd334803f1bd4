"""The official app's export: loaded once, twice, overlapping; nobody's lines listed; nothing counted twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from kpbot.domain.people import PostState
from kpbot.domain.places import Level, Region, UnitKind
from kpbot.domain.shares import Evidence
from kpbot.domain.sheets import Row, Sheet
from kpbot.domain.unlisted import unlisted_id
from kpbot.services.days import officer_day
from kpbot.services.sheets.app_shares import AppShares
from kpbot.services.sheets.kind import Applied, Loading, Plan
from kpbot.settings import AppShareSettings, Settings
from kpbot.storage import editions, items, people, places, roll_ups
from kpbot.storage.database import Database
from kpbot.storage.tables import audit, evidence, shares
from kpbot.storage.tables import items as item_rows
from tests.fakes.stage import Stage

TUESDAY = date(2026, 11, 17)
HEADINGS = {"姓名": "person", "单位": "unit", "日期": "day", "标题": "title", "链接": "link", "渠道": "destination"}
HEADINGS |= {"次数": "count"}
PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def sheet(*rows: Sequence[str], headings: str = "姓名 单位 日期 标题 渠道") -> Sheet:
    names = headings.split()
    columns = {HEADINGS[name]: at for at, name in enumerate(names)}
    return Sheet("分享", tuple(names), tuple(Row(n, tuple(row)) for n, row in enumerate(rows, 2)), columns)


def counting(*rows: Sequence[str]) -> Sheet:
    return sheet(*rows, headings="姓名 日期 次数")


def loading(stage: Stage, db: Any, scope: Region | None = None, **rules: Any) -> Loading:
    scoped = (scope or stage.county,)
    settings = Settings(app_shares=AppShareSettings(**rules))
    return Loading(db, settings, stage.catalog, stage.clock.now(), "zh-CN", stage.persons["赵"], scoped)


async def plan(stage: Stage, *sheets: Sheet, **rules: Any) -> Plan:
    async with stage.database.read() as db:
        return await AppShares().plan(loading(stage, db, **rules), sheets)


async def load(stage: Stage, *sheets: Sheet, **rules: Any) -> Applied:
    async with stage.database.write() as db:
        done = await AppShares().apply(loading(stage, db, **rules), sheets)
    async with stage.database.read() as db:
        assert await roll_ups.differing(db, date(2026, 1, 1), date(2026, 12, 31)) == 0
    return done


async def rows(stage: Stage, table: Any) -> list[Any]:
    async with stage.database.read() as db:
        return list((await db.execute(select(table))).mappings())


async def day(stage: Stage, who: str, on: date = TUESDAY) -> tuple[int, dict[str, int]]:
    """How many items count on a day, and under which kinds."""
    async with stage.database.read() as db:
        post = await people.post(db, stage.posts[who])
        assert post
        result = (await officer_day(db, stage.settings, [post], on))[post.id]
    return result.items, {kind.value: number for kind, number in result.by_kind.items()}


THREE = sheet(
    ["李", "槐树村", "2026-11-17", "冬天走路怎样防滑", "微信"],
    ["李", "槐树村", "2026-11-17", "煤气中毒早知道", ""],
    ["王", "", "2026-11-18", "冬天走路怎样防滑", "新浪微博"],
)


async def test_a_preview_and_what_comes_of_it(stage: Stage) -> None:
    planned = await plan(stage, THREE)
    assert planned.summary == (
        "表里共 3 行。\n日期：11月17日至11月18日，2 位信息员。\n"
        "新的 3 行，新记 3 条分享。\n"
        "导入的分享，佐证记为“官方App导入”。信息员自己撤回过的，不会恢复。"
    )
    assert (planned.remarks, planned.changes, planned.possible) == ((), 3, True)
    assert await rows(stage, shares) == await rows(stage, item_rows) == []
    assert (await load(stage, THREE)).text == "已导入 3 行，新记 3 条分享。"
    assert await day(stage, "李") == (2, {"imported": 2})
    assert {row["destination"] for row in await rows(stage, shares)} == {"wechat", "other", "weibo"}
    (log,) = await rows(stage, audit)
    assert (log["act"], log["person_id"]) == ("app-shares.load", stage.persons["赵"])
    assert "李" not in log["details"]


async def test_the_same_file_again_changes_nothing(stage: Stage) -> None:
    first = await plan(stage, THREE)
    assert (await plan(stage, THREE)).mark == first.mark
    await load(stage, THREE)
    before = [await rows(stage, table) for table in (shares, evidence, item_rows)]
    again = await plan(stage, THREE)
    assert (again.changes, again.summary.splitlines()[2:]) == (
        0,
        ["没有新的。", "以前导入过或表里重复的 3 行，不会再记。"],
    )
    assert again.mark != first.mark
    assert (await load(stage, THREE)).text == "没有新的可导入，什么都没有改动。"
    assert [await rows(stage, table) for table in (shares, evidence, item_rows)] == before
    more = sheet(*(row.cells for row in THREE.rows), ["王", "", "2026-11-19", "煤气中毒早知道", "QQ"])
    assert (await load(stage, more)).text == "已导入 1 行，新记 1 条分享。"
    assert len(await rows(stage, item_rows)) == 2


async def test_lines_that_are_nobodys_are_listed_and_the_others_loaded(stage: Stage) -> None:
    await stage.officer("张", stage.village)
    namesake = await stage.officer("张二", stage.school)
    async with stage.database.write() as db:
        post = await people.post(db, namesake)
        assert post
        await people.update_person(db, post.person_id, name="张")
    mixed = sheet(
        ["李", "", "2026-11-17", "甲", ""],
        ["钱", "", "2026-11-17", "甲", ""],
        ["张", "", "2026-11-17", "甲", ""],
        ["张", "第一小学", "2026-11-17", "甲", ""],
        ["李", "第一小学", "2026-11-17", "甲", ""],
        ["李", "", "2025-12-31", "甲", ""],
        ["李", "", "2026-11-24", "甲", ""],
        ["李", "", "前几天", "甲", ""],
        ["李", "", "2026-11-17", "", ""],
        ["", "", "2026-11-17", "甲", ""],
        ["李", "", "2020-01-01", "甲", ""],
    )
    planned = await plan(stage, mixed)
    assert [(remark.row, remark.text) for remark in planned.remarks] == [
        (3, "没有叫“钱”的科普信息员。名字写法不同的话，请改成登记的名字；还没有登记的，请先登记。"),
        (4, "有几位“张”（槐树村、第一小学），分不清是谁。请在单位一列写明是哪一位的。"),
        (6, "表里写的是“第一小学”，登记的“李”在槐树村，可能不是同一个人。是的话，请把表里的单位改过来。"),
        (7, "“李”（槐树村）那一天不在任，不能记到名下。任期登记错了的话，请先改任期。"),
        (8, "日期还没有到。请核对日期。"),
        (9, "看不出是哪一天。日期请写成 2026-11-17 这样。"),
        (10, "没有标题、链接，次数也看不懂，不知道分享了什么。请补上其中一项。"),
        (11, "没有姓名。请补上再导入这一行。"),
        (12, "早于 400 天以前，不导入。确实要导入，请系统管理员调大 app_shares.oldest_days。"),
    ]
    assert planned.possible
    assert "对不上人的 3 行" in planned.summary
    assert "有同名的人、分不清是谁的 1 行" in planned.summary
    assert "看不明白的 5 行" in planned.summary
    await load(stage, mixed)
    assert {row["post_id"] for row in await rows(stage, shares)} == {stage.posts["李"], namesake}


async def test_nobody_beyond_the_loaders_region(stage: Stage) -> None:
    async with stage.database.write() as db:
        other = await places.add_region(db, "邻县", Level.COUNTY, stage.city)
        unit = await places.add_unit(db, other, "外村", UnitKind.VILLAGE)
    await stage.officer("外", unit)
    outside = sheet(["外", "", "2026-11-17", "甲", ""])
    assert [remark.row for remark in (await plan(stage, outside)).remarks] == [2]
    async with stage.database.read() as db:
        assert (await AppShares().plan(loading(stage, db, stage.city), [outside])).remarks == ()
        operator = Loading(db, Settings(), stage.catalog, stage.clock.now(), "en")
        assert (await AppShares().plan(operator, [outside])).changes == 1
        nobody = Loading(db, Settings(), stage.catalog, stage.clock.now(), "en", 1, ())
        assert (await AppShares().plan(nobody, [outside])).changes == 0


async def test_an_operator_who_names_a_region_means_that_region(stage: Stage) -> None:
    async with stage.database.write() as db:
        other = await places.add_region(db, "白石县", Level.COUNTY, stage.city)
    lines = sheet(["李", "", "2026-11-17", "甲", "微信"])

    async def found(*scope: Region) -> list[str]:
        async with stage.database.read() as db:
            by_hand = replace(loading(stage, db), person_id=None, scope=scope)
            return [remark.text for remark in (await AppShares().plan(by_hand, [lines])).remarks]

    assert await found() == await found(stage.county) == []
    assert "没有叫“李”的科普信息员" in (await found(other))[0]


async def test_a_sheet_that_does_not_say_what_was_shared(stage: Stage) -> None:
    planned = await plan(stage, sheet(["李", "2026-11-17"], headings="姓名 日期"))
    assert not planned.possible
    assert "看不出分享了什么" in planned.remarks[0].text


async def test_what_was_claimed_is_the_same_share(stage: Stage) -> None:
    await stage.stock()
    await stage.push(PUSH)
    await stage.say("李", "~", "/share 1 微博")
    async with stage.database.read() as db:
        (claimed,) = await rows(stage, shares)
        item = (await items.by_ids(db, [claimed["item_id"]]))[claimed["item_id"]]
    said = sheet(["李", "", "2026-11-23", f"{item.title}！", ""])
    assert (await plan(stage, said)).summary.splitlines()[1:4] == [
        "日期：11月23日，1 位信息员。",
        "新的 1 行，新记 0 条分享。",
        "已经记过的分享里，有 1 条官方App也有记录，添上这条佐证，不另外计数。",
    ]
    assert (await load(stage, said)).text == "已导入 1 行，都是给已有的分享添上佐证。"
    assert len(await rows(stage, shares)) == 1
    assert await day(stage, "李", date(2026, 11, 23)) == (1, {"imported": 1})
    (mine,) = await stage.say("李", "~", "/me")
    assert f"· 《{item.title}》→ 微博（官方App导入）" in mine.text


async def test_what_the_officer_took_back_stays_so(stage: Stage) -> None:
    today = sheet(["李", "", "2026-11-23", "甲", "微信"])
    await load(stage, today)
    (mine,) = await stage.say("李", "~", "/me")
    one = (await stage.press("李", "~", next(iter(mine.buttons.values()))))[0]
    await stage.press("李", "~", one.buttons["撤回这条"])
    assert (await plan(stage, today)).changes == 0
    other = sheet(["李", "", "2026-11-23", "甲", ""])  # another export, without channels
    await load(stage, other)
    assert [row["withdrawn_at"] is not None for row in await rows(stage, shares)] == [True]
    assert await day(stage, "李", date(2026, 11, 23)) == (0, {})


WITH_LINK = "姓名 日期 标题 链接"


@pytest.mark.parametrize("turned", [False, True])
async def test_one_export_has_links_and_another_none(stage: Stage, *, turned: bool) -> None:
    titles = sheet(["李", "2026-11-17", "甲和乙", ""], headings=WITH_LINK)
    links = sheet(["李", "2026-11-17", "甲和乙！", "https://a.example.cn/1"], headings=WITH_LINK)
    for one in (links, titles) if turned else (titles, links):
        await load(stage, one)
        assert await day(stage, "李") == (1, {"imported": 1})
    assert [(await plan(stage, one)).changes for one in (titles, links)] == [0, 0]
    again = sheet(["王", "2026-11-18", "甲和乙", "https://a.example.cn/1"], headings=WITH_LINK)
    await load(stage, again)
    assert len(await rows(stage, item_rows)) == 1


async def test_one_title_with_two_links_is_two_items(stage: Stage) -> None:
    lines = [["李", "2026-11-17", "每日科普", f"https://a.example.cn/{number}"] for number in (1, 2)]
    await load(stage, sheet(*lines, headings=WITH_LINK))
    assert await day(stage, "李") == (2, {"imported": 2})


async def test_counts_are_no_sum(stage: Stage) -> None:
    await load(stage, sheet(["李", "", "2026-11-17", "甲", "微信"]))
    counts = counting(["李", "2026-11-17", "3"], ["王", "2026-11-17", "0"])
    assert (await load(stage, counts)).text == "已导入 1 行，新记 2 条分享。"
    assert await day(stage, "李") == (3, {"imported": 3})
    assert (await plan(stage, counts)).changes == 0
    titles = {row["title"] for row in await rows(stage, item_rows)}
    assert titles == {"甲", "官方App记录的第 2 条，未列明标题", "官方App记录的第 3 条，未列明标题"}
    # Later an export with titles comes: three are still three, and five are five.
    await load(stage, sheet(*(["李", "", "2026-11-17", title, "微信"] for title in "甲乙丙")))
    assert await day(stage, "李") == (3, {"imported": 3})
    await load(stage, sheet(*(["李", "", "2026-11-17", title, "微信"] for title in "丁戊")))
    assert await day(stage, "李") == (5, {"imported": 5})
    await load(stage, counts)
    assert await day(stage, "李") == (5, {"imported": 5})


async def test_claims_after_a_count_are_no_sum_either(stage: Stage) -> None:
    await load(stage, counting(["李", "2026-11-23", "2"]))
    await stage.stock()
    await stage.push(PUSH)
    (heard,) = await stage.say("李", "~", "/share 1")
    assert heard.text == "已记 2/3（微信群）"
    assert await day(stage, "李", date(2026, 11, 23)) == (2, {"claimed": 1, "imported": 1})
    (mine,) = await stage.say("李", "~", "/me")
    assert mine.text.startswith("今天已记 2/3 条。")
    assert "官方App记录的第 2 条，未列明标题" in mine.text
    assert "第 1 条" not in mine.text
    await stage.say("李", "~", "/share 2 3")
    assert await day(stage, "李", date(2026, 11, 23)) == (3, {"claimed": 3})
    (mine,) = await stage.say("李", "~", "/me")
    assert mine.text.startswith("今天已记 3/3 条。")


async def test_an_officer_takes_an_unlisted_one_back(stage: Stage) -> None:
    await load(stage, counting(["李", "2026-11-23", "1"]))
    (mine,) = await stage.say("李", "~", "/me")
    one = (await stage.press("李", "~", mine.buttons["官方App记录的第 1 条，未列明…"]))[0]
    await stage.press("李", "~", one.buttons["撤回这条"])
    assert await day(stage, "李", date(2026, 11, 23)) == (0, {})
    await load(stage, counting(["李", "2026-11-23", "1"]))
    assert await day(stage, "李", date(2026, 11, 23)) == (0, {})


async def test_the_reserve_that_was_claimed_is_not_what_the_app_counted(stage: Stage) -> None:
    await load(stage, counting(["李", "2026-11-17", "3"]), counts=False)
    assert await day(stage, "李") == (0, {})
    async with stage.database.read() as db:
        known = (await roll_ups.of_day(db, [stage.posts["李"]], TUESDAY))[stage.posts["李"]]
        assert not known.counting
        met = await roll_ups.days_met(db, TUESDAY, TUESDAY, [Evidence.IMPORTED], 3, counting=False)
    assert met == {stage.posts["李"]: 1}


async def test_what_only_an_export_knows_is_never_in_an_edition(stage: Stage) -> None:
    await load(stage, THREE)
    async with stage.database.read() as db:
        found = await items.candidates(db, datetime(2026, 1, 1, tzinfo=UTC), stage.catalog.reserve)
        assert [item.source for item in found] == []
    await stage.stock()
    await stage.push(PUSH)
    async with stage.database.read() as db:
        made = await editions.of_days(db, [stage.county.id], [date(2026, 11, 23)])
    assert {item.source for edition in made for item in edition.items} == {"reserve"}


async def test_by_its_link_an_item_is_found_whenever_it_was_gathered(stage: Stage) -> None:
    await stage.stock()
    async with stage.database.write() as db:
        old = (await rows(stage, item_rows))[0]
        long_ago = datetime(2025, 1, 1, tzinfo=UTC)
        linked = update(item_rows).where(item_rows.c.id == old["id"])
        await db.execute(linked.values(canonical="https://a.cn/x?id=1", gathered_at=long_ago))
    said = sheet(
        ["李", "2026-11-17", "改过的标题", "https://A.cn/x?id=1&utm_source=app"], headings="姓名 日期 标题 链接"
    )
    await load(stage, said)
    assert [row["item_id"] for row in await rows(stage, shares)] == [old["id"]]


async def test_who_ended_the_post_keeps_the_days_before(stage: Stage) -> None:
    async with stage.database.write() as db:
        await people.update_post(db, stage.posts["李"], state=PostState.ENDED, until=date(2026, 11, 17))
    ended = sheet(["李", "", "2026-11-17", "甲", ""], ["李", "", "2026-11-18", "甲", ""])
    assert [remark.row for remark in (await plan(stage, ended)).remarks] == [3]
    await load(stage, ended)
    assert len(await rows(stage, shares)) == 1


async def test_two_load_the_same_at_the_same_time(stage: Stage, database_url: str) -> None:
    second = Database(database_url)

    async def one(database: Database) -> str:
        async with database.write() as db:
            return (await AppShares().apply(loading(stage, db), [THREE])).text

    try:
        said = await asyncio.gather(one(stage.database), one(second))
    finally:
        await second.close()
    assert "已导入 3 行，新记 3 条分享。" in said
    assert len(await rows(stage, shares)) == len(await rows(stage, evidence)) == 3
    assert len(await rows(stage, item_rows)) == 2
    async with stage.database.read() as db:
        assert await roll_ups.differing(db, date(2026, 11, 1), date(2026, 11, 30)) == 0


@pytest.mark.parametrize("number", [1, 200])
async def test_the_unlisted_have_numbers_of_their_own(stage: Stage, number: int) -> None:
    await load(stage, counting(["李", "2026-11-17", str(number)]))
    assert {row["id"] for row in await rows(stage, item_rows)} == {unlisted_id(n + 1) for n in range(number)}
    assert (await day(stage, "李"))[0] == number
