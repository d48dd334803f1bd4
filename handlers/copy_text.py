"""Copy-ready text of today's items, to paste into a WeChat group: privately, one message an item."""

from __future__ import annotations

from kpbot.services import shares
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk


async def press(talk: Talk, args: list[str]) -> None:
    """`copy:<edition>` under the push."""
    await _send(talk, record_id(args[:1]))


async def command(talk: Talk, _argument: str) -> None:
    edition = await shares.todays_edition(talk)
    await _send(talk, edition.id if edition else 0)


async def _send(talk: Talk, edition_id: int) -> None:
    texts = await shares.copy_texts(talk, edition_id)
    if not texts:
        talk.acknowledge(talk.say("share-no-edition"))
        return
    if talk.private_chat is None:
        talk.acknowledge(talk.say("open-private-first"))
        return
    for text in texts:
        talk.privately(text)
    if not talk.chat.private:
        talk.acknowledge(talk.say("sent-privately"))
