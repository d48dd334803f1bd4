"""A sheet sent by a coordinator, or `/import` with one: it is noted, looked at, shown, and loaded when agreed to."""

from __future__ import annotations

from kpbot.domain.messages import File
from kpbot.services import uploading
from kpbot.services.pressed import number, record_id
from kpbot.services.sheets.reading import title_of
from kpbot.services.talk import Talk
from kpbot.services.uploading import Answered, Noted

ROUTE = "imp"
_CHANGING = (Answered.GOING_ON, Answered.APPLYING, Answered.DROPPED)


async def command(talk: Talk, _argument: str) -> None:
    if not talk.coordinator_posts:
        talk.reply(talk.say("uploads-who"))
    elif talk.incoming.files:
        await _take(talk)
    elif not talk.capabilities.files:
        talk.reply(talk.say("uploads-not-here"))
    else:
        talk.begin(ROUTE, "file")
        talk.reply(talk.say("uploads-how"))


async def go_on(talk: Talk) -> None:
    """After `/import` without a file."""
    talk.end()
    if talk.incoming.files and talk.coordinator_posts:
        await _take(talk)
    elif talk.chat.private or talk.incoming.reply_to:
        talk.reply(talk.say("uploads-not-now"))


async def ahead(talk: Talk) -> bool:
    """A sheet while something else is talked about: no other talk can use one. Where no files can be fetched, any."""
    useless = not talk.capabilities.files or any(map(uploading.is_sheet, talk.incoming.files))
    return useless and await offer(talk)


async def offer(talk: Talk) -> bool:
    """A file in the private chat. In groups files are none of the bot's business without the command."""
    if not talk.chat.private or not talk.incoming.files or talk.incoming.sender.is_bot:
        return False
    if talk.coordinator_posts:
        await _take(talk)
    else:
        talk.reply(talk.say("uploads-who"))
    return True


async def _take(talk: Talk) -> None:
    if not talk.capabilities.files:
        talk.reply(talk.say("uploads-not-here"))
        return
    for file in talk.incoming.files:
        await _take_one(talk, file)


async def _take_one(talk: Talk, file: File) -> None:
    name = title_of(file.name) if file.name else talk.say("uploads-nameless")
    if not uploading.is_sheet(file):
        talk.reply(talk.say("uploads-no-sheet", name=name))
        return
    noted = await uploading.note(talk, file)
    if noted is Noted.GOT:
        talk.reply(talk.say("uploads-got", name=name))
    elif noted is Noted.TOO_MANY:
        talk.reply(talk.say("uploads-too-many", name=name, most=uploading.MOST_OPEN))
    else:
        talk.reply(talk.say(f"uploads-{noted.value}", name=name))


async def press(talk: Talk, parts: list[str]) -> None:
    act, _, said, question = (*parts, "", "", "", "")[:4]
    upload_id = record_id(parts[1:2])
    name = title_of(await uploading.name_of(talk, upload_id))
    if act == "k":
        answer = await uploading.choose_kind(talk, upload_id, said)
    elif act == "c" and (column := number(said)) is not None:
        answer = await uploading.choose_column(talk, upload_id, column, number(question))
    elif act == "ok":
        answer = await uploading.agree(talk, upload_id, said)
    elif act in ("no", "none"):
        answer = await uploading.drop(talk, upload_id)
    else:
        talk.refuse(talk.say("button-outdated"))
        return
    if answer not in _CHANGING:
        talk.refuse(talk.say(f"uploads-{answer.value}"))
    elif act == "none" and answer is Answered.DROPPED:
        talk.update(talk.say("uploads-dropped-without-column", name=name))
    else:
        talk.update(talk.say(f"uploads-{answer.value}", name=name))
