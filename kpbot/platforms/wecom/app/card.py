"""A template card of the kind «button interaction»: the buttons that people press, under words of their own.

Source: WeCom, «Send app messages», template cards (path/90236), and «Update template cards» (path/94888).
"""

from __future__ import annotations

from typing import Any

from kpbot.domain.cutting import cut
from kpbot.domain.menus import pages
from kpbot.domain.messages import Outgoing
from kpbot.platforms.wecom.app.limits import CARD_TITLE, CARD_WORDS
from kpbot.platforms.wecom.heading import headed
from kpbot.platforms.wecom.sheets import sheets
from kpbot.texts import say

Json = dict[str, Any]


def holds_all(outgoing: Outgoing) -> bool:
    """Whether all words of the message have room on its card."""
    words = len(outgoing.title.strip()) <= CARD_TITLE and len(_words(outgoing)) <= CARD_WORDS
    return words and not outgoing.cards and not pages(outgoing)


def card(outgoing: Outgoing, number: int, language: str, noted: str = "") -> Json:
    """That of the `number`-th sheet, from 0. The first has the words; `noted` is shown below them: what a press came
    to."""
    speaks = outgoing.language or language
    alone = holds_all(outgoing)
    heading, words = outgoing.title.strip(), _words(outgoing) if alone else footer(outgoing)
    if alone and not heading:
        heading, words = headed(words, CARD_TITLE)
    if number:
        heading, words = say(speaks, "wecom-card-more"), ""
    room = CARD_WORDS - len(noted) - 1 if noted else CARD_WORDS
    said = "\n".join(part for part in (cut(words, max(room, 0)), cut(noted, CARD_WORDS)) if part)
    buttons = [{"text": one.label, "key": one.data, "style": 1} for one in sheets(outgoing)[number]]
    return {
        "card_type": "button_interaction",
        "main_title": {"title": cut(heading or say(speaks, "wecom-card-title"), CARD_TITLE)},
        **({"sub_title_text": said} if said else {}),
        "button_list": buttons,
    }


def footer(outgoing: Outgoing) -> str:
    """What of a longer message has room on its card."""
    words = outgoing.footer.strip()
    return words if len(words) <= CARD_WORDS else ""


def _words(outgoing: Outgoing) -> str:
    return "\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip()) if part)
