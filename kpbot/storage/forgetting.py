"""A person is emptied: what names them goes, the records of their posts stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, false, or_, update

from kpbot.domain.people import Account
from kpbot.storage import references
from kpbot.storage.database import Db
from kpbot.storage.outbox import State
from kpbot.storage.tables import (
    accounts,
    additions,
    audit,
    conversations,
    evidence,
    inbox,
    menus,
    outbox,
    persons,
    photos,
)

FORGOTTEN = "已注销"


async def empty_person(db: Db, person_id: int, now: datetime) -> None:
    """The name, language and habits; the row stays, because records refer to it."""
    await db.execute(
        update(persons)
        .where(persons.c.id == person_id)
        .values(name=FORGOTTEN, language="", destination="wechat", consented_at=None, forgotten_at=now)
    )


async def drop_accounts(db: Db, own: Sequence[Account], now: datetime) -> None:
    """Accounts, their open talks, what we had set aside of their messages, what we wrote, or were about to write, to
    them in private, and where their pictures came from."""
    await db.execute(delete(conversations).where(_any(conversations.c.platform, conversations.c.sender, own)))
    for account in own:
        if account.private_chat:
            there = and_(outbox.c.platform == account.platform, outbox.c.chat == account.private_chat)
            waiting = update(outbox).where(there, outbox.c.state.in_((State.DUE, State.WAITING)))
            await db.execute(waiting.values(state=State.EXPIRED, settled_at=now))
            await _empty_messages(db, there, chat="")
            sent_there = and_(photos.c.platform == account.platform, photos.c.chat == account.private_chat)
            await db.execute(update(photos).where(sent_there).values(chat=""))
            asked_there = and_(additions.c.platform == account.platform, additions.c.chat == account.private_chat)
            await db.execute(delete(additions).where(asked_there))
            shown_there = and_(menus.c.platform == account.platform, menus.c.chat == account.private_chat)
            await db.execute(delete(menus).where(shown_there))
    for account in own:
        said = inbox.c.payload.contains(f"Sender(id={account.user!r}", autoescape=True)
        await db.execute(update(inbox).where(inbox.c.platform == account.platform, said).values(payload=""))
    await db.execute(delete(accounts).where(_any(accounts.c.platform, accounts.c.user, own)))


def _any(platform: Any, user: Any, own: Sequence[Account]) -> Any:
    return or_(false(), *(and_(platform == a.platform, user == a.user) for a in own))


async def drop_messages(db: Db, key_prefixes: Sequence[str]) -> None:
    """Settled messages to others that name the person, by how their keys begin."""
    for prefix in key_prefixes:
        await _empty_messages(db, outbox.c.key.startswith(prefix, autoescape=True))


async def _empty_messages(db: Db, which: Any, **also: str) -> None:
    """What was said goes, the row with its key stays: nothing is owed twice. What is still due is not touched."""
    settled = outbox.c.state.not_in((State.DUE, State.WAITING, State.SENDING))
    await db.execute(update(outbox).where(which, settled).values(payload="{}", body_id=None, **also))


async def drop_references(db: Db, post_ids: Sequence[int]) -> None:
    """References of evidence lead to the person's own posts elsewhere; kind and time stay, the reference goes."""
    await references.drop(db, evidence.c.post_id.in_(post_ids))


async def unname_guesses(db: Db, subjects: Sequence[str]) -> None:
    """Wrong codes that were typed from the person's accounts."""
    await db.execute(update(audit).where(audit.c.subject.in_(subjects)).values(subject="account"))
