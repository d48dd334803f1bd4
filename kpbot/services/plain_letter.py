"""The bot's structured messages as plain text, for platforms that show nothing else."""

from __future__ import annotations

from kpbot.domain.menus import numbered, pages
from kpbot.domain.messages import Capabilities, Card, Outgoing
from kpbot.services.plain_commands import in_words
from kpbot.texts import say


def plain_text(outgoing: Outgoing, can: Capabilities, language: str) -> str:
    """All of it, as long as it may be: title, text, cards with their links, footer, pages, and the numbers that stand
    for buttons. `language` is used where the message names none."""
    text, footer = outgoing.text.strip(), outgoing.footer.strip()
    if not can.slashes and not outgoing.verbatim:
        text, footer = (in_words(said, outgoing.language or language) for said in (text, footer))
    parts = [
        outgoing.title.strip(),
        text,
        *(card_text(card) for card in outgoing.cards),
        footer,
        "\n".join(f"{button.label}：{button.url}" for button in pages(outgoing)),
        choices_text(outgoing, can, language),
    ]
    return "\n\n".join(part for part in parts if part)


def card_text(card: Card) -> str:
    about = " · ".join(part for part in (card.topic.strip(), card.source.strip()) if part)
    lines = [f"{card.number}. {card.title.strip()}", card.summary.strip(), card.body.strip(), card.link, about]
    return "\n".join(line for line in lines if line)


def choices_text(outgoing: Outgoing, can: Capabilities, language: str) -> str:
    """The buttons as numbers to reply with; empty where there are none."""
    choices = numbered(outgoing, can)
    if not choices:
        return ""
    lines = [f"{number}  {button.label}" for number, button in enumerate(choices, 1)]
    return "\n".join([say(outgoing.language or language, "menu-how"), *lines])
