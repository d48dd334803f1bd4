"""As what pictures and files go to WeCom."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kpbot.platforms.wecom.fitting import FILE, IMAGE, fitting
from kpbot.ports import SendError
from kpbot.services.enclosed import Enclosure


def picture(format: str, side: int = 40, *, noise: int = 90) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((side, side), noise).convert("RGB").save(made, format)
    return made.getvalue()


async def tried(content: bytes, *, shown: bool, most: int = 100_000) -> tuple[str, str, bytes]:
    return await fitting(Enclosure(content, "held.bin", shown, "digest"), 50_000, 6, most)


@pytest.mark.parametrize(("format", "name"), [("PNG", "picture.png"), ("JPEG", "picture.jpg")])
async def test_a_picture_that_is_taken_goes_as_it_is(format: str, name: str) -> None:
    content = picture(format)
    assert await tried(content, shown=True) == (IMAGE, name, content)


@pytest.mark.parametrize("content", [picture("WEBP"), picture("PNG", 500, noise=4)], ids=["format", "size"])
async def test_one_that_is_not_taken_is_made_to_fit(content: bytes) -> None:
    kind, name, made = await tried(content, shown=True)
    assert (kind, name) == (IMAGE, "picture.jpg")
    assert made.startswith(b"\xff\xd8\xff")
    assert len(made) <= 50_000


async def test_what_is_no_picture_and_what_is_not_shown_goes_as_a_file() -> None:
    assert await tried(b"no picture", shown=True) == (FILE, "held.bin", b"no picture")
    content = picture("PNG")
    assert await tried(content, shown=False) == (FILE, "held.bin", content)


@pytest.mark.parametrize("size", [5, 100_001])
async def test_a_file_that_is_not_taken_is_refused_for_good(size: int) -> None:
    with pytest.raises(SendError) as refused:
        await tried(b"x" * size, shown=False)
    assert refused.value.permanent
