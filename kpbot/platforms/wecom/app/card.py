"""A template card of the kind «button interaction»: the buttons that people press, under words of their own.

Source: WeCom, «Send app messages», template cards (path/90236), and «Update template cards» (path/94888).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpbot.domain.cutting import cut
from kpbot.domain.messages import Button, Outgoing
from kpbot.platforms.wecom.app.limits import CARD_TITLE, CARD_WORDS
from kpbot.platforms.wecom.replacing import Replacement, fits, words_alone
from kpbot.platforms.wecom.sheets import sheets
from kpbot.texts import say

Json = dict[str, Any]


def card(outgoing: Outgoing, number: int, language: str, noted: str = "") -> Json:
    """That of the `number`-th sheet, from 0. The first has the words; `noted` is shown below them: what a press came
    to."""
    speaks = outgoing.language or language
    heading, words = words_alone(outgoing) if fits(outgoing) else (outgoing.title.strip(), footer(outgoing))
    if number:
        heading, words = say(speaks, "wecom-card-more"), ""
    room = CARD_WORDS - len(noted) - 1 if noted else CARD_WORDS
    said = "\n".join(part for part in (cut(words, max(room, 0)), cut(noted, CARD_WORDS)) if part)
    return _card(heading, said, sheets(outgoing)[number], speaks)


def replaced(made: Replacement, before: Sequence[Button], language: str) -> Json:
    """The card that takes a pressed one's place. Where nothing is left to press, `before` stays with a grey text."""
    if made.buttons:
        return _card(made.title, made.words, made.buttons, language)
    closed = say(language, "wecom-card-closed")  # also where a title has to be: there is nothing to choose any more
    return {**_card(made.title or closed, made.words, before, language), "replace_text": closed}


def closed(language: str) -> Json:
    """Instead of a new card: all buttons of the old one become a grey text."""
    return {"button": {"replace_name": say(language, "wecom-card-closed")}}


def _card(title: str, words: str, buttons: Sequence[Button], language: str) -> Json:
    return {
        "card_type": "button_interaction",
        "main_title": {"title": cut(title or say(language, "wecom-card-title"), CARD_TITLE)},
        **({"sub_title_text": words} if words else {}),
        "button_list": [{"text": one.label, "key": one.data, "style": 1} for one in buttons],
    }


def footer(outgoing: Outgoing) -> str:
    """What of a longer message has room on its card."""
    words = outgoing.footer.strip()
    return words if len(words) <= CARD_WORDS else ""
