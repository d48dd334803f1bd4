"""The accounts of a person: where they are used, and how one is taken away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update

from kpbot.domain.people import Account
from kpbot.storage.database import Db
from kpbot.storage.tables import accounts, conversations, posts


async def has_joined_since(db: Db, person_id: int, at: datetime) -> bool:
    """Whether a person got a post, or asked for one, after a moment."""
    newer = and_(posts.c.person_id == person_id, posts.c.asked_at > at)
    return (await db.execute(select(posts.c.id).where(newer).limit(1))).first() is not None


async def several(db: Db, person_id: int, now: datetime) -> None:
    """The person has several accounts: from now on it is noted which private chat is used."""
    unused = and_(accounts.c.person_id == person_id, accounts.c.used_at.is_(None))
    await db.execute(update(accounts).where(unused).values(used_at=now))


async def used(db: Db, keys: Collection[tuple[str, str]], now: datetime) -> None:
    """Somebody wrote in the private chats of these accounts (platform, user)."""
    those = or_(*(and_(accounts.c.platform == platform, accounts.c.user == user) for platform, user in sorted(keys)))
    await db.execute(update(accounts).where(those).values(used_at=now))


async def unlink(db: Db, account: Account) -> bool:
    """Take an account and its open talks from its person; False if it is the last one."""
    of_person = accounts.c.person_id == account.person_id
    # FOR UPDATE: two accounts that leave at once must not both be the last but one. SQLite has one writer anyway.
    rows = (await db.execute(select(accounts.c.user).where(of_person).with_for_update())).all()
    if len(rows) < 2:
        return False
    mine = and_(accounts.c.platform == account.platform, accounts.c.user == account.user)
    await db.execute(delete(accounts).where(mine))
    talks = and_(conversations.c.platform == account.platform, conversations.c.sender == account.user)
    await db.execute(delete(conversations).where(talks))
    return True
