"""The address of a public post, on Weibo or elsewhere, as the reference of a share: `/share 1 ADDRESS`, or an address
by itself in the private chat. The bot has seen nothing and fetches nothing: it notes where others can look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kpbot.domain.choice_numbers import read_choices
from kpbot.domain.content import Item
from kpbot.domain.messages import Button
from kpbot.domain.people import GroupKind, Post
from kpbot.domain.public_posts import Pasted, PublicPost, hides_post, pasted
from kpbot.domain.shares import Destination, read_destination
from kpbot.domain.when import Day, find_day
from kpbot.services import content_meant, own_shares, shares
from kpbot.services.content_meant import Edition
from kpbot.services.pressed import number
from kpbot.services.rendering import day_text, shortened
from kpbot.services.talk import Talk

ROUTE, STEP = "share", "post"
LATEST = timedelta(days=6)  # as far back as `/me` shows
_SAID = 24  # characters; in longer words around an address a day may be the post's own
_ABOUT = re.compile(
    r"[转发分享布补记忘的了我已经都在到上是这那几条篇个第和]|链接|地址|微博|微信|朋友圈|抖音|qq(?:群|空间)?"
    r"|快手|头条|小红书|知乎|公众号"
    r"|\b(?:posted|shared|from|on|of|the|post|s)\b|[\W\d_]",
    re.IGNORECASE,
)
_NOT_ABOUT = 3  # characters; with more that is not about sharing, the words are the post's own («11月9日消防日宣传»)
_OF = re.compile(r"(?:^|(?<=[转发享]))的")


@dataclass(frozen=True, slots=True)
class _Meant:
    """A public post that somebody sent: the rest of the words, and the items that may be in it; no `edition` where the
    day that was named has none that could still be noted."""

    post: PublicPost
    rest: str
    edition: Edition | None
    day: date


async def given(talk: Talk, post: Post, argument: str) -> bool:
    """What follows `/share`; False if there is no public post in it, or an item's own page."""
    meant = await _meant(talk, argument)
    if meant is None:
        return False
    if meant.rest and meant.edition:
        if not await _numbered(talk, post, meant):
            talk.reply(_which_ones(talk, meant.edition))
    else:
        await _alone(talk, post, meant)
    return True


async def offered(talk: Talk) -> bool:
    """In the private chat: an address, alone, with numbers or in the words that an app puts around it; or the number
    that was asked for. In an officers' group: an address with numbers, or any that is surely said to the bot."""
    post = talk.officer_post
    if post is None or not (talk.chat.private or (talk.group and talk.group.kind is GroupKind.OFFICERS)):
        return False
    meant = await _meant(talk, talk.text)
    if not talk.chat.private and not (meant and talk.incoming.addressed):
        return meant is not None and await _numbered(talk, post, meant)
    if meant is None:
        return await _which(talk, post) or hidden(talk, talk.text)
    if not await _numbered(talk, post, meant):
        await _alone(talk, post, meant)
    return True


async def _meant(talk: Talk, text: str) -> _Meant | None:
    found = await _found(talk, text)
    if found is None:
        return None
    day_said = len(found.rest) <= _SAID and not _only_numbers(found.rest)
    named = find_day(found.rest, talk.today) if day_said else None
    if not isinstance(named, Day) or named.ambiguous or named.day >= talk.today:
        return _Meant(found.post, found.rest, await content_meant.edition_meant(talk), talk.today)
    rest = found.rest[: named.span[0]] + found.rest[named.span[1] :]
    if len(_ABOUT.sub("", rest)) > _NOT_ABOUT:
        return _Meant(found.post, found.rest, await content_meant.edition_meant(talk), talk.today)
    late = talk.today - named.day > LATEST
    return _Meant(found.post, _OF.sub("", rest).strip(), await _edition_of(talk, named.day, late), named.day)


def _only_numbers(said: str) -> bool:
    """«1-3», «1.3» and «2号» are items, though they might be days."""
    choices = read_choices(said, shares.NEED)
    return choices is not None and bool(choices.numbers) and not choices.out_of_range


async def _edition_of(talk: Talk, day: date, late: bool) -> Edition | None:
    return None if late else await content_meant.edition_of(talk, day)


def hidden(talk: Talk, text: str) -> bool:
    """Says what to send in the place of a short link; False if there is none."""
    found = hides_post(text)
    if found:
        talk.reply(talk.say("share-address-short"))
    return found


async def _found(talk: Talk, text: str) -> Pasted | None:
    """Not an item's own page, which is on such sites too."""
    found = pasted(text)
    if (
        found is None
        or await content_meant.item_at(talk, found.written)
        or await content_meant.item_at(talk, found.post.address)
    ):
        return None
    return found


async def _numbered(talk: Talk, post: Post, meant: _Meant) -> bool:
    choices = read_choices(meant.rest, len(meant.edition.places)) if meant.rest and meant.edition else None
    if choices is None or not choices.numbers or meant.edition is None:
        return False
    word = read_destination(choices.destination) if choices.destination else None
    chosen = [p.item for p in meant.edition.places if p.position in choices.numbers]
    await _note(talk, post, chosen, _place(meant.post, word), meant.post.address, meant.edition.day)
    return True


def _place(post: PublicPost, word: Destination | None) -> Destination:
    """What the address says, for there it can be looked up; where it says nothing, what the officer said."""
    return word or post.destination if post.destination is Destination.OTHER else post.destination


async def _alone(talk: Talk, post: Post, meant: _Meant) -> None:
    public, edition = meant.post, meant.edition
    day = edition.day if edition else meant.day
    rows = await own_shares.of_day(talk, post, day)
    bare = [row for row in rows if row.destination == public.destination and not row.addresses]
    if any(public.address in row.addresses for row in rows):
        talk.refuse(talk.say("share-address-again"))
    elif len(bare) == 1 and (items := await content_meant.items_by_id(talk, [bare[0].item_id])):
        await _note(talk, post, items, public.destination, public.address, day)
    elif edition is None:
        past = meant.day < talk.today
        talk.reply(
            talk.say("share-address-no-day", day=day_text(meant.day, talk.lang))
            if past
            else talk.say("share-no-edition")
        )
    elif not talk.chat.private:
        talk.reply(_which_ones(talk, edition))
    else:
        _ask(talk, edition, public)


def _which_ones(talk: Talk, edition: Edition) -> str:
    """With an example of the same day: without it, today's items would be noted."""
    day, date = _day_of(talk, edition), edition.day.isoformat()
    return talk.say("share-address-which", count=len(edition.places), day=day, date=date)


def _day_of(talk: Talk, edition: Edition) -> str:
    """As the sentences name it; `today` for today."""
    return "today" if edition.day == talk.today else day_text(edition.day, talk.lang)


def _ask(talk: Talk, edition: Edition, public: PublicPost) -> None:
    """Where the choices are numbers, their own words are the titles."""
    data = {"edition": edition.id, "address": public.address, "to": public.destination.value}
    talk.begin(ROUTE, STEP, day=talk.today.isoformat(), **data)
    where = talk.say(f"destination-{public.destination}")
    lines = [talk.say("share-address-ask", where=where, day=_day_of(talk, edition))]
    shown = talk.capabilities.buttons
    for place in edition.places if shown else ():
        lines.append(talk.say("share-address-item", number=place.position, title=place.item.title))
    labels = {
        p.position: f"{p.position} {shortened(p.item.title, 16)}" if shown else p.item.title for p in edition.places
    }
    buttons = tuple((Button(label, f"{ROUTE}:{STEP}:{position}"),) for position, label in labels.items())
    talk.reply("\n".join(lines), buttons=buttons)


async def pressed(talk: Talk, post: Post, position: str) -> None:
    """`share:post:<position>`"""
    if not await _answered(talk, post, {number(position) or 0}):
        talk.refuse(talk.say("button-outdated"))


async def _which(talk: Talk, post: Post) -> bool:
    """A number in answer to the question, typed."""
    if not _waits(talk):
        return False
    choices = read_choices(talk.text, shares.NEED)
    return bool(choices and choices.numbers) and await _answered(talk, post, set(choices.numbers if choices else ()))


def _waits(talk: Talk) -> bool:
    """Whether it was asked today, and of who answers: what a coordinator was asked for an officer is answered by a
    press."""
    asked = talk.conversation
    if asked is None or (asked.route, asked.step) != (ROUTE, STEP):
        return False
    for_another = "for" in asked.data and talk.on_behalf_of is None
    return not for_another and bool(asked.data.get("day") == talk.today.isoformat())


async def _answered(talk: Talk, post: Post, positions: set[int]) -> bool:
    if talk.conversation is None or not _waits(talk):
        return False
    data = talk.conversation.data
    edition = await content_meant.edition_by_id(talk, int(data["edition"]))
    chosen = [p.item for p in edition.places if p.position in positions] if edition else []
    if not chosen:
        return False
    talk.end()
    day = edition.day if edition else talk.today
    await _note(talk, post, chosen, Destination(data["to"]), str(data["address"]), day)
    return True


async def _note(talk: Talk, post: Post, chosen: Sequence[Item], to: Destination, address: str, day: date) -> None:
    """With the shares of that day, as far as there are some; what was not noted yet is of today."""
    then = await _shared(talk, post, to, day) if day != talk.today else set()
    await shares.add_address(talk, post, [item for item in chosen if item.id in then], to, address, day)
    rest = [item for item in chosen if item.id not in then]
    known = await _shared(talk, post, to, talk.today)
    done = await shares.claim(talk, post, rest, to, address)
    need, where = talk.settings.shares.need, talk.say(f"destination-{to}")
    if any(item.id not in known for item in rest):
        text = "share-enough" if done.day_total >= need else "share-recorded"
        said = talk.say(text, done=done.day_total, need=need, where=where)
        said += "\n" + talk.say("share-address-noted")
    else:
        titles = talk.say("list-joiner").join(f"《{shortened(item.title, 30)}》" for item in chosen)
        said = talk.say("share-address-added", titles=titles, where=where)
    if talk.incoming.button:
        talk.update(said)
    elif talk.chat.private:
        talk.reply(said)
    else:
        talk.acknowledge(said)


async def _shared(talk: Talk, post: Post, to: Destination, day: date) -> set[int]:
    return {row.item_id for row in await own_shares.of_day(talk, post, day) if row.destination == to}
