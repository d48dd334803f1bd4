"""`/board`, `/books`, `/screen`: what people see, and what is on record afterwards."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kpbot.domain.places import Facility, Level, UnitKind
from kpbot.storage import photos, places, upkeeps
from kpbot.storage.rows import read
from kpbot.storage.tables import corrections, facilities
from kpbot.storage.tables import photos as photos_table
from kpbot.storage.tables import upkeeps as table
from tests.fakes.stage import Stage

TODAY = date(2026, 11, 23)  # a Monday


async def board(stage: Stage, name: str = "宣传栏", kind: str = "board", since: date = date(2026, 1, 1)) -> Facility:
    async with stage.database.write() as db:
        return await places.add_facility(db, stage.village.id, kind, name, since)


async def records(stage: Stage) -> list[upkeeps.Upkeep]:
    async with stage.database.read() as db:
        rows = (await db.execute(select(table).order_by(table.c.id))).mappings()
        return [read(upkeeps.Upkeep, row) for row in rows]


async def days(stage: Stage) -> list[date]:
    return [one.day for one in await records(stage) if one.withdrawn_at is None]


async def pictures(stage: Stage) -> Sequence[str]:
    async with stage.database.read() as db:
        query = select(photos_table.c.ref).where(photos_table.c.owner_kind == photos.UPKEEP)
        return sorted((await db.execute(query)).scalars())


async def test_one_board_is_recorded_at_once_and_read_back(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("李", "~", "/board")
    assert heard[0].text == "已记：槐树村 宣传栏，11月23日（周一）更换。"
    assert list(heard[0].buttons) == ["改日期", "撤回", "加照片"]
    (record,) = await records(stage)
    assert (record.post_id, record.entered_by, record.day, record.late) == (stage.posts["李"], None, TODAY, False)


async def test_saying_it_twice_is_one_record(stage: Stage) -> None:
    await board(stage)
    await stage.say("李", "officers", "/board")
    again = await stage.say("李", "officers", "/board")
    assert "已经记过了" in again[0].text
    assert await days(stage) == [TODAY]


@pytest.mark.parametrize(
    ("said", "day", "late"),
    [
        ("/board 昨天", date(2026, 11, 22), False),
        ("/board 槐树村 11月20日", date(2026, 11, 20), False),
        ("/board 已更换 上周五", date(2026, 11, 20), False),
        ("/board 11月2日换了", date(2026, 11, 2), True),
        ("宣传栏 三天前", date(2026, 11, 20), False),
    ],
)
async def test_a_day_and_a_place_may_be_named(stage: Stage, said: str, day: date, late: bool) -> None:
    await board(stage)
    heard = await stage.say("李", "~", said)
    assert heard[0].text.startswith("已记：槐树村 宣传栏")
    assert ("按补记算" in heard[0].text) is late
    assert [(one.day, one.late) for one in await records(stage)] == [(day, late)]


async def test_what_is_still_to_come_or_cannot_be_read_is_not_recorded(stage: Stage) -> None:
    await board(stage)
    assert "11月24日（周二）还没到" in (await stage.say("李", "~", "/board 明天"))[0].text
    assert "没看懂" in (await stage.say("李", "~", "/board 2月30日"))[0].text
    assert "没有找到“火星”" in (await stage.say("李", "~", "/board 火星"))[0].text
    assert await records(stage) == []


async def test_several_boards_are_chosen_by_button_with_day_and_picture_kept(stage: Stage) -> None:
    await board(stage, "村口宣传栏")
    second = await board(stage, "广场宣传栏")
    heard = await stage.say("李", "~", "/board 昨天", photos=["one"])
    assert list(heard[0].buttons) == ["槐树村 村口宣传栏", "槐树村 广场宣传栏"]
    done = await stage.press("李", "~", heard[0].buttons["槐树村 广场宣传栏"])
    assert done[0].text == "已记：槐树村 广场宣传栏，11月22日（周日）更换。"
    assert [(one.facility_id, one.day) for one in await records(stage)] == [(second.id, date(2026, 11, 22))]
    assert await pictures(stage) == ["one"]
    assert "已记：槐树村 村口宣传栏" in (await stage.say("李", "~", "/board 村口"))[0].text


async def test_a_picture_of_what_is_on_record_already_is_kept_and_it_says_so(stage: Stage) -> None:
    await board(stage)
    await stage.say("李", "~", "/board")
    again = await stage.say("李", "~", "/board", photos=["later"])
    assert again[0].text == "槐树村 宣传栏11月23日（周一）已经记过了，不用再报；照片已附在那条记录上。"
    assert await pictures(stage) == ["later"]
    await board(stage, "广场宣传栏")
    asked = await stage.say("李", "~", "/board", photos=["latest"])
    picked = await stage.press("李", "~", asked[0].buttons["槐树村 宣传栏"])
    assert "照片已附在那条记录上" in picked[0].text
    assert await pictures(stage) == ["later", "latest"]
    assert await days(stage) == [TODAY]


async def test_without_a_board_it_says_who_registers_one(stage: Stage) -> None:
    await board(stage, "图书角", "books")
    assert (await stage.say("李", "~", "/board"))[0].text == "您这里还没有登记宣传栏，请当地协调员登记一下。"
    assert "已记：槐树村 图书角" in (await stage.say("李", "~", "/books"))[0].text
    assert "大屏" in (await stage.say("李", "~", "/screen"))[0].text


async def test_a_bystander_hears_who_can(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("路人", "officers", "/board")
    assert "科普信息员" in heard[0].text
    assert await records(stage) == []


async def test_the_day_is_corrected_by_button_or_word_and_kept_as_a_correction(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("李", "~", "/board")
    asked = await stage.press("李", "~", heard[0].buttons["改日期"])
    changed = await stage.press("李", "~", asked[0].buttons["昨天"])
    assert changed[0].text == "已记：槐树村 宣传栏，11月22日（周日）更换。"
    await stage.press("李", "~", changed[0].buttons["改日期"])
    assert "没看懂" in (await stage.say("李", "~", "不知道"))[0].text
    assert "11月2日" in (await stage.say("李", "~", "11月2日"))[0].text
    (record,) = await records(stage)
    assert (record.day, record.late) == (date(2026, 11, 2), True)
    async with stage.database.read() as db:
        kept = (await db.execute(select(corrections).order_by(corrections.c.id))).all()
    assert [row.subject for row in kept] == [f"upkeep:{record.id}"] * 2
    assert "2026-11-23" in kept[0].before


async def test_a_withdrawn_record_is_gone_and_can_be_made_again(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("李", "~", "/board", photos=["p"])
    assert (await stage.press("李", "~", heard[0].buttons["撤回"]))[0].text.startswith("已撤回：槐树村 宣传栏")
    assert await days(stage) == []
    assert "不在了" in (await stage.press("李", "~", heard[0].buttons["撤回"]))[0].text
    await stage.say("李", "~", "/board")
    assert await days(stage) == [TODAY]


async def test_another_units_officer_can_neither_record_nor_change(stage: Stage) -> None:
    made = await board(stage)
    heard = await stage.say("李", "officers", "/board")
    for data in (heard[0].buttons["撤回"], heard[0].buttons["改日期"], f"up:pick:{made.id}:20261101"):
        assert "那个单位" in (await stage.press("王", "officers", data))[0].text
    assert await days(stage) == [TODAY]


async def test_pictures_of_an_album_and_replies_belong_to_the_record(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("李", "officers", "/board", photos=["a1"], album="A")
    assert await stage.say("李", "officers", photos=["a2"], album="A") == []
    await stage.say("李", "officers", photos=["holiday"])  # nobody asked for it
    await stage.say("李", "officers", photos=["reply"], reply_to="the record")
    await stage.press("李", "officers", heard[0].buttons["加照片"])
    await stage.say("李", "officers", photos=["asked"])
    await stage.say("王", "officers", photos=["hers"], reply_to="the record")
    assert await pictures(stage) == ["a1", "a2", "asked", "reply"]


async def test_numbers_said_after_a_record_are_not_taken_for_it(stage: Stage) -> None:
    await board(stage)
    await stage.say("李", "~", "/board")
    await stage.say("李", "~", "大家好")
    assert await days(stage) == [TODAY]


async def test_a_coordinator_records_for_an_officer_and_it_is_marked(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("赵", "coordinators", "/board 槐树村 11月20日")
    assert "由协调员代记" in heard[0].text
    (record,) = await records(stage)
    assert (record.post_id, record.entered_by) == (stage.posts["李"], stage.persons["赵"])


async def test_a_coordinator_of_elsewhere_sees_and_records_nothing(stage: Stage) -> None:
    made = await board(stage)
    async with stage.database.write() as db:
        other = await places.add_region(db, "邻县", Level.COUNTY, stage.city)
    await stage.coordinator("孙", other)
    assert "还没有登记" in (await stage.say("孙", "~", "/board 槐树村"))[0].text
    assert "不在您负责的地区" in (await stage.press("孙", "~", f"up:pick:{made.id}:20261101"))[0].text
    assert await records(stage) == []


async def test_the_list_shows_the_worst_first_and_counts(stage: Stage) -> None:
    stale = await board(stage, "旧栏")
    fresh = await board(stage, "新栏")
    await board(stage, "图书角", "books")
    due = await board(stage, "大屏", "screen")
    async with stage.database.write() as db:
        for one, day in ((stale, 200), (fresh, 3), (due, 33)):
            at = stage.clock.now()
            await upkeeps.add(db, one.id, None, None, TODAY - timedelta(days=day), at, late=False)
    heard = await stage.say("赵", "coordinators", "/boards")
    assert heard[0].text.split("\n") == [
        "共 4 处：过期 1，没有记录 1，该更新 1，暂停 0，正常 1。",
        "🔴 槐树村 旧栏：过期，上次 5月7日",
        "⚪ 槐树村 图书角：没有记录",
        "🟡 槐树村 大屏：该更新，上次 10月21日",
        "🟢 槐树村 新栏：正常，上次 11月20日",
    ]
    only_boards = await stage.say("赵", "coordinators", "/board")
    assert "共 2 处" in only_boards[0].text


async def test_a_regions_list_is_not_shown_to_a_whole_group(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("赵", "officers", "/boards")
    assert [one.chat for one in heard if "槐树村" in one.text] == ["~赵"]


async def test_an_officer_sees_the_own_unit_with_buttons(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("李", "~", "/boards")
    done = await stage.press("李", "~", heard[0].buttons["已更换：槐树村 宣传栏"])
    assert done[0].text.startswith("已记")


async def test_a_long_list_is_cut_and_says_how_many_more(stage: Stage) -> None:
    async with stage.database.write() as db:
        for n in range(30):
            unit = await places.add_unit(db, stage.county, f"{n}村", UnitKind.VILLAGE)
            await places.add_facility(db, unit.id, "board", "宣传栏", date(2026, 1, 1))
    heard = await stage.say("赵", "~", "/boards")
    assert heard[0].text.endswith("另有 10 处没有列出。")
    which = await stage.say("赵", "~", "/board 宣传栏")
    assert "还有 22 处" in which[0].text


async def test_recording_ends_a_pause(stage: Stage) -> None:
    made = await board(stage)
    async with stage.database.write() as db:
        await places.update_facility(db, made.id, paused_until=date(9999, 12, 31))
    assert "提醒也恢复了" in (await stage.say("李", "~", "/board"))[0].text
    async with stage.database.read() as db:
        row = (await db.execute(select(facilities.c.paused_until))).one()
    assert row.paused_until is None


async def test_acting_for_an_officer_by_name(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("赵", "~", "/for 李 board 昨天")
    assert "由协调员代记" in heard[0].text
    changed = await stage.press("赵", "~", heard[0].buttons["改日期"])
    assert "11月21日" in (await stage.press("赵", "~", changed[0].buttons["前天"]))[0].text
    (record,) = await records(stage)
    assert (record.post_id, record.entered_by) == (stage.posts["李"], stage.persons["赵"])
    assert record.day == date(2026, 11, 21)
