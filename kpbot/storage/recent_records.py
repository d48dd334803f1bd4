"""What somebody entered lately, to which pictures that come by themselves may belong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from kpbot.domain.events import EventState
from kpbot.storage.database import Db
from kpbot.storage.tables import events, posts, upkeeps


async def events_by(db: Db, person_id: int, since: datetime) -> list[int]:
    """Events that a person reported since then (UTC), the latest first; withdrawn ones are not among them."""
    query = (
        select(events.c.id)
        .join(posts, posts.c.id == events.c.post_id)
        .where(events.c.reported_at >= since, events.c.state != EventState.WITHDRAWN)
        .where(_entered(events.c.entered_by, person_id))
        .order_by(events.c.id.desc())
    )
    return list((await db.execute(query)).scalars())


async def upkeeps_by(db: Db, person_id: int, since: datetime) -> list[int]:
    """Upkeep that a person recorded since then (UTC), the latest first; withdrawn records are not among them."""
    query = (
        select(upkeeps.c.id)
        .outerjoin(posts, posts.c.id == upkeeps.c.post_id)
        .where(upkeeps.c.at >= since, upkeeps.c.withdrawn_at.is_(None))
        .where(_entered(upkeeps.c.entered_by, person_id))
        .order_by(upkeeps.c.id.desc())
    )
    return list((await db.execute(query)).scalars())


def _entered(entered_by: ColumnElement[int], person_id: int) -> ColumnElement[bool]:
    """Entered by the person: for the own post, or for somebody else's."""
    return or_(entered_by == person_id, and_(entered_by.is_(None), posts.c.person_id == person_id))
