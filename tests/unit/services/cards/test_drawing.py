"""Whatever an item says, its card is crisp, small and complete: nothing is clipped, and the code can be read."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kpbot.domain.content import Topic
from kpbot.domain.messages import Face
from kpbot.services.cards.drawing import BAND, COLOURS, FOOT, MARGIN, WIDTH, draw
from kpbot.services.cards.marks import HIGHEST, WIDEST, fitted
from tests.fakes.qr import read

MOST = 300_000  # bytes
SIMPLE = Face(
    "冬季烧炕取暖，防煤烟中毒记住三件事",
    "烟道先通一通，炉盖别盖严，屋里装个报警器。头晕恶心先开窗，再离开，再打120。",
    "disaster-prevention",
    "防灾减灾",
    "科普储备",
    "https://kp.example.cn/i/coal-stove-safety",
    language="zh-CN",
)
WORDS = st.text(max_size=300) | st.text("冬季烧炕取暖，防煤烟中毒。！aB9 ", max_size=600)


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as card:
        assert card.format == "PNG"
        return card.convert("RGB")


def code_of(card: Image.Image) -> Image.Image:
    """What is pure black and reaches the right margin: letters are never black."""
    black = card.convert("L").point([255] + [0] * 255)
    box = black.getbbox()
    assert box
    return card.crop(box).convert("L").point([0] * 128 + [255] * 128)


def colours(card: Image.Image) -> set[tuple[int, int, int]]:
    return {pixel for _, pixel in card.getcolors(1 << 24) or ()}  # type: ignore[misc]


def a_mark(size: tuple[int, int] = (600, 200), form: str = "PNG") -> bytes:
    held = io.BytesIO()
    mark = Image.new("RGBA", size, (255, 255, 255, 0))
    ImageDraw.Draw(mark).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=(0, 90, 200, 255))
    (mark.convert("RGB") if form == "JPEG" else mark).save(held, form)
    return held.getvalue()


def clear_edges(card: Image.Image) -> bool:
    """Between the strips nothing comes near the sides."""
    middle = card.crop((0, BAND + 1, WIDTH, card.height - FOOT - 1)).convert("L").point([255] * 255 + [0])
    box = middle.getbbox()
    return box is not None and box[0] >= MARGIN - 6 and box[2] <= WIDTH - MARGIN + 6


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, st.sampled_from([*Topic]), st.text(max_size=60), st.booleans(), st.booleans())
def test_any_words_make_a_card(
    title: str, summary: str, topic: str, source: str, has_code: bool, counted: bool
) -> None:
    address = SIMPLE.address if has_code else ""
    content = draw(Face(title, summary, topic, "卫生健康", source, address, counted, language="zh-CN"))
    assert len(content) < MOST
    card = opened(content)
    assert card.width == WIDTH
    assert clear_edges(card)
    if has_code:
        assert read(code_of(card)) == SIMPLE.address


def test_the_largest_card_is_small_enough() -> None:
    """Dense characters, full lines, a mark and the longest code."""
    dense = "龘䶮鬣鼹蠹矗躞麟" * 80
    face = replace(SIMPLE, title=dense, summary=dense, source=dense, address="https://e.cn/" + "x" * 780, counted=True)
    assert len(draw(face, a_mark())) < MOST / 2
    assert len(draw(replace(face, address=""), a_mark())) < MOST / 2


@pytest.mark.parametrize("topic", Topic)
def test_each_topic_has_its_colour_and_words_are_read_on_it(topic: Topic) -> None:
    colour = tuple(bytes.fromhex(COLOURS[topic].removeprefix("#")))
    assert opened(draw(replace(SIMPLE, topic=topic))).getpixel((WIDTH - 5, 5)) == colour
    assert len(set(COLOURS.values())) == len(COLOURS) == len(Topic)
    assert _contrast(colour) >= 4.5


def _contrast(colour: tuple[int, ...]) -> float:
    """To white, as WCAG reckons it."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)


def test_paper_is_white_and_the_code_black() -> None:
    found = colours(opened(draw(SIMPLE)))
    assert (255, 255, 255) in found
    assert (0, 0, 0) in found
    assert not {(254, 254, 254), (254, 255, 255), (255, 255, 254)} & found


@pytest.mark.parametrize("size", [(600, 200), (200, 600), (3000, 20), (2, 2), (96, 96)])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_mark_keeps_its_shape_and_its_place(size: tuple[int, int], form: str) -> None:
    mark = fitted(a_mark(size, form))
    assert (mark.width <= WIDEST, mark.height <= HIGHEST) == (True, True)
    with_mark, without = opened(draw(SIMPLE, a_mark(size, form))), opened(draw(SIMPLE))
    assert with_mark.tobytes() != without.tobytes()
    assert read(code_of(with_mark)) == SIMPLE.address


@pytest.mark.parametrize("wrong", [b"no picture", a_mark()[:40], b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_no_mark(wrong: bytes) -> None:
    with pytest.raises((OSError, ValueError)):
        draw(SIMPLE, wrong)


def test_a_card_without_a_code_has_more_of_the_text() -> None:
    long = replace(SIMPLE, summary="走上几里路，看它的方向几乎不变。" * 30)
    assert opened(draw(replace(long, address=""))).height > opened(draw(long)).height + 300


def test_a_card_speaks_its_readers_language() -> None:
    assert draw(SIMPLE) != draw(replace(SIMPLE, language="en"))
    assert draw(SIMPLE) != draw(replace(SIMPLE, counted=True))
