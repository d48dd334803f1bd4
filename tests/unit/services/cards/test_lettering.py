"""Lines are broken as Chinese is set, and nothing runs over the edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.services.cards.characters import drawable
from kpbot.services.cards.lettering import Block, block, even, font, paragraphs

WIDE = 440  # ten characters
MARKS = "，。、；：？！）》”…%"
TEXT = (
    st.text(alphabet="冬季烧炕取暖，。、；：？！（）《》“”… aZ9.-%/", min_size=1, max_size=120)
    .map(drawable)
    .filter(bool)
)


def lines(text: str, most: int = 9, width: int = WIDE) -> Block:
    return block(text, font(44), width, most)


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        ("十个字正好放满一行呀", 1, ("十个字正好放满一行呀",)),
        ("十个字后面跟着一个点，不许在行首", 2, ("十个字后面跟着一个", "点，不许在行首")),
        ("开引号也不许在行末的“就是这样”", 2, ("开引号也不许在行末的", "“就是这样”")),
        ("每天喝水 1500ml 就够了", 2, ("每天喝水 1500ml 就够", "了")),
        ("空气中的PM2.5是什么", 2, ("空气中的PM2.5是什么",)),
        ("第一句放得下。第二句就放不下了，要去掉", 1, ("第一句放得下。",)),
        ("空气中的细小颗粒PM2.5是什么", 2, ("空气中的细小颗粒", "PM2.5是什么")),
        ("短。后面很长很长很长很长很长", 1, ("短。后面很长很长很…",)),
        ("一二三四五六七八，，，，，，，，", 2, ("一二三四五六七", "八，，，，，，，，")),
        ("supercalifragilisticexpialidocious!", 4, ("supercalifragilisticex", "pialidocious!")),
        ("walking a few miles hardly changes its", 1, ("walking a few…",)),
        ("", 3, ()),
    ],
)
def test_where_lines_are_broken(text: str, most: int, found: tuple[str, ...]) -> None:
    assert lines(text, most).lines == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("十个字正好放满一行呀了", ("十个字正好放满", "一行呀了")),
        ("十个字正好放满一行呀了就这样", ("十个字正好放满一行呀", "了就这样")),
        ("十个字正好放满一行呀", ("十个字正好放满一行呀",)),
        ("啊", ("啊",)),
        ("地震时记住：伏地、遮挡抓牢", ("地震时记住：伏地、", "遮挡抓牢")),
        ("天冷防煤气，学会心肺复苏", ("天冷防煤气，学会", "心肺复苏")),
    ],
)
def test_a_title_leaves_no_character_alone_on_its_last_line(text: str, found: tuple[str, ...]) -> None:
    assert even(text, font(44), WIDE, 4).lines == found


@pytest.mark.parametrize(
    ("texts", "most", "found", "whole"),
    [
        (["做法：", "· 先开窗", "· 再离开"], 4, ("做法：", "· 先开窗", "· 再离开"), True),
        (["做法：", "· 先开窗", "· 再离开"], 3, ("做法：", "· 先开窗", "· 再离开"), True),
        (["做法：", "· 先开窗", "· 再离开"], 2, ("做法：", "· 先开窗"), False),
        (["一行放不下的第一段话呀呀", "第二段"], 2, ("一行放不下的第一段话", "呀呀"), False),
        (["第一段", "一行放不下的第二段话呀呀"], 2, ("第一段", "一行放不下的第二段…"), False),
        ([""], 2, (), True),
        ([], 2, (), True),
    ],
)
def test_paragraphs_begin_lines_of_their_own(texts: list[str], most: int, found: tuple[str, ...], whole: bool) -> None:
    assert paragraphs(texts, font(44), WIDE, most) == Block(found, whole)


def test_what_had_to_go_is_known() -> None:
    assert lines("放得下", 1).whole
    assert not lines("放不下" * 20, 1).whole


@given(TEXT, st.integers(1, 5), st.integers(100, 900))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, most: int, width: int) -> None:
    found = lines(text, most, width)
    assert 0 < len(found.lines) <= most
    assert all(font(44).getlength(line) <= width + 1 for line in found.lines)
    said = "".join(found.lines).replace(" ", "")
    if found.whole:
        assert said == text.replace(" ", "")
    else:
        assert text.replace(" ", "").startswith(said.removesuffix("…"))


@given(TEXT, st.integers(1, 5), st.integers(100, 900))
def test_a_title_is_not_too_wide_either(text: str, most: int, width: int) -> None:
    found = even(text, font(44), width, most)
    assert all(font(44).getlength(line) <= width + 1 for line in found.lines)
    assert found.whole <= ("".join(found.lines).replace(" ", "") == text.replace(" ", ""))


@given(TEXT.filter(lambda text: not any(mark * 2 in text for mark in MARKS)))
def test_a_line_begins_with_no_mark_that_closes(text: str) -> None:
    pairs = {a + b for a in MARKS + "（《“" for b in MARKS + "（《“"}
    if not any(pair in text.replace(" ", "") for pair in pairs):
        assert all(line[0] not in MARKS for line in lines(text, 99).lines[1:])
