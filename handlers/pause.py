"""`/pause` and `/resume`: no pushes into this group for a while."""

from __future__ import annotations

from kpbot.domain.people import GroupState
from kpbot.domain.roles import Act, Place
from kpbot.services import groups
from kpbot.services.permission import refusal
from kpbot.services.talk import Talk


async def pause(talk: Talk, _argument: str) -> None:
    await _set(talk, paused=True)


async def resume(talk: Talk, _argument: str) -> None:
    await _set(talk, paused=False)


async def _set(talk: Talk, *, paused: bool) -> None:
    group = talk.group
    if group is None:
        talk.reply(talk.say("pause-in-group"))
    elif group.kind is None:
        talk.reply(talk.say("bind-how"))
    elif not groups.may_manage(talk, group):
        talk.reply(refusal(talk, Act.PAUSE, Place(group.region_path, group.unit_id)))
    elif paused == (group.state is GroupState.PAUSED):
        talk.reply(talk.say("pause-already" if paused else "resume-already"))
    else:
        await groups.set_paused(talk, group, paused=paused)
        talk.reply(talk.say("pause-done" if paused else "resume-done"))
