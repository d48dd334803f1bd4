"""Who may do what: the role table. A group's membership grants nothing, so it is not even asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"  # at the command line; never a chat account


class Act(StrEnum):
    SHARE = "share"
    REPORT = "report"
    UPKEEP = "upkeep"  # with its «三天后再提醒» and «暂停»
    OWN_STATUS = "own-status"
    OWN_DATA = "own-data"  # see, correct, withdraw, forget: one's own records, whoever one is
    SHARE_FOR = "share-for"  # on behalf of an officer, marked as such
    REPORT_FOR = "report-for"
    UPKEEP_FOR = "upkeep-for"
    CONFIRM_OFFICER = "confirm-officer"
    HAND_OVER = "hand-over"
    PAUSE = "pause"  # a post or a facility of the scope
    REGISTER_STATION = "register-station"
    REGISTER_FACILITY = "register-facility"
    APPROVE = "approve"
    SWAP = "swap"
    SKIP = "skip"
    RECALL = "recall"
    ACCEPT_EVENT = "accept-event"  # or return it with a word
    SPOT_CHECK = "spot-check"  # say what one saw of a share that was drawn by lot
    BIND_GROUP = "bind-group"  # with a group code
    PRINT_UNIT_CODE = "print-unit-code"
    IMPORT_OFFICERS = "import-officers"
    PRINT_GROUP_CODE = "print-group-code"  # for a group of officers or of the public
    PRINT_COORDINATOR_CODE = "print-coordinator-code"
    APPOINT_COORDINATOR = "appoint-coordinator"
    ADD_SOURCE = "add-source"
    IMPORT_ROSTER = "import-roster"  # of whole regions and units, coordinators included


_OFFICER = (Role.OFFICER,)
_COORDINATOR = (Role.COORDINATOR,)
_DESK = (Role.COORDINATOR, Role.OPERATOR)
_OPERATOR = (Role.OPERATOR,)

TABLE: Mapping[Act, tuple[Role, ...]] = {
    Act.SHARE: _OFFICER,
    Act.REPORT: _OFFICER,
    Act.UPKEEP: _OFFICER,
    Act.OWN_STATUS: _OFFICER,
    Act.OWN_DATA: tuple(Role),
    Act.SHARE_FOR: _COORDINATOR,
    Act.REPORT_FOR: _COORDINATOR,
    Act.UPKEEP_FOR: _COORDINATOR,
    Act.CONFIRM_OFFICER: _DESK,
    Act.HAND_OVER: _DESK,
    Act.PAUSE: _DESK,
    Act.REGISTER_STATION: _DESK,
    Act.REGISTER_FACILITY: _DESK,
    Act.APPROVE: _DESK,
    Act.SWAP: _DESK,
    Act.SKIP: _DESK,
    Act.RECALL: _DESK,
    Act.ACCEPT_EVENT: _COORDINATOR,
    Act.SPOT_CHECK: _COORDINATOR,
    Act.BIND_GROUP: (Role.OFFICER, Role.COORDINATOR, Role.OPERATOR),
    Act.PRINT_UNIT_CODE: _DESK,
    Act.IMPORT_OFFICERS: _DESK,
    Act.PRINT_GROUP_CODE: _DESK,
    Act.PRINT_COORDINATOR_CODE: _OPERATOR,
    Act.APPOINT_COORDINATOR: _OPERATOR,
    Act.ADD_SOURCE: _OPERATOR,
    Act.IMPORT_ROSTER: _OPERATOR,
}
"""The roles that may do an act, those in chats first. Coordinators act in their region and all below."""

_PERSONAL = frozenset({Act.OWN_DATA})  # needs no post: whoever withdraws consent may hold none any more


@dataclass(frozen=True, slots=True)
class Place:
    """What an act is about. `region_path` is materialised, such as `/1/4/`; `unit_id` None for a region."""

    region_path: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A post that is held today: a coordinator's region, or an officer's unit and the region it lies in."""

    role: Role
    region_path: str = "/"
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """`needs` is empty where allowed, else the text `roles-needs-<needs>` says who can."""

    allowed: bool
    needs: str = ""


def may(act: Act, posts: Sequence[Standing], target: Place) -> Permission:
    """Whether somebody holding `posts` may do `act` at `target`; refused with who can."""
    if act in _PERSONAL or any(post.role in TABLE[act] and _covers(post, target) for post in posts):
        return Permission(True)
    return Permission(False, _who_can(TABLE[act], {post.role for post in posts}))


def within(path: str, scope: str) -> bool:
    """Whether a region is `scope` or lies below it; `/1/40/` does not lie in `/1/4/`."""
    return _closed(path).startswith(_closed(scope))


def _closed(path: str) -> str:
    return path if path.endswith("/") else path + "/"


def _covers(post: Standing, target: Place) -> bool:
    if post.role is Role.OPERATOR:
        return True
    if post.role is Role.OFFICER:
        return post.unit_id is not None and post.unit_id == target.unit_id
    return within(target.region_path, post.region_path)


def _who_can(roles: Iterable[Role], held: set[Role]) -> str:
    """The code of who can; `-there` where it is not the role that is wrong but the place."""
    in_chats = [role for role in roles if role is not Role.OPERATOR]
    if not in_chats:
        return Role.OPERATOR.value
    code = "-or-".join(in_chats)
    return f"{code}-there" if held.intersection(in_chats) else code
