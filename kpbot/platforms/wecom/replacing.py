"""What takes the place of a pressed card: the answer to its press, for as long as the words above it still hold.

What stands above a card cannot be changed. So a card is replaced where the new words have room on it, or where all
above it stays as it is and only the footer says something else: then the card shows the lines that are new.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.menus import pages
from kpbot.domain.messages import Button, Outgoing
from kpbot.platforms.wecom.heading import headed
from kpbot.platforms.wecom.sheets import sheets

TITLE, WORDS = 26, 112  # characters of a card that a phone shows


@dataclass(frozen=True, slots=True)
class Replacement:
    """`buttons` is empty where nothing is left to press."""

    title: str
    words: str
    buttons: tuple[Button, ...]


def replacement(original: Outgoing | None, now: Outgoing, number: int) -> Replacement | None:
    """What the `number`-th card of `original` becomes, from 0; None where `now` has to be a message of its own.
    `original`: the message as it is shown, None if nobody knows any more."""
    if now.carries or not _has_room(original, now, number):
        return None
    face = words_alone(now) if fits(now) else _below(original, now)
    if face is None:
        return None
    made = sheets(now)
    return Replacement(*face, tuple(made[min(number, len(made) - 1)]) if made else ())


def without_what_stands(original: Outgoing | None, now: Outgoing) -> Outgoing:
    """`now` as a message of its own: words that stand above the pressed card already are not said again."""
    face = None if now.carries or fits(now) else _below(original, now)
    if face is None or not any(face):
        return now
    buttons = tuple(tuple(button for button in row if button.data) for row in now.buttons)
    return Outgoing(title=face[0], text=face[1], buttons=buttons, language=now.language)


def fits(outgoing: Outgoing) -> bool:
    """Whether a card shows all words of the message, and cuts none."""
    if outgoing.cards or pages(outgoing) or len(outgoing.title.strip()) > TITLE:
        return False
    words = _words(outgoing)
    return len(words) <= WORDS and bool(words or outgoing.title.strip())


def _has_room(original: Outgoing | None, now: Outgoing, number: int) -> bool:
    """Whether the buttons go on that one card; those on the other one must be as they were."""
    made = sheets(now)
    if not made:
        return not any(button.data for row in now.buttons for button in row)  # else they are numbers
    before = sheets(original) if original else []
    others = [(a, b) for at, (a, b) in enumerate(zip(made, before, strict=False)) if at != number]
    return len(made) == 1 or (len(made) == len(before) and all(a == b for a, b in others))


def words_alone(outgoing: Outgoing) -> tuple[str, str]:
    """The title and the words of a card that shows all of a message."""
    title, words = outgoing.title.strip(), _words(outgoing)
    return (title, words) if title else headed(words, TITLE)


def _below(original: Outgoing | None, now: Outgoing) -> tuple[str, str] | None:
    """Under the words of the original, which are those of `now` too, and not on the card itself."""
    if original is None or fits(original) or _above(original) != _above(now):
        return None
    known = set(original.footer.splitlines())
    fresh = [line for line in now.footer.splitlines() if line not in known]
    words = "\n".join(fresh or now.footer.splitlines()).strip()
    if len(words) > WORDS:
        return None if fresh else (now.title.strip(), "")
    return now.title.strip(), words


def _above(outgoing: Outgoing) -> tuple[object, ...]:
    return outgoing.title.strip(), outgoing.text.strip(), outgoing.cards, pages(outgoing)


def _words(outgoing: Outgoing) -> str:
    return "\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip()) if part)
