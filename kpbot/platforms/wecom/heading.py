"""The title of a card whose message has none: its first line, or its first sentence, if that is short enough."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]")


def headed(words: str, most: int) -> tuple[str, str]:
    """(title, the words below it), of up to `most` characters the one; no title where the words begin at length."""
    first, _, rest = words.partition("\n")
    if len(first) <= most:
        return first, rest
    sentence = _SENTENCE.match(words)
    if sentence and len(sentence[0]) <= most:
        return sentence[0], words[sentence.end() :].lstrip()
    return "", words
