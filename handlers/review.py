"""`/review` 待审: what the rules stopped, one at a time, for a coordinator to use or not."""

from __future__ import annotations

from kpbot.domain.content import Item, Topic
from kpbot.domain.people import GroupKind
from kpbot.services import review_desk, reviewing, summary_talk
from kpbot.services.pressed import record_id
from kpbot.services.review_card import topic_buttons
from kpbot.services.reviewing import Reviewed
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence


async def command(talk: Talk, _argument: str) -> None:
    """In private or in a coordinators' group."""
    if not talk.coordinator_posts:
        talk.reply(sentence(talk, "desk-not-coordinator"))
    elif not talk.chat.private and (talk.group is None or talk.group.kind is not GroupKind.COORDINATORS):
        talk.refuse(talk.say("review-where"), opens="review")
    elif item := await review_desk.first(talk):
        await _show(talk, item)
    else:
        talk.reply(talk.say("review-none"))


async def press(talk: Talk, parts: list[str]) -> None:
    """`review:ok|no|next|topic|sum|back:<item>`, `review:t:<item>:<topic>`."""
    act, item = (parts or [""])[0], await reviewing.find(talk, record_id(parts[1:2]))
    if item is None:
        talk.refuse(talk.say("button-outdated"))
    elif not reviewing.in_charge(talk, item):
        talk.refuse(talk.say("reviewing-not-yours" if talk.coordinator_posts else "desk-not-coordinator"))
    elif act == "next":
        await _go_on_after(talk, item)
    elif act == "topic":
        message = await review_desk.shown(talk, item)
        buttons = topic_buttons(talk.lang, f"review:t:{item.id}", f"review:back:{item.id}")
        talk.update(talk.say("review-which-topic"), title=message.title, buttons=buttons)
    elif act == "back":
        await _show(talk, item, update=True)
    elif act == "sum":
        summary_talk.ask(talk, "review", item)
    else:
        await _decide(talk, act, item, parts[2:3])


async def _decide(talk: Talk, act: str, item: Item, rest: list[str]) -> None:
    if act == "t" and rest and rest[0] in set(Topic):
        outcome = await reviewing.set_topic(talk, item, Topic(rest[0]))
    elif act in ("ok", "no"):
        outcome = await (reviewing.approve if act == "ok" else reviewing.reject)(talk, item)
    else:
        outcome = Reviewed(talk.say("button-outdated"))
    if outcome.item is None:
        talk.refuse(outcome.text)
    elif act == "t":
        await _show(talk, outcome.item, outcome.text, update=True)
    else:
        await _go_on_after(talk, item, talk.say(f"review-done-{act}", title=item.title))


async def _go_on_after(talk: Talk, item: Item, note: str = "") -> None:
    """The next in place of this one; where it was the last, the message says so."""
    found = await review_desk.following(talk, item.id)
    if found is None:
        talk.update("\n".join(filter(None, [note, talk.say("review-none")])))
    elif found.id == item.id:
        talk.refuse(talk.say("review-only-one"))
    else:
        await _show(talk, found, note, update=True)


async def go_on(talk: Talk) -> None:
    """The summary that was asked for."""
    if (outcome := await summary_talk.taken(talk)) and outcome.item:
        await _show(talk, outcome.item, outcome.text)


async def _show(talk: Talk, item: Item, note: str = "", *, update: bool = False) -> None:
    message = await review_desk.shown(talk, item, note)
    answer = talk.update if update else talk.reply
    answer(message.text, title=message.title, buttons=message.buttons)
