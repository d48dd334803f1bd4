"""`/code unit PLACE`, `/code group KIND PLACE`: codes for coordinators to pass on; `/code` lists those that are out.
For people of the roster: `code_person`."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.domain.people import GroupKind
from kpbot.domain.roles import Act, Place
from kpbot.services import codes, naming
from kpbot.services.codes import CodeKind, StoredCode
from kpbot.services.naming import Spot
from kpbot.services.permission import refusal
from kpbot.services.pressed import record_id
from kpbot.services.privately import only_privately
from kpbot.services.talk import Talk

from . import code_person

LISTED = 8
_KINDS = {
    **dict.fromkeys(("unit", "officer", "单位", "单位码", "信息员"), CodeKind.UNIT),
    **dict.fromkeys(("group", "群", "群码"), CodeKind.GROUP),
    **dict.fromkeys(("coordinator", "协调员", "协调员码"), CodeKind.COORDINATOR),
}
_GROUPS = {
    **dict.fromkeys(("officers", "信息员", "信息员群", "科普信息员"), GroupKind.OFFICERS),
    **dict.fromkeys(("public", "公众", "公众群", "居民", "居民群"), GroupKind.PUBLIC),
    **dict.fromkeys(("coordinators", "协调员", "协调员群"), GroupKind.COORDINATORS),
}
_ACTS = {
    CodeKind.UNIT: Act.PRINT_UNIT_CODE,
    CodeKind.GROUP: Act.PRINT_GROUP_CODE,
    CodeKind.COORDINATOR: Act.PRINT_COORDINATOR_CODE,
    CodeKind.PERSON: Act.IMPORT_OFFICERS,
}
_SHEET = frozenset({"sheet", "sheets", "cards", "邀请码", "名册", "卡片", "打印"})
_PERSON = frozenset({"person", "个人", "个人码", "本人"})


async def command(talk: Talk, argument: str) -> None:
    words = argument.split()
    if words and words[0].lower() in _GROUPS and words[0].lower() not in _KINDS:  # «信息员群 青禾县»
        words.insert(0, "group")
    kind = _KINDS.get(words[0].lower()) if words else None
    if not talk.coordinator_posts:
        talk.reply(refusal(talk, Act.PRINT_UNIT_CODE, Place("/")))
    elif kind is CodeKind.COORDINATOR:
        talk.reply(refusal(talk, Act.PRINT_COORDINATOR_CODE, Place("/")))
    elif not only_privately(talk, "code"):
        return
    elif not words or words[0] in ("list", "列表"):
        await _list(talk)
    elif words[0].lower() in _SHEET:
        await code_person.sheet(talk, " ".join(words[1:]))
    elif words[0].lower() in _PERSON:
        await code_person.person(talk, " ".join(words[1:]))
    elif kind is None:
        await _named(talk, argument)
    elif kind is CodeKind.GROUP:
        await _group(talk, _GROUPS.get(words[1].lower()) if len(words) > 1 else None, words[1:])
    else:
        await _unit(talk, " ".join(words[1:]))


def _how(talk: Talk) -> str:
    return "\n".join((talk.say("code-how"), talk.say("invite-commands")))


async def _named(talk: Talk, name: str) -> None:
    """A place and nothing else: of a unit its own code is meant; of a region it is asked what for."""
    regions = await naming.spots_named(talk, name, units=False)
    if len(regions) == 1:
        talk.reply(talk.say("code-of-region", place=regions[0].name))
    else:
        await _unit(talk, name)


async def _unit(talk: Talk, name: str) -> None:
    if not name:
        talk.reply(talk.say("code-needs-unit"))
    elif spot := await _one(talk, name, units=True):
        await _print(talk, CodeKind.UNIT, spot, None)


async def _group(talk: Talk, group_kind: GroupKind | None, words: list[str]) -> None:
    """A group of a region, or of a single unit where the name is one; a coordinators' group only of a region."""
    name = " ".join(words[1:])
    if group_kind is None or not name:
        talk.reply(talk.say("code-needs-kind" if group_kind is None else "code-needs-place"))
        return
    regions = await naming.spots_named(talk, name, units=False)
    units = group_kind is not GroupKind.COORDINATORS and not regions
    if spot := await _one(talk, name, units=units):
        await _print(talk, CodeKind.GROUP, spot, group_kind)


async def _one(talk: Talk, name: str, *, units: bool) -> Spot | None:
    spots = await naming.spots_named(talk, name, units=units)
    if len(spots) == 1:
        return spots[0]
    names = "\n".join(spot.path for spot in spots[:LISTED])
    talk.reply(talk.say("place-several" if spots else "place-unknown", name=name, names=names))
    return None


async def _print(talk: Talk, kind: CodeKind, spot: Spot, group_kind: GroupKind | None) -> None:
    place = Place(spot.region.path, spot.unit.id if spot.unit else None)
    act = Act.PRINT_COORDINATOR_CODE if group_kind is GroupKind.COORDINATORS else _ACTS[kind]
    if problem := refusal(talk, act, place):
        talk.reply(problem)
        return
    code = codes.as_printed(await codes.print_code(talk, kind, spot.region, spot.unit, group_kind))
    if group_kind:
        kind_name = talk.say(f"group-kind-{group_kind.value}")
        talk.reply(talk.say("code-group", code=code, place=spot.name, kind=kind_name))
    else:
        talk.reply(talk.say("code-unit", code=code, place=spot.name))


async def _list(talk: Talk) -> None:
    found = await codes.listed(talk)
    if not found:
        talk.reply(_how(talk))
        return
    shown = found[:LISTED]
    lines = [_line(talk, number, code) for number, code in enumerate(shown, 1)]
    more = [talk.say("code-more", count=len(found) - LISTED)] if len(found) > LISTED else []
    talk.reply(
        "\n".join([talk.say("code-list", count=len(found)), *lines, *more, "", _how(talk)]),
        buttons=tuple(
            (Button(talk.say("code-button-revoke", number=number), f"code:revoke:{codes.shortened(code)}"),)
            for number, code in enumerate(shown, 1)
        ),
    )


def _line(talk: Talk, number: int, code: StoredCode) -> str:
    made = code.made_at.astimezone(talk.zone).date().isoformat()
    until = code.code.expires_at.astimezone(talk.zone).date().isoformat()
    return talk.say("code-line", number=number, place=code.place, made=made, until=until)


async def press(talk: Talk, parts: list[str]) -> None:
    if parts[:1] in (["again"], ["back"]):
        await code_person.press(talk, parts[0], record_id(parts))
        return
    code = await codes.by_button(talk, parts[1]) if len(parts) == 2 and parts[0] == "revoke" else None
    if code is None:
        talk.refuse(talk.say("button-outdated"))
    elif problem := refusal(talk, _ACTS[code.code.kind], Place(code.region_path, code.unit_id)):
        talk.refuse(problem)
    elif await codes.revoke(talk, code):
        talk.update(talk.say("code-revoked-done", place=code.place))
    else:
        talk.refuse(talk.say("code-revoked-before"))
