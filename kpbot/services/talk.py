"""All a handler sees of one message: who speaks, where, when, and how to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kpbot.domain.menus import may_number
from kpbot.domain.messages import Button, Capabilities, Chat, Incoming, Outgoing
from kpbot.domain.people import Account, Group, Person, Post, PostRole, PostState
from kpbot.domain.places import DEFAULT_ZONE, Region
from kpbot.services.batch import Batch, conversation_key
from kpbot.settings import Settings
from kpbot.storage.audit import Entry
from kpbot.storage.conversations import Conversation
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.texts import Value, language_or_default, say

ANSWER_LASTS = timedelta(hours=24)
TOAST_LASTS = timedelta(seconds=10)

Buttons = tuple[tuple[Button, ...], ...]


async def _nowhere(_text: str) -> bool:
    return False


class Talk:
    """One message's view of its batch. Handlers append records and replies; nothing is sent before the commit."""

    def __init__(self, batch: Batch, incoming: Incoming) -> None:
        self.batch = batch
        self.incoming = incoming
        self._speaker = (incoming.chat.platform, incoming.sender.id)
        self.replies: list[Owed] = []
        self._spoken_for: tuple[object, Post | None] | None = None
        self.choices = 0  # how many there are, where the message is a number beyond them
        self.unclear = False  # it is a number, and several messages with choices were shown together
        self.on_behalf_of: Post | None = None  # set when a coordinator acts for an officer
        self.hand_on: Callable[[str], Awaitable[bool]] = _nowhere  # routes a text as if it had been said here

    # who and where

    @property
    def db(self) -> Db:
        return self.batch.db

    @property
    def settings(self) -> Settings:
        return self.batch.settings

    @property
    def now(self) -> datetime:
        """UTC."""
        return self.batch.now

    @property
    def chat(self) -> Chat:
        return self.incoming.chat

    @property
    def account(self) -> Account | None:
        found = self.batch.accounts.get(self._speaker)
        return found[0] if found else None

    @property
    def person(self) -> Person | None:
        found = self.batch.accounts.get(self._speaker)
        return found[1] if found else None

    @property
    def posts(self) -> list[Post]:
        """Active posts of the speaker."""
        return [post for post in self._held if post.state == PostState.ACTIVE]

    @property
    def pending(self) -> list[Post]:
        return [post for post in self._held if post.state == PostState.PENDING]

    @property
    def _held(self) -> list[Post]:
        person = self.person
        return self.batch.posts.get(person.id, []) if person else []

    @property
    def group(self) -> Group | None:
        return None if self.chat.private else self.batch.groups.get((self.chat.platform, self.chat.id))

    @property
    def officer_post(self) -> Post | None:
        """The officer post this message speaks for: the one acted for, else one within the group's place, else
        the longest held."""
        if self.on_behalf_of:
            return self.on_behalf_of
        people = self.batch.posts  # another dictionary once they were loaded again
        if self._spoken_for is None or self._spoken_for[0] is not people:
            self._spoken_for = (people, self._find_post())
        return self._spoken_for[1]

    def _find_post(self) -> Post | None:
        held = [post for post in self.posts if post.role == PostRole.OFFICER]
        group = self.group
        near = [p for p in held if group and group.region_path and p.region_path.startswith(group.region_path)]
        exact = [p for p in near if group and group.unit_id and p.unit_id == group.unit_id]
        return next(iter(exact or near or held), None)

    @property
    def entered_by(self) -> int | None:
        """The coordinator who enters a record for the officer; None where people speak for themselves."""
        return self.person.id if self.on_behalf_of and self.person else None

    @property
    def coordinator_posts(self) -> list[Post]:
        return [post for post in self.posts if post.role == PostRole.COORDINATOR]

    @property
    def region(self) -> Region | None:
        """The region whose local day counts: that of the officer post, a coordinator's post, a post that waits to be
        confirmed, or the group."""
        post = self.officer_post or next(iter([*self.coordinator_posts, *self.pending]), None)
        region_id = post.region_id if post else (self.group.region_id if self.group else None)
        return self.batch.regions.get(region_id) if region_id else None

    @property
    def zone(self) -> ZoneInfo:
        region = self.region
        return ZoneInfo(region.time_zone if region else self.settings.time_zone or DEFAULT_ZONE)

    @property
    def today(self) -> date:
        """The local day on which this message counts."""
        return self.batch.local_day(self.said_at, self.zone)

    @property
    def said_at(self) -> datetime:
        """When it was said, UTC: what the platform says, never in the future; else the time of receipt."""
        return min(self.incoming.at, self.now) if self.incoming.at else self.now

    @property
    def lang(self) -> str:
        if self.person and self.person.language:
            return self.person.language
        if self.group:
            return self.group.language
        return language_or_default(self.incoming.sender.language or self.settings.language)

    @property
    def capabilities(self) -> Capabilities:
        return self.batch.capabilities[self.chat.platform]

    @property
    def text(self) -> str:
        return self.incoming.text.strip()

    # the unfinished talk

    @property
    def conversation(self) -> Conversation | None:
        return self.batch.conversations.get(conversation_key(self.incoming))

    def begin(self, route: str, step: str, **data: Any) -> Conversation:
        """Start or go on with a talk; `data` must be JSON-able and may be changed later with `touch`.

        A talk begun on behalf of an officer stays theirs: routing sets `on_behalf_of` again each time.
        """
        if self.on_behalf_of:
            data["for"] = self.on_behalf_of.id
        talk = Conversation(route, step, data, self.now)
        self._set(talk)
        return talk

    def touch(self) -> None:
        """The conversation was changed in place: write it back."""
        if self.conversation:
            self.conversation.updated_at = self.now
        self.batch.touched.add(conversation_key(self.incoming))

    def end(self) -> None:
        if self.conversation:
            self._set(None)

    def _set(self, talk: Conversation | None) -> None:
        key = conversation_key(self.incoming)
        self.batch.conversations[key] = talk
        self.batch.touched.add(key)

    # answering

    def say(self, text_id: str, **values: Value) -> str:
        return say(self.lang, text_id, **values)

    def reply(self, text: str = "", *, buttons: Buttons = (), **rest: Any) -> None:
        """A message into this chat. `rest`: further fields of Outgoing. In groups it replies to the message."""
        if "reply_to" not in rest and not self.chat.private and not self.incoming.button and "edits" not in rest:
            rest["reply_to"] = self.incoming.message
        self._owe(self.chat, Outgoing(text=text, buttons=buttons, **rest), Priority.ANSWER, ANSWER_LASTS)

    def acknowledge(self, text: str) -> None:
        """Say that it was done, as quietly as the platform can: a toast for a press, a reaction in a group."""
        if self._can_react and not self._can_toast:
            self.react()
        else:
            self.refuse(text)

    def react(self) -> None:
        """Show by a reaction that it was noted; nothing at all where there are none."""
        if self._can_react:
            self._owe(self.chat, Outgoing(react="👌", reply_to=self.incoming.message), Priority.ANSWER, ANSWER_LASTS)

    def refuse(self, text: str, *, opens: str = "") -> None:
        """Say in a short sentence why nothing was done: a toast for a press, else an answer, never a reaction. `opens`
        says that it has to be done in the private chat instead (see Outgoing)."""
        if self._can_toast:
            toast = Outgoing(text=text, toast=self.incoming.key, opens=opens)
            self._owe(self.chat, toast, Priority.TOAST, TOAST_LASTS)
        else:
            self.reply(text, opens=opens, aside=True)

    def end_waiting(self) -> None:
        """A press that no toast answers is answered without words, where it would look busy until then."""
        if self.capabilities.presses_wait and not any(owed.outgoing.toast for owed in self.replies):
            self._owe(self.chat, Outgoing(toast=self.incoming.key), Priority.TOAST, TOAST_LASTS)

    @property
    def _can_toast(self) -> bool:
        return bool(self.incoming.button) and self.capabilities.toasts

    @property
    def _can_react(self) -> bool:
        said = self.incoming.message and self.incoming.text
        return bool(said) and not self.chat.private and self.capabilities.reactions

    def update(self, text: str, *, buttons: Buttons = (), **rest: Any) -> None:
        """Replace the message whose button was pressed; or answer, where messages cannot be edited or that message
        never carried the button (see kpbot.services.in_place)."""
        pressed = self.incoming.message if self.incoming.button else ""
        rest["edits"] = pressed if self.capabilities.edits else ""
        if pressed and not rest["edits"] and self.capabilities.edits_pressed:
            self._leave_the_press()
            rest |= {"answers": self.incoming.key, "instead_of": pressed, "language": self.lang}
        self.reply(text, buttons=buttons, **rest)
        if rest["edits"] or "answers" in rest:
            self.batch.pressed[self.replies[-1].key] = self.incoming.button

    def _leave_the_press(self) -> None:
        """A press is answered once there, and what replaces its message says more than the toast before it."""
        toasts = {owed.key for owed in self.replies if owed.outgoing.toast}
        owed = self.batch.writes.owed
        owed[:] = [one for one in owed if one.key not in toasts]

    def privately(self, text: str = "", *, buttons: Buttons = (), **rest: Any) -> bool:
        """Into the speaker's private chat; False if they never opened the bot (then tell them how)."""
        chat = self.private_chat
        if chat is None:
            return False
        self._owe(chat, Outgoing(text=text, buttons=buttons, **rest), Priority.ANSWER, ANSWER_LASTS)
        return True

    @property
    def private_chat(self) -> Chat | None:
        if self.chat.private:
            return self.chat
        account = self.account
        if account is None or not account.private_chat:
            return None
        return Chat(account.platform, account.private_chat, private=True)

    def tell(self, chat: Chat, outgoing: Outgoing, key: str, lasts: timedelta = ANSWER_LASTS) -> None:
        """A message to another chat; `key` makes it unique for ever."""
        self.batch.writes.owed.append(
            Owed(key, chat, outgoing, Priority.NOTICE, self.now, self.now + lasts),
        )

    def audit(self, act: str, subject: str = "", **details: Any) -> None:
        person_id = self.person.id if self.person else None
        self.batch.writes.audit.append(Entry(self.now, person_id, act, subject, details))

    def people_changed(self) -> None:
        """Persons, posts, accounts or groups were changed in the database: load them again before going on."""
        self.batch.stale = True

    def _owe(self, chat: Chat, outgoing: Outgoing, priority: Priority, lasts: timedelta) -> None:
        key = f"reply:{self.chat.platform}:{self.incoming.key}:{len(self.replies)}"
        if outgoing.buttons and may_number(self.capabilities):
            outgoing = replace(outgoing, language=self.lang)
        owed = Owed(key, chat, outgoing, priority, self.now, self.now + lasts)
        if self.capabilities.inline_answer and not self.replies:  # now, for a handler may flush before it ends
            self.batch.writes.answered_inline.add(key)
        self.replies.append(owed)
        self.batch.writes.owed.append(owed)
