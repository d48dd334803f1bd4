"""How often something was done lately, from the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from kpbot.storage.database import Db
from kpbot.storage.tables import audit


async def times(db: Db, act: str, subject: str, since: datetime) -> list[datetime]:
    """When `act` was done to `subject` since then, in order."""
    query = select(audit.c.at).where(audit.c.at > since, audit.c.act == act, audit.c.subject == subject)
    return list((await db.execute(query.order_by(audit.c.at))).scalars())
