"""Lines are broken as Chinese is set, and nothing runs over the edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.services.cards.characters import drawable
from kpbot.services.cards.lettering import Block, block, even, font

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
        ("十个字正好放满一行呀了", ("十个字正好放满一", "行呀了")),
        ("十个字正好放满一行呀了就这样", ("十个字正好放满一行呀", "了就这样")),
        ("十个字正好放满一行呀", ("十个字正好放满一行呀",)),
        ("啊", ("啊",)),
    ],
)
def test_a_title_leaves_no_character_alone_on_its_last_line(text: str, found: tuple[str, ...]) -> None:
    assert even(text, font(44), WIDE, 4).lines == found


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


@given(TEXT.filter(lambda text: not any(mark * 2 in text for mark in MARKS)))
def test_a_line_begins_with_no_mark_that_closes(text: str) -> None:
    pairs = {a + b for a in MARKS + "（《“" for b in MARKS + "（《“"}
    if not any(pair in text.replace(" ", "") for pair in pairs):
        assert all(line[0] not in MARKS for line in lines(text, 99).lines[1:])
