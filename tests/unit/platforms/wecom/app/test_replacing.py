"""What takes the place of a pressed card of the app's, by the code of its press."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kpbot.domain.messages import Button, Card, Outgoing, Receipt
from tests.fakes.wecom.world import Message
from tests.unit.platforms.wecom.app.conftest import Rig

ASK = Outgoing(text="要上报这次活动吗？", buttons=((Button("上报", "r:yes"), Button("不了", "r:no")),))
EDITION = Outgoing(
    title="11月23日的三条",
    cards=(Card(1, "冬天开窗", "要开。", "https://example.org/1"),),
    footer="等您批准。",
    buttons=((Button("批准", "desk:approve:1"), Button("换一条", "desk:swap:1:1")),),
)
DECIDED = replace(EDITION, footer="王芳已批准。", buttons=())


async def pressed(rig: Rig, asked: Outgoing, code: str = "c") -> tuple[str, Receipt, Message]:
    """The press of its first button, what was sent, and its card."""
    receipt = await rig.sent(asked)
    card = rig.world.messages[-1]
    return await press(rig, card, code), receipt, card


async def press(rig: Rig, card: Message, code: str) -> str:
    rig.world.codes[code] = card
    button = next(iter(card.buttons.values()))
    rest = {"EventKey": button, "TaskId": card.task, "CardType": "button_interaction", "ResponseCode": code}
    return (await rig.brought("event", Event="template_card_event", **rest)).key


def instead(outgoing: Outgoing, press: str, receipt: Receipt) -> Outgoing:
    return replace(outgoing, answers=press, instead_of=receipt.message)


async def test_a_decided_card_has_a_text_where_its_buttons_were(rig: Rig) -> None:
    key, receipt, card = await pressed(rig, ASK)
    again = await rig.app.send(rig.li, instead(Outgoing(text="已经上报。"), key, receipt))
    assert again.message == receipt.message
    assert card.words.splitlines() == ["已经上报。", "已处理"]
    assert card.buttons == {}
    assert rig.world.messages == [card]


async def test_a_choice_goes_on_and_on_the_same_card(rig: Rig) -> None:
    key, receipt, card = await pressed(rig, ASK)
    for number in range(3):
        now = instead(Outgoing(text=f"第{number}步", buttons=((Button("下一步", f"n:{number}"),),)), key, receipt)
        await rig.sent(now)
        assert card.words.splitlines() == [f"第{number}步", "下一步"]
        rig.clock.move_to(rig.now + timedelta(seconds=2))
        key = await press(rig, card, f"code{number}")
    assert rig.world.messages == [card]


@pytest.mark.parametrize("wrong", ["used", "forgotten", "no code"])
async def test_a_card_that_cannot_be_replaced_is_answered_below(rig: Rig, wrong: str) -> None:
    key, receipt, card = await pressed(rig, ASK, "" if wrong == "no code" else "c")
    if wrong == "used":
        rig.world.codes.clear()
    elif wrong == "forgotten":
        rig.clock.move_to(rig.now + timedelta(seconds=61))
    below = await rig.app.send(rig.li, instead(Outgoing(text="已经上报。"), key, receipt))
    assert [message.words for message in rig.world.messages[1:]] == ["已经上报。"]
    assert below.message not in ("", receipt.message)
    assert list(card.buttons) == ["上报", "不了"]


async def test_a_code_is_good_for_one_answer(rig: Rig) -> None:
    key, receipt, card = await pressed(rig, ASK)
    for said in ("已经上报。", "又说一遍。"):
        await rig.app.send(rig.li, instead(Outgoing(text=said), key, receipt))
    assert card.words.splitlines()[0] == "已经上报。"
    assert rig.world.messages[-1].words == "又说一遍。"


async def test_words_that_have_no_room_on_the_card_stand_below_and_its_buttons_are_gone(rig: Rig) -> None:
    key, receipt, card = await pressed(rig, ASK)
    await rig.app.send(rig.li, instead(Outgoing(text="很长的一段话。" * 40), key, receipt))
    assert rig.world.messages[-1].words.startswith("很长的一段话。")
    assert card.buttons == {}
    assert card.words.splitlines() == ["要上报这次活动吗？", "已处理"]


async def test_a_preview_that_was_decided_is_not_repeated(rig: Rig) -> None:
    key, receipt, card = await pressed(rig, EDITION)
    before = len(rig.world.messages)
    await rig.app.send(rig.li, instead(DECIDED, key, receipt))
    assert card.words.splitlines() == ["11月23日的三条", "王芳已批准。", "已处理"]
    assert len(rig.world.messages) == before


@pytest.mark.parametrize("buttons", [(), EDITION.buttons])
async def test_where_the_card_cannot_say_so_a_line_does(rig: Rig, buttons: tuple[tuple[Button, ...], ...]) -> None:
    key, receipt, _ = await pressed(rig, EDITION, "")
    before = len(rig.world.messages)
    await rig.app.send(rig.li, instead(replace(DECIDED, buttons=buttons), key, receipt))
    (line,) = rig.world.messages[before:]
    assert "王芳已批准。" in line.words
    assert "冬天开窗" not in line.words
    assert len(line.buttons) == (2 if buttons else 0)


async def test_where_nothing_is_left_to_choose_nobody_is_asked_to(rig: Rig) -> None:
    """An answer whose first sentence is too long for a title."""
    key, receipt, card = await pressed(rig, ASK)
    said = "王芳已经把槐树村健康讲座的照片和人数补上，这次活动记在今天，不用您再做什么。"
    await rig.app.send(rig.li, instead(Outgoing(text=said), key, receipt))
    assert card.words.splitlines() == ["已处理", said, "已处理"]


async def test_what_may_not_stand_on_the_card_is_said_below(rig: Rig) -> None:
    """An answer may be said twice, but it is not lost."""
    key, receipt, card = await pressed(rig, ASK)
    rig.world.silent.add("message/update_template_card")
    await rig.app.send(rig.li, instead(Outgoing(text="已经上报。"), key, receipt))
    assert [message.words for message in rig.world.messages[1:]] == ["已经上报。"]
    assert list(card.buttons) == ["上报", "不了"]
