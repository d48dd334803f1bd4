"""Who looks after what stands in a unit, and where they can be written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kpbot.domain.people import Account, Group, GroupKind, GroupState, Person, Post, PostRole
from kpbot.domain.places import Unit
from kpbot.storage import groups, leaves, people
from kpbot.storage.database import Db
from kpbot.storage.portions import portions

Way = tuple[int, Group | None]
"""A person, and the group to use because they never opened the bot."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Officers at work, by unit, and how to reach each."""

    officers: Mapping[int, Sequence[tuple[Post, Person]]]  # by unit
    private: Mapping[int, Account]  # by person, of those who opened the bot
    groups: Sequence[Group]
    platforms: Mapping[int, frozenset[str]]  # by person
    languages: Mapping[int, str]  # by person

    def group_for(self, unit_id: int | None, region_path: str, person_id: int) -> Group | None:
        """The officers' group nearest to a unit, on a platform that the person uses."""
        near = [g for g in self.groups if _around(g, unit_id, region_path)]
        mine = [g for g in near if g.platform in self.platforms.get(person_id, frozenset())]
        return max(mine, key=lambda g: (g.unit_id is not None, len(g.region_path), -g.id), default=None)

    def reaches(self, post: Post, person: Person) -> bool:
        """Whether an officer can be written to at all."""
        found = self.group_for(post.unit_id, post.region_path, person.id)
        return person.id in self.private or found is not None

    def ways(self, unit: Unit) -> list[Way]:
        """Persons to remind and the group for those who never opened the bot. If one of a unit's officers can be
        told privately, the group is left in peace."""
        held = [person for _, person in self.officers.get(unit.id, ())]
        opened = [person.id for person in held if person.id in self.private]
        if opened:
            return [(person_id, None) for person_id in opened]
        found = [(person.id, self.group_for(unit.id, unit.region_path, person.id)) for person in held]
        return [(person_id, group) for person_id, group in found if group]


def _around(group: Group, unit_id: int | None, region_path: str) -> bool:
    if group.unit_id is not None:
        return group.unit_id == unit_id
    return bool(group.region_path) and region_path.startswith(group.region_path)


async def load_reach(db: Db, path: str, today: date, *, above: bool = False) -> Reach:
    """The officers at work on a local day in a region and all below, and the officers' groups there, paused ones
    included; with `above` also those of the regions above. A fixed number of queries."""
    officers: dict[int, list[tuple[Post, Person]]] = {}
    found = await people.posts_within(db, path, PostRole.OFFICER)
    away = await leaves.away(db, [post.id for post, _ in found], today)
    for post, person in found:
        if post.unit_id is not None and post.since <= today and post.id not in away:
            officers.setdefault(post.unit_id, []).append((post, person))
    persons = sorted({person.id for held in officers.values() for _, person in held})
    accounts: list[Account] = []
    for some in portions(persons):
        accounts += await people.accounts_of(db, some)
    bound: list[Group] = []
    scope = f"/{path.split('/')[1]}/" if above else path
    for state in (GroupState.ACTIVE, GroupState.PAUSED):
        bound += await groups.within(db, scope, (GroupKind.OFFICERS,), state)
    platforms: dict[int, set[str]] = {}
    for account in accounts:
        platforms.setdefault(account.person_id, set()).add(account.platform)
    private = {account.person_id: account for account in reversed(accounts) if account.private_chat}
    languages = {person.id: person.language for held in officers.values() for _, person in held}
    return Reach(officers, private, bound, {who: frozenset(on) for who, on in platforms.items()}, languages)
