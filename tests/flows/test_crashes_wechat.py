"""kill -9 before every step of an official account: of the answer in the response, its mark, and what waited for a
word. WeChat may come again, or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import outbox as owing
from kpbot.storage import people, tables
from kpbot.storage.answering import LEASE
from kpbot.storage.database import insert_new
from kpbot.storage.outbox import Owed, Priority, State
from tests.fakes.crashing_wechat import PERSON
from tests.fakes.stage import Stage
from tests.flows.test_crashes import Lives, Zygote

PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
SAID = {"6054768590064713728": "已分享 1"}
WAITED = ("催办", "今日三条")  # a reminder and a push
SOON = timedelta(seconds=5)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote("tests.fakes.crashing_wechat")
    yield zygote
    zygote.close()


@pytest.fixture
async def lives(stage: Stage, database_url: str, tmp_path: Path, zygote: Zygote) -> Lives:
    folder = tmp_path / "life"
    folder.mkdir()
    await stage.stock()
    await stage.prepare(PUSH - timedelta(days=3, hours=17, minutes=30))
    async with stage.database.write() as db:
        await people.add_account(db, "wechat", PERSON, stage.persons["李"], PERSON)
    await stage.push(PUSH)
    return Lives(stage, database_url, folder, zygote)


@pytest.fixture
async def pushed(lives: Lives) -> list[dict[str, Any]]:
    """The day's pushes, which are wiped away with all else."""
    return [dict(row._mapping) for row in await lives.rows("pushes", *tables.pushes.c.keys())]


async def begin(lives: Lives, pushed: list[dict[str, Any]]) -> None:
    """Two messages that wait until the person writes."""
    chat, lasts = Chat("wechat", PERSON, private=True), PUSH + timedelta(hours=12)
    owed = [
        Owed(text, chat, Outgoing(text=text), priority, PUSH, lasts)
        for text, priority in zip(WAITED, (Priority.NOTICE, Priority.PUSH), strict=True)
    ]
    async with lives.stage.database.write() as db:
        await insert_new(db, tables.pushes, pushed)
        await owing.owe(db, owed)
        await db.execute(tables.outbox.update().values(state=State.WAITING))


def arrived(lives: Lives) -> list[list[str]]:
    """How, in which turn, what: one by one."""
    seen = lives.folder / "arrived"
    return [line.split(maxsplit=2) for line in seen.read_text().splitlines()] if seen.exists() else []


async def answer_state(lives: Lives) -> str:
    rows = await lives.rows("outbox", "key", "state")
    return next((row.state for row in rows if row.key.startswith("reply:")), "")


async def nothing_lost_nothing_twice(lives: Lives, number: int, given: bool, marked: bool) -> None:
    """`given`: in the life that was killed the person saw the answer; `marked`: and that was known."""
    assert len(await lives.rows("shares", "post_id")) == 1, (number, arrived(lives))
    assert len(await lives.rows("evidence", "kind")) == 1, number
    seen = arrived(lives)
    answers = [how for how, _, text in seen if text not in WAITED]
    assert len(answers) == (2 if given and not marked else 1), (number, seen)
    doubted = {row.key: row.doubted for row in await lives.rows("outbox", "key", "doubted")}
    for text in WAITED:
        times = len([one for _, _, one in seen if one == text])
        assert 1 <= times <= (2 if doubted[text] else 1), (number, text, seen)
    turns = [turn for how, turn, _ in seen if how == "sent"]
    assert len(turns) == len(set(turns)), (number, turns)


async def test_wechat_comes_again(lives: Lives, pushed: list[dict[str, Any]]) -> None:
    outcomes = set()
    async for number in lives.crashes("wechat", PUSH, lambda: begin(lives, pushed), messages=SAID):
        given = any(how == "inline" for how, _, _ in arrived(lives))
        marked = await answer_state(lives) == State.SENT
        outcomes.add((given, marked))
        for later in (SOON, timedelta(minutes=2)):
            lives.run("wechat", PUSH + later, messages=SAID)
        await nothing_lost_nothing_twice(lives, number, given, marked)
        if not given:
            assert arrived(lives)[0][0] == "inline", (number, "the attempt that comes again is answered")
    assert outcomes == {(False, False), (True, False), (True, True)}


async def test_wechat_does_not_come_again(lives: Lives, pushed: list[dict[str, Any]]) -> None:
    lost = 0
    async for number in lives.crashes("wechat", PUSH, lambda: begin(lives, pushed), messages=SAID):
        given, taken = bool(arrived(lives)), bool(await lives.rows("inbox", "key"))
        marked = await answer_state(lives) == State.SENT
        lives.run("wechat", PUSH + LEASE + SOON)
        if not taken:  # nothing was confirmed: the person is told that it did not work
            assert not (lives.folder / "confirmed").exists(), number
            assert arrived(lives) == [], number
            lost += 1
            continue
        assert any(text not in WAITED for _, _, text in arrived(lives)), (number, "answered in half a minute")
        lives.run("wechat", PUSH + timedelta(minutes=2))
        await nothing_lost_nothing_twice(lives, number, given, marked)
    assert lost
