"""The bot's structured messages as QQ's: plain text, or Markdown where buttons go with it, or a picture with words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kpbot.domain.cutting import cut, split
from kpbot.domain.menus import numbered, pages
from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.platforms.qq.limits import LABEL, PARTS, ROW, ROWS, TEXT
from kpbot.services.enclosed import Enclosure
from kpbot.services.plain_letter import choices_text, plain_text

EMPTY = "…"  # QQ takes no message without a word


@dataclass(frozen=True, slots=True)
class Part:
    """One message. `buttons` are shown where the bot may send such; then `text` has no numbers, and without them
    `numbers` is the text. `verbatim`: nothing is added to the words."""

    text: str = ""
    numbers: str = ""
    buttons: tuple[Button, ...] = ()
    held: Enclosure | None = None
    verbatim: bool = False

    @property
    def key(self) -> str:
        return f"{self.held.digest if self.held else ''}\n{self.numbers or self.text}"


def parts(outgoing: Outgoing, can: Capabilities, language: str, held: Enclosure | None, keyboards: bool) -> list[Part]:
    """In order; at least one."""
    bare = calm(plain_text(replace(outgoing, buttons=(pages(outgoing),)), can, language))
    choices = calm(cut(choices_text(outgoing, can, language), TEXT))
    whole = "\n\n".join(part for part in (bare, choices) if part)
    if held is not None and held.shown and len(whole) <= TEXT:
        return [Part(whole, held=held)]
    carried = [Part(held=held)] if held else []
    if not whole:
        return carried or [Part(EMPTY)]
    if len(whole) > TEXT:
        return [*carried, *(Part(text) for text in _cut(outgoing, can, language, bare, choices))]
    buttons = numbered(outgoing, can)
    if keyboards and 0 < len(buttons) <= ROW * ROWS:
        return [*carried, Part(bare or EMPTY, whole, tuple(buttons))]
    return [*carried, Part(whole)]


def _cut(outgoing: Outgoing, can: Capabilities, language: str, bare: str, choices: str) -> list[str]:
    """However much is cut, the choices stay, in the last message."""
    room = TEXT - len(choices) - 2 if choices else TEXT
    if room < TEXT // 2:
        return [cut(bare, TEXT), choices]
    pieces = [_fitted(outgoing, can, language, room)] if outgoing.cards else split(bare, room, PARTS)
    return [*pieces[:-1], f"{pieces[-1]}\n\n{choices}"] if choices else pieces


def _fitted(outgoing: Outgoing, can: Capabilities, language: str, room: int) -> str:
    """A list of items stays one message: what an item says in full is left to its page, in the end the text is cut."""
    text = ""
    for most in (200, 0):
        cards = tuple(replace(card, body=cut(card.body, most)) for card in outgoing.cards)
        text = calm(plain_text(replace(outgoing, cards=cards, buttons=(pages(outgoing),)), can, language))
        if len(text) <= room:
            break
    return cut(text, room)


_EVERYONE = re.compile("@(?=everyone|all|全体|全部)", re.IGNORECASE)


def calm(text: str) -> str:
    """As long as before, and nothing in it calls anybody or becomes a command: QQ reads such marks in plain text too
    (api-v2, «文本交互»), and some of the words are what people typed."""
    return _EVERYONE.sub("＠", text.replace("<", "＜"))


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
