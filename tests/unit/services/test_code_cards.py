"""Cards to print: what they say, how they lie on the page, and that the squares can be read."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.shared import Mm

from kpbot.services.code_cards import COLUMNS, Invitation, code_cards
from kpbot.texts import LANGUAGES

UNTIL = datetime(2026, 12, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LINK = "https://t.me/kepu_bot?start={}"


def invited(count: int) -> list[Invitation]:
    return [Invitation(f"李秀英{'甲乙丙丁'[n % 4]}", "青禾县/槐树村", f"ABCD-23{n:02d}", UNTIL) for n in range(count)]


def texts(content: bytes) -> list[str]:
    document = Document(BytesIO(content))
    return [p.text for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs if p.text]


def test_a_card_says_who_where_how_and_until_when() -> None:
    place, name, code, how, until = texts(code_cards(invited(1), "zh-CN"))
    assert (place, name, code) == ("青禾县/槐树村", "李秀英甲", "ABCD-2300")
    assert "/join ABCD-2300" in how
    assert "2026-12-23" in until


def test_a4_and_two_cards_a_row() -> None:
    document = Document(BytesIO(code_cards(invited(5), "zh-CN")))
    page = document.sections[0]
    assert page.page_width
    assert page.page_height
    assert (round(page.page_width / Mm(1)), round(page.page_height / Mm(1))) == (210, 297)
    [table] = document.tables
    assert len(table.rows) == 3
    assert len(table.columns) == 2 * COLUMNS


def test_names_are_text_and_nothing_else() -> None:
    one = Invitation("<w:b/>&\"甲'", "青禾县/<村>", "ABCD-2345", UNTIL)
    assert texts(code_cards([one], "zh-CN"))[:2] == ["青禾县/<村>", "<w:b/>&\"甲'"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language(lang: str) -> None:
    assert len(texts(code_cards(invited(1), lang, LINK))) == 5


def test_a_square_a_card() -> None:
    with zipfile.ZipFile(BytesIO(code_cards(invited(12), "zh-CN", LINK))) as file:
        pictures = {name: file.read(name) for name in file.namelist() if name.startswith("word/media/")}
    assert len(pictures) == 12
    assert len(set(pictures.values())) == 12


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="no decoder of QR codes here")
@pytest.mark.parametrize(("link", "held"), [(LINK, "https://t.me/kepu_bot?start=ABCD2300"), ("", "/join ABCD-2300")])
def test_a_scanner_reads_the_square(tmp_path: Path, link: str, held: str) -> None:
    with zipfile.ZipFile(BytesIO(code_cards(invited(1), "zh-CN", link))) as file:
        (tmp_path / "qr.png").write_bytes(file.read("word/media/qr1.png"))
    read = subprocess.run(
        [str(shutil.which("zbarimg")), "-q", "--raw", str(tmp_path / "qr.png")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert read.stdout.strip() == held
