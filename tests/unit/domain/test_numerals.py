from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.numerals import NUMBER, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62", 62),
        ("０", 0),
        ("零", 0),
        ("６２", 62),
        (" 62 ", 62),
        ("007", 7),
        ("1,200", 1200),
        ("１，２００", 1200),
        ("12,345,678", 12345678),
        ("1.2万", 12000),
        ("1.25万", 12500),
        ("1万2", 12000),
        ("1万2千", 12000),
        ("3千", 3000),
        ("2百", 200),
        ("3亿", 300_000_000),
        ("一", 1),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("六十二", 62),
        ("百", 100),
        ("千", 1000),
        ("半百", 50),
        ("两百", 200),
        ("两百五", 250),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百五", 150),
        ("一百一十", 110),
        ("一百十五", 115),
        ("一千二", 1200),
        ("一千零二", 1002),
        ("一千零五十", 1050),
        ("一千零五十二", 1052),
        ("一万零五百", 10500),
        ("一万二", 12000),
        ("十二万三千四百五十六", 123456),
        ("一亿零三", 100_000_003),
        ("二〇二六", 2026),
        ("二零", 20),
        ("一九九八", 1998),
        ("陆拾贰", 62),
        ("伍佰", 500),
    ],
)
def test_reads(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "人",
        "六十二人",
        "62a",
        "1.5",
        "1.23456万",
        "1,20",
        ",120",
        "1.2.3",
        "六七",
        "六七十",
        "十十",
        "百百",
        "百五",
        "一百零五十",
        "二十百",
        "零十",
        "一万万",
        "-5",
        "²",
        "٦٢",
        "9" * 5000,
        "十" * 5000,
        "一" * 24 + "万",
        "万" * 20,
    ],
)
def test_does_not_guess(text: str) -> None:
    assert read_number(text) is None


def in_chinese(number: int) -> str:
    """Standard reading of 1..99,999,999."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        zero = "零" if 0 < low < 1000 else ""
        return in_chinese(high) + "万" + zero + (in_chinese(low) if low else "")
    said = ""
    gap = False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return said


@given(st.integers(1, 99_999))
def test_round_trip(number: int) -> None:
    said = in_chinese(number)
    assert read_number(said) == number
    assert read_number(said.removeprefix("一") if said.startswith("一十") else said) == number
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number


@given(st.text(alphabet="0123456789零一二两三四五六七八九十百千万亿廿,.半 点", max_size=40))
def test_any_mixture_is_a_number_or_none(text: str) -> None:
    number = read_number(text)
    assert number is None or number >= 0


@given(st.text(max_size=200))
def test_never_raises(text: str) -> None:
    read_number(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来了62人", ["62"]),
        ("1.2万人", ["1.2万"]),
        ("1万2千人", ["1万2千"]),
        ("一百零五人和20人", ["一百零五", "20"]),
        ("第1,200位", ["1,200"]),
        ("讲座,62人", ["62"]),
        ("13812345678901234567890", []),
    ],
)
def test_pattern_finds_whole_numbers(text: str, found: list[str]) -> None:
    assert re.findall(NUMBER, text) == found
