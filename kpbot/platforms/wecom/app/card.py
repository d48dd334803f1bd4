"""A template card of the kind «button interaction»: the buttons that people press, under words of their own.

Source: WeCom, «Send app messages», template cards (path/90236), and «Update template cards» (path/94888).
"""

from __future__ import annotations

from typing import Any

from kpbot.domain.cutting import cut
from kpbot.domain.menus import pages
from kpbot.domain.messages import Button, Outgoing
from kpbot.platforms.wecom.app.limits import CARD_BUTTONS, CARD_TITLE, CARD_WORDS, CARDS
from kpbot.texts import say

Json = dict[str, Any]


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


def holds_all(outgoing: Outgoing) -> bool:
    """Whether all words of the message have room on its card."""
    words = len(outgoing.title.strip()) <= CARD_TITLE and len(_words(outgoing)) <= CARD_WORDS
    return words and not outgoing.cards and not pages(outgoing)


def card(outgoing: Outgoing, number: int, language: str, noted: str = "") -> Json:
    """That of the `number`-th sheet, from 0. The first has the words; `noted` is shown below them: what a press came
    to."""
    speaks = outgoing.language or language
    alone = holds_all(outgoing)
    words = (_words(outgoing) if alone else footer(outgoing)) if number == 0 else ""
    heading = outgoing.title.strip() or say(speaks, "wecom-card-title")
    if number:
        heading = say(speaks, "wecom-card-more")
    room = CARD_WORDS - len(noted) - 1 if noted else CARD_WORDS
    said = "\n".join(part for part in (cut(words, max(room, 0)), cut(noted, CARD_WORDS)) if part)
    buttons = [{"text": one.label, "key": one.data, "style": 1} for one in sheets(outgoing)[number]]
    return {
        "card_type": "button_interaction",
        "main_title": {"title": cut(heading, CARD_TITLE)},
        **({"sub_title_text": said} if said else {}),
        "button_list": buttons,
    }


def footer(outgoing: Outgoing) -> str:
    """What of a longer message has room on its card."""
    words = outgoing.footer.strip()
    return words if len(words) <= CARD_WORDS else ""


def _words(outgoing: Outgoing) -> str:
    return "\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip()) if part)
