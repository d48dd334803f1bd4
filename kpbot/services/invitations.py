"""Personal codes for people whom a roster named: whoever has one holds that post after consenting."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.codes import CodeKind, digest, expires_at, new_code
from kpbot.domain.messages import Attachment
from kpbot.domain.people import Person, Post, PostRole, PostState
from kpbot.domain.places import DEFAULT_ZONE
from kpbot.domain.same_name import same_name
from kpbot.services import codes, stored
from kpbot.services.code_cards import Invitation, code_cards
from kpbot.services.codes import StoredCode
from kpbot.services.confirming import tell_person
from kpbot.services.groups import place_name
from kpbot.services.joining import Joined, ask
from kpbot.services.talk import Talk
from kpbot.settings import Settings
from kpbot.storage import audit, facts, invitations, people, posts
from kpbot.storage.audit import Entry
from kpbot.storage.database import Db
from kpbot.storage.ids import new_id
from kpbot.storage.invitations import Expected, expected
from kpbot.texts import say

__all__ = ["Expected", "Invitation", "expected", "invite", "link"]

_AT_ONCE = 4  # digests are slow on purpose; while one is made, others can be
MOST_CARDS = 500  # in one file for a chat; more are printed place by place
CARDS = "codes-"  # how the names of files begin that hold good codes
CARDS_LAST = timedelta(days=2)  # longer than an answer waits to be sent
LINK = "link:"  # facts of that name and a platform's hold the address that opens the private chat there


async def invite(db: Db, who: Sequence[Expected], by: int | None, now: datetime) -> list[Invitation]:
    """A new code for each of these people, in order; earlier ones are void. Only digests are kept, so this is the one
    time the codes can be read. A coordinator's is good for as long as every coordinator's code. `by` is the person
    who asks for them, None for the operator."""
    await invitations.void(db, [one.person_id for one in who], now)
    made: dict[int, tuple[str, datetime]] = {}
    missing = list(who)
    while missing:
        fresh = await _codes(len(missing))
        rows = [_row(one, hashed, by, now) for one, (_, hashed) in zip(missing, fresh, strict=True)]
        stored = await invitations.add(db, rows)
        for one, (code, hashed) in zip(missing, fresh, strict=True):
            if hashed in stored:
                made[one.post_id] = code, expires_at(_kind(one), now)
        missing = [one for one in missing if one.post_id not in made]
    await audit.record(db, [Entry(now, by, "code.invite", f"post:{one.post_id}", {}) for one in who])
    return [
        Invitation(
            one.name,
            one.place,
            codes.as_printed(made[one.post_id][0]),
            made[one.post_id][1].astimezone(ZoneInfo(one.time_zone or DEFAULT_ZONE)),
        )
        for one in who
    ]


def _kind(one: Expected) -> CodeKind:
    return CodeKind.COORDINATOR if one.role is PostRole.COORDINATOR else CodeKind.PERSON


def _row(one: Expected, hashed: str, by: int | None, now: datetime) -> dict[str, object]:
    kind = _kind(one)
    return {
        "digest": hashed,
        "kind": kind.value,
        "region_id": one.region_id,
        "unit_id": one.unit_id,
        "group_kind": "",
        "made_by": by,
        "made_at": now,
        "expires_at": expires_at(kind, now),
        "post_id": one.post_id,
    }


async def _codes(count: int) -> list[tuple[str, str]]:
    """(code, digest), off the loop."""
    fresh = [new_code(secrets.token_bytes(16)) for _ in range(count)]
    if count < _AT_ONCE:
        return [(code, digest(code)) for code in fresh]

    def work() -> list[str]:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(digest, fresh, chunksize=64))

    return list(zip(fresh, await asyncio.to_thread(work), strict=True))


async def link(db: Db, platforms: Sequence[str] = ()) -> str:
    """The address that opens the bot's private chat, with `{}` where what is wanted there goes: that of the only
    platform which has such links, or of the first of `platforms` that does. Empty where there is none, or it is not
    known which one people have."""
    found = await facts.beginning(db, LINK)
    for platform in platforms:
        if address := found.get(LINK + platform):
            return address
    return next(iter(found.values())) if len(found) == 1 and not platforms else ""


@dataclass(frozen=True, slots=True)
class Named:
    """Who the roster says a code is for."""

    post: Post
    person: Person
    place: str


async def named_by(talk: Talk, code: StoredCode) -> Named | None:
    """None for a code that is nobody's own, or whose post ended or is somebody's already."""
    held = await posts.held(talk.db, code.post_id) if code.post_id is not None else None
    if held is None or held[0].state is not PostState.ACTIVE:
        return None
    post, person = held
    if await people.accounts_of(talk.db, [person.id]):
        return None
    return Named(post, person, await place_name(talk, post.region_id, post.unit_id))


def is_same(talk: Talk, named: Named) -> bool:
    """Whether the speaker, as far as names tell, is who the roster means; somebody new is taken at their word."""
    return talk.person is None or same_name(talk.person.name) == same_name(named.person.name)


async def accept(talk: Talk, code: StoredCode, named: Named) -> Joined | None:
    """The speaker consented: the account is that person's from now on, without a coordinator's word, because the
    roster named them. Somebody who is here under another name waits for a coordinator instead. None if the code was
    used up in this moment."""
    if not await codes.use(talk, code, talk.person.id if talk.person else named.person.id):
        return None
    if talk.person is None:
        if not await _link(talk, named.person.id):
            return None
    else:
        await _remember_chat(talk)
        if not is_same(talk, named):
            return await _ask_instead(talk, talk.person, named)
        await invitations.move_posts(talk.db, named.person.id, talk.person.id)
    talk.audit("post.join", f"post:{named.post.id}", person=_who(talk, named), code=code.digest[:8], state="active")
    talk.people_changed()
    return Joined(PostState.ACTIVE, named.place)


async def _ask_instead(talk: Talk, person: Person, named: Named) -> Joined:
    """As in a handover: when a coordinator says yes, the post that the roster made ends and the speaker's begins."""
    post = named.post
    asked = await people.add_post(
        talk.db, person.id, post.role, post.region_id, post.unit_id, PostState.PENDING, talk.today, talk.now
    )
    await people.update_post(talk.db, asked, replaces=post.id)
    talk.audit("post.join", f"post:{asked}", person=person.id, state="pending")
    talk.people_changed()
    reached = await ask(talk, post.region_path, asked, person.name, named.place, replaces=True)
    return Joined(PostState.PENDING, named.place, reached)


def _who(talk: Talk, named: Named) -> int:
    return talk.person.id if talk.person else named.person.id


async def _link(talk: Talk, person_id: int) -> bool:
    """False if the account became somebody's meanwhile."""
    if not await people.add_account(talk.db, talk.chat.platform, talk.incoming.sender.id, person_id, talk.chat.id):
        return False
    await people.update_person(talk.db, person_id, language=talk.lang, consented_at=talk.now)
    talk.audit("person.consent", f"person:{person_id}")
    return True


async def _remember_chat(talk: Talk) -> None:
    if talk.account and not talk.account.private_chat:
        await people.set_private_chat(talk.db, talk.chat.platform, talk.incoming.sender.id, talk.chat.id)


async def has_come(talk: Talk, post: Post) -> bool:
    return post.id in await invitations.come(talk.db, [post.id])


async def take_back(talk: Talk, post: Post, person: Person) -> None:
    """The wrong person used the code: the post goes back to somebody of that name who has not come yet; its records
    stay with it, and who held it is told."""
    fresh = await people.add_person(talk.db, person.name, "", None)
    await people.update_post(talk.db, post.id, person_id=fresh)
    talk.audit("post.taken-back", f"post:{post.id}", person=person.id)
    talk.people_changed()
    place = await place_name(talk, post.region_id, post.unit_id)
    await tell_person(talk, person, f"taken-back:{post.id}:{fresh}", "invite-taken-from-you", place=place)


async def one_more(talk: Talk, post_id: int) -> Invitation | None:
    """A code for the holder of a post, on the word of the speaker; None if they have come or the post ended."""
    who = await invitations.expected_at(talk.db, post_id)
    if who is None:
        return None
    [made] = await invite(talk.db, [who], talk.person.id if talk.person else None, talk.now)
    return made


async def cards(
    db: Db,
    settings: Settings,
    paths: Sequence[str],
    by: int | None,
    now: datetime,
    lang: str,
    platforms: Sequence[str] = (),
    *,
    uninvited: bool = False,
) -> tuple[int, Attachment | None]:
    """New codes for all officers of these regions who have not come, or only for those whom nobody has given a good
    one (`uninvited`), as a file of cards. Returns how many they are, and no file for none or too many."""
    who = await expected(db, paths, (PostRole.OFFICER,), uninvited_at=now if uninvited else None)
    if not 0 < len(who) <= MOST_CARDS:
        return len(who), None
    content = await card_file(db, who, by, now, lang, platforms)
    path = await stored.keep(settings.data_dir, f"{CARDS}{new_id()}.docx", content, now)
    return len(who), Attachment(path, say(lang, "invite-file", day=f"{now:%Y%m%d}"))


async def forget_cards(settings: Settings, now: datetime) -> None:
    """What was handed out is not kept: whoever finds it could join."""
    await stored.forget(settings.data_dir, CARDS, now - CARDS_LAST)


async def card_file(
    db: Db, who: Sequence[Expected], by: int | None, now: datetime, lang: str, platforms: Sequence[str] = ()
) -> bytes:
    """New codes for these people, as a Word file."""
    made = await invite(db, who, by, now)
    return await asyncio.to_thread(code_cards, made, lang, await link(db, platforms))
