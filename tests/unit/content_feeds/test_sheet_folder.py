"""Sheets in a folder, as people leave them there."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from content_feeds.sheet import MOST_FILES, SheetFolder
from kpbot.domain.content import Source, Topic
from kpbot.ports import FeedError, Gathered, Validators

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HEADINGS = ["标题", "摘要", "网址", "主题", "来源", "不早于"]
GOOD = [
    "冬天怎样取暖不中毒",
    "烧炭取暖要开窗通风，睡前熄火，装一个报警器。",
    "https://example.cn/co?utm_source=a",
    "防灾减灾",
    "县应急局",
    "2026年12月1日",
]
NO_SUMMARY = ["只有标题的一行", "", "", "", "", ""]


def workbook(path: Path, *rows: list[str]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (HEADINGS, *rows):
        book.active.append(row)
    book.save(path)
    return path


async def gather(address: Path, etag: str = "") -> Gathered:
    return await SheetFolder().gather(Source("sheets", "县里的表格", "sheet", str(address)), Validators(etag), NOW)


async def test_rows_become_items(tmp_path: Path) -> None:
    workbook(tmp_path / "十二月.xlsx", GOOD)
    found = await gather(tmp_path)
    (item,) = found.items
    assert (item.title, item.topic, item.publisher) == (GOOD[0], Topic.DISASTER, "县应急局")
    assert (item.link, item.not_before, item.scope) == ("https://example.cn/co", date(2026, 12, 1), "")
    assert not found.skipped


async def test_a_csv_of_an_old_program_is_read(tmp_path: Path) -> None:
    text = "\r\n".join(",".join(row) for row in (HEADINGS, GOOD))
    (tmp_path / "a.csv").write_bytes(text.encode("gbk"))
    assert [item.title for item in (await gather(tmp_path)).items] == [GOOD[0]]


async def test_what_was_read_is_not_read_again_until_something_changes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", GOOD)
    first = await gather(tmp_path)
    again = await gather(tmp_path, first.validators.etag)
    assert (again.unchanged, again.items) == (True, ())
    os.utime(path, ns=(1, 1))
    assert not (await gather(tmp_path, first.validators.etag)).unchanged
    workbook(tmp_path / "b.xlsx", ["另一条", *GOOD[1:2], "", "", "", ""])
    more = await gather(tmp_path, first.validators.etag)
    assert {item.title for item in more.items} == {GOOD[0], "另一条"}


async def test_a_row_that_gives_nothing_is_told_beside_the_file_until_it_is_mended(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", GOOD, NO_SUMMARY)
    found = await gather(tmp_path)
    assert found.skipped == (("a.xlsx 第 3 行 只有标题的一行", "row-summary"),)
    report = tmp_path / "a.xlsx.kpbot.txt"
    assert report.read_text(encoding="utf-8-sig").startswith("第 3 行 只有标题的一行：摘要没写")
    assert (await gather(tmp_path, found.validators.etag)).unchanged  # the report is no change
    workbook(path, GOOD)
    os.utime(path, ns=(5, 5))
    assert not (await gather(tmp_path, found.validators.etag)).skipped
    assert not report.exists()


async def test_one_bad_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", GOOD)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 torn")
    (tmp_path / "c.csv").write_text("姓名,年龄\n王,3\n", encoding="utf-8")
    (tmp_path / "~$a.xlsx").write_bytes(b"lock")
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    found = await gather(tmp_path)
    assert len(found.items) == 1
    assert dict(found.skipped) == {"b.xlsx": "sheet-unread", "c.csv": "sheet-columns"}
    assert (tmp_path / "b.xlsx.kpbot.txt").exists()


async def test_only_the_newest_files_of_a_full_folder_are_read(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"标题,摘要\n题目{number},这是第{number}条内容的摘要，足够长。\n", encoding="utf-8")
        os.utime(path, ns=(number, number))
    found = await gather(tmp_path)
    assert found.skipped == (("0.csv", "sheet-many"),)
    assert len(found.items) == MOST_FILES


async def test_a_single_file_may_be_named(tmp_path: Path) -> None:
    assert len((await gather(workbook(tmp_path / "a.xlsx", GOOD))).items) == 1


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no-file"):
        await gather(tmp_path / "nowhere")


async def test_a_folder_that_cannot_be_written_to_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError

    workbook(tmp_path / "a.xlsx", NO_SUMMARY)
    monkeypatch.setattr(Path, "write_text", refuse)
    assert len((await gather(tmp_path)).skipped) == 1
