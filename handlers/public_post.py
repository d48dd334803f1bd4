"""The address of a public post, on Weibo or elsewhere, as the reference of a share: `/share 1 ADDRESS`, or an address
by itself in the private chat. The bot has seen nothing and fetches nothing: it notes where others can look."""

from __future__ import annotations

from collections.abc import Sequence

from kpbot.domain.choice_numbers import read_choices
from kpbot.domain.content import Item
from kpbot.domain.messages import Button
from kpbot.domain.people import GroupKind, Post
from kpbot.domain.public_posts import Pasted, PublicPost, hides_post, pasted
from kpbot.domain.shares import Destination, read_destination
from kpbot.services import shares
from kpbot.services.pressed import number
from kpbot.services.rendering import shortened
from kpbot.services.shares import Edition
from kpbot.services.talk import Talk

ROUTE, STEP = "share", "post"


async def given(talk: Talk, post: Post, argument: str) -> bool:
    """What follows `/share`; False if there is no public post in it, or an item's own page."""
    found = await _found(talk, argument)
    if found is None:
        return False
    edition = await shares.edition_meant(talk)
    if found.rest and edition:
        if not await _numbered(talk, post, found, edition):
            talk.reply(talk.say("share-address-which", count=len(edition.places)))
    else:
        await _alone(talk, post, found.post)
    return True


async def offered(talk: Talk) -> bool:
    """In the private chat: an address, alone, with numbers or in the words that an app puts around it; or the number
    that was asked for. In an officers' group: an address with numbers."""
    post = talk.officer_post
    if post is None or not (talk.chat.private or (talk.group and talk.group.kind is GroupKind.OFFICERS)):
        return False
    found = await _found(talk, talk.text)
    if not talk.chat.private:
        return found is not None and await _in_group(talk, post, found)
    if found is None:
        return await _which(talk, post) or hidden(talk, talk.text)
    edition = await shares.edition_meant(talk)
    if not (found.rest and edition and await _numbered(talk, post, found, edition)):
        await _alone(talk, post, found.post)
    return True


async def _in_group(talk: Talk, post: Post, found: Pasted) -> bool:
    edition = await shares.edition_meant(talk) if found.rest else None
    return edition is not None and await _numbered(talk, post, found, edition)


def hidden(talk: Talk, text: str) -> bool:
    """Says what to send in the place of a short link; False if there is none."""
    found = hides_post(text)
    if found:
        talk.reply(talk.say("share-address-short"))
    return found


async def _found(talk: Talk, text: str) -> Pasted | None:
    """Not an item's own page, which is on such sites too."""
    found = pasted(text)
    if found is None or await shares.item_at(talk, found.written) or await shares.item_at(talk, found.post.address):
        return None
    return found


async def _numbered(talk: Talk, post: Post, found: Pasted, edition: Edition) -> bool:
    choices = read_choices(found.rest, len(edition.places))
    if choices is None or not choices.numbers:
        return False
    word = read_destination(choices.destination) if choices.destination else None
    chosen = [p.item for p in edition.places if p.position in choices.numbers]
    await _note(talk, post, chosen, _place(found.post, word), found.post.address)
    return True


def _place(post: PublicPost, word: Destination | None) -> Destination:
    """What the address says, for there it can be looked up; where it says nothing, what the officer said."""
    return word or post.destination if post.destination is Destination.OTHER else post.destination


async def _alone(talk: Talk, post: Post, public: PublicPost) -> None:
    today = await shares.of_today(talk, post)
    bare = [row for row in today if row.destination == public.destination and not row.addresses]
    edition = await shares.edition_meant(talk)
    if any(public.address in row.addresses for row in today):
        talk.refuse(talk.say("share-address-again"))
    elif len(bare) == 1 and (items := await shares.items_by_id(talk, [bare[0].item_id])):
        await _note(talk, post, items, public.destination, public.address)
    elif edition is None:
        talk.reply(talk.say("share-no-edition"))
    elif not talk.chat.private:
        talk.reply(talk.say("share-address-which", count=len(edition.places)))
    else:
        _ask(talk, edition, public)


def _ask(talk: Talk, edition: Edition, public: PublicPost) -> None:
    data = {"edition": edition.id, "address": public.address, "to": public.destination.value}
    talk.begin(ROUTE, STEP, day=talk.today.isoformat(), **data)
    lines = [talk.say("share-address-item", number=p.position, title=p.item.title) for p in edition.places]
    buttons = tuple(
        (Button(f"{p.position} {shortened(p.item.title, 16)}", f"{ROUTE}:{STEP}:{p.position}"),) for p in edition.places
    )
    where = talk.say(f"destination-{public.destination}")
    talk.reply("\n".join([talk.say("share-address-ask", where=where), *lines]), buttons=buttons)


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
    edition = await shares.edition_by_id(talk, int(data["edition"]))
    chosen = [p.item for p in edition.places if p.position in positions] if edition else []
    if not chosen:
        return False
    talk.end()
    await _note(talk, post, chosen, Destination(data["to"]), str(data["address"]))
    return True


async def _note(talk: Talk, post: Post, chosen: Sequence[Item], to: Destination, address: str) -> None:
    known = {row.item_id for row in await shares.of_today(talk, post) if row.destination == to}
    done = await shares.claim(talk, post, chosen, to, address)
    need, where = talk.settings.shares.need, talk.say(f"destination-{to}")
    if any(item.id not in known for item in chosen):
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
