"""Pictures and files: fetched, decrypted, and never broken."""

from __future__ import annotations

import base64
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.platforms.wecom.bot.downloads import decrypted, key_of
from kpbot.platforms.wecom.bot.limits import FILE_BYTES
from kpbot.ports import SendError
from tests.fakes.wecom.bot_harness import GROUP, LI, Harness
from tests.fakes.wecom.bot_wire import encrypted

PICTURE = b"\x89PNG\r\n\x1a\n" + os.urandom(5000)


def reference(address: str, key: str, kind: str = "image") -> str:
    return json.dumps({"kind": kind, "url": address, "key": key})


@given(st.binary(max_size=200))
def test_what_was_encrypted_is_decrypted(content: bytes) -> None:
    kept, key = encrypted(content)
    assert len(kept) % 32 == 0
    assert decrypted(kept, key_of(key)) == content
    assert key_of(key.rstrip("=")) == key_of(key)


async def test_a_picture_that_somebody_sent_is_fetched(harness: Harness) -> None:
    items = [{"msgtype": "image", "image": harness.server.image(PICTURE)}]
    async with harness.running():
        await harness.server.tell(harness.server.message(LI, GROUP, "mixed", {"msg_item": items}))
        (found,) = await harness.heard(1)
    assert await harness.bot.fetch(found.photos[0].ref) == PICTURE


async def test_a_wrong_key_never_gives_a_broken_picture(harness: Harness) -> None:
    """The padding of one in 256 wrong keys looks right: then it is no picture."""
    address = harness.server.image(PICTURE)["url"]
    reasons = set()
    for _ in range(600):
        with pytest.raises(SendError) as refused:
            await harness.bot.fetch(reference(address, base64.b64encode(os.urandom(32)).decode()))
        assert refused.value.permanent
        reasons.add(refused.value.reason)
    assert "the key of a file does not fit" in reasons


async def test_what_decrypts_to_no_picture_is_refused_but_for_files(harness: Harness) -> None:
    sheet = harness.server.image("地区,单位\n".encode())
    with pytest.raises(SendError, match="no picture") as refused:
        await harness.bot.fetch(reference(sheet["url"], sheet["aeskey"]))
    assert refused.value.permanent
    assert await harness.bot.fetch(reference(sheet["url"], sheet["aeskey"], "file")) == "地区,单位\n".encode()


@pytest.mark.parametrize("kept", [b"", b"x", b"x" * 33, b"x" * 31])
async def test_a_length_that_no_encrypted_file_has_is_refused(harness: Harness, kept: bytes) -> None:
    with pytest.raises(SendError) as refused:
        await harness.bot.fetch(reference(harness.server.put(kept), base64.b64encode(b"k" * 32).decode()))
    assert refused.value.permanent


async def test_an_address_that_has_run_out_is_refused_for_good_without_being_told(harness: Harness) -> None:
    address = harness.server.image(PICTURE)["url"].replace("/files/", "/files/gone")
    with pytest.raises(SendError) as refused:
        await harness.bot.fetch(reference(address, base64.b64encode(b"k" * 32).decode()))
    assert refused.value.permanent
    assert "gone" not in refused.value.reason


async def test_too_much_is_not_read_to_its_end(harness: Harness) -> None:
    address = harness.server.put(bytes(FILE_BYTES + 64))
    with pytest.raises(SendError, match="bytes") as refused:
        await harness.bot.fetch(reference(address, base64.b64encode(b"k" * 32).decode()))
    assert refused.value.permanent


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "f" * 32,
        "\x00",
        "[]",
        "5",
        "null",
        '{"kind": "image"}',
        reference("file:///etc/passwd", base64.b64encode(b"k" * 32).decode()),
        reference("https://example.org/x", "short"),
        reference("https://example.org/x", "中文"),
        reference("https://example.org/x", base64.b64encode(b"k" * 31).decode()),
    ],
)
async def test_what_is_no_reference_is_refused_for_good(harness: Harness, ref: str) -> None:
    with pytest.raises(SendError) as refused:
        await harness.bot.fetch(ref)
    assert refused.value.permanent


async def test_a_server_that_is_away_may_be_asked_again(harness: Harness) -> None:
    address = harness.server.image(PICTURE)["url"]
    await harness.server.close()
    with pytest.raises(SendError) as refused:
        await harness.bot.fetch(reference(address, base64.b64encode(b"k" * 32).decode()))
    assert not refused.value.permanent
