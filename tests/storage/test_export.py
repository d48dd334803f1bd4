"""Exports on both databases: every record with its names, and files that open on a desk without harm."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text, update

from kpbot.domain.content import Item, ItemState, Source, Topic
from kpbot.domain.places import Facility
from kpbot.services import export_files
from kpbot.services.catalog import Catalog
from kpbot.services.export import COLUMNS, Cell, Column, ExportKind, records
from kpbot.services.export_files import ExportFormat, write
from kpbot.settings import Settings, WebSettings
from kpbot.storage import items, places
from kpbot.storage.database import insert
from kpbot.storage.tables import events, evidence, photos, shares, upkeeps
from kpbot.storage.tables import items as items_table
from kpbot.texts import LANGUAGES, has, say
from tests.fakes.stage import Stage

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # 09:30 there
CATALOG = Catalog({"reserve": Source("reserve", "科普储备", "reserve")})
SETTINGS = Settings(web=WebSettings(public_url="https://kp.example.cn"))
EVIL = '=HYPERLINK("http://evil.example","看")'


async def fill(stage: Stage) -> Facility:
    item = Item(1, "reserve", "i1", EVIL, "s", "b", "", "slug:i1", "f", Topic.HEALTH, ItemState.READY, AT, slug="i1")
    share = {"day": DAY, "post_id": stage.posts["李"], "item_id": 1, "destination": "wechat"}
    async with stage.database.write() as db:
        await items.keep(db, [item])
        facility = await places.add_facility(db, stage.village.id, "board", "村口宣传栏", date(2026, 1, 1))
        await db.execute(insert(db, shares), {**share, "counts": True, "at": AT, "flags": "burst,backlog"})
        late = {"entered_by": stage.persons["赵"], "withdrawn_at": AT, "flags": "", "counts": False}
        await db.execute(insert(db, shares), {**share, "destination": "qq", "at": AT, **late})
        for kind, reference in (("claimed", ""), ("observed", "1"), ("observed", "2")):
            await db.execute(insert(db, evidence), {**share, "kind": kind, "reference": reference, "at": AT})
        event = {"id": 5, "station_id": stage.station.id, "post_id": stage.posts["李"], "title": "健康讲座"}
        what = {"kind": "lecture", "day": DAY, "part": "afternoon", "headcount": 62, "approximate": True}
        decided = {"decided_by": stage.persons["赵"], "decided_at": AT, "note": "好", "late": False}
        await db.execute(insert(db, events), {**event, **what, **decided, "state": "accepted", "reported_at": AT})
        for ref, state in (("a", "stored"), ("b", "waiting"), ("c", "refused")):
            photo = {"id": ord(ref), "owner_kind": "event", "owner_id": 5, "platform": "stage", "ref": ref}
            await db.execute(insert(db, photos), {**photo, "state": state, "received_at": AT})
        upkeep = {"id": 6, "facility_id": facility.id, "post_id": None, "entered_by": stage.persons["赵"]}
        await db.execute(insert(db, upkeeps), {**upkeep, "day": DAY, "at": AT, "late": True})
    return facility


async def exported(
    stage: Stage,
    kind: ExportKind,
    form: ExportFormat,
    lang: str = "zh-CN",
    since: date = DAY,
    until: date = DAY,
    catalog: Catalog = CATALOG,
) -> bytes:
    out = io.BytesIO()
    async with stage.database.read() as db:
        rows = records(db, kind, since, until, catalog, SETTINGS)
        await write(rows, COLUMNS[kind], form, out, lang, say(lang, f"export-sheet-{kind}"))
    return out.getvalue()


async def as_json(stage: Stage, kind: ExportKind, **rest: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(await exported(stage, kind, ExportFormat.JSON, **rest))
    return found


async def test_shares_with_their_evidence_strongest_first_named(stage: Stage) -> None:
    await fill(stage)
    second, first = await as_json(stage, ExportKind.SHARES)
    assert first == {
        "day": "2026-11-20",
        "region": "演示市/青禾县",
        "unit": "槐树村",
        "officer": "李",
        "item": EVIL,
        "source": "reserve",
        "source_name": "科普储备",
        "link": "https://kp.example.cn/i/i1",
        "destination": "wechat",
        "evidence": "observed",
        "all_evidence": ["claimed", "observed"],
        "address": None,
        "spot_check": None,
        "counts": True,
        "flags": ["backlog", "burst"],
        "entered_by": None,
        "recorded_at": "2026-11-20T09:30:00+08:00",
        "withdrawn_at": None,
    }
    assert (second["destination"], second["entered_by"], second["counts"]) == ("qq", "赵", False)
    assert (second["evidence"], second["all_evidence"]) == (None, [])
    assert second["withdrawn_at"] == "2026-11-20T09:30:00+08:00"


async def test_who_published_an_added_item_goes_before_its_source(stage: Stage) -> None:
    await fill(stage)
    async with stage.database.write() as db:
        await db.execute(update(items_table).values(publisher="县应急局"))
    shares_told = await as_json(stage, ExportKind.SHARES)
    assert [(share["source"], share["source_name"]) for share in shares_told] == [("reserve", "县应急局")] * 2


async def test_a_source_nobody_declared_any_more_keeps_its_key(stage: Stage) -> None:
    await fill(stage)
    (share, _) = await as_json(stage, ExportKind.SHARES, catalog=Catalog())
    assert (share["source"], share["source_name"]) == ("reserve", "reserve")
    raw = await exported(stage, ExportKind.SHARES, ExportFormat.CSV, catalog=Catalog())
    assert [row[5] for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")))] == ["来源", "reserve", "reserve"]


@pytest.mark.parametrize(
    ("lang", "names"),
    [("zh-CN", ["分享", "活动", "设施更新", "信息员"]), ("en", ["Shares", "Events", "Upkeep", "Officers"])],
)
async def test_a_sheet_is_called_after_what_is_on_it(stage: Stage, lang: str, names: list[str]) -> None:
    raw = [await exported(stage, kind, ExportFormat.XLSX, lang=lang) for kind in ExportKind]
    assert [load_workbook(io.BytesIO(book)).sheetnames for book in raw] == [[name] for name in names]


async def test_events(stage: Stage) -> None:
    await fill(stage)
    (event,) = await as_json(stage, ExportKind.EVENTS)
    assert (event["unit"], event["station"], event["title"]) == ("槐树村", "槐树村e站", "健康讲座")
    assert (event["headcount"], event["approximate"], event["photos"]) == (62, True, 2)
    assert (event["officer"], event["entered_by"], event["decided_by"]) == ("李", None, "赵")
    assert (event["state"], event["part"], event["kind"]) == ("accepted", "afternoon", "lecture")


async def test_upkeep_without_an_officer(stage: Stage) -> None:
    await fill(stage)
    (upkeep,) = await as_json(stage, ExportKind.UPKEEP)
    assert (upkeep["facility_kind"], upkeep["facility"], upkeep["unit"]) == ("board", "村口宣传栏", "槐树村")
    assert (upkeep["officer"], upkeep["entered_by"], upkeep["late"]) == (None, "赵", True)


async def test_officers_are_those_who_held_a_post_then(stage: Stage) -> None:
    async with stage.database.write() as db:
        await db.execute(
            text("UPDATE posts SET until = '2026-06-30', state = 'ended' WHERE id = :p"), {"p": stage.posts["王"]}
        )
    now = await as_json(stage, ExportKind.OFFICERS)
    assert [(o["officer"], o["unit"], o["state"]) for o in now] == [("李", "槐树村", "active")]
    assert now[0]["demonstration"] is True
    assert now[0]["platforms"] == ["stage"]
    then = await as_json(stage, ExportKind.OFFICERS, since=date(2026, 6, 1), until=date(2026, 6, 30))
    assert {o["officer"] for o in then} == {"李", "王"}
    before = await as_json(stage, ExportKind.OFFICERS, since=date(2025, 1, 1), until=date(2025, 12, 31))
    assert before == []


@pytest.mark.parametrize("kind", list(ExportKind))
async def test_other_days_are_not_there(stage: Stage, kind: ExportKind) -> None:
    await fill(stage)
    assert await as_json(stage, kind, since=date(2020, 1, 1), until=date(2020, 12, 31)) == []


async def test_csv_opens_in_excel_and_runs_nothing(stage: Stage) -> None:
    await fill(stage)
    raw = await exported(stage, ExportKind.SHARES, ExportFormat.CSV)
    assert raw.startswith(b"\xef\xbb\xbf")
    heading, second, first = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert heading[:4] == ["日期", "地区", "单位", "科普信息员"]
    assert heading[8:11] == ["佐证（最强）", "全部佐证", "计入6-2"]
    assert first[0] == "2026-11-20"
    assert first[4:7] == [f"'{EVIL}", "科普储备", "https://kp.example.cn/i/i1"]
    assert first[7:14] == [
        "微信群",
        "群里看到的",
        "本人说的、群里看到的",
        "是",
        "消息晚到，时间按收到时计、一分钟内连着报了很多条",
        "",
        "2026-11-20 09:30",
    ]
    assert second[12] == "赵"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_of_a_csv_starts_like_a_formula(start: str) -> None:
    assert export_files._harmless(f"{start}1") == f"'{start}1"
    assert export_files._harmless(-1) == -1


async def test_xlsx_has_headings_dates_and_no_formulas(stage: Stage) -> None:
    await fill(stage)
    raw = await exported(stage, ExportKind.SHARES, ExportFormat.XLSX, lang="en")
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0][:3]] == ["Day", "Region", "Unit"]
    assert rows[0][0].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["E"].width == 44
    assert [cell.value for cell in rows[0][4:7]] == ["Item", "Source", "Link"]
    assert [cell.value for cell in rows[2][5:7]] == ["科普储备", "https://kp.example.cn/i/i1"]
    item = rows[2][4]
    assert (item.value, item.data_type) == (EVIL, "s")
    assert str(rows[2][0].value) == "2026-11-20 00:00:00"
    assert rows[2][0].number_format == "yyyy-mm-dd"
    assert str(rows[2][13].value) == "2026-11-20 09:30:00"


@pytest.mark.parametrize(("text", "kept"), [("=1+1", "=1+1"), ("#N/A", "#N/A"), ("a\x00b\x1f", "ab"), ("+1", "+1")])
async def test_odd_text_stays_text_in_a_sheet(text: str, kept: str) -> None:
    async def rows() -> AsyncIterator[list[Cell]]:
        yield [text]

    out = io.BytesIO()
    await write(rows(), [Column("note")], ExportFormat.XLSX, out, "en", "Notes")
    cell = load_workbook(out).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (kept, "s")


async def test_an_empty_export_still_has_headings(stage: Stage) -> None:
    raw = await exported(stage, ExportKind.EVENTS, ExportFormat.XLSX)
    assert load_workbook(io.BytesIO(raw)).worksheets[0]["A1"].value == "日期"
    assert (await exported(stage, ExportKind.EVENTS, ExportFormat.CSV)).decode("utf-8-sig").startswith("日期,时段")


async def test_more_rows_than_a_sheet_holds_go_on_the_next(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "SHEET_ROWS", 2)
    await fill(stage)
    book = load_workbook(io.BytesIO(await exported(stage, ExportKind.SHARES, ExportFormat.XLSX)))
    assert [sheet.max_row for sheet in book.worksheets] == [2, 2]
    assert book.sheetnames == ["分享", "分享 2"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_heading(lang: str) -> None:
    for columns in COLUMNS.values():
        for column in (column for column in columns if not column.key):
            assert say(lang, f"export-{column.name.replace('_', '-')}")


def test_every_code_has_a_word() -> None:
    from kpbot.domain.events import EventState
    from kpbot.domain.people import PostState
    from kpbot.domain.places import UnitKind
    from kpbot.domain.report_line import EventKind
    from kpbot.domain.shares import Destination, Evidence, Flag
    from kpbot.domain.spot_checks import Answer
    from kpbot.domain.upkeep import FacilityKind
    from kpbot.domain.when import DayPart

    words = {column.words for columns in COLUMNS.values() for column in columns if column.words}
    codes = {
        "destination-": Destination,
        "verdicts-evidence-": Evidence,
        "verdicts-flag-": Flag,
        "export-part-": DayPart,
        "export-event-": EventKind,
        "export-state-": EventState,
        "export-facility-": FacilityKind,
        "export-unit-": UnitKind,
        "export-post-": PostState,
        "spot-answer-": Answer,
    }
    assert words == set(codes)
    for prefix, kinds in codes.items():
        assert [code for code in kinds if not has(f"{prefix}{code.value}")] == []
