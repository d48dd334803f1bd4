"""Who did what, for coordinators and for the person themselves. Never message texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kpbot.storage.database import Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """`act` is a code such as `share.withdraw`, `subject` names a record such as `post:17`."""

    at: datetime
    person_id: int | None
    act: str
    subject: str
    details: dict[str, Any]


async def record(db: Db, entries: Sequence[Entry]) -> None:
    rows = [
        {
            "id": new_id(),
            "at": e.at,
            "person_id": e.person_id,
            "act": e.act,
            "subject": e.subject,
            "details": json.dumps(e.details, ensure_ascii=False, default=str),
        }
        for e in entries
    ]
    if rows:
        await db.execute(insert(db, audit), rows)


async def of_person(db: Db, person_id: int, limit: int = 200) -> list[Entry]:
    query = select(audit).where(audit.c.person_id == person_id).order_by(audit.c.id.desc()).limit(limit)
    return [
        Entry(r["at"], r["person_id"], r["act"], r["subject"], json.loads(r["details"]))
        for r in (await db.execute(query)).mappings()
    ]
