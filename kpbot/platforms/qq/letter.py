"""The bot's structured messages as QQ's: plain text, or Markdown where buttons go with it, or a picture with words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpbot.domain.cutting import cut, split
from kpbot.domain.menus import numbered, pages
from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.platforms.qq.limits import LABEL, PARTS, ROW, ROWS, TEXT
from kpbot.services.enclosed import Enclosure
from kpbot.services.plain_letter import plain_text

EMPTY = "…"  # QQ takes no message without a word


@dataclass(frozen=True, slots=True)
class Part:
    """One message. `buttons` are shown where the bot may send such; then `text` has no numbers, and without them
    `numbers` is the text."""

    text: str = ""
    numbers: str = ""
    buttons: tuple[Button, ...] = ()
    held: Enclosure | None = None

    @property
    def key(self) -> str:
        return f"{self.held.digest if self.held else ''}\n{self.numbers or self.text}"


def parts(outgoing: Outgoing, can: Capabilities, language: str, held: Enclosure | None, keyboards: bool) -> list[Part]:
    """In order; at least one."""
    whole = plain_text(outgoing, can, language)
    if held is None:
        return _words(outgoing, can, language, whole, keyboards)
    if not whole:
        return [Part(held=held)]
    if held.shown and len(whole) <= TEXT:
        return [Part(whole, held=held)]
    return [Part(held=held), *_words(outgoing, can, language, whole, keyboards)]


def _words(outgoing: Outgoing, can: Capabilities, language: str, whole: str, keyboards: bool) -> list[Part]:
    if len(whole) > TEXT:
        if outgoing.cards:
            return [Part(_fitted(outgoing, can, language))]
        return [Part(text) for text in split(whole, TEXT, PARTS)]
    choices = numbered(outgoing, can)
    if not keyboards or not 0 < len(choices) <= ROW * ROWS:
        return [Part(whole or EMPTY)]
    bare = plain_text(replace(outgoing, buttons=(pages(outgoing),)), can, language)
    return [Part(bare or EMPTY, whole, tuple(choices))]


def _fitted(outgoing: Outgoing, can: Capabilities, language: str) -> str:
    """One message all the same: what an item says in full is left to its page, in the end the text is cut."""
    short = replace(outgoing, cards=tuple(replace(card, body=cut(card.body, 200)) for card in outgoing.cards))
    text = plain_text(short, can, language)
    if len(text) <= TEXT:
        return text
    bare = plain_text(replace(short, cards=tuple(replace(card, body="") for card in outgoing.cards)), can, language)
    choices = plain_text(Outgoing(buttons=outgoing.buttons, language=outgoing.language), can, language)
    room = TEXT - len(choices) - 2
    return f"{cut(bare.removesuffix(choices).rstrip(), room)}\n\n{choices}" if choices and room > 0 else cut(bare, TEXT)


def keyboard(buttons: tuple[Button, ...]) -> dict[str, object]:
    """Rows of buttons that anybody may press (api-v2, «消息按钮»). Each begins with the number that says the same."""
    made = [_button(number, button) for number, button in enumerate(buttons, 1)]
    width = 2 if len(made) <= 2 * ROWS else ROW
    rows = [{"buttons": made[at : at + width]} for at in range(0, len(made), width)]
    return {"content": {"rows": rows}}


def _button(number: int, button: Button) -> dict[str, object]:
    label = f"{number} {button.label if len(button.label) <= LABEL else button.label[: LABEL - 1] + '…'}"
    return {
        "id": str(number),
        "render_data": {"label": label, "visited_label": label, "style": 1},
        "action": {"type": 1, "permission": {"type": 2}, "data": button.data, "unsupport_tips": f"{number}"},
    }


_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_~#[]<>|"})


def markdown(text: str) -> str:
    """So that it shows what plain text would; a line of its own for each line."""
    return text.translate(_MARKUP).replace("\n", "\n\n").replace("\n\n\n\n", "\n\n")
