"""The bot's messages as an app's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain.cutting import in_bytes
from kpbot.domain.messages import Button, Capabilities, Card, Outgoing
from kpbot.platforms.wecom.app import letter
from kpbot.platforms.wecom.app.card import card as card_of
from kpbot.platforms.wecom.app.limits import CAPABILITIES, CARD_WORDS, TEXT, without_buttons

SHARED = tuple(Button(f"已分享 {n}", f"share:1:{n}") for n in (1, 2, 3))
ASKED = ((Button("对", "ok"), Button("改", "fix")),)
PLAIN = without_buttons(CAPABILITIES)
PUSH = Outgoing(
    title="今日三条 11月23日",
    cards=tuple(Card(n, f"标题{n}", "摘要。" * 20, f"https://example.org/{n}", "科普中国", "健康") for n in (1, 2, 3)),
    footer="转发后点一下按钮。",
    buttons=(SHARED, (Button("三条都分享了", "share:1:all"), Button("复制文字", "copy:1"), Button("换去处", "to:ask"))),
)


def private(outgoing: Outgoing) -> list[letter.Body]:
    return letter.private(outgoing, CAPABILITIES, "zh-CN")


def test_a_push_is_its_words_and_under_them_a_card_with_the_footer_and_the_buttons() -> None:
    words, card = private(PUSH)
    assert words["msgtype"] == "markdown"
    said = words["markdown"]["content"]
    assert said.startswith("**今日三条 11月23日**\n\n1. [标题1](https://example.org/1)\n摘要。")
    assert '<font color="comment">健康 · 科普中国</font>' in said
    assert "转发后" not in said
    shown = card["template_card"]
    assert shown["main_title"]["title"] == "今日三条 11月23日"
    assert shown["sub_title_text"] == "转发后点一下按钮。"
    assert [button["key"] for button in shown["button_list"]][-1] == "to:ask"
    assert len(shown["button_list"]) == 6


def test_a_short_question_is_its_card_alone() -> None:
    (card,) = private(Outgoing(text="62 人，今天。对吗？", buttons=ASKED))
    assert card["template_card"]["main_title"]["title"] == "62 人，今天。对吗？"
    assert "sub_title_text" not in card["template_card"]


@pytest.mark.parametrize(
    ("text", "title", "below"),
    [
        ("已上报，等协调员审阅：\n槐树村e站\n62 人", "已上报，等协调员审阅：", "槐树村e站\n62 人"),
        (
            "李想交接工作。点一下，我就把码发给您和李，请转给接任的人。",
            "李想交接工作。",
            "点一下，我就把码发给您和李，请转给接任的人。",
        ),
        ("很长很长" * 10, "请选择", "很长很长" * 10),
    ],
)
def test_a_card_is_headed_by_how_its_words_begin(text: str, title: str, below: str) -> None:
    (card,) = private(Outgoing(text=text, buttons=ASKED))
    shown = card["template_card"]
    assert (shown["main_title"]["title"], shown["sub_title_text"]) == (title, below)


def test_long_words_above_a_card_are_a_text_unless_they_have_links() -> None:
    asked = Outgoing(text="您要注销吗？" * 40, buttons=ASKED)
    words, _ = private(asked)
    assert words == {"msgtype": "text", "text": {"content": asked.text}}
    words, _ = private(replace(asked, buttons=(*ASKED, (Button("细则", url="https://example.org/a"),))))
    assert "[细则](https://example.org/a)" in words["markdown"]["content"]


def test_where_it_is_plain_everything_is_text_and_buttons_are_numbers() -> None:
    (words,) = letter.private(PUSH, PLAIN, "zh-CN")
    said = words["text"]["content"]
    assert said.startswith("今日三条 11月23日\n\n1. 标题1\n摘要。")
    assert "https://example.org/1\n健康 · 科普中国" in said
    assert said.endswith("6  换去处")
    assert "**" not in said
    (words,) = letter.group(PUSH, PLAIN, "zh-CN")
    assert "打开本应用" in words["text"]["content"]


def test_a_long_plain_text_keeps_its_numbers() -> None:
    made = letter.private(replace(PUSH, text="很长的话。" * 3000), PLAIN, "zh-CN")
    assert {body["msgtype"] for body in made} == {"text"}
    assert made[-1]["text"]["content"].endswith("6  换去处")
    assert all(in_bytes(body["text"]["content"]) <= TEXT for body in made)


def test_a_long_footer_stays_with_the_words() -> None:
    words, card = private(replace(PUSH, footer="很长的话。" * 40))
    assert "很长的话。" in words["markdown"]["content"]
    assert "sub_title_text" not in card["template_card"]


def test_more_buttons_than_a_card_holds_are_on_two_rows_held_together() -> None:
    more = (*PUSH.buttons, (Button("做成图片", "card:1"),))
    _, first, second = private(replace(PUSH, buttons=more))
    assert [len(one["template_card"]["button_list"]) for one in (first, second)] == [6, 1]
    assert [one["template_card"]["task_id"] for one in (first, second)] == ["0", "1"]
    assert second["template_card"]["main_title"]["title"] == "更多"
    assert "sub_title_text" not in second["template_card"]
    _, first, second = private(replace(PUSH, buttons=((*SHARED, Button("全部", "all")), *more[1:])))
    assert [len(one["template_card"]["button_list"]) for one in (first, second)] == [4, 4]


def test_more_than_two_hold_are_numbers_none_of_which_is_lost() -> None:
    many = tuple((Button(f"第 {n} 个", f"pick:{n}"),) for n in range(13))
    *_, last = private(replace(PUSH, text="很长的话。" * 3000, buttons=many))
    assert "13  第 12 个" in last["markdown"]["content"]
    *_, last = private(Outgoing(text="很长的话。" * 3000, buttons=many))
    assert "13  第 12 个" in last["text"]["content"]


def test_a_page_is_a_link_beside_the_card() -> None:
    words, card = private(Outgoing(text="看看", buttons=((Button("好", "ok"), Button("网页", url="https://a.org/")),)))
    assert "[网页](https://a.org/)" in words["markdown"]["content"]
    assert [button["text"] for button in card["template_card"]["button_list"]] == ["好"]


def test_plain_words_are_a_text_that_wechat_shows_too() -> None:
    (only,) = private(Outgoing(text="记下了。<a href='x'>y</a>", footer="谢谢"))
    assert only == {"msgtype": "text", "text": {"content": "记下了。＜a href='x'>y＜/a>\n\n谢谢"}}


def test_a_group_gets_no_buttons_and_is_told_where_they_are() -> None:
    (words,) = letter.group(PUSH, CAPABILITIES, "zh-CN")
    assert words["msgtype"] == "markdown"
    assert "打开本应用" in words["markdown"]["content"]
    (bare,) = letter.group(replace(PUSH, buttons=()), CAPABILITIES, "zh-CN")
    assert "打开本应用" not in bare["markdown"]["content"]


def test_what_carries_something_needs_no_words() -> None:
    assert letter.private(Outgoing(picture="x"), CAPABILITIES, "zh-CN", carries=True) == []
    assert private(Outgoing()) == [{"msgtype": "text", "text": {"content": "…"}}]


@settings(deadline=None)
@given(
    st.builds(
        Outgoing,
        text=st.text(max_size=1500),
        title=st.text(max_size=300),
        footer=st.text(max_size=300),
        cards=st.lists(
            st.builds(
                Card, st.just(1), st.text(), st.text(max_size=900), st.text(max_size=2000), body=st.text(max_size=900)
            ),
            max_size=4,
        ).map(tuple),
        buttons=st.sampled_from([(), (SHARED,), (SHARED, SHARED), PUSH.buttons]),
    ),
    st.booleans(),
    st.sampled_from([CAPABILITIES, PLAIN]),
)
def test_whatever_is_said_fits(outgoing: Outgoing, alone: bool, can: Capabilities) -> None:
    made = (letter.private if alone else letter.group)(outgoing, can, "en")
    for body in made:
        held = body[body["msgtype"]]
        if body["msgtype"] == "template_card":
            assert 1 <= len(held["button_list"]) <= 6
            assert len(held["main_title"]["title"]) <= 26
            assert len(held.get("sub_title_text", "")) <= CARD_WORDS
        else:
            assert held["content"]
            assert in_bytes(held["content"]) <= TEXT


@pytest.mark.parametrize("noted", ["已记 1/3", "很" * 500])
def test_what_a_press_came_to_is_shown_below_the_words(noted: str) -> None:
    made = card_of(PUSH, 0, "zh-CN", noted)
    assert len(made["sub_title_text"]) <= CARD_WORDS
    assert noted[:6] in made["sub_title_text"]
    assert len(made["button_list"]) == 6
