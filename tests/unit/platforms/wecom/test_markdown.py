"""Words in WeCom's markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.cutting import in_bytes
from kpbot.domain.messages import Card, Outgoing
from kpbot.platforms.wecom.markdown import blocks, card, linked, packed, plain


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("普通的话", "普通的话"),
        ("<@all> 大家好", "＜@all＞ 大家好"),
        ('<font color="warning">红</font>', '＜font color="warning"＞红＜/font＞'),
        ("**粗** `码` [字](https://x.org)", "＊＊粗＊＊ ｀码｀ ［字］(https://x.org)"),
        ("# 标题\n  # 标题", "＃ 标题\n  ＃ 标题"),
        ("C# 语言", "C# 语言"),
    ],
)
def test_what_people_wrote_is_no_markup(said: str, shown: str) -> None:
    assert plain(said) == shown


@pytest.mark.parametrize(
    ("label", "address", "shown"),
    [
        ("标题", "https://x.org/a(b) c", "[标题](https://x.org/a%28b%29%20c)"),
        ("标题\n二", "https://x.org/", "[标题 二](https://x.org/)"),
        ("标题", "", "标题"),
        ("", "https://x.org/", ""),
        ("标题", "https://x.org/" + "a" * 2000, "标题"),
    ],
)
def test_links(label: str, address: str, shown: str) -> None:
    assert linked(label, address) == shown


def test_a_card_without_a_page_has_its_body() -> None:
    shown = card(Card(2, "标题", "摘要", "", "来源", "健康", "正文"))
    assert shown == '2. 标题\n摘要\n<font color="comment">健康 · 来源</font>\n正文'


def test_what_belongs_together_stays_together() -> None:
    assert packed(["一" * 10, "二" * 10, "三" * 10], 70) == ["一" * 10 + "\n\n" + "二" * 10, "三" * 10]
    assert packed([], 70) == ["…"]


@given(st.lists(st.text(max_size=400), max_size=8), st.integers(50, 400))
def test_never_too_long_and_never_too_many(found: list[str], limit: int) -> None:
    made = packed(found, limit)
    assert 1 <= len(made) <= 4
    assert all(0 < in_bytes(text) <= limit for text in made)


def test_nothing_is_lost_of_what_has_room() -> None:
    said = Outgoing(title="标题", text="一句话。" * 300, footer="尾")
    assert "".join(packed(blocks(said), 2048)).count("一句话。") == 300
