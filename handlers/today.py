"""`/today`: today's three again."""

from __future__ import annotations

from kpbot.services import shares
from kpbot.services.talk import Talk


async def command(talk: Talk, _argument: str) -> None:
    message = await shares.todays_message(talk)
    if message is None:
        talk.reply(talk.say("share-no-edition"))
        return
    talk.reply(title=message.title, cards=message.cards, footer=message.footer, buttons=message.buttons)
