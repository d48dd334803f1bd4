"""Asking a coordinator for the summary of an item, and taking what they send: the same at every desk."""

from __future__ import annotations

from kpbot.domain.content import Item
from kpbot.domain.plain_text import fold
from kpbot.services import reviewing
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk

_NO = frozenset({"取消", "算了", "不改了", "cancel"})


def ask(talk: Talk, route: str, item: Item) -> None:
    """`route` is the one whose `go_on` gets the answer."""
    talk.begin(route, "summary", item=str(item.id))
    least, most = reviewing.LEAST_SUMMARY, reviewing.MOST_SUMMARY
    talk.reply(talk.say("reviewing-summary-how", least=least, most=most, title=item.title))


async def taken(talk: Talk) -> reviewing.Reviewed | None:
    """The item with the summary that was sent; None if nothing was changed, and then that was said. What is no good
    is asked for again."""
    said = talk.conversation.data.get("item", "") if talk.conversation else ""
    item = await reviewing.find(talk, record_id([said]))
    if item is None:
        talk.end()
        talk.reply(talk.say("button-outdated"))
        return None
    if fold(talk.text).rstrip("。.!") in _NO:
        talk.end()
        talk.reply(talk.say("reviewing-summary-left"))
        return None
    outcome = await reviewing.set_summary(talk, item, talk.text)
    if outcome.item is None:
        talk.touch()
        talk.reply(outcome.text)
        return None
    talk.end()
    return outcome
