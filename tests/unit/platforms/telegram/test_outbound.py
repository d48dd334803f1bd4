"""Structured messages as Telegram's HTML, read back by the strict reader of the fake server."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Button, Card, Outgoing
from kpbot.platforms.telegram.limits import TEXT, units
from kpbot.platforms.telegram.outbound import letter
from tests.fakes.bot_api import formatting

CARD = Card(1, "雷雨天，手机能用吗", "室内可以用，野外别用。", "https://example.org/a?b=1&c=2", "科普中国", "应急避险")
RESERVE = Card(
    2, "被狗咬了怎么办", "先冲洗，再打针。", topic="卫生健康", body="先用肥皂水冲洗。<十五分钟>以上。再去医院。"
)


def seen(outgoing: Outgoing, link: str = "") -> tuple[str, list[formatting.Entity]]:
    (html,) = letter(outgoing, link).texts
    return formatting.parse(html)


def test_a_push_looks_like_this() -> None:
    text, entities = seen(Outgoing(title="11月28日（周六）三条", cards=(CARD, RESERVE), footer="转发后点“已分享”。"))
    assert text == (
        "11月28日（周六）三条\n\n"
        "1. 雷雨天，手机能用吗\n室内可以用，野外别用。\n应急避险 · 科普中国\n\n"
        "2. 被狗咬了怎么办\n先冲洗，再打针。\n卫生健康\n先用肥皂水冲洗。<十五分钟>以上。再去医院。\n\n"
        "转发后点“已分享”。"
    )
    found = {(entity.kind, entity.text) for entity in entities}
    assert ("b", "11月28日（周六）三条") in found
    assert ("blockquote expandable", RESERVE.body) in found
    assert [e.url for e in entities if e.kind == "a"] == ["https://example.org/a?b=1&c=2"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x/y", "", "https://", 'https://[x"'])
def test_what_is_no_web_address_is_no_link(address: str) -> None:
    _, entities = seen(Outgoing(cards=(replace(CARD, link=address),)))
    assert not any(entity.kind == "a" for entity in entities)


def test_without_a_word_there_is_a_word_all_the_same() -> None:
    assert letter(Outgoing()).texts == ("…",)
    assert letter(Outgoing(text="\n \n")).texts == ("…",)


def test_the_link_to_the_private_chat_comes_last() -> None:
    assert seen(Outgoing(text="请到私聊里办。"), "https://t.me/kepu_bot?start=me")[0].endswith(
        "\nhttps://t.me/kepu_bot?start=me"
    )


hostile = st.text(st.sampled_from("<>&\"'b/a 。很🌾\n=#;"), max_size=40)


@given(hostile, hostile, hostile, hostile)
def test_what_people_wrote_is_never_markup(title: str, text: str, link: str, body: str) -> None:
    outgoing = Outgoing(
        title=title, text=text, cards=(Card(1, title, text, f"https://e.org/{link}", text, body, body),)
    )
    said, entities = seen(outgoing)
    assert {entity.kind for entity in entities} <= {"b", "i", "a", "blockquote expandable"}
    for part in (title, text, body):
        assert part.strip() in said
    assert {entity.url for entity in entities if entity.kind == "a"} <= {f"https://e.org/{link}"}


def test_a_text_too_long_becomes_several_and_the_buttons_belong_to_the_last() -> None:
    text = "\n".join(f"{n}. {'字' * 80}" for n in range(100))
    made = letter(Outgoing(title="资料", text=text, buttons=((Button("好", "a:1"),),)))
    parts = [formatting.parse(html) for html in made.texts]
    assert len(parts) == 3
    assert all(units(said) <= TEXT for said, _ in parts)
    assert "".join("".join(said.removeprefix("资料") for said, _ in parts).split()) == "".join(text.split())
    assert made.buttons


def test_an_edit_stays_one_message() -> None:
    text, _ = seen(Outgoing(text="很长。" * 3000, edits="7"))
    assert TEXT - 3 <= units(text) <= TEXT
    assert text.endswith("。…")


@pytest.mark.parametrize("bodies", [(3000, 3000, 200), (1000, 9000, 100), (100, 100, 100), (9000, 9000, 9000)])
def test_bodies_give_way_the_longest_first(bodies: tuple[int, int, int]) -> None:
    cards = tuple(replace(RESERVE, number=n, body="字" * size) for n, size in enumerate(bodies, 1))
    text, entities = seen(Outgoing(title="三条", cards=cards, footer="完"))
    assert units(text) <= TEXT
    assert text.endswith("完")
    quoted = [units(e.text) for e in entities if e.kind.startswith("blockquote")]
    assert len(quoted) == 3
    if sum(bodies) > TEXT:
        assert units(text) > TEXT - 10
    assert [size for size, whole in zip(quoted, bodies, strict=True) if whole <= 1000] == [
        b for b in bodies if b <= 1000
    ]


def test_when_nothing_else_helps_the_text_is_cut() -> None:
    text, _ = seen(Outgoing(text="很" * 5000, cards=(RESERVE,)))
    assert units(text) <= TEXT
    many = Outgoing(cards=tuple(replace(RESERVE, number=n, summary="摘要。" * 100) for n in range(30)))
    assert units(seen(many)[0]) <= TEXT


def test_buttons() -> None:
    rows = (
        (Button("已分享 1", "share:1:1"), Button("打开", url="https://example.org/")),
        (Button("太长", "x" * 65), Button("", "a"), Button("无处可去"), Button("坏", url="tg://x")),
        tuple(Button(str(n), f"n:{n}") for n in range(10)),
        (Button("很" * 100, "a:很"),),
    )
    made = letter(Outgoing(text="x", buttons=rows)).buttons
    assert made
    labels = [[button.text for button in row] for row in made.inline_keyboard]
    assert labels[0] == ["已分享 1", "打开"]
    assert [len(row) for row in labels] == [2, 8, 2, 1]
    assert len(labels[-1][0]) == 60
    assert made.inline_keyboard[0][1].url == "https://example.org/"
    assert letter(Outgoing(text="x", buttons=((Button("", ""),),))).buttons is None
