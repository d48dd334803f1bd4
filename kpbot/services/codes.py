"""Codes: made, looked up without letting anybody guess, listed and revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpbot.domain.codes import CodeKind, CodeState, digest, expires_at, is_code, new_code, normalise, state
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Region, Unit
from kpbot.services.talk import Talk
from kpbot.storage import audit, audit_counts, codes
from kpbot.storage.audit import Entry
from kpbot.storage.codes import PREFIX, StoredCode
from kpbot.storage.database import Db

WRONG_ALLOWED = 5
WRONG_WITHIN = timedelta(hours=1)

__all__ = ["CodeKind", "CodeState", "StoredCode"]


async def make_code(
    db: Db,
    kind: CodeKind,
    region: Region,
    unit: Unit | None,
    group_kind: GroupKind | None,
    by: int | None,
    now: datetime,
    replaces: int | None = None,
) -> str:
    """Make a code and return it; only its digest is kept, so this is the one time it can be read.

    `by` is the person, None for the operator. A unit code needs a unit, a group code the group's kind; a
    coordinators' group belongs to a region. `replaces`: the officer's post that ends when the successor who joins
    by this code is confirmed. Raises ValueError for a combination that makes no sense.
    """
    _check(kind, region, unit, group_kind)
    code = new_code(secrets.token_bytes(16))
    unit_id = unit.id if unit else None
    await codes.add(
        db, digest(code), kind, region.id, unit_id, group_kind, by, now, expires_at(kind, now), replaces=replaces
    )
    details = {"kind": kind.value, "region": region.id, "unit": unit_id, "group": group_kind and group_kind.value}
    await audit.record(db, [Entry(now, by, "code.make", f"code:{digest(code)[:8]}", details)])
    return code


def _check(kind: CodeKind, region: Region, unit: Unit | None, group_kind: GroupKind | None) -> None:
    if kind is CodeKind.UNIT and unit is None:
        raise ValueError("a unit code needs a unit")
    if kind is CodeKind.COORDINATOR and unit is not None:
        raise ValueError("a coordinator's code is for a region")
    if (kind is CodeKind.GROUP) != (group_kind is not None):
        raise ValueError("a group code, and no other, needs the kind of the group")
    if group_kind is GroupKind.COORDINATORS and unit is not None:
        raise ValueError("a coordinators' group belongs to a region")
    if unit is not None and unit.region_id != region.id:
        raise ValueError("the unit lies in another region")


async def print_code(
    talk: Talk, kind: CodeKind, region: Region, unit: Unit | None, group_kind: GroupKind | None
) -> str:
    """Make a code on the word of the speaker."""
    by = talk.person.id if talk.person else None
    return await make_code(talk.db, kind, region, unit, group_kind, by, talk.now)


def as_printed(code: str) -> str:
    """In two halves, easier to read out: `ABCD-EFGH`."""
    return f"{code[:4]}-{code[4:]}"


@dataclass(frozen=True, slots=True)
class Looked:
    """A code that is good, or the sentence why not."""

    code: StoredCode | None
    problem: str = ""


async def look_up(talk: Talk, typed: str, kinds: Sequence[CodeKind]) -> Looked:
    """The valid code that was typed, if it is of one of `kinds`. After WRONG_ALLOWED wrong ones within an hour the
    person waits, so that nobody finds a code by trying."""
    if wait := await must_wait(talk):
        return Looked(None, talk.say("code-wait", minutes=wait))
    if not is_code(typed):
        return Looked(None, talk.say("code-not-one"))
    found = await codes.find(talk.db, digest(normalise(typed)))
    if found is None:
        note_wrong(talk)
        return Looked(None, talk.say("code-unknown"))
    return still_good(talk, found, kinds)


async def look_up_pressed(talk: Talk, shortened: str, kinds: Sequence[CodeKind]) -> Looked:
    """The same for a code that was typed before and is named by a button."""
    found = await codes.find(talk.db, shortened)
    return still_good(talk, found, kinds) if found else Looked(None, talk.say("code-unknown"))


def still_good(talk: Talk, found: StoredCode, kinds: Sequence[CodeKind]) -> Looked:
    validity = state(found.code, talk.now)
    if found.code.kind not in kinds:
        return Looked(None, talk.say("code-for-group" if found.code.kind is CodeKind.GROUP else "code-for-person"))
    if validity is not CodeState.VALID:
        return Looked(None, talk.say(f"code-{validity.value}"))
    return Looked(found)


def shortened(code: StoredCode) -> str:
    """What names the code in a button."""
    return code.digest[:PREFIX]


def _guesser(talk: Talk) -> str:
    """Who tries codes, without keeping the account number of people who belong to nobody here."""
    account = f"{talk.chat.platform}:{talk.incoming.sender.id}"
    return guesser_of(account)


def guesser_of(account: str) -> str:
    """`account` is `platform:user`."""
    return "account:" + hashlib.sha256(account.encode()).hexdigest()[:32]


def note_wrong(talk: Talk) -> None:
    """The speaker typed a code that there is not."""
    talk.audit("code.wrong", _guesser(talk))


async def must_wait(talk: Talk) -> int:
    """Minutes until the next code may be tried; 0 for at once."""
    await talk.batch.flush()  # wrong codes of this very batch count too
    since = talk.now - WRONG_WITHIN
    wrong = await audit_counts.times(talk.db, "code.wrong", _guesser(talk), since)
    if len(wrong) < WRONG_ALLOWED:
        return 0
    until = wrong[-WRONG_ALLOWED] + WRONG_WITHIN
    return max(1, -(-int((until - talk.now).total_seconds()) // 60))


async def listed(talk: Talk) -> list[StoredCode]:
    """Unit codes that let people into the regions of the speaker."""
    found: dict[str, StoredCode] = {}
    for scope in talk.coordinator_posts:
        for code in await codes.unit_codes_within(talk.db, scope.region_path, talk.now):
            found[code.digest] = code
    return list(found.values())


async def by_button(talk: Talk, short: str) -> StoredCode | None:
    return await codes.find(talk.db, short)


async def revoke(talk: Talk, code: StoredCode) -> bool:
    """False if it was revoked before."""
    if not await codes.revoke(talk.db, code.digest, talk.now):
        return False
    talk.audit("code.revoke", f"code:{code.digest[:8]}", kind=code.code.kind.value, place=code.place)
    return True


async def use(talk: Talk, code: StoredCode, person_id: int | None) -> bool:
    """Use up a single-use code; a unit code stays good. False if somebody was faster."""
    if code.code.kind is CodeKind.UNIT:
        return True
    return await codes.use(talk.db, code.digest, person_id, talk.now)
