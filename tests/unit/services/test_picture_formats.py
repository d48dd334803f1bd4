"""Pictures as platforms take them."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from kpbot.services.picture_formats import as_jpeg_or_png

MOST = 300_000


def drawn(kind: str, side: int) -> bytes:
    content = io.BytesIO()
    noise = random.Random(side).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(content, kind)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_what_fits_stays_as_it_is(kind: str) -> None:
    content = drawn(kind, 100)
    assert await as_jpeg_or_png(content, MOST) == content


@pytest.mark.parametrize(("kind", "side"), [("WEBP", 100), ("PNG", 800), ("JPEG", 900), ("PNG", 1100)])
async def test_anything_else_is_made_a_jpeg_that_fits(kind: str, side: int) -> None:
    made = await as_jpeg_or_png(drawn(kind, side), MOST * 2)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.format == "JPEG"
        assert picture.width == picture.height
    assert len(made) <= MOST * 2


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"x" * MOST, drawn("BMP", 50)])
async def test_of_what_is_none_none_is_made(content: bytes) -> None:
    assert await as_jpeg_or_png(content, MOST) == b""


async def test_there_is_an_end_to_making_it_smaller() -> None:
    assert await as_jpeg_or_png(drawn("PNG", 900), 1000) == b""
