"""What an officer shared, day by day, as they see it: to be corrected or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kpbot.domain.people import Post
from kpbot.domain.shares import Destination
from kpbot.domain.unlisted import counted
from kpbot.services.known_shares import known_to
from kpbot.services.talk import Talk
from kpbot.storage import shares

ShareRow = shares.ShareRow
"""A share as its officer sees it."""


async def withdraw(talk: Talk, post: Post, day: date, item_id: int, destination: str | None = None) -> int:
    """Take back an item's shares of a day; they stay in the corrections. Returns how many there were."""
    await talk.batch.flush()
    by = talk.person.id if talk.person else 0
    gone = await shares.withdraw(talk.db, day, post.id, item_id, talk.now, by, destination)
    known_to(talk.batch).days.pop((post.id, day), None)
    talk.audit("share.withdraw", f"post:{post.id}", day=day.isoformat(), item=item_id)
    return gone


async def redirect(talk: Talk, post: Post, day: date, item_id: int, old: str, new: Destination) -> None:
    """Correct where an item went."""
    await talk.batch.flush()
    by = talk.person.id if talk.person else 0
    await shares.redirect(talk.db, day, post.id, item_id, old, new.value, talk.now, by)
    known_to(talk.batch).days.pop((post.id, day), None)
    talk.audit("share.correct", f"post:{post.id}", day=day.isoformat(), item=item_id, before=old, after=new.value)


async def week(talk: Talk, post: Post) -> dict[date, list[ShareRow]]:
    """The last seven local days with their shares, today last."""
    await talk.batch.flush()
    first = talk.today - timedelta(days=6)
    days: dict[date, list[ShareRow]] = {first + timedelta(days=n): [] for n in range(7)}
    for row in await shares.of_posts(talk.db, [post.id], first, talk.today):
        days[row.day].append(row)
    return {day: _of_counted(rows) for day, rows in days.items()}


async def of_day(talk: Talk, post: Post, day: date) -> list[ShareRow]:
    """What the post's officer shared on that local day."""
    await talk.batch.flush()
    return await shares.of_posts(talk.db, [post.id], day, day)


def _of_counted(rows: list[ShareRow]) -> list[ShareRow]:
    """Without the items that another system only counted and that may be among the named ones."""
    those = counted(row.item_id for row in rows)
    return [row for row in rows if row.item_id in those]


def proved(talk: Talk, rows: Iterable[ShareRow]) -> list[ShareRow]:
    """Those that rest on a kind of evidence that the installation accepts."""
    return [row for row in rows if row.kinds.intersection(talk.settings.shares.accepted)]
