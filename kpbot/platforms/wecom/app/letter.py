"""The bot's structured messages as an app's: in order, what each request posts besides its receiver.

What has a title, cards or links goes as markdown, plain words as text: WeChat shows members only the latter. Buttons
are on a template card. Its fields are too short for a summary, so longer words go ahead as a message of their own,
with nothing cut, and the card under them has the footer and the buttons; short ones are on the card alone. A card holds
six buttons; up to twelve are on two. Where the operator wants it plain (`wecom.app.plain`), everything is text, and
buttons are numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpbot.domain.cutting import in_bytes, split
from kpbot.domain.menus import pages
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.platforms.plain_links import unlinked
from kpbot.platforms.wecom.app import card
from kpbot.platforms.wecom.app.limits import PARTS, TEXT
from kpbot.platforms.wecom.markdown import EMPTY, blocks, ending, packed, plain
from kpbot.platforms.wecom.replacing import fits
from kpbot.platforms.wecom.sheets import sheets
from kpbot.services.plain_letter import choices_text, plain_text
from kpbot.texts import say

Body = dict[str, Any]


def private(outgoing: Outgoing, can: Capabilities, language: str, *, carries: bool = False) -> list[Body]:
    """For one member. The `task_id` of a card is its number among them, and still needs the message's."""
    if not can.buttons:
        return _plain(outgoing, can, language, carries=carries)
    numbers = range(len(sheets(outgoing)))
    if not numbers:
        return _words(outgoing, choices_text(outgoing, can, language), carries=carries)
    under = [_card({**card.card(outgoing, number, language), "task_id": str(number)}) for number in numbers]
    if fits(outgoing):
        return under
    ahead = replace(outgoing, buttons=(pages(outgoing),), footer="" if card.footer(outgoing) else outgoing.footer)
    return [*_words(ahead, "", carries=carries), *under]


def group(outgoing: Outgoing, can: Capabilities, language: str, *, carries: bool = False) -> list[Body]:
    """For a group, which takes no cards with buttons and from which nothing is heard: it says where to press them."""
    speaks = outgoing.language or language
    pressed = any(button.data for row in outgoing.buttons for button in row)
    last = say(speaks, "wecom-press-privately") if pressed else ""
    if not can.buttons:
        return _plain(replace(outgoing, buttons=(pages(outgoing),)), can, language, last, carries=carries)
    return _words(outgoing, last, carries=carries)


def _plain(outgoing: Outgoing, can: Capabilities, language: str, last: str = "", *, carries: bool) -> list[Body]:
    """As WeChat shows it too: links in full, and numbers for buttons, which are never cut away."""
    said = unlinked(plain_text(replace(outgoing, buttons=(pages(outgoing),)), can, language))
    return _texts(said, last or unlinked(choices_text(outgoing, can, language)), carries=carries)


def _words(outgoing: Outgoing, last: str, *, carries: bool) -> list[Body]:
    if outgoing.title.strip() or outgoing.cards or pages(outgoing):
        return [_markdown(text) for text in ending(packed(blocks(outgoing), TEXT, PARTS), plain(last), TEXT)]
    said = unlinked("\n\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip()) if part))
    return _texts(said, last, carries=carries)


def _texts(said: str, last: str, *, carries: bool) -> list[Body]:
    if not said and not last and carries:
        return []
    parts = split(said, TEXT, PARTS, in_bytes) if said else []
    return [_text(part) for part in ending(parts, last, TEXT) or [EMPTY]]


def _card(content: Body) -> Body:
    return {"msgtype": "template_card", "template_card": content}


def _text(text: str) -> Body:
    return {"msgtype": "text", "text": {"content": text}}


def _markdown(text: str) -> Body:
    return {"msgtype": "markdown", "markdown": {"content": text}}
