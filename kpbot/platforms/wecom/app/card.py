"""A template card of the kind «button interaction»: the buttons that people press, under words of their own.

Source: WeCom, «Send app messages», template cards (path/90236), and «Update template cards» (path/94888).
"""

from __future__ import annotations

from typing import Any

from kpbot.domain.cutting import cut
from kpbot.domain.menus import pages
from kpbot.domain.messages import Button, Outgoing
from kpbot.platforms.wecom.app.limits import CARD_BUTTONS, CARD_TITLE, CARD_WORDS
from kpbot.texts import say

Json = dict[str, Any]


def asked(outgoing: Outgoing) -> tuple[Button, ...]:
    """The buttons that are pressed; empty where there are none or more than a card holds."""
    found = tuple({button.data: button for row in outgoing.buttons for button in row if button.data}.values())
    return found if len(found) <= CARD_BUTTONS else ()


def holds_all(outgoing: Outgoing) -> bool:
    """Whether all words of the message have room on its card."""
    words = len(outgoing.title.strip()) <= CARD_TITLE and len(_words(outgoing)) <= CARD_WORDS
    return words and not outgoing.cards and not pages(outgoing)


def card(outgoing: Outgoing, language: str, noted: str = "") -> Json:
    """`noted` is shown below the words: what a press came to."""
    alone = holds_all(outgoing)
    words = _words(outgoing) if alone else footer(outgoing)
    heading = outgoing.title.strip() or say(outgoing.language or language, "wecom-card-title")
    room = CARD_WORDS - len(noted) - 1 if noted else CARD_WORDS
    said = "\n".join(part for part in (cut(words, max(room, 0)), cut(noted, CARD_WORDS)) if part)
    return {
        "card_type": "button_interaction",
        "main_title": {"title": cut(heading, CARD_TITLE)},
        **({"sub_title_text": said} if said else {}),
        "button_list": [{"text": button.label, "key": button.data, "style": 1} for button in asked(outgoing)],
    }


def footer(outgoing: Outgoing) -> str:
    """What of a longer message has room on its card."""
    words = outgoing.footer.strip()
    return words if len(words) <= CARD_WORDS else ""


def _words(outgoing: Outgoing) -> str:
    return "\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip()) if part)
