from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.clock import SystemClock
from kpbot.domain.messages import Attachment, Button, Card, Outgoing
from kpbot.platforms.wechat.inbound import Said
from kpbot.platforms.wechat.letters import safe, texts
from kpbot.platforms.wechat.limits import CAPABILITIES, PARTS, TEXT
from kpbot.platforms.wechat.passive import text_reply

SAID = Said("text", "oLi", "gh_1")


def shown(outgoing: Outgoing) -> list[str]:
    return texts(outgoing, CAPABILITIES, "zh-CN")


def test_a_list_of_cards_with_their_links() -> None:
    cards = (
        Card(1, "标题", "摘要", "https://example.org/1", "来源", "健康"),
        Card(2, "乙", "", "https://example.org/2"),
    )
    (text,) = shown(Outgoing(title="今日三条", cards=cards, footer="2 人已分享"))
    assert text == (
        "今日三条\n\n1. 标题\n摘要\nhttps://example.org/1\n健康 · 来源\n\n2. 乙\nhttps://example.org/2\n\n2 人已分享"
    )


def test_a_file_is_named_and_nothing_is_nothing() -> None:
    (text,) = shown(Outgoing(text="名单好了", document=Attachment("files/x.docx", "名单.docx")))
    assert text.startswith("名单好了\n\n")
    assert "名单.docx" in text
    assert shown(Outgoing()) == shown(Outgoing(text=" \n")) == []


@pytest.mark.parametrize("length", [10, 100, 680, 2720, 100_000])
def test_however_long_it_is_the_choices_are_all_there(length: int) -> None:
    buttons = tuple((Button(f"第 {n} 个", f"a:{n}"),) for n in range(1, 13))
    pieces = shown(Outgoing(text="很" * length, buttons=(*buttons, (Button("看", url="https://example.org/"),))))
    assert max(len(piece.encode()) for piece in pieces) <= TEXT
    assert len(pieces) <= PARTS
    assert [f"{n}  第 {n} 个" for n in range(1, 13)] == pieces[-1].splitlines()[-12:]
    assert pieces[0].startswith("很" * min(length, 600))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.integers(1, 100))
def test_any_text_goes_into_well_formed_answers_that_are_short_enough(text: str, times: int) -> None:
    pieces = shown(Outgoing(text=text * times))
    assert len(pieces) <= PARTS
    for piece in pieces:
        assert len(piece.encode()) <= TEXT
        reply = ElementTree.fromstring(text_reply(SAID, piece, SystemClock().now()))
        assert (reply.findtext("Content") or "").replace("\r", "\n") == piece.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("a]]>b", "a]]＞b"),
        ("]]]>>", "]]]＞>"),
        ("<A HREF='x'>y</ a>", "＜A HREF='x'>y＜/ a>"),
        ("<b>bold</b> 1 < 2 <abc>", "<b>bold</b> 1 < 2 <abc>"),
        ("\x00\x07好\u2028", "好\u2028"),
    ],
)
def test_what_would_break_or_mislead(said: str, seen: str) -> None:
    assert safe(said) == seen
