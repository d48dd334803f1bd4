"""How the visits to each source went: validators, errors, when to ask again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kpbot.storage.database import Db, insert
from kpbot.storage.rows import read
from kpbot.storage.tables import source_states as table


@dataclass(frozen=True, slots=True)
class SourceState:
    """`declared` is the address in feeds.toml, `address` where a permanent redirect from it led. `error` is the code
    of the last FeedError, empty when fine; `trouble_told`: coordinators know."""

    source: str
    declared: str = ""
    address: str = ""
    etag: str = ""
    last_modified: str = ""
    validated_at: datetime | None = None
    asked_at: datetime | None = None
    succeeded_at: datetime | None = None
    next_at: datetime | None = None
    errors: int = 0
    error: str = ""
    error_details: dict[str, Any] = field(default_factory=dict)
    gone: bool = False
    trouble_told: bool = False


async def load(db: Db) -> dict[str, SourceState]:
    rows = (await db.execute(select(table))).mappings()
    return {r["source"]: read(SourceState, r, error_details=json.loads(r["error_details"])) for r in rows}


async def save(db: Db, state: SourceState) -> None:
    row = {name: getattr(state, name) for name in SourceState.__slots__}
    row["error_details"] = json.dumps(state.error_details, ensure_ascii=False, default=str)
    upsert = insert(db, table)
    changed = {name: upsert.excluded[name] for name in row if name != "source"}
    await db.execute(upsert.on_conflict_do_update(index_elements=["source"], set_=changed), row)
