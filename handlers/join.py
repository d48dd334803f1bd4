"""`/join CODE`: the privacy notice, consent, a name; the rest is a coordinator's word. A personal code of the roster
needs neither (`invited`)."""

from __future__ import annotations

from kpbot.domain.codes import is_code
from kpbot.domain.messages import Button
from kpbot.domain.people import PostState
from kpbot.domain.plain_text import one_line
from kpbot.services import codes, joining, privately
from kpbot.services.codes import CodeKind, StoredCode
from kpbot.services.privately import opened
from kpbot.services.talk import Buttons, Talk

from . import invited

_TYPED = 12  # characters of a code, with what is typed in between


async def command(talk: Talk, argument: str) -> None:
    if not talk.chat.private and talk.private_chat is None:
        talk.reply(talk.say("join-in-private-first", way=privately.way(talk)), opens="join")
        return
    await opened(talk)
    if not argument:
        talk.reply(talk.say("join-how"))
        return
    looked = await codes.look_up(talk, argument, joining.KINDS)
    if not talk.chat.private:
        talk.reply(talk.say("join-in-private"))  # and not a word about the code
    if looked.code is None:
        talk.privately(looked.problem)
    elif looked.code.post_id is not None:
        await invited.notice(talk, looked.code)
    elif held := joining.held_already(talk, looked.code):
        waits = held.state is PostState.PENDING
        talk.privately(talk.say("join-waits" if waits else "join-already", place=looked.code.place))
    else:
        _notice(talk, looked.code)


async def offer(talk: Talk) -> bool:
    """A code alone in the private chat. A word of letters only may be just a word."""
    said = talk.text.strip()
    alone = talk.chat.private and len(said) <= _TYPED and is_code(said) and any(map(str.isdigit, said))
    if alone:
        await command(talk, said)
    return alone


def _notice(talk: Talk, code: StoredCode) -> None:
    """The privacy notice for somebody new; those who consented before are only asked about the post."""
    what = talk.say("join-as-coordinator" if code.code.kind is CodeKind.COORDINATOR else "join-as-officer")
    yes, no = ("join-button-yes", "join-button-no") if talk.person is None else ("join-button-also", "join-button-not")
    text_id = "join-notice" if talk.person is None else "join-also"
    buttons: Buttons = (
        (
            Button(talk.say(yes), f"join:yes:{codes.shortened(code)}"),
            Button(talk.say(no), "join:no"),
        ),
    )
    talk.privately(talk.say(text_id, place=code.place, what=what), buttons=buttons)


async def press(talk: Talk, parts: list[str]) -> None:
    match parts:
        case ["no", "named"] if talk.chat.private:
            talk.update(talk.say("invite-declined" if talk.person is None else "join-not-also"))
        case ["no"] if talk.chat.private:
            talk.end()
            talk.update(talk.say("join-declined" if talk.person is None else "join-not-also"))
        case ["yes", short] if talk.chat.private:
            await _agreed(talk, short)
        case ["name"] if talk.chat.private and _waits_for_name(talk):
            await _named(talk, joining.proposed_name(talk))
        case _:
            talk.refuse(talk.say("join-again"))


async def _agreed(talk: Talk, short: str) -> None:
    looked = await codes.look_up_pressed(talk, short, joining.KINDS)
    if looked.code is None:
        talk.update(looked.problem)
    elif looked.code.post_id is not None:
        await invited.agreed(talk, looked.code)
    elif held := joining.held_already(talk, looked.code):
        waits = held.state is PostState.PENDING
        talk.update(talk.say("join-waits" if waits else "join-already", place=looked.code.place))
    elif talk.person is None:
        talk.begin("join", "name", code=short)
        _ask_name(talk)
    else:
        await _join(talk, looked.code, talk.person.name)


def _ask_name(talk: Talk) -> None:
    name = joining.proposed_name(talk)
    talk.update(
        talk.say("join-name-ask" if name else "join-name-ask-plain"),
        buttons=((Button(talk.say("join-button-name", name=name), "join:name"),),) if name else (),
    )


def _waits_for_name(talk: Talk) -> bool:
    return bool(talk.conversation and talk.conversation.route == "join" and talk.conversation.step == "name")


_NO = frozenset({"取消", "算了", "不同意", "不要", "不加入了", "cancel", "no"})


async def go_on(talk: Talk) -> None:
    """The name, typed; or a word that they would rather not."""
    if talk.text.lower() in _NO:
        talk.end()
        talk.reply(talk.say("join-declined"))
    elif _waits_for_name(talk):
        await _named(talk, one_line(talk.text))
    else:
        talk.end()
        talk.reply(talk.say("join-again"))


async def _named(talk: Talk, name: str) -> None:
    if problem := joining.name_problem(name):
        talk.reply(talk.say(problem, limit=joining.NAME_LIMIT))
        return
    short = str(talk.conversation.data["code"]) if talk.conversation else ""
    looked = await codes.look_up_pressed(talk, short, joining.KINDS)
    if looked.code is None:
        talk.end()
        talk.reply(looked.problem)
    else:
        await _join(talk, looked.code, name)


async def _join(talk: Talk, code: StoredCode, name: str) -> None:
    talk.end()
    joined = await joining.join(talk, code, name)
    if joined is None:
        talk.update(talk.say("code-used"))
    elif joined.state is PostState.ACTIVE:
        talk.update(talk.say("join-coordinator", name=name, place=joined.place))
    else:
        talk.update(talk.say("join-asked" if joined.reached else "join-asked-nobody", name=name, place=joined.place))
