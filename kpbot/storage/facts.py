"""Single values that belong to the installation, such as where the rehearsal clock stands."""

from __future__ import annotations

from sqlalchemy import select

from kpbot.storage.database import Db, insert
from kpbot.storage.tables import facts


async def get(db: Db, name: str) -> str | None:
    return (await db.execute(select(facts.c.value).where(facts.c.name == name))).scalar_one_or_none()


async def put(db: Db, name: str, value: str) -> None:
    upsert = insert(db, facts)
    upsert = upsert.on_conflict_do_update(index_elements=["name"], set_={"value": upsert.excluded.value})
    await db.execute(upsert, {"name": name, "value": value})


async def beginning(db: Db, prefix: str) -> dict[str, str]:
    """All whose names begin so, by name."""
    query = select(facts).where(facts.c.name.startswith(prefix, autoescape=True)).order_by(facts.c.name)
    return {row.name: row.value for row in await db.execute(query)}
