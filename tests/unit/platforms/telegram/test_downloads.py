"""Pictures and files by their file id."""

from __future__ import annotations

import pytest

from kpbot.ports import SendError
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import RESET, flood, status


async def refused(rig: Rig, ref: str) -> SendError:
    with pytest.raises(SendError) as error:
        await rig.telegram.fetch(ref)
    assert rig.api.token not in str(error.value)
    return error.value


async def test_a_picture_is_fetched(rig: Rig) -> None:
    rig.api.world.files["AgAD"] = b"\xff\xd8\xff" + b"x" * 300_000
    assert await rig.telegram.fetch("AgAD") == rig.api.world.files["AgAD"]


@pytest.mark.parametrize("ref", ["nobody", "../../etc/passwd", ""])
async def test_an_unknown_one_is_refused_for_good(rig: Rig, ref: str) -> None:
    assert (await refused(rig, ref)).permanent


async def test_one_too_big_is_refused_for_good(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.api.world.files["big"] = b"x" * 20_000_001
    assert (await refused(rig, "big")).permanent
    monkeypatch.setattr("tests.fakes.bot_api.methods.FILE", 10**9)
    assert (await refused(rig, "big")).permanent, "also where the server would give it"


async def test_one_that_grows_while_it_comes_is_not_read_to_the_end(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.api.world.files["f"] = b"small"
    monkeypatch.setattr("kpbot.platforms.telegram.downloads.FILE_BYTES", 10)
    file = await rig.telegram._api.get_file("f")
    rig.api.world.files["f"] = b"x" * 5_000_000
    with pytest.raises(SendError, match="too big"):
        await rig.telegram._downloads._download(file.file_path or "")


async def test_what_may_pass_is_no_reason_to_give_up(rig: Rig) -> None:
    rig.api.world.files["f"] = b"x"
    rig.api.faults["getFile"] = [flood(9), status(502), RESET]
    assert (await refused(rig, "f")).retry_after == 9
    assert not (await refused(rig, "f")).permanent
    assert not (await refused(rig, "f")).permanent
    assert await rig.telegram.fetch("f") == b"x"


async def test_a_file_that_is_gone_meanwhile_can_be_asked_for_again(rig: Rig) -> None:
    rig.api.world.files["f"] = b"x"
    file = await rig.telegram._api.get_file("f")
    rig.api.world.files.clear()
    with pytest.raises(SendError) as error:
        await rig.telegram._downloads._download(file.file_path or "")
    assert not error.value.permanent
