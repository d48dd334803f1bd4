"""A personal code: the roster named somebody, and here they are. Consent as for everybody; nobody need confirm them."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import PostRole, PostState
from kpbot.services import codes, invitations, joining
from kpbot.services.codes import StoredCode
from kpbot.services.invitations import Named
from kpbot.services.talk import Talk


async def notice(talk: Talk, code: StoredCode) -> None:
    named = await invitations.named_by(talk, code)
    if named is None:
        talk.privately(talk.say("invite-over"))
        return
    if held := joining.held_already(talk, code):
        waits = held.state is PostState.PENDING
        talk.privately(talk.say("join-waits" if waits else "join-already", place=named.place))
        return
    yes, no = (
        ("invite-button-yes", "join-button-no") if talk.person is None else ("join-button-also", "join-button-not")
    )
    buttons = (
        (
            Button(talk.say(yes), f"join:yes:{codes.shortened(code)}"),
            Button(talk.say(no), "join:no:named"),
        ),
    )
    talk.privately(_question(talk, named), buttons=buttons)


def _question(talk: Talk, named: Named) -> str:
    what, name = _what(talk, named), named.person.name
    if talk.person is None:
        return talk.say("invite-notice", place=named.place, what=what, name=name)
    if invitations.is_same(talk, named):
        return talk.say("invite-also", place=named.place, what=what, name=name)
    return talk.say("invite-also-other", place=named.place, what=what, name=name, own=talk.person.name)


def _what(talk: Talk, named: Named) -> str:
    coordinator = named.post.role is PostRole.COORDINATOR
    return talk.say("join-as-coordinator" if coordinator else "join-as-officer")


async def agreed(talk: Talk, code: StoredCode) -> None:
    named = await invitations.named_by(talk, code)
    if named is None:
        talk.update(talk.say("invite-over"))
    elif held := joining.held_already(talk, code):
        waits = held.state is PostState.PENDING
        talk.update(talk.say("join-waits" if waits else "join-already", place=named.place))
    else:
        await _accept(talk, code, named)


async def _accept(talk: Talk, code: StoredCode, named: Named) -> None:
    own = talk.person.name if talk.person else named.person.name
    talk.end()
    joined = await invitations.accept(talk, code, named)
    if joined is None:
        talk.update(talk.say("code-used"))
    elif joined.state is PostState.ACTIVE:
        talk.update(talk.say("invite-joined", name=own, place=joined.place, what=_what(talk, named)))
    else:
        talk.update(talk.say("join-asked" if joined.reached else "join-asked-nobody", name=own, place=joined.place))
