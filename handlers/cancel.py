"""`/cancel`: whatever this person was in the middle of, here, is dropped."""

from __future__ import annotations

from handlers import report_end
from kpbot.services import reporting
from kpbot.services.talk import Talk


async def command(talk: Talk, _argument: str) -> None:
    draft = reporting.load(talk)
    if draft:
        await report_end.cancel(talk, draft)
    elif talk.conversation:
        talk.end()
        talk.acknowledge(talk.say("events-cancel-other"))
    elif talk.chat.private:
        talk.reply(talk.say("events-cancel-none"))
