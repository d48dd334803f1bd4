"""Anybody in a group can send made-up data for any button: it must not change a message that others need."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.fakes.stage import Stage

PRIVATE_ONLY = (
    "leave:no",
    "leave:yes:1",
    "join:no",
    "away:end",
    "away:3",
    "me:show",
    "me:item:2026-11-23:1",
    "bind:keep",
)


@pytest.mark.parametrize("data", PRIVATE_ONLY)
@pytest.mark.parametrize("who", ["李", "路人"])
async def test_what_belongs_into_the_private_chat_changes_nothing_in_a_group(stage: Stage, who: str, data: str) -> None:
    await stage.stock()
    await stage.push(datetime(2026, 11, 23, 1, 10, tzinfo=UTC))
    heard = await stage.forge(who, "officers", data, message="sent:push")
    assert [one.outgoing.edits for one in heard] == [""]
    assert all(one.outgoing.toast for one in heard) or data == "bind:keep"


async def test_a_destination_chosen_in_a_group_leaves_the_push_alone(stage: Stage) -> None:
    heard = await stage.forge("李", "officers", "to:weibo", message="sent:push")
    assert [(one.outgoing.edits, bool(one.outgoing.toast)) for one in heard] == [("", True)]
    assert "微博" in heard[0].text


@pytest.mark.parametrize("data", ["up:done:s" + "9" * 30, "up:hold:s²:1", f"up:snooze:{2**63}"])
async def test_numbers_no_record_has(stage: Stage, data: str) -> None:
    heard = await stage.forge("李", "officers", data)
    assert "过期" in heard[0].text
