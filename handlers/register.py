"""`/station` and `/facility`: what a unit has, registered and listed by its coordinators."""

from __future__ import annotations

from kpbot.domain.plain_text import one_line
from kpbot.domain.roles import Act, Place
from kpbot.domain.upkeep import FacilityKind
from kpbot.services import naming, register
from kpbot.services.naming import Spot
from kpbot.services.permission import refusal
from kpbot.services.talk import Talk

NAME_LIMIT = 40
LISTED = 30
_KINDS = {
    **dict.fromkeys(("宣传栏", "board", "公告栏", "科普栏"), FacilityKind.BOARD),
    **dict.fromkeys(("图书角", "books", "bookshelf", "图书", "书架"), FacilityKind.BOOKS),
    **dict.fromkeys(("大屏", "screen", "屏幕", "电子屏"), FacilityKind.SCREEN),
}


async def station(talk: Talk, argument: str) -> None:
    """`/station 槐树村 槐树村e站`"""
    words = one_line(argument).split()
    if refused := _refused(talk, Act.REGISTER_STATION):
        talk.reply(refused)
    elif not words:
        await _list(talk, "station", await register.station_lines(talk))
    elif len(words) < 2:
        talk.reply(talk.say("station-how"))
    elif spot := await _unit(talk, words[0], Act.REGISTER_STATION):
        name = " ".join(words[1:])
        if len(name) > NAME_LIMIT:
            talk.reply(talk.say("register-name-long", limit=NAME_LIMIT))
        else:
            new = await register.add_station(talk, spot, name)
            talk.reply(talk.say("station-done" if new else "register-there", name=name, place=spot.name))


async def facility(talk: Talk, argument: str) -> None:
    """`/facility 槐树村 宣传栏 村口宣传栏`"""
    words = one_line(argument).split()
    kind = _KINDS.get(words[1].lower()) if len(words) > 1 else None
    if refused := _refused(talk, Act.REGISTER_FACILITY):
        talk.reply(refused)
    elif not words:
        await _list(talk, "facility", await register.facility_lines(talk))
    elif kind is None:
        talk.reply(talk.say("facility-how"))
    elif spot := await _unit(talk, words[0], Act.REGISTER_FACILITY):
        name = " ".join(words[2:]) or talk.say(f"facility-kind-{kind.value}")
        if len(name) > NAME_LIMIT:
            talk.reply(talk.say("register-name-long", limit=NAME_LIMIT))
        else:
            new = await register.add_facility(talk, spot, kind, name)
            talk.reply(talk.say("facility-done" if new else "register-there", name=name, place=spot.name))


def _refused(talk: Talk, act: Act) -> str:
    return "" if talk.coordinator_posts else refusal(talk, act, Place("/"))


async def _unit(talk: Talk, name: str, act: Act) -> Spot | None:
    spots = await naming.spots_named(talk, name, units=True)
    if len(spots) != 1 or spots[0].unit is None:
        names = "\n".join(spot.path for spot in spots[:8])
        talk.reply(talk.say("place-several" if spots else "place-unknown", name=name, names=names))
        return None
    if problem := refusal(talk, act, Place(spots[0].region.path, spots[0].unit.id)):
        talk.reply(problem)
        return None
    return spots[0]


async def _list(talk: Talk, what: str, lines: list[tuple[str, str]]) -> None:
    shown = [talk.say("register-line", place=place, name=name) for place, name in lines[:LISTED]]
    more = [talk.say("register-more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    head = talk.say(f"{what}-list", count=len(lines))
    talk.reply("\n".join([head, *shown, *more, "", talk.say(f"{what}-how")]))
