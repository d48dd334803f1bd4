"""What a coordinator decides about one item: use it or not, its topic, its summary. The acts behind every desk."""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.plain_text import one_line, too_long
from kpbot.domain.reason import Reason, reason
from kpbot.domain.roles import within
from kpbot.domain.similarity import plain
from kpbot.services.talk import Talk
from kpbot.storage import items

LEAST_SUMMARY, MOST_SUMMARY = 10, 200  # letters, characters


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What to answer in a sentence, and the item as it is now; without an item nothing was done."""

    text: str
    item: Item | None = None


async def find(talk: Talk, item_id: int) -> Item | None:
    return (await items.by_ids(talk.db, [item_id])).get(item_id) if item_id else None


def in_charge(talk: Talk, item: Item) -> bool:
    """An item for everybody is any coordinator's to look at; one of a region, of those in charge of that region."""
    return any(not item.scope or within(item.scope, post.region_path) for post in talk.coordinator_posts)


async def approve(talk: Talk, item: Item) -> Reviewed:
    """It may enter editions. Only what waits can be approved: what was refused or recalled is never pushed."""
    if no := _refused(talk, item):
        return no
    if not worth_reading(item):
        return Reviewed(talk.say("reviewing-needs-summary"))
    if item.state is ItemState.READY:
        return Reviewed(talk.say("reviewing-approved-before"))
    return await _set(talk, item, ItemState.READY, "approved")


async def reject(talk: Talk, item: Item) -> Reviewed:
    """It is never pushed. What may be in an edition already is withdrawn with `/recall` instead."""
    if no := _refused(talk, item):
        return no
    if item.state is ItemState.READY:
        return Reviewed(talk.say("reviewing-use-recall"))
    return await _set(talk, item, ItemState.REJECTED, "rejected")


async def set_topic(talk: Talk, item: Item, topic: Topic) -> Reviewed:
    if no := _refused(talk, item):
        return no
    await items.set_topic(talk.db, item.id, topic)
    talk.audit("item.topic", f"item:{item.id}", topic=topic.value)
    return await _now(talk, item, talk.say("reviewing-topic", topic=talk.say(f"topic-{topic}")))


async def set_summary(talk: Talk, item: Item, text: str) -> Reviewed:
    """The coordinator's own words, on one line. An item that was refused for having no text waits again then."""
    if no := _refused(talk, item):
        return no
    summary = one_line(text)
    if len(plain(summary)) < LEAST_SUMMARY:
        return Reviewed(talk.say("reviewing-summary-short", least=LEAST_SUMMARY))
    if too_long(summary, MOST_SUMMARY):
        return Reviewed(talk.say("reviewing-summary-long", most=MOST_SUMMARY, count=len(summary)))
    if plain(summary) in plain(item.title):
        return Reviewed(talk.say("reviewing-summary-title"))
    await items.write_summary(talk.db, item.id, summary, talk.person.id if talk.person else None)
    if wants_summary(item):
        waits = reason("summarized").to_text()
        await items.hold(talk.db, [item.id], waits, ItemState.REJECTED)
    talk.audit("item.summary", f"item:{item.id}")
    return await _now(talk, item, talk.say("reviewing-summary"))


def wants_summary(item: Item) -> bool:
    """Whether it was only refused for having no text of its own."""
    return item.state is ItemState.REJECTED and code_of(item) == "no-body"


def worth_reading(item: Item) -> bool:
    """Whether body or summary says more than the title does."""
    title = plain(item.title)
    texts = (plain(item.body), plain(item.summary))
    return any(len(text) >= LEAST_SUMMARY and text not in title for text in texts)


def code_of(item: Item) -> str:
    """The code of the reason why it waits or was refused; "" where it has none."""
    return Reason.from_text(item.review_reason).code if item.review_reason else ""


def _refused(talk: Talk, item: Item) -> Reviewed | None:
    if not talk.coordinator_posts:
        return Reviewed(talk.say("desk-not-coordinator"))
    if not in_charge(talk, item):
        return Reviewed(talk.say("reviewing-not-yours"))
    if item.state is ItemState.RECALLED:
        return Reviewed(talk.say("reviewing-recalled"))
    if item.state is ItemState.REJECTED and not wants_summary(item):
        return Reviewed(talk.say("reviewing-rejected"))
    return None


async def _set(talk: Talk, item: Item, state: ItemState, done: str) -> Reviewed:
    by = talk.person.id if talk.person else None
    if not await items.set_state(talk.db, [item.id], state, by=by, was=(item.state,)):
        return Reviewed(talk.say("reviewing-changed"))
    talk.audit(f"item.{done}", f"item:{item.id}")
    return await _now(talk, item, talk.say(f"reviewing-{done}"))


async def _now(talk: Talk, item: Item, text: str) -> Reviewed:
    return Reviewed(text, (await items.by_ids(talk.db, [item.id])).get(item.id))
