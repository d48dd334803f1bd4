"""`/add` 添加: a coordinator names a page, looks at what it gives, and takes it up or not."""

from __future__ import annotations

import re

from kpbot.domain.content import Item, Topic
from kpbot.domain.links import canonical_link
from kpbot.domain.messages import Button
from kpbot.domain.people import GroupKind
from kpbot.domain.plain_text import fold
from kpbot.services import added_desk, reviewing
from kpbot.services.pressed import record_id
from kpbot.services.reviewing import Reviewed
from kpbot.services.talk import Buttons, Talk

_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；！？、（）《》“”]+", re.IGNORECASE)
_NO = frozenset({"取消", "算了", "不改了", "cancel"})
_A_ROW = 2


async def command(talk: Talk, argument: str) -> None:
    """`/add ADDRESS`, in private or in a coordinators' group."""
    found = _ADDRESS.search(argument)
    address = found[0] if found else next(iter(talk.incoming.links), "")
    if not talk.coordinator_posts:
        talk.reply(talk.say("desk-not-coordinator"))
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
    act, item = (parts or [""])[0], await added_desk.find(talk, record_id(parts[1:2]))
    if item is None:
        talk.refuse(talk.say("button-outdated"))
    elif not reviewing.in_charge(talk, item):
        talk.refuse(talk.say("reviewing-not-yours" if talk.coordinator_posts else "desk-not-coordinator"))
    elif act == "sum":
        await _ask_summary(talk, item)
    elif act == "topic":
        await _show(talk, item, talk.say("adding-which-topic"), _topics(talk, item), update=True)
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


async def _ask_summary(talk: Talk, item: Item) -> None:
    talk.begin("add", "summary", item=str(item.id))
    least, most = reviewing.LEAST_SUMMARY, reviewing.MOST_SUMMARY
    talk.reply(talk.say("adding-summary-how", least=least, most=most, title=item.title))


async def go_on(talk: Talk) -> None:
    """The summary that was asked for."""
    conversation = talk.conversation
    item = await added_desk.find(talk, record_id([conversation.data.get("item", "")])) if conversation else None
    if item is None:
        talk.end()
        talk.reply(talk.say("button-outdated"))
    elif fold(talk.text).rstrip("。.!") in _NO:
        talk.end()
        talk.reply(talk.say("adding-summary-left"))
    else:
        await _summarized(talk, await reviewing.set_summary(talk, item, talk.text))


async def _summarized(talk: Talk, outcome: Reviewed) -> None:
    """What is no good is asked for again."""
    if outcome.item is None:
        talk.touch()
        talk.reply(outcome.text)
    else:
        talk.end()
        await _show(talk, outcome.item)


async def _show(talk: Talk, item: Item, note: str = "", buttons: Buttons = (), *, update: bool = False) -> None:
    shown = await added_desk.card_of(talk, item, note)
    answer = talk.update if update else talk.reply
    answer(shown.text, title=shown.title, buttons=buttons or shown.buttons, picture=shown.picture)


def _topics(talk: Talk, item: Item) -> Buttons:
    found = [Button(talk.say(f"topic-{topic}"), f"add:t:{item.id}:{topic}") for topic in Topic]
    back = (Button(talk.say("adding-back"), f"add:back:{item.id}"),)
    return (*(tuple(found[n : n + _A_ROW]) for n in range(0, len(found), _A_ROW)), back)
