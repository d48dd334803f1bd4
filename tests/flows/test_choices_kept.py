"""Where choices are remembered: with the mark of what was sent, or with what is answered inline; and at what cost."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import event, select

from kpbot.clock import MovableClock
from kpbot.domain.menus import named
from kpbot.domain.messages import Button, Capabilities, Chat, Outgoing
from kpbot.ports import SendError
from kpbot.services.delivery import Delivery
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.tables import menus
from tests.fakes.postbox import EVERYTHING, Postbox
from tests.fakes.stage import Stage

BARE = Capabilities(private_chats=True)
INLINE = Capabilities(private_chats=True, inline_answer=True)
TWO = Outgoing(text="哪个？", buttons=((Button("一", "a:1"), Button("二", "b:2")),))


def kept_as(*choices: tuple[str, str]) -> str:
    """Of labels, which may name people, only a digest is kept."""
    return json.dumps([[data, named(label)] for data, label in choices])


async def owe(database: Database, clock: MovableClock, key: str, said: Outgoing, chat: str = "g") -> None:
    now = clock.now()
    async with database.write() as db:
        lasts = now.replace(hour=23)
        await outbox.owe(db, [Owed(key, Chat("post", chat, "7"), said, Priority.ANSWER, now, lasts)])


async def kept(database: Database) -> list[tuple[str, str, str, str]]:
    async with database.read() as db:
        rows = await db.execute(select(menus).order_by(menus.c.chat))
        return [(row.chat, row.thread, row.choices, row.message) for row in rows]


async def test_with_the_mark_of_what_was_sent(database: Database, clock: MovableClock) -> None:
    post = Postbox(capabilities=BARE)
    delivery = Delivery(database, {"post": post}, clock)
    await owe(database, clock, "1", TWO)
    await owe(database, clock, "2", TWO, "refused")
    post.refuse("refused", SendError("no", permanent=True))
    await delivery.drain()
    assert await kept(database) == [("g", "7", kept_as(("a:1", "一"), ("b:2", "二")), "p0")], (
        "what nobody saw offers nothing"
    )
    await owe(database, clock, "3", Outgoing(text="记下了", aside=True))
    await delivery.drain()
    assert len(await kept(database)) == 1
    await owe(database, clock, "4", Outgoing(text="别的"))
    await delivery.drain()
    assert await kept(database) == []


async def test_of_several_marks_at_once_the_last(database: Database, clock: MovableClock) -> None:
    post = Postbox(capabilities=BARE)
    for number in range(4):
        said = Outgoing(text=f"{number}", buttons=((Button("一", f"a:{number}"),),))
        await owe(database, clock, f"{number}", said)
    await Delivery(database, {"post": post}, clock).drain()
    assert [choices for _, _, choices, _ in await kept(database)] == [kept_as(("a:3", "一"))]


async def test_with_what_is_answered_inline(database: Database, clock: MovableClock) -> None:
    stage = await Stage(database, clock, capabilities=INLINE).build()
    (answer,) = await stage.dispatcher.handle([stage.message("李", "~", "/to")])
    (asked,) = answer.outgoing
    labels = [button.label for row in asked.buttons for button in row]
    await answer.delivered()
    (answer,) = await stage.dispatcher.handle([stage.message("李", "~", str(labels.index("微博") + 1))])
    assert "微博" in answer.outgoing[0].text
    assert await kept(database) == []


async def test_where_all_buttons_are_shown_nothing_is_looked_up_or_kept(
    database: Database, clock: MovableClock
) -> None:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    stage = await Stage(database, clock).build()
    post = Postbox(capabilities=EVERYTHING)
    await owe(database, clock, "1", TWO)
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await stage.say("李", "officers", "2")
    await Delivery(database, {"post": post}, clock).drain()
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert post.texts() == ["哪个？"]
    assert said
    assert not [one for one in said if "menus" in one or "reply_windows" in one]
