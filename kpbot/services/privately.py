"""The private chat: remembered once opened, so that personal matters need not be said in a group."""

from __future__ import annotations

from kpbot.services.talk import Talk
from kpbot.storage import people


async def opened(talk: Talk) -> None:
    """Somebody known writes in the private chat: the bot may write to them there from now on."""
    account = talk.account
    if talk.chat.private and account and account.private_chat != talk.chat.id:
        await people.set_private_chat(talk.db, account.platform, account.user, talk.chat.id)
        talk.people_changed()


def way(talk: Talk) -> str:
    """How somebody gets from a group into the private chat: which variant of the sentences that say so holds here."""
    return "link" if talk.capabilities.private_links else "profile"


def refuse(talk: Talk) -> None:
    """Answers a press with where it has to be done."""
    talk.refuse(talk.say("private-please", way=way(talk)), opens="help")


def only_privately(talk: Talk, opens: str = "help") -> bool:
    """Whether this is the private chat; if not, says in the group, shortly, to come there. `opens`: what is wanted
    there (see Outgoing)."""
    if talk.chat.private:
        return True
    talk.reply(talk.say("private-please", way=way(talk)), opens=opens)
    return False
