"""The bot's structured messages as Telegram's: one message each, several where a text is too long for one."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from kpbot.domain.cutting import cut, split
from kpbot.domain.messages import Card, Outgoing
from kpbot.platforms.telegram.keyboard import keyboard
from kpbot.platforms.telegram.limits import CAPTION, PARTS, TEXT, units
from kpbot.platforms.telegram.markup import Marked, bold, folded, italic, joined, linked, plain

EMPTY = "…"  # Telegram takes no message without a word
_SHORTEST_BODY = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: HTML texts in order. The buttons belong to the last one. What the message carries goes out with
    the first, which is empty where the words are too many to go under it."""

    texts: tuple[str, ...]
    buttons: InlineKeyboardMarkup | None = None


def letter(outgoing: Outgoing, link: str = "", *, carries: bool = False, limit: int = TEXT) -> Letter:
    """`link` is the address of the private chat, shown where the message asks to go there. `carries`: a picture or a
    document goes along. A message that replaces another stays one, of `limit` units."""
    buttons = keyboard(outgoing.buttons)
    whole = _whole(outgoing, link, TEXT)
    if carries and whole.units <= CAPTION:
        return Letter((whole.html,), buttons)
    bare = ("",) if carries else ()
    if whole.units <= limit:
        return Letter((*bare, whole.html or EMPTY), buttons)
    if outgoing.cards or outgoing.edits:
        return Letter((*bare, _fitted(outgoing, link, limit).html), buttons)
    title = bold(plain(cut(outgoing.title.strip(), TEXT // 4, units)))
    text = "\n\n".join(part for part in (outgoing.text.strip(), outgoing.footer.strip(), link) if part)
    first, *rest = split(text, TEXT - title.units - 2, PARTS, units)
    return Letter((*bare, joined([title, plain(first)], "\n\n").html, *(plain(part).html for part in rest)), buttons)


def _whole(outgoing: Outgoing, link: str, body_limit: int) -> Marked:
    return joined(
        [
            bold(plain(outgoing.title.strip())),
            plain(outgoing.text.strip()),
            *(_card(card, body_limit) for card in outgoing.cards),
            plain(outgoing.footer.strip()),
            plain(link),
        ],
        "\n\n",
    )


def _card(card: Card, body_limit: int) -> Marked:
    title = linked(bold(plain(card.title.strip())), card.link)
    about = [plain(text) for text in (card.topic.strip(), card.source.strip())]
    body = folded(cut(card.body.strip(), body_limit, units)) if body_limit else Marked()
    return joined(
        [plain(f"{card.number}. ") + title, plain(card.summary.strip()), italic(joined(about, " · ")), body], "\n"
    )


def _fitted(outgoing: Outgoing, link: str, limit: int) -> Marked:
    """One message all the same: bodies are shortened first, then left out, in the end the text is cut."""
    bodies = [card.body for card in outgoing.cards if card.body]
    over = _whole(outgoing, link, TEXT).units - limit
    body = _level([min(units(body.strip()), TEXT) for body in bodies], over)
    shorter = _whole(outgoing, link, body if body >= _SHORTEST_BODY else 0)
    if shorter.units <= limit:
        return shorter
    return plain(cut(shorter.text, limit, units))


def _level(sizes: list[int], over: int) -> int:
    """The size to which the largest must be cut so that together they lose `over`."""
    want = sum(sizes) - over
    ordered = sorted(sizes)
    for n, size in enumerate(ordered):
        share = want // (len(ordered) - n)
        if size >= share:
            return max(share, 0)
        want -= size
    return max(want, 0)
