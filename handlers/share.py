"""«已分享»: by the buttons under the push, by `/share 1 2 3`, or by a numbered reply."""

from __future__ import annotations

from collections.abc import Sequence

from kpbot.domain.choice_numbers import read_choices
from kpbot.domain.content import Item
from kpbot.domain.people import Post
from kpbot.domain.public_posts import read_public_post
from kpbot.domain.shares import Destination, read_destination
from kpbot.services import content_meant, shares
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import maybe_known, sentence

from . import public_post


async def press(talk: Talk, args: list[str]) -> None:
    """`share:<edition>:<position>` or `share:<edition>:all`; `share:post:<position>` says what a public post shows."""
    if args[:1] == [public_post.STEP]:
        if post := _post(talk):
            await public_post.pressed(talk, post, args[1] if len(args) > 1 else "")
        return
    edition = await content_meant.edition_by_id(talk, record_id(args[:1]))
    post = _post(talk)
    if post is None:
        return
    if edition is None:
        talk.refuse(talk.say("button-outdated"))
        return
    wanted = args[1] if len(args) > 1 else ""
    chosen = [p.item for p in edition.places if wanted in ("all", str(p.position))]
    await _record(talk, post, chosen)


async def command(talk: Talk, argument: str) -> None:
    """`/share 1 3 微博`, `/share ADDRESS` of an item, or `/share 1 ADDRESS` of a public post in which it is."""
    post = _post(talk)
    if post is None or await public_post.given(talk, post, argument):
        return
    if "://" in argument:
        await _by_address(talk, post, argument)
        return
    edition = await content_meant.edition_meant(talk)
    if edition is None:
        talk.reply(talk.say("share-no-edition"))
        return
    choices = read_choices(argument, len(edition.places))
    if choices is None:
        talk.reply(talk.say("share-which", count=len(edition.places)))
        return
    beyond = _not_so_many(talk, len(edition.places), edition.day == talk.today, choices.out_of_range)
    if choices.numbers:
        chosen = [p.item for p in edition.places if p.position in choices.numbers]
        await _record(talk, post, chosen, _destination(choices.destination), beyond)
    else:
        talk.reply(beyond)


def _not_so_many(talk: Talk, count: int, today: bool, beyond: Sequence[int]) -> str:
    if not beyond:
        return ""
    numbers = talk.say("list-joiner").join(map(str, beyond))
    return talk.say("share-not-so-many", count=count, numbers=numbers, today="yes" if today else "no")


async def offer(talk: Talk) -> bool:
    """A bare «1 3» or «已分享 全部» from an officer, where that can only mean the three of a day; or the address of a
    public post."""
    if talk.text and await public_post.offered(talk):
        return True
    stranger = maybe_known(talk)
    if not talk.text or len(talk.text) > 80 or not (talk.officer_post or stranger):
        return False
    if not talk.chat.private and (talk.group is None or talk.group.kind != "officers"):
        return False
    choices = read_choices(talk.text, shares.NEED)
    if choices is None or not choices.numbers:
        return False
    if talk.officer_post is None:
        talk.refuse(sentence(talk, "share-not-registered"))  # it must not be taken for noted
        return True
    edition = await content_meant.edition_meant(talk)
    if edition is None:
        return False
    chosen = [p.item for p in edition.places if p.position in choices.numbers]
    await _record(talk, talk.officer_post, chosen, _destination(choices.destination))
    return True


async def _record(
    talk: Talk, post: Post, chosen: Sequence[Item], to: Destination | None = None, beyond: str = ""
) -> None:
    """`beyond`: what else is to be said of it, in the same message."""
    if not chosen:
        talk.refuse(talk.say("button-outdated"))
        return
    done = await shares.claim(talk, post, chosen, to)
    need = talk.settings.shares.need
    where = talk.say(f"destination-{done.destination}")
    text = ("share-enough" if done.day_total >= need else "share-recorded") if done.fresh else "share-again"
    said = talk.say(text, done=done.day_total, need=need, where=where)
    if beyond:
        talk.reply(f"{said}\n{beyond}")
    elif done.fresh:
        talk.acknowledge(said)
    else:
        talk.refuse(said)


async def _by_address(talk: Talk, post: Post, argument: str) -> None:
    address, _, rest = argument.partition(" ")
    found = await content_meant.item_at(talk, address)
    if found is None and (page := read_public_post(address)):
        found = await content_meant.item_at(talk, page.address)  # without what only tells who passed it on
    if found is None:
        if not public_post.hidden(talk, argument):
            talk.reply(talk.say("share-unknown-address"))
        return
    await _record(talk, post, [found], _destination(rest.strip() or None))


def _post(talk: Talk) -> Post | None:
    """The officer's post, or one helpful answer."""
    post = talk.officer_post
    if post is None:
        text = "share-pending" if talk.pending else "share-not-registered"
        if talk.coordinator_posts:
            text = "share-coordinator"
        talk.refuse(sentence(talk, text))
    return post


def _destination(word: str | None) -> Destination | None:
    return read_destination(word) if word else None
