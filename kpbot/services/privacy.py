"""What is kept about a person: read out to them, and emptied at their word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kpbot.domain.people import Account, PostState
from kpbot.services.codes import guesser_of
from kpbot.services.people import tell_vacancy
from kpbot.services.spot_checks import key_of
from kpbot.services.talk import Talk
from kpbot.storage import forgetting, link_codes, own_corrections, posts, privacy, short_links, spot_checks, uploads
from kpbot.storage.audit import Entry
from kpbot.storage.own_corrections import Correction
from kpbot.storage.privacy import EventLine, Personal, ShareLine, Term, UpkeepLine
from kpbot.storage.short_links import LinkLine
from kpbot.storage.spot_checks import SpotCheck
from kpbot.storage.uploads import UploadState

__all__ = ["EventLine", "Kept", "LinkLine", "ShareLine", "SpotCheck", "Term", "UpkeepLine", "forget", "kept"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything stored about one person."""

    personal: Personal
    accounts: Sequence[Account]
    terms: Sequence[Term]
    shares: Sequence[ShareLine]
    links: Sequence[LinkLine]
    events: Sequence[EventLine]
    upkeeps: Sequence[UpkeepLine]
    spots: Sequence[SpotCheck]
    uploads: Sequence[tuple[datetime, str, UploadState]]  # received, file name
    corrections: Sequence[Correction]
    log: Sequence[Entry]
    open_talks: int
    messages: int


async def kept(talk: Talk) -> Kept | None:
    """What is kept about the speaker; None if nothing is."""
    if talk.person is None:
        return None
    await talk.batch.flush()  # what was said just now belongs to it
    db, person_id = talk.db, talk.person.id
    own = await privacy.personal(db, person_id)
    if own is None:
        return None
    terms = await privacy.terms(db, person_id)
    ids = [term.id for term in terms]
    accounts = await privacy.own_accounts(db, person_id)
    talk.audit("person.read-out", f"person:{person_id}")
    return Kept(
        own,
        accounts,
        terms,
        await privacy.share_lines(db, ids),
        await short_links.of_posts(db, ids),
        await privacy.event_lines(db, person_id, ids),
        await privacy.upkeep_lines(db, person_id, ids),
        await spot_checks.of_posts(db, ids),
        await uploads.of_person(db, person_id),
        await own_corrections.of_person(db, person_id),
        await privacy.log_of(db, person_id, ids),
        *await privacy.counts(db, accounts),
    )


async def forget(talk: Talk) -> bool:
    """Empty the speaker: name and accounts go, posts end today, the posts' records stay without a name. The
    coordinators hear which posts are vacant, not who left. False if nothing was kept."""
    if talk.person is None:
        return False
    await talk.batch.flush()
    db, person_id = talk.db, talk.person.id
    held = list(await posts.all_of(db, person_id))
    accounts = await privacy.own_accounts(db, person_id)
    for post, _ in held:
        if await posts.end(db, post.id, talk.today):
            talk.audit("post.end", f"post:{post.id}")
    await short_links.drop(db, [post.id for post, _ in held])
    await forgetting.drop_references(db, [post.id for post, _ in held])
    await forgetting.drop_messages(db, [f"{kind}:{post.id}:" for post, _ in held for kind in _NAMING])
    checked = await spot_checks.of_posts(db, [post.id for post, _ in held])
    await forgetting.drop_messages(db, sorted({key_of(one.region_id, one.week) for one in checked}))
    await forgetting.drop_messages(db, [f"upload:{one}:" for one in await uploads.ids_of(db, person_id)])
    await uploads.forget_person(db, person_id)
    await forgetting.unname_guesses(db, [guesser_of(f"{a.platform}:{a.user}") for a in accounts])
    await link_codes.forget(db, person_id, accounts)
    await forgetting.drop_accounts(db, accounts, talk.now)
    await forgetting.empty_person(db, person_id, talk.now)
    talk.end()
    talk.audit("person.forget", f"person:{person_id}")
    for post, _ in held:
        if post.state is PostState.ACTIVE:
            await tell_vacancy(talk, post)
    talk.people_changed()
    return True


_NAMING = ("join-ask", "join-done", "join-told", "handover-ask", "handed-over", "handover-code", "vacant")
"""How the keys of messages begin that say a person's name; `<begin>:<post>:…`."""
