"""The codes of cards say the address, as read by a reader that knows nothing of what drew them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.services.cards.code import SIDE, code
from tests.fakes.qr import read, side_of_module

CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%"


@settings(deadline=None)
@given(st.text(CHARACTERS, max_size=700))
def test_any_address_can_be_read(rest: str) -> None:
    drawn = code(f"https://{rest}")
    assert drawn
    assert read(drawn) == f"https://{rest}"
    assert side_of_module(drawn) >= 4


@pytest.mark.parametrize(
    ("address", "module"), [("https://kp.example.cn/s/abcdefgh23", 9), ("https://kp.example.cn/i/" + "x" * 60, 7)]
)
def test_usual_addresses_have_large_modules(address: str, module: int) -> None:
    drawn = code(address)
    assert drawn
    assert (side_of_module(drawn) >= module - 1, drawn.width <= SIDE) == (True, True)


def test_characters_that_readers_would_guess_at_are_spelt_out() -> None:
    drawn = code("https://例.cn/冰面 b")
    assert drawn
    assert read(drawn) == "https://%E4%BE%8B.cn/%E5%86%B0%E9%9D%A2%20b"


def test_an_address_beyond_all_reason_has_no_code() -> None:
    assert code("https://e.cn/" + "x" * 1000) is None
    assert code("https://e.cn/" + "x" * 5000) is None
