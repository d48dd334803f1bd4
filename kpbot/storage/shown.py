"""What messages of ours show, by the ids their platform gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import and_, or_, select, tuple_

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage.database import Db
from kpbot.storage.outbox import State
from kpbot.storage.tables import bodies, outbox

Place = tuple[str, str, str]  # platform, chat, message


async def buttons_of(db: Db, places: Collection[Place]) -> dict[Place, set[str]]:
    """The data of every button that these messages carry or once carried; nothing for those that are not ours, or so
    old that the outbox has forgotten them. A message that is just being sent to one of these chats, or may have been,
    has no id yet: its buttons are under the id ""."""
    named = tuple_(outbox.c.platform, outbox.c.chat, outbox.c.message).in_(places)
    maybe_there = or_(outbox.c.state == State.SENDING, and_(outbox.c.state == State.DUE, outbox.c.doubted))
    here = tuple_(outbox.c.platform, outbox.c.chat).in_({(platform, chat) for platform, chat, _ in places})
    query = (
        select(outbox.c.platform, outbox.c.chat, outbox.c.message, outbox.c.payload, bodies.c.payload.label("shared"))
        .outerjoin(bodies, bodies.c.id == outbox.c.body_id)
        .where(or_(and_(named, outbox.c.message != ""), and_(here, maybe_there)))
    )
    found: dict[Place, set[str]] = defaultdict(set)
    for platform, chat, message, payload, shared in await db.execute(query):
        rows = Outgoing.from_json(payload or shared or "{}").buttons
        found[platform, chat, message].update(button.data for row in rows for button in row if button.data)
    return found


async def message(db: Db, chat: Chat, id: str) -> Outgoing | None:
    """The message of ours that the platform gave this id, as it was changed last; None if there is none, or the outbox
    has forgotten it."""
    here = (outbox.c.platform == chat.platform) & (outbox.c.chat == chat.id) & (outbox.c.message == id)
    query = select(outbox.c.payload, bodies.c.payload.label("shared")).outerjoin(
        bodies, bodies.c.id == outbox.c.body_id
    )
    row = (
        await db.execute(query.where(here, outbox.c.state == State.SENT).order_by(outbox.c.id.desc()).limit(1))
    ).one_or_none()
    return Outgoing.from_json(row.payload or row.shared or "{}") if row else None
