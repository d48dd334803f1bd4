"""Where a pressed card may be replaced, and with what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpbot.domain.messages import Button, Card, Outgoing
from kpbot.platforms.wecom.replacing import Replacement, replacement, without_what_stands


def buttons(*names: str) -> tuple[tuple[Button, ...], ...]:
    return (tuple(Button(name, f"x:{name}") for name in names),)


LIST = Outgoing(title="三条", cards=(Card(1, "一", "甲"),), footer="为什么：新\n等批准", buttons=buttons("批准"))
ASK = Outgoing(text="要吗？", buttons=buttons("要"))
EIGHT = Outgoing(text="哪个？", buttons=(buttons(*"甲乙丙丁")[0], buttons(*"戊己庚辛")[0]))

CASES = {
    "a short answer": (ASK, Outgoing(text="好的。"), Replacement("好的。", "", ())),
    "of a message nobody knows": (None, Outgoing(title="好", text="的"), Replacement("好", "的", ())),
    "another question": (ASK, replace(ASK, text="哪天？", buttons=buttons("今")), ("哪天？", "", "今")),
    "more than a card shows": (ASK, Outgoing(text="字" * 113), None),
    "a picture": (ASK, Outgoing(text="看图", picture="a.png"), None),
    "a line of the footer": (LIST, replace(LIST, footer="为什么：新\n已批准", buttons=()), ("三条", "已批准")),
    "only the buttons": (LIST, replace(LIST, buttons=buttons("换")), ("三条", "为什么：新\n等批准", "换")),
    "only the buttons, a long footer": (
        replace(LIST, footer="长" * 113),
        replace(LIST, footer="长" * 113, buttons=buttons("换")),
        ("三条", "", "换"),
    ),
    "too many new lines": (LIST, replace(LIST, footer="新" * 113), None),
    "words that stood on the card itself": (ASK, replace(ASK, footer="长" * 109), None),
    "another item": (LIST, replace(LIST, cards=(Card(1, "二", "乙"),)), None),
    "an item of a message nobody knows": (None, LIST, None),
    "numbers": (ASK, Outgoing(text="选", buttons=tuple(buttons(f"{n}")[0] for n in range(13))), None),
    "two cards for one": (ASK, EIGHT, None),
}


@pytest.mark.parametrize(("original", "now", "wanted"), CASES.values(), ids=CASES)
def test_what_a_card_becomes(original: Outgoing | None, now: Outgoing, wanted: object) -> None:
    made = replacement(original, now, 0)
    if isinstance(wanted, tuple):
        title, words, *labels = wanted
        wanted = Replacement(title, words, tuple(buttons(*labels)[0]))
    assert made == wanted


def test_more_buttons_than_one_card_holds_come_without_the_words_that_stand_there() -> None:
    said = without_what_stands(LIST, replace(LIST, buttons=EIGHT.buttons))
    assert said == Outgoing(title="三条", text=LIST.footer, buttons=EIGHT.buttons)


def test_a_message_of_its_own_has_words() -> None:
    """Also where nothing is new but the buttons, and the words have no title."""
    long = replace(ASK, text="字" * 113)
    asked = replace(long, buttons=buttons("1个月"))
    assert without_what_stands(long, asked) == asked


@pytest.mark.parametrize("now", [ASK, replace(LIST, cards=()), replace(LIST, picture="a.png")])
def test_what_stands_nowhere_is_said(now: Outgoing) -> None:
    assert without_what_stands(LIST, now) == now


def test_of_two_cards_the_other_one_must_be_as_it_was() -> None:
    first = replace(EIGHT, buttons=(buttons(*"一乙丙丁")[0], EIGHT.buttons[1]))
    assert replacement(EIGHT, first, 0) == Replacement("哪个？", "", first.buttons[0])
    assert replacement(EIGHT, first, 1) is None


def test_of_two_cards_the_pressed_one_takes_what_is_left() -> None:
    rest = Outgoing(text="好了", buttons=buttons("撤回"))
    assert replacement(EIGHT, rest, 1) == Replacement("好了", "", rest.buttons[0])
