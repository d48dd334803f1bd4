"""What people say to the bot and what the bot says, in a form no platform owns."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Chat:
    """An address on a platform: a group, a topic of one, or a private chat."""

    platform: str
    id: str
    thread: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote. `faceless` marks anonymous admins and channel senders: nobody we could hold to it."""

    id: str
    name: str = ""
    language: str = ""
    is_bot: bool = False
    faceless: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A platform's reference to a picture; the picture itself is fetched after the commit."""

    ref: str
    size: int | None = None  # bytes
    mime: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A platform's reference to a file that is no picture; it is fetched after the commit."""

    ref: str
    name: str = ""
    size: int | None = None  # bytes
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` sends in any `seconds`."""

    count: int
    seconds: float


class Happening(StrEnum):
    """What happened to a chat when nobody said anything."""

    ADDED = "added"  # the bot was added to the group
    REMOVED = "removed"  # the bot was removed from the group
    STARTED = "started"  # a person opened the private chat
    RENAMED = "renamed"  # the group got a new title (`text`)
    MOVED = "moved"  # the group has a new id (`text`)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, press or happening.

    `key` is unique on its platform and the same at every redelivery. `at` is UTC, None where the platform
    gives no time (then the time of receipt counts). `message` is the platform's id of this message, or for a
    press of the message that carries the button. `links` are addresses that the words of `text` stand for without
    showing them. `forwarded`: it is a message of the bot's own, passed on. `addressed`: in a group, it was surely said
    to the bot, so that it needs no slash there either. `lets` is what this message lets the bot say in its chat, and
    for how long after `at`, where the platform wants to be spoken to first
    (`Capabilities.answers_only`).
    """

    key: str
    chat: Chat
    sender: Sender
    at: datetime | None = None
    text: str = ""
    button: str = ""
    message: str = ""
    reply_to: str = ""
    photos: tuple[Photo, ...] = ()
    album: str = ""
    files: tuple[File, ...] = ()
    links: tuple[str, ...] = ()
    forwarded: bool = False
    addressed: bool = False
    lets: Window | None = None
    happening: Happening | None = None
    chat_title: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """`data` comes back as `Incoming.button` (at most 64 bytes); `url` opens a page instead."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One item of popular science as a group sees it. `link` is empty where the item has no page of its own:
    then `body` is sent in full."""

    number: int
    title: str
    summary: str
    link: str = ""
    source: str = ""
    topic: str = ""  # label in the reader's language
    body: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the reader. `path` is where it lies, relative to the data folder (kpbot.services.stored), `name` what
    the reader sees."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Face:
    """What the forwardable card of an item shows, in the reader's language. `topic` is the code that gives the colour
    and `label` its name; `address` is where its QR code leads, empty for none: then there is more room for `summary`.
    `counted`: openings of that address are counted, and the card says so. `mark`: where the picture lies that the
    operator supplied for the item's brand, relative to the data folder; empty for none."""

    title: str
    summary: str
    topic: str
    label: str = ""
    source: str = ""
    address: str = ""
    counted: bool = False
    mark: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something the bot says: structured text, never a platform's markup.

    `edits` names the earlier message to replace, either by the platform's id or, as `key:<outbox key>`, by the
    outbox row that sent it. `toast` answers the press of that callback key and is worth nothing after 10 s.
    `react` puts an emoji on the message `reply_to` where the platform can. `opens` is a command to be given in the
    private chat instead (`copy`, or `copy_2` with an argument): platforms that have such links offer one. A message has
    a picture or a document or neither, and carries it along with its text and buttons; an edit changes the words and
    the buttons, and what the message carried stays. `face`: the picture is a forwardable card, drawn when it is first
    sent. `language` is that of the words, where a platform has to add some; empty for the installation's. `aside` is
    said in passing, as a toast is elsewhere: the numbered choices that were shown before still count. `verbatim`: the
    words are there to be copied, so that a platform adds none of its own to them. `answers` is the callback key of a
    press, and `instead_of` the message that was pressed: it takes that one's place as the answer to the press where it
    can (`Capabilities.edits_pressed`), and is a message like any other where it cannot.
    """

    text: str = ""
    title: str = ""
    cards: tuple[Card, ...] = ()
    footer: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: str = ""  # where it lies, relative to the data folder
    document: Attachment | None = None
    face: Face | None = None
    reply_to: str = ""
    edits: str = ""
    toast: str = ""
    answers: str = ""
    instead_of: str = ""
    react: str = ""
    opens: str = ""
    language: str = ""
    aside: bool = False
    verbatim: bool = False

    @property
    def carries(self) -> bool:
        """Whether a picture or a document goes along."""
        return bool(self.picture or self.document or self.face)

    @property
    def length(self) -> int:
        """Characters of a text that may have to be sent in parts; cards and edits are always made to fit one."""
        return 0 if self.cards or self.edits else len(self.title) + len(self.text) + len(self.footer)

    def messages(self, can: Capabilities) -> int:
        """How many messages it becomes at most on a platform that can this: a long text goes in parts, and a picture or
        a document by itself where the words are too many to go under it."""
        parts = 1 + self.length // can.text_limit
        carries = self.carries and not self.edits
        return parts + (carries and 0 < can.caption_limit < self._words)

    @property
    def _words(self) -> int:
        """Characters that a reader sees, about."""
        cards = sum(len(c.title) + len(c.summary) + len(c.body) + len(c.topic) + len(c.source) + 10 for c in self.cards)
        return cards + len(self.title) + len(self.text) + len(self.footer)

    def to_json(self) -> str:
        said = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_fields)

    @classmethod
    def from_json(cls, raw: str) -> Outgoing:
        data: dict[str, Any] = json.loads(raw)
        if "cards" in data:
            data["cards"] = tuple(Card(**card) for card in data["cards"])
        if "document" in data:
            data["document"] = Attachment(**data["document"])
        if "face" in data:
            data["face"] = Face(**data["face"])
        if "buttons" in data:
            data["buttons"] = tuple(tuple(Button(**b) for b in row) for row in data["buttons"])
        return cls(**data)


def _fields(part: Card | Button | Attachment | Face) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__slots__}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform answered: the id it gave our message (empty where it gives none)."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do; core code asks these and never a platform's name."""

    groups: bool = True  # there are groups that the bot can be in; else the day's three are fetched one-to-one
    hears: bool = True  # people can answer; False where the bot only pushes
    answers_only: bool = False  # what it is not let say (Incoming.lets) waits for the chat's next message
    buttons: bool = False
    slashes: bool = True  # people write commands with a slash; else the bot names them by their bare words
    most_buttons: int = 0  # under one message; with more of them all are numbered; 0: any number
    photos: bool = False
    photos_fleeting: bool = False  # they can be fetched for some minutes only, so it is done right after the commit
    group_accounts: bool = False  # knows everybody by another id in each group
    group_photos: bool = True  # those sent to a group reach the bot, as far as it sees what is said there
    files: bool = False  # takes sheets from people, and sends them files
    cards: bool = False
    edits: bool = False
    edits_pressed: bool = False  # a message can be replaced as the answer to a press of it, once for each press
    reactions: bool = False
    toasts: bool = False
    presses_wait: bool = False  # a button that was pressed looks busy until a toast answers it, with words or without
    pictures: bool = True  # shows them, and gives people files
    private_chats: bool = False
    private_links: bool = (
        False  # offers a link that opens the private chat, where a message asks for it (Outgoing.opens)
    )
    inline_answer: bool = False
    sees_all: bool = False
    destination: str = "other"  # what posting in a group of it counts as (kpbot.domain.shares.Destination)
    text_limit: int = 4096  # characters
    caption_limit: int = 0  # characters that go under a picture or a document; 0: as many as in any message
    account_windows: tuple[Window, ...] = field(default=())
    chat_windows: tuple[Window, ...] = field(default=())  # of every chat
    group_windows: tuple[Window, ...] = field(default=())  # besides, of chats with several members
