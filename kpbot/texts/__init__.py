"""What the bot says, in Project Fluent: `say(language, id, **values)`. A missing text is an error, never a
silent fallback to another language."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LANGUAGES = ("zh-CN", "en")
DEFAULT = "zh-CN"
REMEMBERED = 500  # characters; texts with longer values in them are not said twice

Value = str | int | float


class TextError(Exception):
    """A text is missing or was given the wrong values: a fault in the program, not in its use."""


@cache
def _bundle(language: str) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource

    # Isolation marks would show up as boxes in copied text on old phones.
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def say(language: str, text_id: str, **values: Value) -> str:
    """The text `text_id` in `language`; raises TextError if it is missing or a value does not fit."""
    format_text = _formatted if _all_short(values) else _formatted.__wrapped__
    return format_text(language, text_id, tuple(values.items()))


def _all_short(values: dict[str, Value]) -> bool:
    return not any(isinstance(value, str) and len(value) > REMEMBERED for value in values.values())


# The same few answers are given to thousands of officers within minutes of a push.
@lru_cache(maxsize=4096, typed=True)
def _formatted(language: str, text_id: str, values: tuple[tuple[str, Value], ...]) -> str:
    bundle = _bundle(language)
    if not bundle.has_message(text_id):
        raise TextError(f"no text {text_id!r} in {language!r}")
    pattern = bundle.get_message(text_id).value
    if pattern is None:
        raise TextError(f"{language}: {text_id} has no value")
    text, errors = bundle.format_pattern(pattern, {name: _ungrouped(value) for name, value in values})
    if errors:
        raise TextError(f"{language}: {text_id}: {errors[0]}")
    return str(text)


def has(text_id: str) -> bool:
    """Whether the text exists (in the first language; a test holds the languages equal)."""
    return bool(_bundle(DEFAULT).has_message(text_id))


def language_or_default(code: str) -> str:
    """The supported language nearest to a platform's language code."""
    if code.lower().startswith("en"):
        return "en"
    return DEFAULT


def _ungrouped(value: Value) -> object:
    """Numbers as people here write them: 12345, not 12,345; still numbers, so that plurals work."""
    from fluent.runtime.types import FluentType, fluent_number

    if isinstance(value, str):
        # Fluent refuses strings of more than 2500 characters, against placeables that grow; ours are no patterns.
        return type("Long", (FluentType,), {"format": lambda _self, _locale: value})() if len(value) > 2000 else value
    return fluent_number(value, useGrouping=False)
