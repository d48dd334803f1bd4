"""`/bind CODE`: what a group is for and which place it belongs to, and the topic in which the bot speaks there: the one
where it was said. Said again elsewhere in the group, without a code, the bot moves there."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import Group, GroupState
from kpbot.domain.roles import Act, Place
from kpbot.services import codes, groups
from kpbot.services.codes import CodeKind, Looked, StoredCode
from kpbot.services.permission import refusal
from kpbot.services.talk import Talk


async def command(talk: Talk, argument: str) -> None:
    group = talk.group
    if group is None:
        talk.reply(talk.say("bind-in-group" if talk.capabilities.groups else "bind-no-groups"))
    elif not argument:
        await _how(talk, group)
    elif not talk.posts:
        talk.reply(refusal(talk, Act.BIND_GROUP, Place("/")))
    else:
        await _bind(talk, group, await codes.look_up(talk, argument, (CodeKind.GROUP,)))


async def press(talk: Talk, parts: list[str]) -> None:
    group = talk.group
    if group is None or not parts or parts[0] not in ("over", "keep"):
        talk.refuse(talk.say("button-outdated"))
    elif not talk.posts:
        talk.refuse(refusal(talk, Act.BIND_GROUP, Place("/")))
    elif parts[0] == "keep":
        talk.update(talk.say("bind-kept"))
    else:
        looked = await codes.look_up_pressed(talk, parts[-1], (CodeKind.GROUP,))
        await _bind(talk, group, looked, sure=True)


async def _how(talk: Talk, group: Group) -> None:
    if group.kind is None:
        talk.reply(talk.say("bind-how"))
        return
    if _may_move(talk, group):
        await groups.speak_here(talk, group)
        talk.reply(talk.say("bind-here"))
        return
    place = await groups.place_name(talk, group.region_id, group.unit_id)
    text_id = "bind-is-paused" if group.state is GroupState.PAUSED else "bind-is"
    talk.reply(talk.say(text_id, place=place, kind=talk.say(f"group-kind-{group.kind.value}")))


async def _bind(talk: Talk, group: Group, looked: Looked, *, sure: bool = False) -> None:
    code = looked.code
    if code is None or code.group_kind is None:
        _answer(talk, looked.problem)
    elif problem := _not_yours(talk, group, code):
        _answer(talk, problem)
    elif (group.kind, group.region_id, group.unit_id) == (code.group_kind, code.region_id, code.unit_id):
        if moves := _may_move(talk, group):
            await groups.speak_here(talk, group)
        _answer(talk, talk.say("bind-here") if moves else talk.say("bind-same", place=code.place))
    elif group.kind and not sure:
        await _ask(talk, group, code)
    elif not await codes.use(talk, code, talk.person.id if talk.person else None):
        _answer(talk, talk.say("code-used"))
    else:
        await groups.bind(talk, group, code.group_kind, code.region_id, code.unit_id)
        done = talk.say(f"bind-done-{code.group_kind.value}", place=code.place)
        if talk.chat.thread:
            done += "\n" + talk.say("bind-topic")
        talk.update(done) if talk.incoming.button else talk.reply(done)


def _may_move(talk: Talk, group: Group) -> bool:
    """Whether this is another topic than the one the bot speaks in, and the speaker may change that."""
    elsewhere = talk.chat.thread != group.thread
    return elsewhere and not refusal(talk, Act.BIND_GROUP, Place(group.region_path, group.unit_id))


def _not_yours(talk: Talk, group: Group, code: StoredCode) -> str:
    """Why the speaker may not: the place of the code and that of an earlier binding must both be theirs."""
    problem = refusal(talk, Act.BIND_GROUP, Place(code.region_path, code.unit_id))
    if not problem and group.kind:
        problem = refusal(talk, Act.BIND_GROUP, Place(group.region_path, group.unit_id))
    return problem


async def _ask(talk: Talk, group: Group, code: StoredCode) -> None:
    place = await groups.place_name(talk, group.region_id, group.unit_id)
    over = Button(talk.say("bind-button-over"), f"bind:over:{codes.shortened(code)}")
    keep = Button(talk.say("bind-button-keep"), "bind:keep")
    talk.reply(talk.say("bind-ask", old=place, new=code.place), buttons=((over, keep),))


def _answer(talk: Talk, text: str) -> None:
    if talk.incoming.button:
        talk.refuse(text)
    else:
        talk.reply(text)
