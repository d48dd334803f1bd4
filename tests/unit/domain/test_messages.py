"""How many messages of a platform one of ours becomes."""

import pytest

from kpbot.domain.messages import Attachment, Capabilities, Card, Outgoing

CAN = Capabilities(text_limit=4096, caption_limit=1024)
CARDS = tuple(Card(n, "标题", "摘" * 400) for n in (1, 2, 3))
SHEET = Attachment("files/a.xlsx", "a.xlsx")


@pytest.mark.parametrize(
    ("said", "messages"),
    [
        (Outgoing(), 1),
        (Outgoing(text="x" * 4096), 2),
        (Outgoing(text="x" * 9000), 3),
        (Outgoing(cards=CARDS), 1),
        (Outgoing(text="x", picture="a.png"), 1),
        (Outgoing(text="x" * 1024, picture="a.png"), 1),
        (Outgoing(text="x" * 1025, picture="a.png"), 2),
        (Outgoing(text="x" * 9000, document=SHEET), 4),
        (Outgoing(cards=CARDS, picture="a.png"), 2),
        (Outgoing(cards=CARDS, picture="a.png", edits="5"), 1),
        (Outgoing(document=SHEET), 1),
    ],
)
def test_what_goes_in_several_messages(said: Outgoing, messages: int) -> None:
    assert said.messages(CAN) == messages


def test_where_words_go_under_a_picture_without_end() -> None:
    assert Outgoing(text="x" * 4000, picture="a.png").messages(Capabilities()) == 1


def test_what_it_carries_is_stored_with_it() -> None:
    said = Outgoing(text="x", document=SHEET)
    assert Outgoing.from_json(said.to_json()) == said
