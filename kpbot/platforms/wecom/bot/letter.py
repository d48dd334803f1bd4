"""The bot's structured messages as messages of this platform, in order.

A text with buttons that is short is a card alone. Otherwise the words are markdown, and the buttons a card below it: a
card cuts its lines, shows no source and cannot be copied, but an officer has to read the three items and pass them on.
Up to twelve buttons are on two cards; more are numbers in the words. A stream is not documented to know colours, which
would then stand there as tags: nothing is grey.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.platforms.wecom.bot.card import CLOSED, button_card, task_of
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.bot.limits import MARKDOWN, SENTENCE
from kpbot.platforms.wecom.markdown import blocks, ending, packed, plain
from kpbot.platforms.wecom.replacing import Replacement, fits, words_alone
from kpbot.platforms.wecom.sheets import sheets
from kpbot.services.plain_letter import choices_text
from kpbot.texts import say


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The `number`-th card of a message, from 0."""

    number: int
    title: str
    words: str
    buttons: tuple[Button, ...]

    def card(self, message: str, toast: str = "") -> Json:
        """`toast` stands where the words do."""
        return button_card(task_of(message, self.number), self.title, toast or self.words, self.buttons)


Part = Words | Choice


def parts(outgoing: Outgoing, can: Capabilities, language: str) -> list[Part]:
    """At least one. `language` is used where the message names none."""
    found = choices_of(outgoing, language)
    if not found:
        last = plain(choices_text(outgoing, can, language))
        return [Words(text) for text in ending(packed(blocks(outgoing, shade=plain), MARKDOWN), last, MARKDOWN)]
    if fits(outgoing):
        return [*found]
    below = bool(found[0].words)  # the footer is on the card
    return [*(Words(text) for text in packed(blocks(outgoing, footer=not below, shade=plain), MARKDOWN)), *found]


def choices_of(outgoing: Outgoing, language: str) -> list[Choice]:
    """The cards of a message; none if it has no buttons, or so many that they are numbers."""
    title, words = _above(outgoing, language)
    more = say(outgoing.language or language, "wecom-bot-more")
    return [
        Choice(number, more if number else title, "" if number else words, tuple(buttons))
        for number, buttons in enumerate(sheets(outgoing))
    ]


def replaced(made: Replacement, number: int, language: str) -> Choice:
    """The card that takes a pressed one's place; where nothing is left to press its button does nothing."""
    closed = Button(say(language, "wecom-card-closed"), CLOSED)
    wordless = say(language, "wecom-bot-choose") if made.buttons else closed.label
    return Choice(number, made.title, made.words or ("" if made.title else wordless), made.buttons or (closed,))


def left_behind(original: Outgoing | None, number: int, language: str) -> Choice:
    """A pressed card whose message was answered with another one."""
    title = _above(original, language)[0] if original else ""
    return replaced(Replacement(title, say(language, "wecom-card-below"), ()), number, language)


def _above(outgoing: Outgoing, language: str) -> tuple[str, str]:
    """What stands over the buttons: a title, and words."""
    title, footer = outgoing.title.strip(), outgoing.footer.strip()
    if fits(outgoing):
        return words_alone(outgoing)
    heading = title or say(outgoing.language or language, "wecom-bot-choose")
    return heading, footer if len(footer) <= SENTENCE else ""


def has_words(outgoing: Outgoing) -> bool:
    return bool(outgoing.text.strip() or outgoing.title.strip() or outgoing.cards or outgoing.footer.strip())
