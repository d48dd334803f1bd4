"""Numbered choices: remembered when they are shown, and a bare number in reply is the press of that button."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kpbot.domain.menus import LASTS, Menu, may_number, numbered, read_pick
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing
from kpbot.storage import menus
from kpbot.storage.database import Db
from kpbot.storage.menus import Place, Shown


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a chat got, and the platform's id of it, where it is known."""

    chat: Chat
    outgoing: Outgoing
    message: str = ""


async def remember(db: Db, said: Sequence[Said], platforms: Mapping[str, Capabilities], now: datetime) -> None:
    """What was sent or answered just now, in that order: the choices shown last in a chat are those that count. No
    query where the platform shows all buttons."""
    shown = [_shown(one, can) for one in said if may_number(can := platforms[one.chat.platform]) and _counts(one)]
    if shown:
        await menus.remember(db, shown, now)


def _counts(said: Said) -> bool:
    """Not what is only said in passing, in answer to somebody."""
    return not (said.outgoing.aside or said.outgoing.toast or said.outgoing.react)


def _shown(said: Said, can: Capabilities) -> Shown:
    choices = tuple(button.data for button in numbered(said.outgoing, can))
    return Shown(place_of(said.chat), choices, said.message, said.outgoing.edits)


async def load(
    db: Db, messages: Collection[Incoming], platforms: Mapping[str, Capabilities], now: datetime
) -> dict[Place, Menu]:
    """The choices that count in the chats of messages which are a bare number. One query, and none without such."""
    asked = {place_of(m.chat) for m in messages if may_number(platforms[m.chat.platform]) and picked(m)}
    return await menus.load(db, asked, now - LASTS)


def picked(message: Incoming) -> int | None:
    """The number that a message consists of."""
    said_only = not (message.button or message.happening or message.photos or message.files or message.forwarded)
    return read_pick(message.text.strip()) if said_only and message.text else None


def answers(message: Incoming, menu: Menu) -> bool:
    """False for a reply to some other message than the one that shows the choices."""
    return not (message.reply_to and menu.message) or message.reply_to == menu.message


def press(message: Incoming, menu: Menu, number: int) -> Incoming:
    """The message as if the button had been pressed; `number` is one of the menu's."""
    return replace(message, button=menu.choices[number - 1], message=menu.message, text="", reply_to="")


def place_of(chat: Chat) -> Place:
    return (chat.platform, chat.id, chat.thread)
