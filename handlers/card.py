"""Forwardable cards of items: pictures for groups that no bot can join.

Privately, one message an item, with the plain link below it, or all links together where words go by themselves. The
code on them is the officer's own link where their region has those.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kpbot.domain.choice_numbers import read_choices
from kpbot.domain.messages import Button, Face
from kpbot.services import content_meant, copying, privately
from kpbot.services.pressed import number, record_id
from kpbot.services.talk import Talk

_SHORTEST = 40  # characters: no words with a link are shorter


async def press(talk: Talk, args: list[str]) -> None:
    """`card:<edition>:<position>`, or `card:<edition>` for all of them."""
    await _send(talk, record_id(args[:1]), _positions(args[1:]))


async def command(talk: Talk, argument: str) -> None:
    """`/card`, or `/card 2` for some of them; `/card e<edition>-<position>` is what the link into the private chat
    says."""
    edition, _, position = argument.removeprefix("e").partition("-")
    if linked := record_id([edition]) if argument.startswith("e") else 0:
        await _send(talk, linked, _positions([position]))
        return
    today = await content_meant.edition_meant(talk)
    choices = read_choices(argument, len(today.places)) if today and argument else None
    await _send(talk, today.id if today else 0, choices.numbers if choices else ())


def _positions(said: list[str]) -> tuple[int, ...]:
    found = number(said[0]) if said else None
    return (found,) if found else ()


async def _send(talk: Talk, edition_id: int, wanted: Collection[int]) -> None:
    found = await copying.copyable(talk, edition_id, wanted)
    if not found.places:
        text = talk.say("card-recalled", count=found.recalled) if found.recalled else talk.say("share-no-edition")
        talk.refuse(text)
    elif talk.private_chat is None:
        one = f"-{next(iter(wanted))}" if len(wanted) == 1 else ""
        talk.refuse(talk.say("open-private-first", way=privately.way(talk)), opens=f"card_e{edition_id}{one}")
    elif not talk.capabilities.pictures:
        talk.privately(talk.say("card-no-pictures"), buttons=((Button(talk.say("push-copy"), f"copy:{edition_id}"),),))
    else:
        await _show(talk, found)


async def _show(talk: Talk, found: copying.Copyable) -> None:
    cards = await copying.cards(talk, found.places)
    apart = len(cards) > 1 and 0 < talk.capabilities.caption_limit < _SHORTEST
    for one in cards:
        talk.privately("" if apart else one.words, face=one.face)
    if apart:
        talk.privately(_of_all(talk, [one.face for one in cards]))
    if not talk.chat.private:
        talk.acknowledge(talk.say("sent-privately"))


def _of_all(talk: Talk, faces: Sequence[Face]) -> str:
    """Where words go by themselves, one message for all pictures: what the bot may say is counted there."""
    links = "\n".join(f"{face.title}\n{face.address}" for face in faces if face.address)
    return f"{talk.say('card-under')}\n{links}" if links else talk.say("card-under-copy")
