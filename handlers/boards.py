"""`/boards`: what is to be kept fresh and how it stands, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpbot.domain.messages import Button
from kpbot.domain.people import GroupKind, PostRole
from kpbot.domain.roles import Act, Place
from kpbot.domain.upkeep import FacilityState
from kpbot.services import privately, upkeep
from kpbot.services.permission import refusal
from kpbot.services.talk import Buttons, Talk
from kpbot.services.upkeep import Standing

MOST_LINES = 20


async def command(talk: Talk, _argument: str) -> None:
    await show(talk)


async def show(talk: Talk, kinds: Sequence[str] = ()) -> None:
    """A coordinator's regions, or an officer's own unit with buttons. A region's list is for coordinators only, so
    elsewhere it goes into the private chat."""
    if not talk.coordinator_posts and talk.officer_post is None:
        talk.reply(refusal(talk, Act.UPKEEP, Place("/")))
        return
    found = await upkeep.overview(talk, kinds)
    if not found:
        talk.reply(talk.say("upkeep-none-in-region"))
        return
    text, buttons = _listing(talk, found), _buttons(talk, found)
    at_the_desk = talk.group is not None and talk.group.kind is GroupKind.COORDINATORS
    if talk.chat.private or at_the_desk or not talk.coordinator_posts:
        talk.reply(text, buttons=buttons)
    elif talk.privately(text, buttons=buttons):
        talk.acknowledge(talk.say("upkeep-list-privately"))
    else:
        talk.reply(talk.say("upkeep-list-ask-privately", way=privately.way(talk)), opens="boards")


def _listing(talk: Talk, found: Sequence[Standing]) -> str:
    counts = Counter(one.state for one in found)
    lines = [talk.say("upkeep-list-head", count=len(found), **{s.value: counts[s] for s in FacilityState})]
    lines += [_line(talk, one) for one in found[:MOST_LINES]]
    if more := len(found) - MOST_LINES:
        lines += [talk.say("upkeep-list-more", more=more)] if more > 0 else []
    return "\n".join(lines)


def _line(talk: Talk, one: Standing) -> str:
    last = one.kept.last
    if last is None:
        return talk.say(f"upkeep-list-{one.state}", name=one.kept.label)
    code = "upkeep-date" if last.year == talk.today.year else "upkeep-date-year"
    date = talk.say(code, year=last.year, month=last.month, day=last.day)
    return talk.say(f"upkeep-list-{one.state}", name=one.kept.label, date=date)


def _buttons(talk: Talk, found: Sequence[Standing]) -> Buttons:
    """«已更换» for the few of an officer's own unit."""
    own = [one for one in found if _is_own(talk, one)]
    day = f"{talk.today:%Y%m%d}"
    return tuple(
        (Button(talk.say("upkeep-button-renewed", name=one.kept.label), f"up:pick:{one.kept.facility.id}:{day}"),)
        for one in own
        if one.state is not FacilityState.FRESH
    )


def _is_own(talk: Talk, one: Standing) -> bool:
    return any(post.role is PostRole.OFFICER and post.unit_id == one.kept.unit.id for post in talk.posts)
