"""`/forgetme`: the speaker is emptied from the records, after being told what goes and what stays."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.services import privacy, privately
from kpbot.services.privately import only_privately
from kpbot.services.talk import Talk


async def command(talk: Talk, _argument: str) -> None:
    if not only_privately(talk):
        return
    if talk.person is None:
        talk.reply(talk.say("mydata-nothing"))
        return
    yes = Button(talk.say("forgetme-button-yes"), "forgetme:yes")
    no = Button(talk.say("forgetme-button-no"), "forgetme:no")
    talk.reply(talk.say("forgetme-ask", name=talk.person.name), buttons=((yes, no),))


async def press(talk: Talk, parts: list[str]) -> None:
    if not talk.chat.private:
        privately.refuse(talk)
    elif parts == ["no"]:
        talk.update(talk.say("forgetme-kept"))
    elif parts != ["yes"]:
        talk.refuse(talk.say("button-outdated"))
    else:
        done, nothing = talk.say("forgetme-done"), talk.say("mydata-nothing")
        talk.update(done if await privacy.forget(talk) else nothing)
