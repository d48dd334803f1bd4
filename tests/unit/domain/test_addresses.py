"""Addresses in what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.addresses import MOST, addresses_in

A = "https://www.kepuchina.cn/article?id=1&utm_source=wx"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (A, A),
        (f"  {A}\n", A),
        (f"请看{A}，很好", A),
        (f"请看（{A}）。", A),
        (f"请看 {A}看这个", A),
        (f"see {A}.", A),
        (f"({A})", A),
        (f"“{A}”", A),
        (f"《雷雨天》{A}《完》", A),
        ("HTTP://WWW.Example.ORG/A", "HTTP://WWW.Example.ORG/A"),
        ("www.kepuchina.cn/a/b", "https://www.kepuchina.cn/a/b"),
        ("看kepuchina.cn/a", "https://kepuchina.cn/a"),
        ("https://zh.example.org/wiki/雷雨天 好", "https://zh.example.org/wiki/雷雨天"),
        ("https://example.org/a(b)", "https://example.org/a(b)"),
        ("http://127.0.0.1:8000/i/lei-yu", "http://127.0.0.1:8000/i/lei-yu"),
    ],
)
def test_what_is_meant_is_among_what_is_found(text: str, meant: str) -> None:
    assert meant in addresses_in(text)


@pytest.mark.parametrize(
    "text", ["", "今天讲座62人", "v1.2", "a@example.org/x", "名单.xlsx", "ftp://x/y", "http://", "1/3"]
)
def test_what_is_no_address(text: str) -> None:
    assert addresses_in(text) == []


def test_no_more_than_one_can_mean() -> None:
    many = " ".join(f"https://example.org/{n}" for n in range(500))
    assert len(addresses_in(many)) == MOST
    assert addresses_in("https://example.org/" + "a" * 100_000) == []


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_is_read(before: str, after: str) -> None:
    found = addresses_in(f"{before} {A} {after}")
    assert len(found) <= 4 * MOST
    if before.count("/") == 0:
        assert A in found


@pytest.mark.parametrize("hostile", ["a." * 50_000, "a-" * 50_000 + "/", "https://" * 20_000, "x." * 9 + "/" * 90_000])
def test_hostile_texts_take_no_time(hostile: str) -> None:
    assert len(addresses_in(hostile)) <= 4 * MOST
