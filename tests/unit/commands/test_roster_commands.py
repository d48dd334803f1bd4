"""A roster at the command line: loaded, and its cards printed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from kpbot.commands.words import words
from tests.fakes.rosters import ID_NUMBER, LINES, PHONES, roster
from tests.unit.commands.conftest import Kpbot

CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")


JOINED = (
    "SELECT regions.name, persons.name FROM posts JOIN persons ON persons.id = person_id JOIN regions ON "
    "regions.id = region_id WHERE regions.level = 'township' ORDER BY regions.name, persons.name"
)


def rows(query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("var/kpbot.db")) as db:
        return db.execute(query).fetchall()


def codes_in(file: Path) -> list[str]:
    document = Document(BytesIO(file.read_bytes()))
    texts = [p.text for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    return [text for text in texts if CODE.fullmatch(text)]


@pytest.fixture
def county(installed: Kpbot, tmp_path: Path) -> Path:
    """The county's roster, as a file beside an installation whose posts are those of `init`."""
    file = tmp_path / "名册.xlsx"
    file.write_bytes(roster())
    return file


def test_a_new_county_is_the_operators_to_make(kpbot: Kpbot, county: Path) -> None:
    county.write_bytes(roster(((1, "红山县", "红旗镇", "红旗村", "钱七", *[""] * 9),), merged=False))
    assert kpbot("import", "roster", str(county), "--yes").code == 0
    assert rows("SELECT level FROM regions WHERE name = '红山县'") == [("county",)]
    county.write_bytes(roster(((1, "绿水县", "红旗镇", "红旗村", "钱七", *[""] * 9),), merged=False))
    assert kpbot("import", "roster", str(county), "--yes", "--region", "青禾县").code == 1
    assert rows("SELECT level FROM regions WHERE name = '绿水县'") == []


def test_a_roster_is_loaded_and_printed(kpbot: Kpbot, county: Path) -> None:
    ended = kpbot("import", "roster", str(county), "--yes", "--codes", "cards.docx")
    assert (ended.code, ended.err) == (0, "")
    assert {name for (name,) in rows("SELECT name FROM regions WHERE level = 'township'")} >= {"柳河镇", "东关街道"}
    assert rows(JOINED) == [
        ("东关街道", "吴刚"),
        ("东关街道", "郑洁"),
        *(("柳河镇", name) for name in ("周芳", "孙秀芳", "张三")),
    ]
    cards = Path("cards.docx")
    assert len(set(codes_in(cards))) == 5
    assert cards.stat().st_mode & 0o077 == 0
    assert not CODE.search(ended.out)
    whole = Path("var/kpbot.db").read_bytes() + ended.out.encode()
    for number in (*PHONES, ID_NUMBER):
        assert number.encode() not in whole


def test_again_it_changes_nothing_and_prints_nothing_new(kpbot: Kpbot, county: Path) -> None:
    kpbot("import", "roster", str(county), "--yes", "--codes", "cards.docx")
    before = rows("SELECT * FROM posts"), rows("SELECT * FROM codes")
    again = kpbot("import", "roster", str(county), "--yes", "--codes", "again.docx")
    assert again.code == 0
    assert words("invite-command-none-new") in again.out
    assert not Path("again.docx").exists()
    assert (rows("SELECT * FROM posts"), rows("SELECT * FROM codes")) == before


def test_a_faulty_line_changes_nothing(kpbot: Kpbot, county: Path) -> None:
    bad = list(LINES[0])
    bad[7] = "某一天"
    county.write_bytes(roster((bad, *LINES[1:])))
    ended = kpbot("import", "roster", str(county), "--yes", "--codes", "cards.docx")
    assert ended.code == 1
    assert "某一天" in ended.out
    assert rows(JOINED) == []
    assert not Path("cards.docx").exists()


def test_codes_go_with_rosters_only(kpbot: Kpbot, county: Path) -> None:
    assert words("invite-command-only-roster") in kpbot("import", "items", str(county), "--codes", "x.docx").err


def test_cards_are_printed_again_and_the_earlier_codes_are_void(kpbot: Kpbot, county: Path) -> None:
    kpbot("import", "roster", str(county), "--yes", "--codes", "cards.docx")
    ended = kpbot("code", "sheet", "again.docx", "--region", "青禾县/东关街道")
    assert ended.code == 0
    assert len(codes_in(Path("again.docx"))) == 2
    assert rows("SELECT count(*) FROM codes WHERE revoked_at IS NOT NULL") == [(2,)]
    assert words("invite-command-none") in kpbot("code", "sheet", "c.docx", "--coordinators").err
    assert words("commands-no-place", path="没有的县") in kpbot("code", "sheet", "c.docx", "--region", "没有的县").err


def test_a_file_that_cannot_be_written_makes_no_codes(kpbot: Kpbot, county: Path) -> None:
    kpbot("import", "roster", str(county), "--yes")
    ended = kpbot("code", "sheet", "nowhere/cards.docx")
    assert ended.code == 1
    assert "nowhere" in ended.err
    assert rows("SELECT count(*) FROM codes WHERE post_id IS NOT NULL") == [(0,)]
