"""What the database says about itself, and the words of a driver that refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.storage.database import Database
from kpbot.storage.health import DatabaseHealth, look, refusal
from kpbot.storage.outage import reason


async def test_an_empty_outbox(database: Database, clock: MovableClock) -> None:
    assert await look(database, clock.now()) == DatabaseHealth(True, waiting={"due": 0, "sending": 0, "waiting": 0})
    assert await refusal(database) == ""


@pytest.mark.parametrize(("old", "new"), [("/t", "/nothere_t"), ("postgresql://postgres", "postgresql://nobody")])
async def test_a_server_that_refuses_says_why(postgres: str, clock: MovableClock, old: str, new: str) -> None:
    refusing = Database(postgres.replace(old, new, 1))
    said = await refusal(refusing)
    assert "does not exist" in said
    assert "\n" not in said
    assert "sqlalchemy" not in said
    assert await look(refusing, clock.now()) == DatabaseHealth(False)
    await refusing.close()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "k.db").write_bytes(b"this is not a database, " * 100)
    broken = Database(f"sqlite:///{tmp_path}/k.db")
    assert await refusal(broken) == "file is not a database"
    await broken.close()


def test_reason_of_an_error_without_words() -> None:
    assert reason(TimeoutError()) == "TimeoutError"
