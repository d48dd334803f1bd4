"""Copy-ready text of items, to paste into a WeChat group: privately, one message an item, with the officer's own links
where their region has them."""

from __future__ import annotations

from collections.abc import Collection

from kpbot.domain.choice_numbers import read_choices
from kpbot.domain.messages import Button
from kpbot.services import content_meant, copying, privately
from kpbot.services.pressed import record_id
from kpbot.services.talk import Buttons, Talk


async def press(talk: Talk, args: list[str]) -> None:
    """`copy:<edition>` under the push."""
    await _send(talk, record_id(args[:1]))


async def command(talk: Talk, argument: str) -> None:
    """`/copy`, or `/copy 2` for some of them; `/copy e<edition>` is what the link into the private chat says."""
    if linked := record_id([argument.removeprefix("e")]) if argument.startswith("e") else 0:
        await _send(talk, linked)
        return
    edition = await content_meant.edition_meant(talk)
    choices = read_choices(argument, len(edition.places)) if edition and argument else None
    await _send(talk, edition.id if edition else 0, choices.numbers if choices else ())


async def _send(talk: Talk, edition_id: int, wanted: Collection[int] = ()) -> None:
    found = await copying.copyable(talk, edition_id, wanted)
    if not found.places:
        text = talk.say("links-recalled", count=found.recalled) if found.recalled else talk.say("share-no-edition")
        talk.refuse(text)
        return
    if talk.private_chat is None:
        talk.refuse(talk.say("open-private-first", way=privately.way(talk)), opens=f"copy_e{edition_id}")
        return
    for place, text in zip(found.places, await copying.texts(talk, found.places), strict=True):
        talk.privately(text, buttons=_buttons(talk, edition_id, place.position), verbatim=True)
    if not talk.chat.private:
        talk.acknowledge(talk.say("sent-privately"))


def _buttons(talk: Talk, edition_id: int, position: int) -> Buttons:
    """For the item as a card. Nothing under the text where buttons are part of it or are written out as numbers: it is
    there to be copied as it is."""
    can = talk.capabilities
    if not (can.buttons and can.pictures) or can.most_buttons:
        return ()
    return ((Button(talk.say("card-button"), f"card:{edition_id}:{position}"),),)
