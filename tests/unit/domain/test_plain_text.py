from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.plain_text import MARKS_PER_LETTER, clean, fold, one_line, too_long

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("健康讲座", "健康讲座"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("null\x00byte", "nullbyte"),
        ("bell\x07 esc\x1b[31m", "bell esc[31m"),
        ("a\tb", "a b"),
        ("  两边  ", "两边"),
        ("很多      空格", "很多 空格"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("a \n\n\n\n\n b", "a\n\nb"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("\u2066isolate\u2069", "isolate"),
        ("ar\u200fabic\u061c", "arabic"),
        ("zero\u200bwidth\u200c\u2060\ufeff", "zerowidth"),
        ("不\u200d是表情", "不是表情"),
        ("\u200d😀\u200d", "😀"),
        ("😀\u200d\u200d😀", "😀\u200d😀"),
        (FAMILY, FAMILY),
        ("❤️\u200d🔥", "❤️\u200d🔥"),
        ("👍🏽 1️⃣ 🇨🇳", "👍🏽 1️⃣ 🇨🇳"),
        (SCOTLAND, SCOTLAND),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("e\u0301", "é"),
        ("\u3164\u3164", ""),
        ("lone\ud800surrogate", "lonesurrogate"),
        ("\ufffe\uffff", ""),
        ("<b>'; DROP TABLE posts;--</b>", "<b>'; DROP TABLE posts;--</b>"),
        ("line\u2028sep", "line\nsep"),
        ("", ""),
    ],
)
def test_clean(text: str, kept: str) -> None:
    assert clean(text, 100) == kept


def test_marks_do_not_pile_up() -> None:
    assert clean("z" + "\u0335" * 50 + "a", 100) == "z" + "\u0335" * MARKS_PER_LETTER + "a"


def test_a_cut_is_marked_and_splits_no_emoji_sequence() -> None:
    assert clean("一二三四五六", 5) == "一二三四…"
    assert clean("一二三四五", 5) == "一二三四五"
    assert clean("一二 三四五六", 4) == "一二…"
    assert clean(FAMILY, 3) == "👩…"
    assert clean("一二三", 1) == "…"
    assert clean("一二三", 0) == ""


def test_length_is_measured_after_cleaning() -> None:
    assert not too_long("a" + "\u200b" * 50, 5)
    assert not too_long("abcde  ", 5)
    assert too_long("abcdef", 5)


def test_one_line() -> None:
    assert one_line(" 健康\n\n讲座\t\x00 62人\u202e ") == "健康 讲座 62人"


@given(st.text(max_size=300), st.integers(1, 200))
def test_clean_text_stays_as_it_is(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char != "\n" for char in once)
    assert once.encode().decode() == once


TROUBLE = st.sampled_from(
    "\ud800\u200d\u200b\ufe0f\u0301\u0323\u0344\u0f73😀👩❤ \n\t\r\x00\u202e\u3000aé가\u1100\u1161\U000e0067🏴"
)


@given(st.text(alphabet=TROUBLE, max_size=60), st.integers(1, 40))
def test_clean_text_stays_as_it_is_when_made_of_trouble(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert one_line(once) == one_line(one_line(once))


@pytest.mark.parametrize("piece", ["\u0301\u0323", " ", " \n", "\u200d", "👩\u200d", "\x00", "\u202e", "a\u0301", "长"])
def test_a_hundred_kilobytes_of_anything_are_quick(piece: str) -> None:
    text = "x" + piece * (100_000 // len(piece))
    began = time.perf_counter()
    clean(text, 500)
    assert time.perf_counter() - began < 2


@given(st.text(max_size=200))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding() -> None:
    assert fold("Ｅ站　ＱＱ群，１２：３０") == "e站 qq群,12:30"
    assert fold("İA") == "İa"
