"""The bot's structured messages as messages of this platform, in order.

A text with up to six buttons that is short is one card. Otherwise the words are markdown, and the buttons a card below
it: a card cuts its lines, shows no source and cannot be copied, but an officer has to read the three items and pass
them on. More than six buttons are numbers in the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.menus import numbered, pages
from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.platforms.wecom.bot.card import button_card
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.bot.limits import MARKDOWN, SENTENCE, TITLE
from kpbot.platforms.wecom.markdown import blocks, ending, packed, plain
from kpbot.services.plain_letter import choices_text
from kpbot.texts import say


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A card with buttons."""

    title: str
    words: str
    buttons: tuple[Button, ...]

    def card(self, task: str, toast: str = "") -> Json:
        """`toast` stands where the words do."""
        return button_card(task, self.title, toast or self.words, self.buttons)


Part = Words | Choice


def parts(outgoing: Outgoing, can: Capabilities, language: str) -> list[Part]:
    """At least one. `language` is used where the message names none."""
    choice = choice_of(outgoing, can, language)
    if choice is None:
        last = plain(choices_text(outgoing, can, language))
        return [Words(text) for text in ending(packed(blocks(outgoing), MARKDOWN), last, MARKDOWN)]
    if fits_a_card(outgoing):
        return [choice]
    below = bool(choice.words)  # the footer is on the card
    return [*(Words(text) for text in packed(blocks(outgoing, footer=not below), MARKDOWN)), choice]


def choice_of(outgoing: Outgoing, can: Capabilities, language: str) -> Choice | None:
    """The card of a message; None if it has no buttons, or so many that they are numbers."""
    buttons = tuple(button for row in outgoing.buttons for button in row if button.data)
    if not buttons or numbered(outgoing, can):
        return None
    if fits_a_card(outgoing):
        title, words = (outgoing.title, _below(outgoing)) if outgoing.title.strip() else _headed(_below(outgoing))
    else:
        title = outgoing.title if outgoing.title.strip() else say(outgoing.language or language, "wecom-bot-choose")
        words = outgoing.footer if len(outgoing.footer.strip()) <= SENTENCE else ""
    return Choice(title.strip(), words.strip(), buttons)


def fits_a_card(outgoing: Outgoing) -> bool:
    """Whether nothing of it would be cut."""
    if outgoing.cards or pages(outgoing) or len(outgoing.title.strip()) > TITLE:
        return False
    words = _below(outgoing)
    return len(words) <= SENTENCE and bool(words or outgoing.title.strip())


def has_words(outgoing: Outgoing) -> bool:
    return bool(outgoing.text.strip() or outgoing.title.strip() or outgoing.cards or outgoing.footer.strip())


def _below(outgoing: Outgoing) -> str:
    return "\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip()) if part)


def _headed(words: str) -> tuple[str, str]:
    """Without a title the first line is one, if it is short enough."""
    first, _, rest = words.partition("\n")
    return (first, rest) if len(first) <= TITLE else ("", words)
