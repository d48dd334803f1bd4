"""HTML and odd characters to plain text that can be shown anywhere, and the first sentences of it."""

from __future__ import annotations

import html
import re
import unicodedata

from content_feeds.stripping import has_tags, stripped

MOST_HTML = 60_000  # characters looked at
MOST_BODY = 20_000
MOST_TITLE = 200
MOST_SUMMARY = 110
"""Chinese characters; Latin letters count half."""

# Order-changing marks can make a name or number read as another; the rest are invisible and spoil comparisons.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\s*\n\s*")
# A sentence ends at 。！？… with what closes after it, or at a Western stop before a blank.
_SENTENCE_END = re.compile(
    r"(?:[。！？!?…]+|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s+[A-Z]|$))[”’』」）)】》\"']*"
)
_CLAUSE_END = re.compile(r"[，；、：,;:]|\s")
_TRAILING = re.compile(r"[\s，；、：,;:（(《“‘\"'\-—–]+$")


def plain_text(markup: str) -> str:
    """The text of an HTML fragment: one line per block, no tags, no scripts, entities resolved, `clean`ed."""
    markup = markup[:MOST_HTML]
    bare = stripped(markup)
    text = html.unescape(bare)
    if bare == markup and has_tags(text):  # escaped once too often
        text = html.unescape(stripped(text))
    return clean(text)[:MOST_BODY]


def clean(text: str) -> str:
    """Plain text without control, order-changing and invisible characters; blanks squeezed, lines trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n")
    text = _INVISIBLE.sub("", text)
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", text)).strip()


def one_line(text: str, most: int = MOST_TITLE) -> str:
    """`clean` text on one line, at most `most` characters, marked with … where cut."""
    line = clean(text).replace("\n", " ")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def first_sentences(text: str, most: int = MOST_SUMMARY) -> str:
    """As many whole sentences from the start of `text` as fit `most` Chinese characters (two Latin letters count as
    one). Where not even the first fits, it is cut at a clause and marked with …; "" for a text without words."""
    lines = [line for line in clean(text).split("\n") if any(map(str.isalnum, line))]
    paragraph = next((line for line in lines if _SENTENCE_END.search(line)), lines[0] if lines else "")
    fits = _fitting(paragraph, most * 2)
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph) if match.end() <= fits]
    if ends:
        return paragraph[: ends[-1]].strip()
    if fits == len(paragraph):
        return _TRAILING.sub("", paragraph)
    clauses = [match.start() for match in _CLAUSE_END.finditer(paragraph, 0, fits) if match.start() > fits // 3]
    cut = clauses[-1] if clauses else fits - 1
    return _TRAILING.sub("", paragraph[:cut]) + "…"


def _fitting(text: str, columns: int) -> int:
    """How many characters of `text` fit `columns`, wide ones taking two."""
    for at, character in enumerate(text):
        columns -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns < 0:
            return at
    return len(text)
