"""`/today`: today's three again; in the private chat also as cards to forward."""

from __future__ import annotations

from kpbot.domain.content import ItemState
from kpbot.domain.messages import Button, Outgoing
from kpbot.services import content_meant
from kpbot.services.rendering import card_buttons
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence


async def command(talk: Talk, _argument: str) -> None:
    message = await content_meant.todays_message(talk)
    if message is None:
        talk.reply(talk.say("share-no-edition") if talk.region else sentence(talk, "today-not-registered"))
        return
    buttons, footer = message.buttons, message.footer
    if talk.chat.private and talk.capabilities.pictures:
        cards = await _cards(talk)
        if _fits(talk, message, cards):
            buttons = (*buttons, cards)
        else:
            footer = f"{footer}\n{talk.say('card-hint')}"
    talk.reply(title=message.title, cards=message.cards, footer=footer, buttons=buttons)


async def _cards(talk: Talk) -> tuple[Button, ...]:
    """A button a card; where they become numbers, one for all: the list is long enough."""
    edition = await content_meant.todays_edition(talk)
    if edition is None:
        return ()
    if not talk.capabilities.buttons:
        return (Button(talk.say("card-button"), f"card:{edition.id}"),)
    good = [place.position for place in edition.places if place.item.state != ItemState.RECALLED]
    return card_buttons(edition.id, good, talk.lang)


def _fits(talk: Talk, message: Outgoing, cards: tuple[Button, ...]) -> bool:
    most = talk.capabilities.most_buttons
    return bool(cards) and not 0 < most < len(cards) + sum(len(row) for row in message.buttons)
