"""Buttons of a platform that has none, or not so many: they become numbers, and a number in reply is a press."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from kpbot.domain.messages import Button, Capabilities, Outgoing
from kpbot.domain.numerals import read_number

LASTS = timedelta(hours=24)
TOGETHER = timedelta(minutes=30)  # so soon after another, choices come together with it
NAMED = timedelta(hours=2)  # so long a choice may be said by its words too; later they may be about something else


@dataclass(frozen=True, slots=True)
class Menu:
    """The numbered choices that were last shown in a chat: the data of each, in order. `message` is the platform's id
    of what showed them, empty where nobody knows it; `shown_at` is UTC. `names`: digests of the labels (`named`), as
    many as choices, or none: the words themselves, which may name people, are not kept. Not `alone` are those that came
    upon others before anybody said a word: nobody knows which a number means."""

    choices: tuple[str, ...]
    message: str
    shown_at: datetime
    names: tuple[str, ...] = ()
    alone: bool = True


def numbered(outgoing: Outgoing, can: Capabilities) -> tuple[Button, ...]:
    """The buttons that are shown as numbers from 1, in order; empty where the platform shows all as buttons, or nobody
    could answer. Those that open a page are links anywhere and have no number."""
    asked = tuple(button for row in outgoing.buttons for button in row if button.data)
    shown_all = can.buttons and not 0 < can.most_buttons < len(asked)
    return () if shown_all or not can.hears else asked


def pages(outgoing: Outgoing) -> tuple[Button, ...]:
    """Buttons that open a page."""
    return tuple(button for row in outgoing.buttons for button in row if button.url and not button.data)


def may_number(can: Capabilities) -> bool:
    """Whether there are messages whose buttons become numbers on this platform."""
    return can.hears and (not can.buttons or can.most_buttons > 0)


_LONGEST = 40  # characters of a label that anybody types


def named(label: str) -> str:
    """The digest by which a label is known again however it is typed; empty for what is too long or nothing."""
    said = "".join(unicodedata.normalize("NFKC", label).split()).strip('。.!！“”"').casefold()
    return sha256(said.encode()).hexdigest()[:16] if said and len(label) <= _LONGEST else ""


_KEYCAP = re.compile("[\ufe0f\u20e3]")
_PICK = re.compile(r"[(\[]?([1-9][0-9]?|[一二三四五六七八九十]{1,3})[)\]]?[\s.。、,，．!！~]{0,3}")


def read_pick(text: str) -> int | None:
    """The one number from 1 to 99 that a reply consists of (`2`, `２`, `②`, `二`, `2.`), or None: `1 3` and `123` are
    no such reply, nor is `第2条`."""
    if len(text) > 12:
        return None
    found = _PICK.fullmatch(unicodedata.normalize("NFKC", _KEYCAP.sub("", text)).strip())
    return read_number(found[1]) if found else None
