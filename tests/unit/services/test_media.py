"""What of a sent picture is kept, and what is not taken for one."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kpbot.services import media
from kpbot.services.picture import LONGEST_SIDE, MOST_BYTES, PictureRefused, as_kept

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
RED, BLUE = (200, 20, 20), (20, 20, 200)


def sent(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size).save(content, kind, **options)
    return content.getvalue()


def kept(content: bytes) -> Image.Image:
    """What is kept of it, as a picture."""
    return opened(as_kept(content))


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_three_formats_become_jpeg(kind: str, mode: str) -> None:
    picture = kept(sent(kind, mode=mode))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (60, 40))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK")],
)
def test_other_kinds_of_colour_too(kind: str, mode: str) -> None:
    assert kept(sent(kind, mode=mode)).mode == "RGB"


def test_what_was_transparent_is_white() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(content, "PNG")
    assert kept(content.getvalue()).getpixel((4, 4)) == (255, 255, 255)


def with_remarks() -> bytes:
    """A picture that says where it was taken, by what, and more; red on the left, blue on the right, lying."""
    exif = Image.Exif()
    exif[MAKER] = "SECRET-MAKER"
    exif[ORIENTATION] = 6  # to be turned clockwise
    exif.get_ifd(GPS)[2] = (41.0, 7.0, 30.0)
    picture = Image.new("RGB", (80, 40), RED)
    picture.paste(BLUE, (40, 0, 80, 40))
    content = io.BytesIO()
    picture.save(content, "JPEG", exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE", quality=95)
    return content.getvalue()


def test_it_is_turned_upright_and_says_nothing_more() -> None:
    before = with_remarks()
    assert b"SECRET-MAKER" in before
    after = as_kept(before)
    assert b"SECRET" not in after
    assert b"Exif" not in after
    picture = opened(after)
    assert picture.size == (40, 80)
    assert not picture.getexif()
    top, bottom = picture.getpixel((20, 10)), picture.getpixel((20, 70))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_nor_do_other_formats(kind: str) -> None:
    exif = Image.Exif()
    exif[MAKER] = "SECRET-MAKER"
    assert b"SECRET" not in as_kept(sent(kind, exif=exif))


def test_large_ones_are_made_smaller() -> None:
    assert kept(sent(size=(4000, 3000))).size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "type"),
        (b"hello", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"<html><script>1</script></html>", "type"),
        (sent("GIF"), "type"),
        (sent("BMP"), "type"),
        (sent("TIFF"), "type"),
        (bytes(MOST_BYTES + 1), "size"),
        (bomb(8_000, 7_000), "pixels"),
        (bomb(30_000, 30_000), "pixels"),
        (bomb(2_000_000_000, 2_000_000_000), "pixels"),
        (bomb(100, 100), "broken"),
        (sent()[:200], "broken"),
        (sent("PNG")[:60], "broken"),
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        as_kept(content)
    assert refused.value.reason == reason


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 2**32), st.integers(1, 40))
def test_damaged_pictures_are_kept_or_refused(kind: str, seed: int, damage: int) -> None:
    """Whatever is wrong inside, nothing else than a refusal comes out."""
    chance = random.Random(seed)
    content = bytearray(sent(kind, (30, 20)))
    for _ in range(damage):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        after = as_kept(bytes(content))
    except PictureRefused:
        return
    assert opened(after).format == "JPEG"


def test_a_file_is_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "photos" / "2026" / "7.jpg"
    media.write_file(path, b"first")
    path.with_suffix(".part").write_bytes(b"left by a crash, and longer")
    media.write_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert [found.name for found in path.parent.iterdir()] == ["7.jpg"]
