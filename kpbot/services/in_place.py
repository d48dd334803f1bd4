"""Which messages a press may change: those of ours that carried the pressed button.

Anybody can send made-up data as a press of any button, and name any message with it. Whoever may do what the data asks
for does it all the same; but the answer to a made-up press is a message of its own, so that a message which others
need is not overwritten. What the outbox no longer knows is left as it is too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kpbot.storage import outbox, shown
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed


async def hold_to_what_was_shown(db: Db, owed: list[Owed], pressed: Mapping[str, str]) -> None:
    """Change `owed`: the edits named in `pressed` (outbox key → the data pressed) are only made of messages that
    showed that button. One query, and none where nothing was pressed that changes its message."""
    if not pressed:
        return
    asked = {one.key: _place(one) for one in owed if one.key in pressed}
    carried = await shown.buttons_of(db, set(asked.values()))
    for number, one in enumerate(owed):
        if one.key in asked:
            platform, chat, _ = place = asked[one.key]
            showed = carried.get(place, set()) | carried.get((platform, chat, ""), set())
            if pressed[one.key] not in showed:
                owed[number] = replace(one, outgoing=replace(one.outgoing, edits="", answers="", instead_of=""))


def _place(one: Owed) -> shown.Place:
    """The message that is to be changed, or replaced."""
    return one.chat.platform, one.chat.id, one.outgoing.edits or one.outgoing.instead_of


async def still_changeable(db: Db, owed: Iterable[Owed], card: str) -> str:
    """`card`, `key:` and the outbox key of a message of ours or of its last change, if that came through or is still on
    its way, be it only `owed`; else empty: a further change would reach nobody."""
    key = card.removeprefix("key:")
    if not card or any(one.key == key for one in owed):
        return card
    sent = await outbox.sent_message(db, key)
    return card if sent.message or sent.waiting else ""
