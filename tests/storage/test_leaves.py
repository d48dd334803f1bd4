"""Leaves never overlap, and what is past stays."""

from datetime import date

import pytest

from kpbot.storage import leaves
from tests.fakes.stage import Stage


def day(number: int) -> date:
    return date(2026, 11, number)


Spans = list[tuple[int, int]]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([(2, 4)], [(2, 4)]),
        ([(2, 4), (10, 12)], [(2, 4), (10, 12)]),
        ([(10, 12), (2, 4)], [(2, 4), (10, 12)]),
        ([(2, 10), (5, 6)], [(2, 4), (5, 6)]),  # the last word holds from its first day on
        ([(5, 10), (2, 6)], [(2, 6)]),
        ([(2, 4), (2, 9)], [(2, 9)]),
        ([(2, 9), (2, 4)], [(2, 4)]),
        ([(2, 4), (4, 9)], [(2, 3), (4, 9)]),
        ([(2, 3), (5, 6), (8, 9), (1, 10)], [(1, 10)]),
    ],
)
async def test_a_leave_after_another(stage: Stage, given: Spans, kept: Spans) -> None:
    post = stage.posts["李"]
    async with stage.database.write() as db:
        await leaves.put(db, stage.posts["王"], day(1), day(30))
        for since, until in given:
            await leaves.put(db, post, day(since), day(until))
        assert (await leaves.of_posts(db, [post]))[post] == [(day(since), day(until)) for since, until in kept]
        for number in range(1, 13):
            away = any(since <= number <= until for since, until in kept)
            expected = {stage.posts["王"], post} if away else {stage.posts["王"]}
            assert await leaves.away(db, list(stage.posts.values()), day(number)) == expected


async def test_back_again(stage: Stage) -> None:
    post, other = stage.posts["李"], stage.posts["王"]
    async with stage.database.write() as db:
        assert await leaves.next_of(db, [post], day(1)) is None
        for since, until in ((1, 2), (5, 9), (20, 21)):
            await leaves.put(db, post, day(since), day(until))
        await leaves.put(db, other, day(1), day(2))
        assert await leaves.next_of(db, [post, other], day(6)) == (day(5), day(9))
        assert await leaves.end(db, [post, other], day(6)) == {post}
        assert (await leaves.of_posts(db, [post, other])) == {
            post: [(day(1), day(2)), (day(5), day(5))],
            other: [(day(1), day(2))],
        }
        assert await leaves.end(db, [post, other], day(6)) == set()
