from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Button, Card, Outgoing
from kpbot.platforms.qq import links
from kpbot.platforms.qq.letter import Part, keyboard, markdown, parts
from kpbot.platforms.qq.limits import CAPABILITIES, PARTS, TEXT
from kpbot.services.enclosed import Enclosure

PICTURE = Enclosure(b"x", "a.png", True, "d:")
SHEET = Enclosure(b"x", "a.csv", False, "d:a.csv")


def made(outgoing: Outgoing, held: Enclosure | None = None, keyboards: bool = False) -> list[Part]:
    return parts(outgoing, CAPABILITIES, "zh-CN", held, keyboards)


def buttons(count: int) -> tuple[tuple[Button, ...], ...]:
    return (tuple(Button(f"选 {n}", f"x:{n}") for n in range(count)),)


@pytest.mark.parametrize(
    ("words", "held", "texts"),
    [
        ("", None, ["…"]),
        ("好", None, ["好"]),
        ("好", PICTURE, ["好"]),
        ("", PICTURE, [""]),
        ("好", SHEET, ["", "好"]),
        ("长" * (TEXT + 1), PICTURE, ["", "长" * TEXT, "长"]),
    ],
)
def test_what_becomes_of_a_message(words: str, held: Enclosure | None, texts: list[str]) -> None:
    became = made(Outgoing(text=words), held)
    assert [part.text for part in became] == texts
    assert [part.held for part in became if part.held] == ([held] if held else [])


def test_a_days_three_stay_one_message_with_all_their_numbers() -> None:
    cards = tuple(Card(n, f"标题 {n}", "摘要", f"https://a.cn/{n}", body="正文。" * 2000) for n in (1, 2, 3))
    (part,) = made(Outgoing(title="今日三条", cards=cards, buttons=buttons(4)))
    assert len(part.text) <= TEXT
    assert all(f"https://a.cn/{n}" in part.text for n in (1, 2, 3))
    assert part.text.endswith("4  选 3")


def test_a_long_text_keeps_its_choices_in_the_last_message() -> None:
    *first, last = made(Outgoing(text="长。" * 5000, buttons=buttons(3)))
    assert len(first) == PARTS - 1
    assert last.text.endswith("3  选 2")


@given(
    text=st.text(max_size=9000),
    bodies=st.lists(st.integers(0, 5000), max_size=4),
    choices=st.integers(0, 40),
    keyboards=st.booleans(),
)
def test_no_message_is_too_long_or_without_a_word(text: str, bodies: list[int], choices: int, keyboards: bool) -> None:
    cards = tuple(Card(n, "标", "摘", body="字" * size) for n, size in enumerate(bodies, 1))
    became = made(Outgoing(text=text, cards=cards, buttons=buttons(choices)), keyboards=keyboards)
    assert 0 < len(became) <= PARTS
    assert all(0 < len(part.text) <= TEXT for part in became)


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (2, [2]), (3, [2, 1]), (10, [2] * 5), (11, [5, 5, 1])])
def test_rows_of_a_keyboard(count: int, rows: list[int]) -> None:
    (part,) = made(Outgoing(text="x", buttons=buttons(count)), keyboards=True)
    content: Any = keyboard(part.buttons)["content"]
    assert [len(row["buttons"]) for row in content["rows"]] == rows
    assert part.numbers.endswith(f"{count}  选 {count - 1}")


def test_more_buttons_than_a_keyboard_holds_are_numbers() -> None:
    (part,) = made(Outgoing(text="x", buttons=buttons(26)), keyboards=True)
    assert part.buttons == ()
    assert "26  选 25" in part.text


def test_pages_stay_links_beside_a_keyboard() -> None:
    said = Outgoing(text="x", buttons=(*buttons(1), (Button("看", url="https://a.cn/"),)))
    (part,) = made(said, keyboards=True)
    assert part.text == "x\n\n看：https://a.cn/"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# 题", "\\# 题"),
        ("*a* [b](c) <d>", "\\*a\\* \\[b\\](c) \\<d\\>"),
        ("a\nb", "a\n\nb"),
        ("a\n\nb", "a\n\nb"),
    ],
)
def test_markdown_shows_what_plain_text_would(text: str, shown: str) -> None:
    assert markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("看 https://www.a.cn/b?c=1 好", "看 www．a．cn 好\n\n注"),
        ("（http://a.cn:8080/x）。", "（a．cn）。\n\n注"),
        ("没有链接 a.cn", "没有链接 a.cn"),
        ("题目\nhttps://www.a.cn/b\n来源", "题目\n来源\n\n注"),
        ("题目\n  HTTPS://a.cn/1\nhttp://b.cn", "题目\n\n注"),
        ("https://[x", "\n\n注"),
    ],
)
def test_a_text_without_its_links(text: str, left: str) -> None:
    assert links.without(text, "注") == left


def test_the_hosts_that_a_text_names() -> None:
    assert links.hosts("https://a.cn/1，http://b.cn HTTPS://A.CN/2 https://[x") == {"a.cn", "b.cn"}


@pytest.mark.parametrize(
    "typed",
    [
        "<qqbot-at-everyone />",
        "<@E4F4AEA3>",
        "@everyone 开会",
        "@Everyone",
        "@全体成员",
        '<qqbot-cmd-enter text="x" />',
        "<#1>",
    ],
)
@pytest.mark.parametrize("long", ["", "长。" * 2000], ids=["short", "long"])
def test_what_people_typed_calls_nobody(typed: str, long: str) -> None:
    said = Outgoing(
        title=typed, text=typed + long, cards=(Card(1, typed, typed, body=long),), buttons=((Button(typed, "x"),),)
    )
    for part in made(said, keyboards=True):
        shown = part.text + part.numbers
        assert "<" not in shown
        assert "@every" not in shown.lower()
        assert "@全" not in shown


def test_parts_are_told_apart_by_what_they_say_and_carry() -> None:
    (one,) = made(Outgoing(text="x"), PICTURE)
    keys = {one.key, replace(one, text="y").key, replace(one, held=None).key, replace(one, held=SHEET).key}
    assert len(keys) == 4
