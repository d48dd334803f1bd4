from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.parts import in_parts


def test_short_lines_stay_together() -> None:
    assert in_parts(["一", "", "二"], 10) == ["一\n\n二"]


def test_a_long_line_is_cut_and_nothing_else_is() -> None:
    assert in_parts(["abc", "defghijk", "l"], 5) == ["abc", "defgh", "ijk\nl"]


def test_nothing_gives_nothing() -> None:
    assert in_parts([], 5) == []


@given(st.lists(st.text("abc ", max_size=30)), st.integers(1, 20))
def test_nothing_is_lost_and_nothing_too_long(lines: list[str], limit: int) -> None:
    parts = in_parts(lines, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join("".join(lines).split())
