"""Which buttons become numbers, and which replies are a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.menus import may_number, numbered, read_pick
from kpbot.domain.messages import Button, Capabilities, Outgoing

TWO = Outgoing(buttons=((Button("一", "a"), Button("页", url="https://example.cn")), (Button("二", "b"),)))


@pytest.mark.parametrize(
    ("can", "shown"),
    [
        (Capabilities(), ["a", "b"]),
        (Capabilities(buttons=True), []),
        (Capabilities(buttons=True, most_buttons=2), []),
        (Capabilities(buttons=True, most_buttons=1), ["a", "b"]),
        (Capabilities(hears=False), []),
        (Capabilities(hears=False, buttons=True, most_buttons=1), []),
    ],
)
def test_which_are_numbered(can: Capabilities, shown: list[str]) -> None:
    assert [button.data for button in numbered(TWO, can)] == shown
    assert may_number(can) or not shown, "else nobody would remember them"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("２", 2),
        ("②", 2),
        ("⑫", 12),
        ("⑵", 2),
        ("⒉", 2),
        ("二", 2),
        ("十二", 12),
        ("2.", 2),
        ("2。", 2),
        ("2、", 2),
        ("2)", 2),
        (" 2 \n", 2),
        ("2\ufe0f\u20e3", 2),
        ("99", 99),
        ("0", None),
        ("02", None),
        ("100", None),
        ("123", None),
        ("1 3", None),
        ("1、3", None),
        ("一二", None),
        ("六七", None),
        ("1.5", None),
        ("-2", None),
        ("2人", None),
        ("第2条", None),
        ("已分享2", None),
        ("两", None),
        ("", None),
        ("2" + " " * 20, None),
        ("２點", None),
    ],
)
def test_a_number_and_nothing_else(text: str, number: int | None) -> None:
    assert read_pick(text) == number


@given(st.text(max_size=14))
def test_whatever_is_written(text: str) -> None:
    found = read_pick(text)
    assert found is None or 1 <= found <= 99


@given(st.integers(1, 99))
def test_every_number(number: int) -> None:
    assert read_pick(str(number)) == number
