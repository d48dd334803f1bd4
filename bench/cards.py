"""Forwardable cards: what one costs and weighs, and how long everything else waits while many are drawn.

Each of the officers asks for one of the reserve's items with a link of their own, so that no two cards are the same;
then all of them ask again.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from content_feeds.reserve import Reserve
from kpbot.domain.content import FoundItem, Source, Topic
from kpbot.domain.messages import Face
from kpbot.ports import Validators
from kpbot.services.cards import cache
from kpbot.services.cards.drawing import draw
from kpbot.texts import say

OFFICERS = 300
SOURCE = Source("reserve", "科普储备", "reserve", reserve=True)


def main(officers: int = OFFICERS) -> None:
    asyncio.run(_measure(officers))


async def _measure(officers: int) -> None:
    found = list((await Reserve().gather(SOURCE, Validators(), datetime.now(UTC))).items)
    faces = [_face(found[n % len(found)], f"https://kp.example.cn/s/{n:012d}") for n in range(officers)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first, _ = _timed(lambda: draw(faces[0]))
    each = [_timed(lambda face=face: draw(face)) for face in faces]  # type: ignore[misc]
    took, sizes = sorted(seconds for seconds, _ in each), sorted(len(content) for _, content in each)
    print(f"the first card, with its letters and texts: {first * 1000:.0f} ms")
    print(f"one card: median {_middle(took) * 1000:.0f} ms, p99 {took[-1 - len(took) // 100] * 1000:.0f} ms")
    print(f"size: median {_middle(sizes) / 1000:.0f} kB, largest {sizes[-1] / 1000:.0f} kB")
    whole = [draw(_face(one, "")) for one in found]
    print(f"size without a code, with the text: largest {max(map(len, whole)) / 1000:.0f} kB")
    with tempfile.TemporaryDirectory() as folder:
        for round_ in ("drawn", "kept"):
            await _all_at_once(Path(folder), faces, round_)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"memory: {grown / 1024:.0f} MB more at its highest")


async def _all_at_once(folder: Path, faces: list[Face], round_: str) -> None:
    started, waits = time.perf_counter(), list[float]()
    asked = asyncio.gather(*(_patiently(folder, face) for face in faces))
    while not asked.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append(time.perf_counter() - before - 0.001)
    await asked
    waits.sort()
    print(
        f"{len(faces)} at once, {round_}: {time.perf_counter() - started:.1f} s; the loop was late by"
        f" {_middle(waits) * 1000:.1f} ms in the median, {waits[-1] * 1000:.0f} ms at most"
    )


async def _patiently(folder: Path, face: Face) -> bytes:
    """As delivery does: what is not ready yet is asked for again."""
    while True:
        try:
            return await cache.card(folder, face)
        except TimeoutError:
            await asyncio.sleep(1)


def _face(item: FoundItem, address: str) -> Face:
    topic = item.topic or Topic.EVERYDAY
    words = item.summary if address else item.body[:600]
    label, language = say("zh-CN", f"topic-{topic}"), "zh-CN"
    return Face(item.title, words, topic, label, SOURCE.name, address, bool(address), language=language)


def _timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def _middle(figures: list[float] | list[int]) -> float:
    return float(statistics.median(figures))
