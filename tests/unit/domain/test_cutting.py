"""Texts that are too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.cutting import CUT, cut, in_bytes, split
from kpbot.platforms.telegram.limits import units


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("短。", 10, "短。"),
        ("雨天路滑。出门要带伞，慢一点走。", 12, "雨天路滑。出门要带伞，…"),
        ("雨天路滑要小心。出门要带伞，慢一点走。", 14, "雨天路滑要小心。…"),
        ("他说：“小心！”然后走了很远很远", 10, "他说：“小心！”…"),
        ("Wear gloves. Wash your hands after", 20, "Wear gloves.…"),
        ("版本3.14很好用啊真的", 8, "版本3.14很…"),
        ("🌾🌾🌾🌾", 5, "🌾🌾…"),
        ("🌾🌾", 3, "🌾…"),
        ("很长", 1, "…"),
        ("很长", 0, ""),
    ],
)
def test_a_cut_is_made_after_a_sentence_or_marked(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit, units) == expected


def test_a_split_is_made_between_paragraphs_then_lines_then_sentences() -> None:
    assert split("一段。\n\n二段一行\n二段二行", 8, 4, units) == ["一段。", "二段一行", "二段二行"]
    assert split("第一句很长。第二句也长。", 8, 4, units) == ["第一句很长。", "第二句也长。"]
    assert split("没有句号的一长串字", 4, 2, units) == ["没有句号", "的一长…"]
    assert split("", 4, 2, units) == [""]


texts = st.text(st.sampled_from("雨天。\n 🌾.a…！"), max_size=60)


@given(texts, st.integers(0, 40))
def test_a_cut_keeps_to_its_limit_and_is_a_start(text: str, limit: int) -> None:
    made = cut(text, limit, units)
    assert units(made) <= limit or made == text
    assert text.startswith(made.removesuffix(CUT)) or made == text


@given(texts, st.integers(4, 40), st.integers(1, 5))
def test_a_split_loses_nothing_but_white_space_unless_it_is_cut(text: str, limit: int, parts: int) -> None:
    made = split(text, limit, parts, units)
    assert len(made) <= parts
    assert all(units(part) <= limit for part in made)
    said, whole = "".join("".join(made).split()), "".join(text.split())
    assert said == whole or whole.startswith(said[: -len(CUT)])


@given(st.text())
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(texts, st.integers(0, 40))
def test_bytes_are_counted_where_a_platform_counts_bytes(text: str, limit: int) -> None:
    assert in_bytes(cut(text, limit, in_bytes)) <= limit
    assert text.startswith(cut(text, limit, in_bytes).removesuffix(CUT).rstrip())
