"""Numbered choices: remembered when they are shown, and a bare number in reply is the press of that button."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kpbot.domain.menus import LASTS, NAMED, Menu, may_number, named, numbered, read_pick
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing
from kpbot.storage import menus
from kpbot.storage.database import Db
from kpbot.storage.menus import Place, Shown


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a chat got, and the platform's id of it, where it is known. `asked`: it answers what somebody said
    there."""

    chat: Chat
    outgoing: Outgoing
    message: str = ""
    asked: bool = True


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
    buttons = numbered(said.outgoing, can)
    choices, names = tuple(one.data for one in buttons), tuple(named(one.label) for one in buttons)
    return Shown(place_of(said.chat), choices, said.message, said.outgoing.edits, names, said.asked)


async def load(
    db: Db, messages: Collection[Incoming], platforms: Mapping[str, Capabilities], now: datetime
) -> dict[Place, Menu]:
    """The choices that count in the chats of messages which are a bare number, or in private so short that
    they may be the words of one. One query, and none without such."""
    asked = {place_of(m.chat) for m in messages if may_number(platforms[m.chat.platform]) and _may_pick(m)}
    return await menus.load(db, asked, now - LASTS)


async def heard(
    db: Db, messages: Collection[Incoming], platforms: Mapping[str, Capabilities], known: Mapping[Place, Menu]
) -> None:
    """Somebody spoke in these chats: choices that are shown there from now on stand alone. Not where it is a number
    that may mean one of several. No query where the platform shows all buttons."""
    spoken = (m for m in messages if may_number(platforms[m.chat.platform]) and not unclear(m, known))
    await menus.heard(db, {place_of(m.chat) for m in spoken})


def unclear(message: Incoming, known: Mapping[Place, Menu]) -> bool:
    """A number, and nobody knows of which choices."""
    menu = known.get(place_of(message.chat))
    return menu is not None and not menu.alone and picked(message) is not None and answers(message, menu)


def picked(message: Incoming) -> int | None:
    """The number that a message consists of."""
    return read_pick(message.text.strip()) if _only_words(message) else None


def picked_by_name(message: Incoming, menu: Menu, now: datetime) -> int | None:
    """The number of the choice whose label, and no other's, a private message consists of; not long after it was
    shown."""
    name = named(message.text.strip()) if message.chat.private and _only_words(message) else ""
    if not name or now - menu.shown_at > NAMED or menu.names.count(name) != 1:
        return None
    return menu.names.index(name) + 1


def _may_pick(message: Incoming) -> bool:
    by_name = message.chat.private and _only_words(message) and bool(named(message.text.strip()))
    return by_name or picked(message) is not None


def _only_words(message: Incoming) -> bool:
    said_more = message.button or message.happening or message.photos or message.files or message.forwarded
    return bool(message.text and not said_more)


def answers(message: Incoming, menu: Menu) -> bool:
    """False for a reply to some other message than the one that shows the choices."""
    return not (message.reply_to and menu.message) or message.reply_to == menu.message


def press(message: Incoming, menu: Menu, number: int) -> Incoming:
    """The message as if the button had been pressed; `number` is one of the menu's."""
    return replace(message, button=menu.choices[number - 1], message=menu.message, text="", reply_to="")


def place_of(chat: Chat) -> Place:
    return (chat.platform, chat.id, chat.thread)
