"""What evidence refers to besides its kind and time: for a claim the address of the public post, if the officer gave
one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, Table, and_, delete, func, select

from kpbot.domain.shares import Evidence
from kpbot.storage.database import Db, insert_new
from kpbot.storage.tables import evidence

_KEY = ("day", "post_id", "item_id", "destination")
_ADDRESS = and_(evidence.c.kind == Evidence.CLAIMED.value, evidence.c.reference != "")


async def drop(db: Db, which: ColumnElement[bool]) -> None:
    """The references of this evidence go; that there is evidence of the kind, and since when, stays."""
    named = and_(which, evidence.c.reference != "")
    rows = [dict(row) for row in (await db.execute(select(evidence).where(named))).mappings()]
    bare = {tuple(row[c] for c in (*_KEY, "kind")): row for row in rows}
    await insert_new(db, evidence, [{**row, "reference": ""} for row in bare.values()])
    await db.execute(delete(evidence).where(named))


async def drop_addresses(db: Db, day: date, post_id: int, item_id: int, destinations: Collection[str]) -> None:
    """Of an item's claims of a local day, to these destinations: the officer says that it is not there."""
    mine = and_(evidence.c.day == day, evidence.c.post_id == post_id, evidence.c.item_id == item_id)
    await drop(db, and_(mine, evidence.c.destination.in_(destinations), _ADDRESS))


def addresses_of(share: Table) -> ScalarSelect[str | None]:
    """Of a row of a table with the key of shares: the addresses its officer gave, with line breaks; NULL for none."""
    mine = (evidence.c[name] == share.c[name] for name in _KEY)
    return select(func.aggregate_strings(evidence.c.reference, "\n")).where(*mine, _ADDRESS).scalar_subquery()
