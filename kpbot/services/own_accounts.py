"""The accounts that one person has: which they use, and one taken away."""

from __future__ import annotations

from datetime import timedelta

from kpbot.domain.people import Account
from kpbot.services.batch import Batch
from kpbot.services.talk import Talk
from kpbot.storage import linking, privacy

NOTED_EVERY = timedelta(minutes=10)  # which private chat was used last is not written with every message


async def preload(batch: Batch) -> None:
    """Note in which of their private chats people with several accounts wrote last: there they are written to."""
    said = {(m.chat.platform, m.sender.id) for m in batch.messages if m.chat.private}
    used = {key: batch.accounts[key][0].used_at for key in said if key in batch.accounts}
    stale = {key for key, at in used.items() if at is not None and batch.now - at >= NOTED_EVERY}
    if stale:
        await linking.used(batch.db, stale, batch.now)


async def accounts(talk: Talk) -> list[Account]:
    """All accounts of the speaker."""
    return await privacy.own_accounts(talk.db, talk.person.id) if talk.person else []


async def unlink(talk: Talk, account: Account) -> bool:
    """The account is nobody's afterwards; False if it is the person's last one."""
    if not await linking.unlink(talk.db, account):
        return False
    talk.audit("account.unlink", f"person:{account.person_id}", platform=account.platform)
    talk.end()
    talk.people_changed()
    return True
