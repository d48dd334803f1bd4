"""The role table, asked for the speaker of a message."""

from __future__ import annotations

from collections.abc import Iterable

from kpbot.domain.people import Post
from kpbot.domain.places import Region, Unit
from kpbot.domain.roles import Act, Place, Role, Standing, may
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence


def standings(posts: Iterable[Post]) -> list[Standing]:
    """What the role table knows of active posts."""
    return [Standing(Role(post.role.value), post.region_path, post.unit_id) for post in posts]


def place_of(where: Region | Unit | Post) -> Place:
    """A region, a unit or a post's unit or region, as the role table sees it."""
    if isinstance(where, Region):
        return Place(where.path)
    return Place(where.region_path, where.id if isinstance(where, Unit) else where.unit_id)


def allowed(talk: Talk, act: Act, place: Place) -> bool:
    """Whether the speaker may do `act` at `place` by an active post of their own."""
    return may(act, standings(talk.posts), place).allowed


def refusal(talk: Talk, act: Act, place: Place) -> str:
    """The sentence that says who can, in the speaker's language; empty where the speaker may."""
    permission = may(act, standings(talk.posts), place)
    return "" if permission.allowed else sentence(talk, f"roles-needs-{permission.needs}")
