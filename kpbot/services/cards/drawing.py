"""The picture of a card: topic, title, summary, code, source, from top to bottom; as high as its words need."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kpbot.domain.content import Topic
from kpbot.domain.messages import Face
from kpbot.services.cards.characters import drawable
from kpbot.services.cards.code import code
from kpbot.services.cards.lettering import Block, block, even, font, paragraphs
from kpbot.services.cards.marks import fitted
from kpbot.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image, ImageDraw

WIDTH, MARGIN = 1080, 76
BAND, FOOT = 144, 20  # strips of the topic's colour
SUMMARY_LINES, BODY_LINES = 2, 14
HINT, HINT_STEP = 38, 52
INK, SOFT, PAPER, LINE = "#1d2329", "#55606a", "#ffffff", "#dfe4e8"
# White words are read on all of them, and each is read on white (contrast of 4.5 and more).
COLOURS = {
    Topic.HEALTH: "#c0392f",
    Topic.FOOD_SAFETY: "#a85b0c",
    Topic.ENVIRONMENT: "#217a49",
    Topic.DISASTER: "#a03f6d",
    Topic.FARMING: "#66741a",
    Topic.EVERYDAY: "#2a66a8",
    Topic.SPACE: "#4a4fa3",
    Topic.WILDLIFE: "#1a747b",
}
_TITLES = ((72, 3), (60, 4))  # sizes that are tried, and how many lines of each
_NEARLY_WHITE = 253
_COLOURS_KEPT = 128  # with a mark in it too


@dataclass(frozen=True)
class _Plan:
    """What stands on the card, before it is known how high that is."""

    face: Face
    mark: Image.Image | None

    @property
    def inner(self) -> int:
        return WIDTH - 2 * MARGIN

    @property
    def colour(self) -> str:
        return COLOURS[Topic(self.face.topic)] if self.face.topic in COLOURS else SOFT

    @cached_property
    def title_size(self) -> int:
        fits = (size for size, most in _TITLES if self._title(size, most).whole)
        return next(fits, _TITLES[-1][0])

    @cached_property
    def title(self) -> Block:
        return self._title(self.title_size, dict(_TITLES)[self.title_size])

    def _title(self, size: int, most: int) -> Block:
        return even(drawable(self.face.title), font(size, bold=True), self.inner, most)

    @cached_property
    def code(self) -> Image.Image | None:
        return code(self.face.address) if self.face.address else None

    @cached_property
    def summary(self) -> Block:
        most = SUMMARY_LINES if self.face.address else BODY_LINES
        said = [line for one in self.face.summary.splitlines() if (line := drawable(one))]
        if self.face.address:
            said = [" ".join(said)]
        return paragraphs([] if said == [drawable(self.face.title)] else said, font(44), self.inner, most)

    @cached_property
    def beside(self) -> int:
        """Room for words beside the code."""
        return self.inner - (self.code.width + 44 if self.code else 0)

    @cached_property
    def source(self) -> Block:
        source = drawable(self.face.source)
        said = say(self.face.language, "edition-source", source=source) if source else ""
        return block(said, font(44, bold=True), self.beside, 2)

    @cached_property
    def hint(self) -> tuple[str, ...]:
        said = [say(self.face.language, text_id) for text_id in self._hints()]
        return tuple(line for one in said for line in block(one, font(HINT), self.beside, 2).lines)

    def _hints(self) -> Sequence[str]:
        if self.code:
            return ("card-scan", "card-counted") if self.face.counted else ("card-scan",)
        if self.face.address:
            return ("card-no-code",)
        return () if self.summary.whole else ("card-more",)

    @property
    def words_below(self) -> int:
        """How high the column beside the code is."""
        mark = self.mark.height + 20 if self.mark else 0
        gap = 20 if self.hint and self.source.lines else 0
        return mark + len(self.source.lines) * 60 + gap + len(self.hint) * HINT_STEP

    @property
    def below(self) -> int:
        return max(self.words_below, self.code.height if self.code else 0)


def draw(face: Face, mark: bytes = b"") -> bytes:
    """The card as a PNG, WIDTH pixels wide; `mark`: the operator's picture for the brand. Raises OSError and ValueError
    for a mark that is no picture."""
    from PIL import Image, ImageDraw

    plan = _Plan(replace(face, title=face.title or face.label), fitted(mark) if mark else None)
    step = round(plan.title_size * 1.36)
    words = len(plan.title.lines) * step + (28 + len(plan.summary.lines) * 68 if plan.summary.lines else 0)
    height = BAND + 58 + words + 40 + 42 + plan.below + 56 + FOOT
    card = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(card)
    _strips(pen, plan, height)
    y = _write(pen, plan.title.lines, BAND + 58, font(plan.title_size, bold=True), step, INK)
    if plan.summary.lines:
        y = _write(pen, plan.summary.lines, y + 28, font(44), 68, SOFT)
    y += 40
    pen.rectangle((MARGIN, y, WIDTH - MARGIN, y + 2), fill=LINE)
    _below(card, pen, plan, y + 42)
    return _png(card)


def _strips(pen: ImageDraw.ImageDraw, plan: _Plan, height: int) -> None:
    pen.rectangle((0, 0, WIDTH, BAND), fill=plan.colour)
    label = block(drawable(plan.face.label), font(52, bold=True), plan.inner, 1)
    for line in label.lines:
        pen.text((MARGIN, BAND // 2), line, font=font(52, bold=True), fill=PAPER, anchor="lm")
    pen.rectangle((0, height - FOOT, WIDTH, height), fill=plan.colour)


def _write(pen: ImageDraw.ImageDraw, lines: Sequence[str], y: int, face: object, step: int, ink: str) -> int:
    """Each line in the middle of its `step`; returns where the next would begin."""
    for line in lines:
        pen.text((MARGIN, y + step // 2), line, font=face, fill=ink, anchor="lm")  # type: ignore[arg-type]
        y += step
    return y


def _below(card: Image.Image, pen: ImageDraw.ImageDraw, plan: _Plan, y: int) -> None:
    if plan.code:
        card.paste(plan.code, (WIDTH - MARGIN - plan.code.width, y))
    if plan.mark:
        card.paste(plan.mark, (MARGIN, y))
    top = y + (plan.mark.height + 20 if plan.mark else 0)
    _write(pen, plan.source.lines, top, font(44, bold=True), 60, plan.colour)
    hint = y + plan.below - len(plan.hint) * HINT_STEP
    _write(pen, plan.hint, hint, font(HINT), HINT_STEP, SOFT)


def _png(card: Image.Image) -> bytes:
    """In few colours, which letters do not show, at a third of the size. Compressed quickly: the last tenth of the size
    would take ten times as long."""
    from PIL import Image

    kept = io.BytesIO()
    few = card.quantize(_COLOURS_KEPT, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # The nearest that the palette has to white is not quite white, beside the white of a chat.
    few.putpalette([255 if part >= _NEARLY_WHITE else part for part in few.getpalette() or ()])
    few.save(kept, "PNG", compress_level=6)
    return kept.getvalue()
