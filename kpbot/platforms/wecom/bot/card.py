"""Template cards with buttons (`button_interaction`).

Source: WeCom, «Template cards» of smart bots (path/101032) and the types of the official SDK. `task_id` is ours, and
comes back when a button is pressed: the id of the message, and which of its cards it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpbot.domain.cutting import cut
from kpbot.domain.messages import Button
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.bot.limits import LABEL, SENTENCE, TITLE

CLOSED = "closed"  # the key of a button that does nothing: a card cannot be without any
BLUE, GREY = 1, 4


def button_card(task: str, title: str, words: str, buttons: Sequence[Button]) -> Json:
    """At least one of `title` and `words`, and one to six buttons."""
    made: Json = {
        "card_type": "button_interaction",
        "main_title": {"title": cut(" ".join(title.split()), TITLE)},
        "task_id": task,
        "button_list": [_button(button) for button in buttons],
    }
    if words.strip():
        made["sub_title_text"] = cut(words.strip(), SENTENCE)
    return made


def _button(button: Button) -> Json:
    style = GREY if button.data == CLOSED else BLUE
    return {"text": cut(button.label, LABEL), "style": style, "key": button.data}


def task_of(message: str, number: int) -> str:
    return f"{message}-{number}"


def message_of(task: str) -> tuple[str, int]:
    """The message that a card belongs to, and its number there, from 0."""
    message, _, number = task.rpartition("-")
    return (message, int(number)) if message and number in ("0", "1") else (task, 0)


def template_card(card: Json) -> Json:
    """As the body of a message."""
    return {"msgtype": "template_card", "template_card": card}


def update(card: Json, user: str = "") -> Json:
    """The card as this one person sees it from now on, or all do."""
    whose: Json = {"userids": [user]} if user else {}
    return {"response_type": "update_template_card", **whose, "template_card": card}
