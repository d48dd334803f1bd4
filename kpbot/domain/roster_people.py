"""What a roster would change of who holds which post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kpbot.domain.people import PostRole, PostState
from kpbot.domain.roster import KnownPost, Line, NewPost, NewUnit, OnRecord, Place, Rosterplan, UnitRef
from kpbot.domain.same_name import same_name

_HELD = (PostState.ACTIVE, PostState.PENDING)


class People:
    """Who holds a post on record and in the lines so far; what is to become of it goes to the plan."""

    def __init__(self, plan: Rosterplan, record: OnRecord, today: date) -> None:
        self._plan = plan
        self._record = record
        self._today = today
        self._homes = {unit.id: unit.region_id for unit in record.units}
        self._lines: dict[tuple[object, str], Line] = {}
        self._kept: set[int] = set()
        self._units_of: dict[str, dict[object, str]] = {}
        self._posts: dict[tuple[object, str], list[KnownPost]] = {}
        for post in record.posts:
            where = post.unit_id if post.unit_id is not None else ("region", post.region_id)
            self._posts.setdefault((where, same_name(post.name)), []).append(post)

    def __bool__(self) -> bool:
        """Whether any line named somebody."""
        return bool(self._lines)

    def coordinator(self, line: Line, place: Place, name: str) -> None:
        where: object = ("region", place.under) if not place.names else place
        self._person(line, where, name, NewPost(name, PostRole.COORDINATOR, place, None, self._since(line)))

    def officer(self, line: Line, unit: UnitRef, name: str) -> None:
        place = unit.place if isinstance(unit, NewUnit) else Place(self._homes[unit])
        self._units_of.setdefault(same_name(name), {}).setdefault(unit, line.unit)
        self._person(line, unit, name, NewPost(name, PostRole.OFFICER, place, unit, self._since(line)))

    def _since(self, line: Line) -> date:
        return line.since or self._today

    def _person(self, line: Line, where: object, name: str, post: NewPost) -> None:
        key = (where, same_name(name))
        if key in self._lines:
            self._plan.fault(line, "twice", name=name, row=self._lines[key].at.row)
            return
        self._lines[key] = line
        history = [p for p in self._posts.get(key, ()) if p.role is post.role]
        held = next((p for p in history if p.state in _HELD), None)
        if line.left is not None and line.left <= self._today:
            self._leaves(line, held, name, line.left)
        elif held is not None:
            self._kept.add(held.id)
            self._plan.untouched += 1
            if held.state is PostState.PENDING:
                self._plan.fault(line, "waits", name=name)
        else:
            self._comes(line, history, post)

    def _leaves(self, line: Line, held: KnownPost | None, name: str, day: date) -> None:
        if held is None:
            self._plan.fault(line, "left-unknown", name=name)
            return
        self._kept.add(held.id)
        self._plan.ended[held.id] = max(day, held.since)
        if line.left_aside:
            self._plan.fault(line, "left-aside", name=name, day=self._plan.ended[held.id].isoformat())

    def _comes(self, line: Line, history: Sequence[KnownPost], post: NewPost) -> None:
        """Somebody who held the post before does not come back by a list that may be an old one."""
        last = max((p for p in history if p.state is PostState.ENDED), key=lambda p: p.until or p.since, default=None)
        if last is not None:
            until = last.until or last.since
            if line.since is None or line.since <= until:
                self._plan.fault(line, "ended-before", name=post.name, day=until.isoformat())
                return
            post = replace(post, person_id=last.person_id)
        self._plan.posts.append(post)

    def note_same_names(self) -> None:
        """The same name in two units may be two people: they stay two, and whoever is both may use both codes."""
        fresh = {same_name(post.name): post.name for post in self._plan.posts if post.role is PostRole.OFFICER}
        for key, name in fresh.items():
            if len(places := self._units_of.get(key, {})) > 1:
                line = next(line for (_, known), line in self._lines.items() if known == key)
                self._plan.fault(line, "same-name", name=name, places="、".join(dict.fromkeys(places.values())))

    def missing(self, names: dict[int, str]) -> list[str]:
        """Officers on record whom no line names, of the units with these names by id."""
        return [
            f"{names[post.unit_id]} {post.name}"
            for post in self._record.posts
            if post.unit_id in names and post.state is PostState.ACTIVE and post.id not in self._kept
        ]
