"""A county's roster comes in, everybody on it gets a personal code, and whoever uses theirs is in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Level
from kpbot.domain.shares import DayVerdict, Unknown
from kpbot.domain.sheet_mapping import mapped
from kpbot.domain.sheets import Sheet
from kpbot.services import invitations, uploads
from kpbot.services.catalog import Catalog
from kpbot.services.days import officer_day
from kpbot.services.digests import send_digests
from kpbot.services.export import COLUMNS, ExportKind, records
from kpbot.services.reminders import remind
from kpbot.services.sheets.kind import Applied, Loading, Plan
from kpbot.services.sheets.kinds import BY_NAME
from kpbot.services.sheets.reading import read_workbook
from kpbot.services.sheets.roster import Roster
from kpbot.services.upload_desk import Desk
from kpbot.storage import facts, people, places
from kpbot.storage.tables import (
    accounts,
    audit,
    codes,
    facilities,
    metadata,
    persons,
    posts,
    regions,
    reminders,
    shares,
    stations,
    units,
)
from kpbot.storage.tables import uploads as sheets_sent
from tests.fakes.rosters import HEADINGS, ID_NUMBER, LINES, PHONES, cards_in, roster
from tests.fakes.sheets import Shelf, workbook
from tests.fakes.stage import PLATFORM, Heard, Stage

CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")
COMING = {"inbox", "outbox", "uploads"}  # what says that a sheet came and was answered
PLACES = (regions, units, stations, facilities, persons, posts)


@dataclass
class County:
    stage: Stage
    shelf: Shelf

    async def work(self) -> list[Heard]:
        desk = Desk(self.stage.database, self.stage.settings, self.stage.catalog, BY_NAME)
        while await uploads.work_through(desk, {PLATFORM: self.shelf}, self.stage.clock.now()):
            pass
        return await self.stage.heard()

    async def send(self, content: bytes, who: str = "赵", chat: str = "~") -> Heard:
        text = "" if chat == "~" else "/import"
        said = await self.stage.say(who, chat, text, files=[self.shelf.put("名册.xlsx", content)])
        return [*said, *await self.work()][-1]

    async def load(self, content: bytes, chat: str = "~") -> Heard:
        """Sent and agreed to."""
        shown = await self.send(content, chat=chat)
        await self.stage.press("赵", chat, shown.buttons["就这样入库"])
        return (await self.work())[-1]

    async def rows(self, table: Any) -> list[Any]:
        async with self.stage.database.read() as db:
            return list(await db.execute(select(table).order_by(*table.primary_key.columns)))

    async def counts(self) -> dict[str, int]:
        return {table.name: len(await self.rows(table)) for table in PLACES}

    async def post_of(self, name: str) -> Any:
        query = (
            select(posts, persons.c.name, persons.c.consented_at, units.c.name.label("unit"))
            .join(persons, persons.c.id == posts.c.person_id)
            .outerjoin(units, units.c.id == posts.c.unit_id)
            .where(persons.c.name == name)
            .order_by(posts.c.id.desc())
        )
        async with self.stage.database.read() as db:
            return (await db.execute(query)).first()

    async def everything(self) -> str:
        """The whole database as text."""
        return "\n".join([str([tuple(row) for row in await self.rows(table)]) for table in metadata.sorted_tables])

    async def tables(self) -> dict[str, list[Any]]:
        """Everything by table."""
        return {table.name: await self.rows(table) for table in metadata.sorted_tables}

    async def changed(self, before: dict[str, list[Any]]) -> set[str]:
        """Tables that are not as they were."""
        return {name for name, rows in (await self.tables()).items() if rows != before[name]}

    def cards(self, said: Heard) -> dict[str, str]:
        """Code by name, as printed."""
        assert said.outgoing.document
        content = (self.stage.settings.data_dir / said.outgoing.document.path).read_bytes()
        return cards_in(content)

    async def join(self, who: str, code: str) -> Heard:
        """By a personal code, with consent."""
        notice = (await self.stage.say(who, "~", f"/join {code}"))[-1]
        assert notice.buttons, notice.text
        return next(
            h for h in await self.stage.press(who, "~", next(iter(notice.buttons.values()))) if h.chat == f"~{who}"
        )


@pytest.fixture
def county(stage: Stage, tmp_path: Path) -> County:
    stage.settings = stage.dispatcher._settings = stage.settings.model_copy(update={"data_dir": tmp_path})
    stage.capabilities = replace(stage.capabilities, files=True)
    stage.dispatcher._capabilities = {PLATFORM: stage.capabilities}
    return County(stage, Shelf())


def sheets_of(content: bytes) -> list[Sheet]:
    found = [mapped(raw, Roster.fields) for raw in read_workbook("名册.xlsx", content)]
    assert all(isinstance(sheet, Sheet) for sheet in found)
    return [sheet for sheet in found if isinstance(sheet, Sheet)]


async def by_operator(stage: Stage, content: bytes, *, apply: bool = True) -> tuple[Plan, Applied | None]:
    async with stage.database.write() as db:
        loading = Loading(db, stage.settings, Catalog(), stage.clock.now(), "zh-CN")
        plan = await Roster().plan(loading, sheets_of(content))
        return plan, await Roster().apply(loading, sheets_of(content)) if apply else None


async def test_from_the_countys_sheet_to_a_share_that_counts(county: County) -> None:
    stage = county.stage
    shown = await county.send(roster())
    for words in (
        "新建乡镇（地区）2 个",
        "新增单位 3 个",
        "新增科普信息员 5 人",
        "e 站 2 个",
        "设施 5 处",
        "联系电话",
        "身份证号",
    ):
        assert words in shown.text
    before = await county.counts()
    await stage.press("赵", "~", shown.buttons["就这样入库"])
    done = (await county.work())[-1]
    after = await county.counts()
    assert {name: after[name] - before[name] for name in after} == {
        "regions": 2,
        "units": 3,
        "stations": 2,
        "facilities": 5,
        "persons": 5,
        "posts": 5,
    }
    post = await county.post_of("吴刚")
    assert (post.unit, post.since, post.state, post.consented_at) == ("东关社区", date(2026, 3, 1), "active", None)
    codes_by_name = county.cards(done)
    assert set(codes_by_name) == {"张三", "孙秀芳", "周芳", "吴刚", "郑洁"}
    assert all(CODE.fullmatch(code) for code in codes_by_name.values())

    notice = (await stage.say("wu", "~", f"/join {codes_by_name['吴刚']}"))[-1]
    for words in ("东关街道/东关社区", "吴刚", "不保存", "/forgetme"):
        assert words in notice.text
    assert len(await county.rows(accounts)) == 3  # nothing is kept before consent
    welcome = (await stage.press("wu", "~", notice.buttons["是本人，同意"]))[-1]
    assert "东关街道/东关社区" in welcome.text
    joined = await county.post_of("吴刚")
    assert (joined.id, joined.state) == (post.id, "active")
    assert joined.consented_at == stage.clock.now()
    assert [row.act for row in await county.rows(audit) if row.subject == f"post:{post.id}"] == [
        "post.roster",
        "code.invite",
        "post.join",
    ]

    await stage.stock()
    push = next(one for one in await stage.push(PUSH) if one.chat == "officers")
    for number in (1, 2, 3):
        await stage.press("wu", "officers", push.buttons[f"已分享 {number}"])
    async with stage.database.read() as db:
        held = await people.posts_within(db, stage.county.path, PostRole.OFFICER)
        mine, others = ([p for p, _ in held if (p.id == post.id) is own] for own in (True, False))
        assert (await officer_day(db, stage.settings, mine, DAY))[post.id].verdict is DayVerdict.MET
        assert DayVerdict.MET not in {r.verdict for r in (await officer_day(db, stage.settings, others, DAY)).values()}


def kept_in(folder: Path) -> str:
    files = [file for file in folder.rglob("*") if file.is_file()]
    unpacked = [docx for file in files if file.suffix == ".docx" for docx in cards_in(file.read_bytes())]
    return "".join([*(file.read_bytes().decode("latin-1") for file in files), *unpacked])


async def test_numbers_of_people_reach_neither_database_nor_files(county: County, tmp_path: Path, capsys: Any) -> None:
    done = await county.load(roster())
    whole = await county.everything() + done.text + "".join(capsys.readouterr())
    whole += kept_in(tmp_path)
    for number in (*PHONES, ID_NUMBER):
        assert number not in whole
        assert number[:7] not in whole


async def test_loading_twice_changes_nothing(county: County) -> None:
    await county.load(roster())
    before = await county.everything()
    shown = await county.send(roster())
    assert "没有要改动的" in shown.text
    assert not shown.buttons
    names = [table.name for table in (*PLACES, codes)]
    after = await county.everything()
    tables = {table.name: number for number, table in enumerate(metadata.sorted_tables)}
    assert [before.split("\n")[tables[n]] for n in names] == [after.split("\n")[tables[n]] for n in names]


async def test_what_a_later_sheet_says_otherwise_is_changed(county: County) -> None:
    await county.load(roster())
    before = {row.name: row.since for row in await county.rows(stations)}
    async with county.stage.database.write() as db:
        await db.execute(stations.update().where(stations.c.name == "东关社区e站").values(ended=date(2026, 11, 1)))
        await db.execute(facilities.update().values(ended=date(2026, 11, 1)))
    later = [list(line) for line in LINES]
    later[0][9], later[1][12] = "2025年7月1日", "是"
    counted = await county.counts()
    await county.load(roster(later))
    assert await county.counts() == counted
    demonstrations = {row.name: row.demonstration for row in await county.rows(units)}
    assert demonstrations["柳河镇中心小学"] is True
    now = {row.name: (row.since, row.ended) for row in await county.rows(stations)}
    assert now["柳树村e站"] == (date(2025, 7, 1), None)
    assert now["东关社区e站"] == (before["东关社区e站"], None)
    assert {row.ended for row in await county.rows(facilities)} == {None}
    assert "没有要改动的" in (await county.send(roster(later))).text


def many(*, but: dict[int, tuple[str, ...]] | None = None) -> bytes:
    """300 new villages with an officer each; `but` are lines by their row that say something else."""
    signs = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张"
    lines: list[tuple[str, ...]] = [
        ("青禾县", "柳河镇", f"{signs[n // 20]}{signs[n % 20]}村", f"何{signs[n // 20]}{signs[n % 20]}")
        for n in range(300)
    ]
    for row, line in (but or {}).items():
        lines[row - 2] = line
    return workbook(("县区", "乡镇", "村", "姓名"), *lines)


def remarks_in(said: Heard, county: County) -> list[str]:
    assert said.outgoing.document
    book = load_workbook(county.stage.settings.data_dir / said.outgoing.document.path)
    return [str(row[2]) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


async def test_of_many_names_a_message_says_five_and_the_file_all(county: County) -> None:
    shown = await county.send(many())
    assert shown.text.splitlines() == [
        "《名册》是名册（单位、人员、e站、设施），读到 1 张工作表、300 行。",
        "· 新建乡镇（地区）1 个",
        "· 新增单位 300 个",
        "· 新增科普信息员 300 人",
        "新增的单位：赵赵村、赵钱村、赵孙村、赵李村、赵周村……等 300 个，见所附表格。",
        "新增的信息员：赵赵村 何赵赵、赵钱村 何赵钱、"
        "赵孙村 何赵孙、赵李村 何赵李、赵周村 何赵周……等 300 个，见所附表格。",
    ]
    listed = remarks_in(shown, county)
    assert len(listed) == 600
    assert (listed[0], listed[300]) == ("新增的单位：赵赵村", "新增的信息员：赵赵村 何赵赵")
    assert "就这样入库" in shown.buttons


async def test_what_is_wrong_is_said_before_what_would_be_new(county: County) -> None:
    shown = await county.send(many(but={5: ("白石县", "柳河镇", "柳树村", "何二")}))
    assert shown.text.splitlines() == [
        "《名册》是名册（单位、人员、e站、设施），读到 1 张工作表、300 行。",
        "有 1 处要先改好才能入库。请改好后再发一次，现在什么也没有改。",
        "请留意：",
        "第 5 行：没有县区“白石县”，请核对写法。新建县区要由系统管理员来办。",
        "改好以后再发，会这样改动（按现在读到的算）：",
        "· 新建乡镇（地区）1 个",
        "· 新增单位 299 个",
        "· 新增科普信息员 299 人",
        "新增的单位：赵赵村、赵钱村、赵孙村、赵周村、赵吴村……等 299 个，见所附表格。",
        "新增的信息员：赵赵村 何赵赵、赵钱村 何赵钱、"
        "赵孙村 何赵孙、赵周村 何赵周、赵吴村 何赵吴……等 299 个，见所附表格。",
    ]
    assert remarks_in(shown, county)[0].startswith("没有县区“白石县”")
    assert shown.buttons == {}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({3: "科普驿站"}, "看不出“科普驿站”是村、社区还是学校"),
        ({7: "某一天"}, "日期“某一天”看不懂"),
        ({1: "白石县"}, "没有县区“白石县”"),
    ],
)
async def test_a_file_with_a_fault_changes_nothing(county: County, fault: dict[int, str], said: str) -> None:
    line = [
        fault.get(at, cell) for at, cell in enumerate((5, "青禾县", "柳河镇", "桥头村", "钱七", "", "", "", *[""] * 6))
    ]
    before = await county.counts()
    shown = await county.send(roster((*LINES, line)))
    assert said in shown.text
    assert "第 7 行" in shown.text
    assert not shown.buttons
    assert await county.counts() == before
    no_unit = (6, "青禾县", "", "", "王五", *[""] * 9)
    _, applied = await by_operator(county.stage, roster((*LINES, no_unit), merged=False))
    assert applied
    assert "1 处要先改好" in applied.text
    assert await county.counts() == before


async def test_no_table_is_touched_by_a_file_with_one_fault(county: County) -> None:
    """Nor where it is agreed to all the same; only that a sheet came is noted."""
    await county.load(roster())
    before = await county.tables()
    shown = await county.send(many(but={5: ("白石县", "柳河镇", "柳树村", "何二")}))
    assert "1 处要先改好" in shown.text
    await county.stage.forge("赵", "~", f"imp:ok:{(await county.rows(sheets_sent))[-1].id}:0123456789ab")
    await county.work()
    assert await county.changed(before) <= COMING
    _, applied = await by_operator(county.stage, many(but={5: ("青禾县", "柳河镇", "柳树村", "何2二")}))
    assert applied
    assert await county.changed(before) <= COMING


async def test_two_coordinators_load_the_same_file_at_once(county: County) -> None:
    await county.stage.coordinator("钱", county.stage.county)
    mine, theirs = [await county.send(roster(), who=who) for who in ("赵", "钱")]
    assert list(mine.buttons) == list(theirs.buttons) == ["就这样入库", "不要了"]
    for who, shown in (("赵", mine), ("钱", theirs)):
        await county.stage.press(who, "~", shown.buttons["就这样入库"])
    said = await county.work()
    assert {one.chat for one in said if one.text.startswith("名册已经导入：")} == {"~赵"}
    (second,) = [one for one in said if one.chat == "~钱"]
    assert "没有要改动的：表里的都已经登记了。" in second.text
    assert not second.buttons
    before = await county.tables()
    assert [row.act for row in await county.rows(audit) if row.act == "roster.load"] == ["roster.load"]
    assert len({row.name for row in before["units"]}) == len(before["units"])
    await county.send(roster(), who="钱")
    assert await county.changed(before) <= COMING


async def test_another_county_is_not_a_coordinators(county: County) -> None:
    async with county.stage.database.write() as db:
        other = await places.add_region(db, "白石县", Level.COUNTY, county.stage.city)
        await places.add_region(db, "石桥镇", Level.TOWNSHIP, other)
    line = (1, "白石县", "石桥镇", "桥头村", "钱七", *[""] * 9)
    shown = await county.send(roster((line,), merged=False))
    assert "不在您负责的地区里" in shown.text
    coordinator = (1, "青禾县", "", "", "钱七", *[""] * 8, "")
    shown = await county.send(roster((coordinator,), [*HEADINGS[:13], "岗位"], merged=False))
    assert "没有写单位" in shown.text


async def test_a_coordinator_appoints_no_coordinators_and_the_operator_does(county: County) -> None:
    headings = ("县区", "单位", "姓名", "岗位")
    content = roster((("青禾县", "县科协", "钱七", "协调员"),), headings, merged=False)
    assert "任命协调员要由系统管理员来办" in (await county.send(content)).text
    plan, _ = await by_operator(county.stage, content)
    assert plan.changes == 1
    post = await county.post_of("钱七")
    assert (post.role, post.unit_id) == (PostRole.COORDINATOR, None)
    [code] = await made(county.stage, "/", PostRole.COORDINATOR)
    assert "协调员" in (await county.join("qian", code)).text
    assert (await county.stage.say("qian", "~", "/confirm"))[0].text.startswith("现在没有人")


PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
DAY = date(2026, 11, 23)


async def made(stage: Stage, path: str, role: PostRole = PostRole.OFFICER) -> list[str]:
    async with stage.database.write() as db:
        who = await invitations.expected(db, [path], (role,))
        return [one.code for one in await invitations.invite(db, who, None, stage.clock.now())]


ONE = (1, "青禾县", "", "槐树村", "李秀英", *[""] * 9)


async def named(county: County, *lines: Any) -> dict[str, str]:
    """The codes of those who were loaded."""
    return county.cards(await county.load(roster(lines or (ONE,), merged=False)))


async def test_a_code_is_good_once(county: County) -> None:
    code = (await named(county))["李秀英"]
    await county.join("li", code)
    assert "已经用过" in (await county.stage.say("other", "~", f"/join {code}"))[-1].text


async def test_two_press_at_once_and_one_is_in(county: County) -> None:
    stage, code = county.stage, (await named(county))["李秀英"]
    buttons = [(await stage.say(who, "~", f"/join {code}"))[-1].buttons["是本人，同意"] for who in ("a", "b")]
    await stage.press("a", "~", buttons[0])
    second = (await stage.press("b", "~", buttons[1]))[-1]
    assert "用过" in second.text or "已经有人加入" in second.text
    assert len(await county.rows(accounts)) == 4


async def test_it_ends_after_thirty_days(county: County) -> None:
    code = (await named(county))["李秀英"]
    county.stage.clock.move_to(county.stage.clock.now() + timedelta(days=30, minutes=1))
    assert "过期" in (await county.stage.say("li", "~", f"/join {code}"))[-1].text


async def test_guessing_ends_soon(county: County) -> None:
    code = (await named(county))["李秀英"]
    for _ in range(5):
        await county.stage.say("li", "~", "/join ABCD-2345")
    assert "分钟" in (await county.stage.say("li", "~", f"/join {code}"))[-1].text


async def test_a_code_printed_again_makes_the_earlier_one_void(county: County) -> None:
    stage, first = county.stage, (await named(county))["李秀英"]
    again = (await stage.say("赵", "~", "/code person 李秀英"))[-1]
    [second] = set(CODE.findall(again.text))
    assert second != first
    assert "作废" in (await stage.say("li", "~", f"/join {first}"))[-1].text
    assert "您现在是" in (await county.join("li", second)).text


async def test_cards_for_all_who_have_not_come(county: County) -> None:
    stage, codes_by_name = county.stage, {}
    codes_by_name = await named(county, ONE, (2, "青禾县", "", "槐树村", "钱七", *[""] * 9))
    await county.join("li", codes_by_name["李秀英"])
    said = (await stage.say("赵", "~", "/code sheet 青禾县"))[-1]
    assert set(county.cards(said)) == {"钱七"}
    assert "作废" in (await stage.say("qian", "~", f"/join {codes_by_name['钱七']}"))[-1].text
    await county.join("qian", county.cards(said)["钱七"])
    assert "都已经加入" in (await stage.say("赵", "~", "/code sheet"))[-1].text


async def test_which_of_several_is_asked(county: County) -> None:
    stage = county.stage
    await named(county, ONE, (2, "青禾县", "", "第一小学", "李秀英", *[""] * 9))
    asked = (await stage.say("赵", "~", "/code person 李秀英"))[-1]
    assert set(asked.buttons) == {"李秀英，槐树村", "李秀英，第一小学"}
    assert not CODE.search(asked.text)
    given = (await stage.press("赵", "~", asked.buttons["李秀英，第一小学"]))[-1]
    [code] = set(CODE.findall(given.text))
    assert "第一小学" in (await county.join("li", code)).text
    async with stage.database.write() as db:
        await db.execute(posts.update().where(posts.c.unit_id.is_not(None)).values(state=PostState.ENDED))
    late = (await stage.press("赵", "~", asked.buttons["李秀英，槐树村"]))[-1]
    assert "结束" in late.text
    assert not CODE.search(late.text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("person 无此人", "没有找到“无此人”"),
        ("person", "没有找到"),
        ("sheet 没有的地方", "没有的地方"),
        ("sheet", "一份文件最多 1 个"),
    ],
)
async def test_no_code_is_printed(county: County, monkeypatch: pytest.MonkeyPatch, words: str, said: str) -> None:
    await named(county, ONE, (2, "青禾县", "", "槐树村", "钱七", *[""] * 9))
    good = [row for row in await county.rows(codes) if row.revoked_at is None]
    monkeypatch.setattr(invitations, "MOST_CARDS", 1)
    told = (await county.stage.say("赵", "~", f"/code {words}"))[-1]
    assert said in told.text
    assert told.outgoing.document is None
    assert [row for row in await county.rows(codes) if row.revoked_at is None] == good


async def test_where_no_files_go_the_operator_prints(county: County) -> None:
    stage = county.stage
    await named(county)
    stage.dispatcher._capabilities = {PLATFORM: replace(stage.capabilities, files=False)}
    assert "kpbot code sheet" in (await stage.say("赵", "~", "/code sheet"))[-1].text


async def test_cards_are_not_kept(county: County) -> None:
    said = await county.load(roster((ONE,), merged=False))
    assert said.outgoing.document
    file = county.stage.settings.data_dir / said.outgoing.document.path
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    await invitations.forget_cards(county.stage.settings, written + timedelta(days=1, hours=23))
    assert county.cards(said)
    await invitations.forget_cards(county.stage.settings, written + timedelta(days=2, hours=1))
    with pytest.raises(FileNotFoundError):
        county.cards(said)


async def test_codes_are_not_shown_in_a_group(county: County) -> None:
    done = await county.load(roster((ONE,), merged=False), chat="coordinators")
    assert done.outgoing.document is None
    assert "/code sheet" in done.text
    for command in ("/code sheet", "/code person 李秀英"):
        [said] = await county.stage.say("赵", "coordinators", command)
        assert not CODE.search(said.text)
        assert said.outgoing.document is None
    post = await county.post_of("李秀英")
    [said] = await county.stage.press("赵", "coordinators", f"code:again:{post.id}")
    assert not CODE.search(said.text)


async def test_the_code_is_not_for_other_coordinators(county: County) -> None:
    await named(county)
    post = await county.post_of("李秀英")
    for who in ("李", "路人"):
        for act in ("again", "back"):
            [said] = await county.stage.press(who, "~", f"code:{act}:{post.id}")
            assert not CODE.search(said.text)
    assert "协调员" in (await county.stage.say("李", "~", "/code sheet"))[-1].text


async def test_declining_keeps_nothing_of_the_account(county: County) -> None:
    code = (await named(county))["李秀英"]
    notice = (await county.stage.say("li", "~", f"/join {code}"))[-1]
    declined = (await county.stage.press("li", "~", notice.buttons["不同意"]))[-1]
    assert "名册" in declined.text
    assert len(await county.rows(accounts)) == 3


async def test_one_person_of_two_posts_by_one_account(county: County) -> None:
    lines = (ONE, (2, "青禾县", "", "第一小学", "李秀英", *[""] * 9))
    shown = await county.send(roster(lines, merged=False))
    assert "先当作几个人登记" in shown.text
    await county.stage.press("赵", "~", shown.buttons["就这样入库"])
    await county.work()
    one, two = await made(county.stage, "/")
    await county.join("li", one)
    await county.join("li", two)
    held = [row for row in await county.rows(posts) if row.person_id == (await county.post_of("李秀英")).person_id]
    assert len(held) == 2
    assert [row.name for row in await county.rows(persons)].count("李秀英") == 1


async def test_somebody_here_under_another_name_waits_for_a_coordinator(county: County) -> None:
    stage, code = county.stage, (await named(county, (1, "青禾县", "", "第一小学", "李秀英", *[""] * 9)))["李秀英"]
    question = (await stage.say("李", "~", f"/join {code}"))[-1]
    assert "李秀英" in question.text
    heard = await stage.press("李", "~", question.buttons["要"])
    asked = next(h for h in heard if h.chat == "coordinators")
    assert "申请接任" in asked.text
    before = await county.post_of("李秀英")
    assert before.state == "active"
    await stage.press("赵", "coordinators", asked.buttons["确认"])
    assert (await county.post_of("李秀英")).state == "ended"
    assert {row.state for row in await county.rows(posts) if row.person_id == stage.persons["李"]} == {"active"}


async def test_the_wrong_person_is_put_out_again(county: County) -> None:
    stage, code = county.stage, (await named(county))["李秀英"]
    await county.join("wrong", code)
    before = await county.post_of("李秀英")
    came = (await stage.say("赵", "~", "/code person 李秀英"))[-1]
    assert "已经加入" in came.text
    heard = await stage.press("赵", "~", came.buttons["不是本人，收回并重印"])
    assert any("收回" in h.text for h in heard if h.chat == "~wrong")
    fresh = next(h for h in heard if h.chat == "~赵")
    [second] = set(CODE.findall(fresh.text))
    assert "您现在是" in (await county.join("li", second)).text
    after = await county.post_of("李秀英")
    assert (after.id, after.state) == (before.id, PostState.ACTIVE)
    assert after.person_id != before.person_id
    assert "没有岗位" in (await stage.say("wrong", "~", "/leave"))[-1].text


async def test_whoever_left_is_let_go(county: County) -> None:
    await named(county)
    headings = (*HEADINGS[:13], "离任时间")
    left = roster(((1, "青禾县", "", "槐树村", "李秀英", *[""] * 8, "2026年11月1日"),), headings, merged=False)
    shown = await county.send(left)
    assert "卸任 1 人" in shown.text
    await county.stage.press("赵", "~", shown.buttons["就这样入库"])
    await county.work()
    post = await county.post_of("李秀英")
    assert (post.state, post.until) == ("ended", max(date(2026, 11, 1), post.since))
    assert "没有要改动的" in (await county.send(left)).text
    assert "没有重新登记" in (await county.send(roster((ONE,), merged=False))).text


async def test_a_code_of_a_post_that_ended(county: County) -> None:
    code = (await named(county))["李秀英"]
    post = await county.post_of("李秀英")
    async with county.stage.database.write() as db:
        await db.execute(posts.update().where(posts.c.id == post.id).values(state="ended", until=post.since))
    assert "已经结束" in (await county.stage.say("li", "~", f"/join {code}"))[-1].text


async def test_cards_link_to_the_platform_that_has_such_links(county: County) -> None:
    async with county.stage.database.write() as db:
        assert await invitations.link(db) == ""
        await facts.put(db, f"{invitations.LINK}{PLATFORM}", "https://example.org/{}")
        assert await invitations.link(db) == "https://example.org/{}"
        assert await invitations.link(db, ["elsewhere"]) == ""
        await facts.put(db, f"{invitations.LINK}elsewhere", "https://example.net/{}")
        assert await invitations.link(db) == ""
        assert await invitations.link(db, [PLATFORM]) == "https://example.org/{}"


async def test_the_days_of_who_has_not_come_are_not_known_whatever_the_policy(county: County) -> None:
    stage = county.stage
    await named(county)
    rules = stage.settings.shares.model_copy(update={"silent_means_not_met": True})
    settings = stage.settings.model_copy(update={"shares": rules})
    await stage.stock()
    await stage.push(PUSH)
    await stage.deliver()
    post = await county.post_of("李秀英")
    async with stage.database.read() as db:
        held = [p for p, _ in await people.posts_within(db, stage.county.path, PostRole.OFFICER)]
        days = await officer_day(db, settings, held, DAY)
    assert (days[post.id].verdict, days[post.id].reason) == (DayVerdict.NOT_KNOWN, Unknown.NOT_JOINED)
    assert days[stage.posts["王"]].verdict is DayVerdict.NOT_MET


async def morning(stage: Stage, day: date) -> str:
    """What the coordinators' group reads."""
    at = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
    stage.clock.move_to(at)
    async with stage.database.write() as db:
        await send_digests(db, stage.settings, stage.catalog, at, "Asia/Shanghai")
    return "\n".join(h.text for h in await stage.heard() if h.chat == "coordinators")


async def test_the_digest_counts_who_has_not_come_once_a_month_and_names_nobody(county: County) -> None:
    await county.load(roster())
    first = await morning(county.stage, date(2026, 11, 24))
    assert "名册上还有 5 位信息员没有加入" in first
    assert "收不到提醒" not in first
    assert "没有加入" not in await morning(county.stage, date(2026, 11, 25))
    assert "名册上还有 5 位信息员没有加入" in await morning(county.stage, date(2026, 12, 25))


async def test_reminders_go_to_the_county_where_nobody_has_come(county: County) -> None:
    stage = county.stage
    line = (1, "青禾县", "柳河镇", "柳树村", "张三", "", "", "", "", "", "1", "", "", "")
    await named(county, line)
    at = stage.clock.now() + timedelta(days=100)
    for day in range(30):
        async with stage.database.write() as db:
            await remind(db, stage.settings, at + timedelta(days=day), "Asia/Shanghai")
    [board] = await county.rows(facilities)
    about = [row for row in await county.rows(reminders) if row.subject_id == board.id]
    assert {row.audience for row in about} == {"county", "city"}
    assert not [h for h in await stage.heard() if "柳树村" in h.text]


async def test_a_coordinator_may_act_for_who_has_not_come(county: County) -> None:
    await named(county)
    await county.stage.stock()
    await county.stage.push(PUSH)
    await county.stage.say("赵", "~", "/for 李秀英 /share 1")
    post = await county.post_of("李秀英")
    rows = [row for row in await county.rows(shares) if row.post_id == post.id]
    assert [row.entered_by for row in rows] == [county.stage.persons["赵"]]


async def test_a_post_is_handed_over_that_nobody_came_for(county: County) -> None:
    stage = county.stage
    await named(county, (1, "青禾县", "柳河镇", "柳树村", "张三", *[""] * 9))
    asked = (await stage.say("赵", "~", "/handover 柳树村"))[-1]
    given = await stage.press("赵", "~", next(iter(asked.buttons.values())))
    assert any(CODE.search(h.text) for h in given if h.chat == "~赵")


async def test_people_of_a_roster_see_and_delete_what_is_kept_once_they_have_come(county: County) -> None:
    await county.join("li", (await named(county))["李秀英"])
    read_out = "\n".join(h.text for h in await county.stage.say("li", "~", "/mydata"))
    assert "李秀英" in read_out
    assert "槐树村" in read_out
    ask = (await county.stage.say("li", "~", "/forgetme"))[-1]
    await county.stage.press("li", "~", next(iter(ask.buttons.values())))
    assert "李秀英" not in str([tuple(row) for row in await county.rows(persons)])


async def test_the_export_has_who_has_not_come(county: County) -> None:
    await named(county)
    stage = county.stage
    async with stage.database.read() as db:
        found = [row async for row in records(db, ExportKind.OFFICERS, DAY, DAY, stage.catalog, stage.settings)]
    [line] = [row for row in found if "李秀英" in row]
    columns = [column.name for column in COLUMNS[ExportKind.OFFICERS]]
    assert line[columns.index("consented_at")] is None
    assert line[columns.index("platforms")] == []
