"""A code for linking: given, said from another account, and who got it asked whether that account is theirs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from kpbot.domain.codes import digest, is_code, new_code, normalise
from kpbot.domain.link_codes import Asker, LinkCode
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Person, Post
from kpbot.domain.plain_text import one_line
from kpbot.services import codes
from kpbot.services.desk import choice
from kpbot.services.groups import place_name
from kpbot.services.platform_names import platform_name
from kpbot.services.talk import Talk
from kpbot.storage import link_codes, people
from kpbot.storage.link_codes import PREFIX
from kpbot.texts import say

LASTS = timedelta(minutes=30)
NAME_SHOWN = 40  # characters


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
