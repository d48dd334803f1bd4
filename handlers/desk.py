"""The coordinators' desk: approve, swap, skip, correct a topic and recall, by the buttons under a preview."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.services import decisions
from kpbot.services.pressed import record_id
from kpbot.services.rendering import shortened
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence


async def press(talk: Talk, args: list[str]) -> None:
    """`desk:approve|skip|back:<edition>`, `desk:swap:<edition>:<position>`, `desk:topic:<edition>[:<position>]`,
    `desk:t:<edition>:<position>:<topic>`, `desk:recall|recalled:<item>`."""
    act, subject = (args or [""])[0], record_id(args[1:2])
    if not subject:
        talk.refuse(talk.say("button-outdated"))
    elif act in ("recall", "recalled"):
        await _recall(talk, subject, confirmed=act == "recalled")
    else:
        await _decide(talk, act, subject, record_id(args[2:3]), "".join(args[3:4]))


async def _decide(talk: Talk, act: str, edition_id: int, position: int, topic: str) -> None:
    outcome = await decisions.decide(talk, act, edition_id, position, topic)
    if outcome.message is None:
        talk.refuse(outcome.text)
        return
    message = outcome.message
    if outcome.text:
        talk.acknowledge(outcome.text)
    talk.update("", title=message.title, cards=message.cards, footer=message.footer, buttons=message.buttons)


async def command(talk: Talk, _argument: str) -> None:
    """`/recall`: the items pushed lately, to withdraw one."""
    if not talk.coordinator_posts:
        talk.reply(sentence(talk, "desk-not-coordinator"))
        return
    found = await decisions.recent_items(talk)
    if not found:
        talk.reply(talk.say("desk-recall-none"))
        return
    buttons = tuple((Button(shortened(item.title, 24), f"desk:recall:{item.id}"),) for item in found)
    talk.reply(talk.say("desk-recall-which"), buttons=buttons)


async def show(talk: Talk, _argument: str = "") -> None:
    """`/approve`: the next edition that waits for a word, once more: its preview may have scrolled away."""
    if not talk.coordinator_posts:
        talk.reply(sentence(talk, "desk-not-coordinator"))
        return
    found = await decisions.waiting(talk)
    if not found:
        talk.reply(talk.say("desk-none-waiting"))
        return
    note = talk.say("desk-more-waiting", count=len(found) - 1) if found[1:] else ""
    message = decisions.shown(talk, found[0], note)
    talk.reply("", title=message.title, cards=message.cards, footer=message.footer, buttons=message.buttons)


async def _recall(talk: Talk, item_id: int, *, confirmed: bool) -> None:
    item = await decisions.recallable(talk, item_id)
    if item is None:
        talk.refuse(sentence(talk, "desk-not-coordinator"))
    elif not confirmed:
        confirm = Button(talk.say("desk-recall-confirm"), f"desk:recalled:{item_id}")
        talk.update(talk.say("desk-recall-sure", title=item.title), buttons=((confirm,),))
    else:
        groups = await decisions.recall(talk, item)
        talk.update(talk.say("desk-recalled", title=item.title, count=groups))
