from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.similarity import fingerprint
from kpbot.domain.wording import Finder, alike, seams, straddles

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("臺灣傳統醫學", "台湾传统医学"),
        ("ＡＤ　頭髮", "ad 头发"),
        ("乾隆年間的乾淨水", "乾隆年间的干净水"),
        ("排\u200b毒", "排毒"),
        ("著名的著作", "著名的著作"),
        ("", ""),
    ],
)
def test_alike(text: str, expected: str) -> None:
    assert alike(text) == expected


@given(st.one_of(st.text(max_size=40), CHINESE))
def test_folding_again_changes_nothing(text: str) -> None:
    assert alike(alike(text)) == alike(text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("臺灣的頭髮", "02ec7c590a149ca937ff340bd1811a0f"),
        ("台湾的头发", "3199d3ced5628111c2f60f3bce2b7c9b"),
    ],
)
def test_fingerprints_stay_what_they_are_in_databases(title: str, expected: str) -> None:
    assert fingerprint(title, "ＡＤ 正文。") == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("今天排毒了", [("排毒", 2)]),
        ("根治與根治", [("根治", 0), ("根治", 3)]),
        ("bread AD, shade", [("ad", 6)]),
        ("AD钙奶", [("ad", 0)]),
        ("broad", []),
        ("a股内幕交易", [("a股内幕", 0), ("内幕", 2)]),
        ("aa股内幕", [("内幕", 3)]),
        ("", []),
    ],
)
def test_finding(text: str, found: list[tuple[str, int]]) -> None:
    finder = Finder(dict.fromkeys(["排毒", "根治", "ＡＤ", "A股內幕", "内幕"], 1))
    assert sorted((one.word, one.start) for one in finder.find(alike(text))) == sorted(found)


def test_no_words_find_nothing() -> None:
    assert list(Finder({}).find("什么")) == []
    assert list(Finder({" ": 1}).find("什 么")) == []


@given(
    st.lists(st.text(alphabet="防癌血压甲乙ab ", min_size=1, max_size=4), max_size=6),
    st.text("防癌血压甲乙ab ", max_size=30),
)
def test_one_pass_finds_what_looking_for_each_would(words: list[str], text: str) -> None:
    text, folded = alike(text), {alike(word).strip() for word in words} - {""}
    finder = Finder(dict.fromkeys(words, 0))
    found = {(one.word, one.start) for one in finder.find(text)}
    everywhere = {(word, at) for word in folded for at in range(len(text)) if text.startswith(word, at)}
    assert found <= everywhere
    assert {(word, at) for word, at in everywhere if not word.isascii()} - found <= {
        (word, at) for word, at in everywhere if word[0].isascii() or word[-1].isascii()
    }
    assert found == {(one.word, one.start) for one in Finder(dict.fromkeys(reversed(words), 0)).find(text)}


@pytest.mark.parametrize(
    ("keyword", "text", "torn"),
    [
        ("会议", "学会议价", True),
        ("会议", "发动机会议", False),
        ("血压", "高血压", False),
        ("流感", "打流感疫苗", False),
        ("癌", "防癌", False),
        ("野生菌", "吃野生菌中毒", False),
        ("机关", "把手机关节能", False),  # split as 把手|机关|节能: no splitting is always right
        ("天气", "今天气温低", True),
    ],
)
def test_torn_out_of_two_words(keyword: str, text: str, torn: bool) -> None:
    (found,) = Finder({keyword: 1}).find(text)
    assert straddles(found, text) is torn


@given(CHINESE)
def test_seams_begin_and_end_with_the_text(text: str) -> None:
    assert {0, len(text)} <= seams(text)
    assert all(0 <= place <= len(text) for place in seams(text))
