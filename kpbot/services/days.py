"""What is known of an officer's day under indicator 6-2, from what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kpbot.domain.people import GroupKind, Post
from kpbot.domain.shares import DayResult, Evidence, judge_day
from kpbot.settings import Settings
from kpbot.storage import digest_facts, invitations, leaves, roll_ups
from kpbot.storage.database import Db
from kpbot.storage.digest_facts import PushOutcome
from kpbot.storage.pushes import PushState
from kpbot.storage.roll_ups import DayOfPost


async def officer_day(db: Db, settings: Settings, posts: Sequence[Post], day: date) -> dict[int, DayResult]:
    """The verdict on a local day for each of these posts, by its id: a fixed number of queries per thousand.

    What was pushed is what the officers' groups around the post were sent: not known where the bot was down, where
    nothing or no full edition arrived, on leave, and (unless the policy says otherwise) where nothing was said.
    """
    ids = [post.id for post in posts]
    known = await roll_ups.of_day(db, ids, day)
    away = await leaves.away(db, ids, day)
    joined = await invitations.come(db, ids)
    regions = {number for post in posts for number in _steps(post.region_path)}
    by_region: dict[int, list[PushOutcome]] = {}
    for push in await digest_facts.pushes_in(db, regions, [day]):
        if push.kind in (GroupKind.OFFICERS, GroupKind.PRIVATE):
            by_region.setdefault(push.region_id, []).append(push)
    rules = settings.shares
    accepted = frozenset(Evidence(kind) for kind in rules.accepted)
    found = {}
    for post in posts:
        around = [push for number in _steps(post.region_path) for push in by_region.get(number, ())]
        arrived = [push for push in around if _reaches(push, post) and push.state is PushState.OWED and not push.lost]
        states = {push.state for push in around if _reaches(push, post)}
        own = known.get(post.id, DayOfPost())
        found[post.id] = judge_day(
            own.counting,
            accepted,
            rules.need,
            said_anything=own.said,
            on_leave=post.id in away,
            full_edition=any(push.items >= rules.need for push in arrived),
            bot_was_up=bool(arrived) or PushState.MISSED not in states,
            pushed=bool(arrived) or PushState.EMPTY in states,
            silent_means_not_met=rules.silent_means_not_met,
            joined=post.id in joined,
        )
    return found


def _steps(path: str) -> Iterable[int]:
    return (int(step) for step in path.split("/") if step)


def _reaches(push: PushOutcome, post: Post) -> bool:
    """Whether the post's officer sits in that group, as far as places tell."""
    return push.unit_id is None or push.unit_id == post.unit_id
