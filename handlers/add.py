"""`/add` 添加: a coordinator names a page, looks at what it gives, and takes it up or not."""

from __future__ import annotations

import re

from kpbot.domain.content import Item, Topic
from kpbot.domain.links import canonical_link
from kpbot.domain.people import GroupKind
from kpbot.services import added_desk, reviewing, summary_talk
from kpbot.services.pressed import record_id
from kpbot.services.review_card import topic_buttons
from kpbot.services.reviewing import Reviewed
from kpbot.services.talk import Buttons, Talk
from kpbot.services.unrecognised import sentence

_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；！？、（）《》“”]+", re.IGNORECASE)


async def command(talk: Talk, argument: str) -> None:
    """`/add ADDRESS`, in private or in a coordinators' group."""
    found = _ADDRESS.search(argument)
    address = found[0] if found else next(iter(talk.incoming.links), "")
    if not talk.coordinator_posts:
        talk.reply(sentence(talk, "desk-not-coordinator"))
    elif not talk.chat.private and (talk.group is None or talk.group.kind is not GroupKind.COORDINATORS):
        talk.reply(talk.say("adding-where"), opens="add")
    elif not canonical_link(address):
        talk.reply(talk.say("adding-bad-address" if argument else "adding-how"))
    else:
        await _add(talk, address)


async def _add(talk: Talk, address: str) -> None:
    asked = await added_desk.ask(talk, address)
    if asked.item is None:
        talk.reply(asked.text)
    else:
        await _show(talk, asked.item, asked.text)


async def press(talk: Talk, parts: list[str]) -> None:
    """`add:ok|no|sum|topic|back|bare|pic:<item>`, `add:t:<item>:<topic>`."""
    act, item = (parts or [""])[0], await reviewing.find(talk, record_id(parts[1:2]))
    if item is None:
        talk.refuse(talk.say("button-outdated"))
    elif not reviewing.in_charge(talk, item):
        talk.refuse(talk.say("reviewing-not-yours" if talk.coordinator_posts else "desk-not-coordinator"))
    elif act == "sum":
        summary_talk.ask(talk, "add", item)
    elif act == "topic":
        topics = topic_buttons(talk.lang, f"add:t:{item.id}", f"add:back:{item.id}")
        await _show(talk, item, talk.say("review-which-topic"), topics, update=True)
    elif act == "back":
        await _show(talk, item, update=True)
    else:
        await _decided(talk, await _act(talk, act, item, parts[2:3]))


async def _act(talk: Talk, act: str, item: Item, rest: list[str]) -> Reviewed:
    if act == "ok":
        return await reviewing.approve(talk, item)
    if act == "no":
        return await reviewing.reject(talk, item)
    if act == "t" and rest and rest[0] in set(Topic):
        return await reviewing.set_topic(talk, item, Topic(rest[0]))
    if act in ("bare", "pic"):
        return await added_desk.want_picture(talk, item, wanted=act == "pic")
    return Reviewed(talk.say("button-outdated"))


async def _decided(talk: Talk, outcome: Reviewed) -> None:
    if outcome.item is None:
        talk.refuse(outcome.text)
    else:
        talk.acknowledge(outcome.text)
        await _show(talk, outcome.item, update=True)


async def go_on(talk: Talk) -> None:
    """The summary that was asked for."""
    if (outcome := await summary_talk.taken(talk)) and outcome.item:
        await _show(talk, outcome.item)


async def _show(talk: Talk, item: Item, note: str = "", buttons: Buttons = (), *, update: bool = False) -> None:
    shown = await added_desk.card_of(talk, item, note)
    answer = talk.update if update else talk.reply
    answer(shown.text, title=shown.title, buttons=buttons or shown.buttons, picture=shown.picture)
