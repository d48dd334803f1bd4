"""Correcting the topic of an item while looking at a day's edition: which item, which topic, and the preview again."""

from __future__ import annotations

from kpbot.domain.content import Topic
from kpbot.domain.messages import Button, Outgoing
from kpbot.services import edition_preview, reviewing
from kpbot.services.desk_outcome import Outcome
from kpbot.services.edition_desk import Desk
from kpbot.services.rendering import rows
from kpbot.services.review_card import topic_buttons
from kpbot.services.talk import Talk
from kpbot.storage import editions
from kpbot.storage.editions import Edition, Place


async def topic_of_place(talk: Talk, view: Desk, edition: Edition, position: int, topic: str) -> Outcome:
    """Ask which item (no `position`), ask which topic (no `topic`), or change it. The item keeps it for good; the
    edition stays as it is, and its coordinator is told if two items are of one topic now."""
    place = next((place for place in edition.places if place.position == position), None)
    if not position:
        return Outcome("", _which_item(talk, view, edition))
    if place is None or (topic and topic not in set(Topic)):
        return Outcome(talk.say("button-outdated"))
    if not topic:
        return Outcome("", _which_topic(talk, view, edition, place))
    changed = await reviewing.set_topic(talk, place.item, Topic(topic))
    if changed.item is None:
        return Outcome(changed.text)
    edition = (await editions.load(talk.db, [edition.id]))[edition.id]
    note = _same(talk, edition, position, Topic(topic))
    return Outcome(changed.text, edition_preview.preview(edition, talk.lang, view, note))


def _which_item(talk: Talk, view: Desk, edition: Edition) -> Outgoing:
    found = [
        [
            Button(
                talk.say("review-place-topic", number=place.position, topic=talk.say(f"topic-{place.item.topic}")),
                f"desk:topic:{edition.id}:{place.position}",
            )
        ]
        for place in edition.places
    ]
    back = [Button(talk.say("review-back"), f"desk:back:{edition.id}")]
    return _asking(talk, view, edition, talk.say("review-whose-topic"), rows(*found, back))


def _which_topic(talk: Talk, view: Desk, edition: Edition, place: Place) -> Outgoing:
    asked = talk.say("review-topic-of", number=place.position, title=place.item.title)
    buttons = topic_buttons(talk.lang, f"desk:t:{edition.id}:{place.position}", f"desk:back:{edition.id}")
    return _asking(talk, view, edition, asked, buttons)


def _asking(talk: Talk, view: Desk, edition: Edition, note: str, buttons: tuple[tuple[Button, ...], ...]) -> Outgoing:
    """The preview stays in sight while it is asked."""
    shown = edition_preview.preview(edition, talk.lang, view, note)
    return Outgoing(title=shown.title, cards=shown.cards, footer=shown.footer, buttons=buttons)


def _same(talk: Talk, edition: Edition, position: int, topic: Topic) -> str:
    """What to say if another item has this topic too; empty where the three differ, as they must."""
    other = next((p.position for p in edition.places if p.position != position and p.item.topic is topic), 0)
    return talk.say("review-same-topic", topic=talk.say(f"topic-{topic}"), other=other) if other else ""
