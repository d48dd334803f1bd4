"""Pictures sent by themselves in the private chat: they are joined to what the person reports in a group."""

from __future__ import annotations

from datetime import timedelta

from kpbot.domain.messages import Button
from kpbot.services import photos_apart, reporting
from kpbot.services.photos_apart import Candidate, Owner
from kpbot.services.pressed import record_id
from kpbot.services.talk import Talk

ROUTE = "pics"
WHICH, CHOSEN = "which", "chosen"
CHOICE_LASTS = timedelta(minutes=15)
MOST_ASKED = 8


async def offer(talk: Talk) -> bool:
    pictures = talk.incoming.photos and not talk.text and not talk.incoming.sender.is_bot
    if not pictures or not talk.chat.private or talk.capabilities.group_photos:
        return False
    if talk.person is None:
        if (
            talk.capabilities.group_accounts
        ):  # perhaps a group knows them by another name; else the help says how to join
            talk.reply(talk.say("apart-nobody"))
        return talk.capabilities.group_accounts
    if held := _held(talk):
        await reporting.add_photos(talk, held)
        return True
    found = await photos_apart.candidates(talk)
    found = [one for one in found if await photos_apart.may_add(talk, one)]
    if not found:
        return False
    one = found[0] if len(found) == 1 else _chosen(talk, found)
    if one:
        _answer(talk, one, *await photos_apart.join(talk, one))
    else:
        await _ask(talk, found)
    return True


def _held(talk: Talk) -> Owner | None:
    """What owns the pictures while it is asked what they show."""
    conversation = talk.conversation
    waits = conversation is not None and conversation.route == ROUTE and conversation.step == WHICH
    return reporting.held(int(conversation.data["hold"])) if conversation and waits else None


def _chosen(talk: Talk, found: list[Candidate]) -> Candidate | None:
    """What was chosen a moment ago, for pictures that follow one by one."""
    conversation = talk.conversation
    if conversation is None or conversation.route != ROUTE or conversation.step != CHOSEN:
        return None
    fresh = conversation.updated_at is None or talk.now - conversation.updated_at < CHOICE_LASTS
    chosen = (conversation.data["kind"], conversation.data["id"])
    return next((one for one in found if one.owner == chosen), None) if fresh else None


async def _ask(talk: Talk, found: list[Candidate]) -> None:
    """The pictures are taken meanwhile: some platforms give them for minutes only."""
    draft = reporting.fresh(talk)
    await reporting.add_photos(talk, draft.owns)
    talk.begin(ROUTE, WHICH, hold=draft.id)
    rows = tuple((Button(one.label, f"{ROUTE}:{one.kind}:{one.id}"),) for one in found[:MOST_ASKED])
    talk.reply(talk.say("apart-which"), buttons=rows)


async def press(talk: Talk, parts: list[str]) -> None:
    """`pics:<kind>:<record>`."""
    held, number = _held(talk), record_id(parts[1:2])
    found = await photos_apart.candidates(talk) if held and number else []
    one = next((one for one in found if one.owner == (parts[0], number)), None)
    if held is None or one is None or not await photos_apart.may_add(talk, one):
        talk.refuse(talk.say("button-outdated"))
        return
    count, full = await photos_apart.hand_over(talk, held, one)
    talk.begin(ROUTE, CHOSEN, kind=one.kind, id=one.id)
    talk.update(_said(talk, one, count, full=full))


def _answer(talk: Talk, one: Candidate, count: int, full: bool) -> None:
    """Of an album only the first picture is answered."""
    album, conversation = talk.incoming.album, talk.conversation
    if album and conversation and conversation.route == ROUTE and conversation.data.get("album") == album:
        return
    talk.begin(ROUTE, CHOSEN, kind=one.kind, id=one.id, album=album)
    talk.reply(_said(talk, one, count, full=full))


def _said(talk: Talk, one: Candidate, count: int, *, full: bool) -> str:
    if full:
        return talk.say("events-trouble-photos-full", limit=reporting.MOST_PHOTOS, said="")
    return talk.say(f"apart-joined-{one.kind}", name=one.label, count=count + one.already)
