"""Cards are drawn once, kept for a while, and never stand in the way of anything else."""

import asyncio
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kpbot.domain.messages import Face, Outgoing
from kpbot.ports import SendError
from kpbot.services.cards import cache, marks
from kpbot.services.enclosed import enclosure_of
from tests.unit.services.cards.test_drawing import a_mark

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FACE = Face(
    "冬天屋里要不要开窗", "要。每天开两三次。", "health", "卫生健康", "科普储备", "https://e.cn/1", language="zh-CN"
)


def kept(folder: Path) -> list[Path]:
    return sorted((folder / cache.FOLDER).glob("*"))


async def test_a_card_is_drawn_once_however_many_ask(tmp_path: Path) -> None:
    first, *others = await asyncio.gather(*(cache.card(tmp_path, FACE) for _ in range(20)))
    assert set(others) == {first}
    (file,) = kept(tmp_path)
    drawn_at = file.stat().st_mtime_ns
    assert await cache.card(tmp_path, replace(FACE)) == first
    assert file.stat().st_mtime_ns == drawn_at
    assert await cache.card(tmp_path, replace(FACE, address="https://e.cn/2")) != first
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("torn", [b"", b"\x89PNG\r\n\x1a\n half"])
async def test_one_that_is_not_whole_is_drawn_again(tmp_path: Path, torn: bytes) -> None:
    first = await cache.card(tmp_path, FACE)
    kept(tmp_path)[0].write_bytes(torn)
    assert await cache.card(tmp_path, FACE) == first
    assert kept(tmp_path)[0].read_bytes() == first


async def test_a_folder_that_takes_nothing_keeps_no_card_back(tmp_path: Path) -> None:
    (tmp_path / cache.FOLDER).write_text("a file where the folder should be")
    with capture_logs() as logs:
        assert await cache.card(tmp_path, FACE)
    assert [entry["event"] for entry in logs] == ["a card cannot be kept"]


async def test_cards_go_after_some_days_and_the_oldest_where_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        await cache.card(tmp_path, replace(FACE, address=f"https://e.cn/{n}"))
    for n, path in enumerate(kept(tmp_path)):
        at = (NOW - n * cache.LASTS / 4).timestamp()  # the last one is older than LASTS
        os.utime(path, (at, at))
    young = kept(tmp_path)
    assert await cache.forget(tmp_path, NOW) == 1
    assert kept(tmp_path) == young[:5]
    monkeypatch.setattr(cache, "MOST", 2)
    assert await cache.forget(tmp_path, NOW) == 3
    assert kept(tmp_path) == young[:2]
    assert await cache.forget(tmp_path / "nowhere", NOW) == 0


async def test_one_hand_draws_and_the_loop_goes_on(tmp_path: Path) -> None:
    """While a hundred cards are drawn, other things get their turn many times."""
    faces = [replace(FACE, address=f"https://e.cn/{n}") for n in range(30)]
    drawing = asyncio.gather(*(cache.card(tmp_path, face) for face in faces))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert len(set(drawing.result())) == 30
    assert turns > 100
    assert sum(thread.name.startswith("cards") for thread in threading.enumerate()) == 1


async def test_who_waits_too_long_is_told_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PATIENCE", 0)
    with pytest.raises(SendError) as refused:
        await enclosure_of(tmp_path, Outgoing(face=FACE))
    assert not refused.value.permanent
    assert not refused.value.in_doubt
    monkeypatch.setattr(cache, "PATIENCE", 60)
    held = await enclosure_of(tmp_path, Outgoing(face=FACE))
    assert held
    assert (held.shown, held.name) == (True, "card.png")
    same = await enclosure_of(tmp_path, Outgoing(text="other words", face=FACE))
    assert same == held


async def test_a_mark_is_at_hand_and_a_card_without_it_is_not_kept(tmp_path: Path) -> None:
    path = await marks.at_hand(tmp_path, a_mark())
    assert await marks.at_hand(tmp_path, a_mark()) == path
    face = replace(FACE, mark=path)
    marked = await cache.card(tmp_path, face)
    for file in kept(tmp_path):
        file.unlink()
    (tmp_path / path).write_bytes(b"no picture")
    with capture_logs() as logs:
        bare = await cache.card(tmp_path, face)
    assert [entry["event"] for entry in logs] == ["a card goes without its mark"]
    assert bare == await cache.card(tmp_path, FACE)
    (tmp_path / path).write_bytes(a_mark())
    assert await cache.card(tmp_path, face) == marked
