"""Who answers which of WeChat's attempts, by a clock that is moved by hand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from kpbot.domain.messages import Outgoing
from kpbot.platforms.wechat.attempts import Attempts
from kpbot.platforms.wechat.limits import DEADLINE, GRACE, HOLD, LAST_WORD
from kpbot.ports import Answer, NotTaken

SAID = (Outgoing(text="今日三条"),)


@dataclass
class Scene:
    """One message, committed when the test says so."""

    attempts: Attempts = field(init=False)
    waits: list[tuple[float, asyncio.Event]] = field(default_factory=list)
    commit: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    handed_over: int = 0
    left: int = 0

    def __post_init__(self) -> None:
        self.attempts = Attempts(self._sleep)

    async def _sleep(self, seconds: float) -> None:
        ended = asyncio.Event()
        self.waits.append((seconds, ended))
        await ended.wait()

    async def passes(self, seconds: float) -> None:
        """So much time, for everybody who waits for exactly that."""
        await self.rest()
        for one in [one for one in self.waits if one[0] == seconds]:
            self.waits.remove(one)
            one[1].set()
        await self.rest()

    async def rest(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    def brought(self) -> asyncio.Task[Answer | None]:
        return asyncio.create_task(self.attempts.answer("k", self._take))

    async def _take(self) -> Answer:
        self.handed_over += 1
        await asyncio.shield(self.commit)

        async def left() -> None:
            self.left += 1

        return Answer(SAID, left=left)

    async def commits(self) -> None:
        await self.rest()
        self.commit.set_result(None)
        await self.rest()


@pytest.fixture
async def scene() -> Scene:
    return Scene()


async def heard(attempt: asyncio.Task[Answer | None]) -> bool:
    answer = await asyncio.wait_for(attempt, 5)
    return answer is not None and answer.outgoing == SAID


async def test_what_is_committed_in_time_is_answered_at_once(scene: Scene) -> None:
    first = scene.brought()
    await scene.commits()
    assert await heard(first)
    await scene.passes(GRACE)
    assert (scene.left, scene.handed_over) == (0, 1)


async def test_nothing_is_confirmed_before_its_commit_and_the_second_attempt_gets_the_answer(scene: Scene) -> None:
    first = scene.brought()
    await scene.passes(DEADLINE)
    assert not await heard(first)
    second = scene.brought()
    await scene.commits()
    assert await heard(second)
    await scene.passes(GRACE)
    assert (scene.left, scene.handed_over) == (0, 1)


async def test_committed_between_two_attempts_the_next_one_gets_it(scene: Scene) -> None:
    first = scene.brought()
    await scene.passes(DEADLINE)
    assert not await heard(first)
    await scene.commits()
    assert await heard(scene.brought())
    await scene.passes(GRACE)
    assert (scene.left, scene.handed_over) == (0, 1)


async def test_where_nobody_comes_again_it_is_sent_at_once(scene: Scene) -> None:
    first = scene.brought()
    await scene.passes(DEADLINE)
    assert not await heard(first)
    await scene.commits()
    assert scene.left == 0
    await scene.passes(GRACE)
    assert scene.left == 1


async def test_committed_in_the_last_moment_of_the_last_attempt_it_is_confirmed_and_sent(scene: Scene) -> None:
    for _ in range(2):
        attempt = scene.brought()
        await scene.passes(DEADLINE)
        assert not await heard(attempt)
    last = scene.brought()
    await scene.passes(DEADLINE)
    assert not last.done()
    await scene.commits()
    assert await asyncio.wait_for(last, 5) == Answer()
    assert (scene.left, scene.handed_over) == (1, 1)


async def test_after_the_last_attempt_nobody_is_waited_for(scene: Scene) -> None:
    for _ in range(3):
        attempt = scene.brought()
        await scene.passes(DEADLINE)
        await scene.passes(LAST_WORD)
        assert not await heard(attempt)
    await scene.commits()
    assert (scene.left, scene.handed_over) == (1, 1)
    assert all(seconds != GRACE for seconds, _ in scene.waits)


async def test_attempts_at_once_share_one_handling(scene: Scene) -> None:
    both = [scene.brought(), scene.brought()]
    await scene.commits()
    assert [await heard(one) for one in both] == [True, True]
    assert (scene.left, scene.handed_over) == (0, 1)


async def test_what_is_not_taken_is_refused_to_all_and_comes_anew(scene: Scene) -> None:
    attempts = [scene.brought(), scene.brought()]
    await scene.rest()
    scene.commit.set_exception(NotTaken())
    for one in attempts:
        with pytest.raises(NotTaken):
            await one
    scene.commit = asyncio.get_running_loop().create_future()
    again = scene.brought()
    await scene.commits()
    assert await heard(again)
    assert scene.handed_over == 2


async def test_it_holds_until_wechat_hangs_up_or_must_have(scene: Scene) -> None:
    hung_up = asyncio.Event()
    holding = asyncio.create_task(scene.attempts.hold(hung_up.wait()))
    await scene.rest()
    assert not holding.done()
    hung_up.set()
    await asyncio.wait_for(holding, 5)
    other = asyncio.create_task(scene.attempts.hold(asyncio.Event().wait()))
    await scene.passes(HOLD)
    await asyncio.wait_for(other, 5)


async def test_closing_ends_all_waiting(scene: Scene) -> None:
    first = scene.brought()
    await scene.passes(DEADLINE)
    assert not await heard(first)
    await scene.commits()
    await asyncio.wait_for(scene.attempts.close(), 5)
    await scene.attempts.close()
    assert scene.left == 0  # its lease ends, and it is sent
