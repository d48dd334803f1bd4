"""The buttons of a message on as many cards as hold them. A card of WeCom's has room for six."""

from __future__ import annotations

from kpbot.domain.messages import Button, Outgoing

CARD_BUTTONS = 6
CARDS = 2  # under one message


def sheets(outgoing: Outgoing) -> list[list[Button]]:
    """The buttons that are pressed, card by card, rows held together; none where there are none or too many."""
    rows = [[button for button in row if button.data] for row in outgoing.buttons]
    if not all(len(row) <= CARD_BUTTONS for row in rows):
        every = [button for row in rows for button in row]
        rows = [every[at : at + CARD_BUTTONS] for at in range(0, len(every), CARD_BUTTONS)]
    found: list[list[Button]] = []
    for row in filter(None, rows):
        if found and len(found[-1]) + len(row) <= CARD_BUTTONS:
            found[-1] += row
        else:
            found.append(list(row))
    return found if len(found) <= CARDS else _filled(found)


def _filled(found: list[list[Button]]) -> list[list[Button]]:
    """As few cards as will do, rows or not."""
    every = [button for one in found for button in one]
    filled = [every[at : at + CARD_BUTTONS] for at in range(0, len(every), CARD_BUTTONS)]
    return filled if len(filled) <= CARDS else []
