"""One person, several accounts: a one-time code, said from another account, makes that account the same person's.

The code alone does nothing. Who got it is asked whether the account that said it is theirs; and who said it from an
account that holds posts is asked first, for these go to whoever got the code (docs/decisions/0029-linking.md).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from kpbot.domain.codes import digest, is_code, new_code, normalise
from kpbot.domain.link_codes import Asker, LinkCode
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Account, Person, Post
from kpbot.domain.plain_text import one_line
from kpbot.services import codes
from kpbot.services.batch import Batch
from kpbot.services.desk import choice
from kpbot.services.groups import place_name
from kpbot.services.platform_names import platform_name
from kpbot.services.talk import Talk
from kpbot.storage import link_codes, linking, people, privacy
from kpbot.storage.link_codes import PREFIX
from kpbot.texts import say

LASTS = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=10)  # which private chat was used last is not written with every message
NAME_SHOWN = 40  # characters


async def preload(batch: Batch) -> None:
    """Note in which of their private chats people with several accounts wrote last: there they are written to."""
    said = {(m.chat.platform, m.sender.id) for m in batch.messages if m.chat.private}
    used = {key: batch.accounts[key][0].used_at for key in said if key in batch.accounts}
    stale = {key for key, at in used.items() if at is not None and batch.now - at >= NOTED_EVERY}
    if stale:
        await linking.used(batch.db, stale, batch.now)


async def give_code(talk: Talk, person: Person) -> str:
    """A code for the speaker, good once and for half an hour; the one before is good no more."""
    code = new_code(secrets.token_bytes(16))
    await link_codes.add(talk.db, digest(code), person.id, talk.chat, talk.now, talk.now + LASTS)
    talk.audit("link.code", f"person:{person.id}")
    return codes.as_printed(code)


@dataclass(frozen=True, slots=True)
class Looked:
    """A code that is good, or the sentence why not."""

    code: LinkCode | None
    problem: str = ""


async def look_up(talk: Talk, typed: str) -> Looked:
    """The code that was typed, if nobody used it yet. Wrong ones are limited together with those of `/join`."""
    if wait := await codes.must_wait(talk):
        return Looked(None, talk.say("code-wait", minutes=wait))
    if not is_code(typed):
        return Looked(None, talk.say("code-not-one"))
    found = await link_codes.find(talk.db, digest(normalise(typed)))
    if found is None:
        codes.note_wrong(talk)
        return Looked(None, talk.say("link-unknown"))
    if found.asker is not None:
        return Looked(None, talk.say("code-used"))
    return Looked(None, talk.say("code-expired")) if talk.now >= found.expires_at else Looked(found)


async def waiting(talk: Talk, shortened: str) -> LinkCode | None:
    """A code that was said and waits for a word, by what names it in a button; None if that is over."""
    found = await link_codes.find(talk.db, shortened)
    return found if found and found.asker and talk.now < found.expires_at else None


async def say_code(talk: Talk, code: LinkCode) -> bool:
    """The speaker's account is the one to be linked; False if somebody was faster with the code. A speaker with posts
    has to agree first."""
    name = one_line(talk.incoming.sender.name)[:NAME_SHOWN]
    asker = Asker(talk.incoming.sender.id, name, talk.chat)
    agreed = not has_posts(talk)
    until = talk.now + LASTS
    if not await link_codes.use(talk.db, code.digest, asker, talk.now, until, agreed=agreed):
        return False
    talk.audit("link.say", f"person:{code.person_id}", platform=asker.platform)
    if agreed:
        await _ask_giver(talk, code, asker)
    return True


def has_posts(talk: Talk) -> bool:
    return bool(talk.posts or talk.pending)


def is_asker(talk: Talk, code: LinkCode) -> bool:
    """Whether the speaker is who said the code."""
    asker = code.asker
    return asker is not None and (asker.platform, asker.user) == (talk.chat.platform, talk.incoming.sender.id)


def is_giver(talk: Talk, code: LinkCode) -> bool:
    """Whether the speaker is who got the code, and where they got it."""
    here = (talk.chat.platform, talk.chat.id) == (code.given_in.platform, code.given_in.id)
    return here and talk.chat.private and talk.person is not None and talk.person.id == code.person_id


async def giver_words(talk: Talk, code: LinkCode) -> str:
    """Who got a code, for whoever said it: «王老师（Telegram）»."""
    giver = await people.person(talk.db, code.person_id)
    name = giver.name if giver else ""
    return talk.say("link-who", name=name, platform=platform_name(talk.lang, code.given_in.platform))


async def agree(talk: Talk, code: LinkCode) -> bool:
    """Who said the code wants it, knowing whose it is; False if that was said before."""
    if code.asker is None or not await link_codes.agree(talk.db, code.digest, talk.now, talk.now + LASTS):
        return False
    await _ask_giver(talk, code, code.asker)
    return True


async def _ask_giver(talk: Talk, code: LinkCode, asker: Asker) -> None:
    """The account that had the code is asked, and sees who it is."""
    giver = await people.person(talk.db, code.person_id)
    lang = (giver.language if giver else "") or talk.settings.language
    lines = [_question(lang, asker, talk)]
    held = [await _post_words(talk, lang, post) for post in (*talk.posts, *talk.pending)]
    if held:
        joiner = say(lang, "list-joiner")
        name = talk.person.name if talk.person else ""
        lines.append(say(lang, "link-ask-posts", name=name, posts=joiner.join(held)))
    lines.append(say(lang, "link-ask-warning"))
    short = shortened(code)
    buttons = choice(lang, ("link-button-yes", f"link:yes:{short}"), ("link-button-no", f"link:no:{short}"))
    asked = Outgoing(text="\n".join(lines), buttons=buttons, language=lang)
    talk.tell(code.given_in, asked, f"link-ask:{short}", LASTS)


def _question(lang: str, asker: Asker, talk: Talk) -> str:
    """Where the platform tells no name, the group is all there is to know somebody by."""
    platform = platform_name(lang, asker.platform)
    if asker.name:
        return say(lang, "link-ask", platform=platform, name=asker.name)
    group = talk.group.title if talk.group else ""
    if group:
        return say(lang, "link-ask-group", platform=platform, group=group)
    return say(lang, "link-ask-nameless" if asker.chat.private else "link-ask-some-group", platform=platform)


async def _post_words(talk: Talk, lang: str, post: Post) -> str:
    place = await place_name(talk, post.region_id, post.unit_id)
    return say(lang, "link-post", place=place, role=say(lang, f"role-{post.role.value}"))


def shortened(code: LinkCode) -> str:
    return code.digest[:PREFIX]


async def decline(talk: Talk, code: LinkCode) -> bool:
    """Nothing is linked; False if it was decided before."""
    if not await link_codes.settle(talk.db, code.digest):
        return False
    talk.audit("link.decline", f"person:{code.person_id}")
    asker = code.asker
    if asker and asker.chat.private and not is_asker(talk, code):
        lang = await _language_of(talk, asker)
        talk.tell(asker.chat, Outgoing(text=say(lang, "link-refused")), f"link-no:{shortened(code)}", LASTS)
    return True


async def link(talk: Talk, code: LinkCode) -> bool:
    """The speaker, who got the code, says that it is their account. False if it was decided before, or who said the
    code got a post since then and was not asked about it."""
    asker, giver = code.asker, talk.person
    if asker is None or giver is None or not code.agreed:
        return False
    key = (asker.platform, asker.user)
    found = (await people.load_accounts(talk.db, [key])).get(key)
    if found and code.said_at and await linking.has_joined_since(talk.db, found[1].id, code.said_at):
        return False
    if not await link_codes.settle(talk.db, code.digest):
        return False
    lang = await _language_of(talk, asker)
    await _make_one(talk, giver, asker, found)
    await linking.several(talk.db, giver.id, talk.now - NOTED_EVERY)
    await linking.used(talk.db, [(talk.chat.platform, talk.incoming.sender.id)], talk.now)
    talk.people_changed()
    if asker.chat.private:
        linked = say(lang, "link-done-there", name=giver.name)
        talk.tell(asker.chat, Outgoing(text=linked), f"link-yes:{shortened(code)}")
    return True


async def _make_one(talk: Talk, giver: Person, asker: Asker, found: tuple[Account, Person] | None) -> None:
    chat = asker.chat.id if asker.chat.private else ""
    subject = f"person:{giver.id}"
    if found is None:
        await people.add_account(talk.db, asker.platform, asker.user, giver.id, chat)
        talk.audit("account.link", subject, platform=asker.platform)
        return
    account, other = found
    if chat and account.private_chat != chat:
        await people.set_private_chat(talk.db, account.platform, account.user, chat)
    if other.id == giver.id:
        return
    await talk.batch.flush()  # what they said until now moves too
    doubles = await linking.merge(talk.db, other.id, giver.id, talk.today)
    talk.audit("person.merge", subject, platform=asker.platform, merged=other.id)
    for double in doubles:
        talk.audit("post.merge", f"post:{double.kept.id}", merged=double.lost.id)


async def _language_of(talk: Talk, asker: Asker) -> str:
    found = (await people.load_accounts(talk.db, [(asker.platform, asker.user)])).get((asker.platform, asker.user))
    return (found[1].language if found else "") or talk.settings.language


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
