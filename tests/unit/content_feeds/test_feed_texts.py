from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import content_feeds
from kpbot.domain.content import Source, Topic, Trust
from kpbot.texts import LANGUAGES, has, say

CODE = re.compile(r'FeedError\(\s*((?:"[a-z-]+"|[^",()]|\([^()]*\))+)')
SOURCES = sorted(Path(content_feeds.__file__).parent.glob("*.py"))
# Every detail that the raising code may give; a text that needs another one fails below.
DETAILS: dict[str, dict[str, str | int]] = {
    "bad-address": {"address": "feed"},
    "forbidden": {"host": "a.example", "status": 403},
    "busy": {"host": "a.example", "status": 503},
    "server": {"host": "a.example", "status": 500},
    "status": {"host": "a.example", "status": 400},
    "timeout": {"host": "a.example", "seconds": 20},
    "redirects": {"host": "a.example", "hops": 6},
    "too-big": {"host": "a.example", "megabytes": 15},
    "unsupported": {"found": "<svg>"},
    "too-complex": {"most": 300000},
    "page-not-html": {"found": "application/pdf"},
    "html-with-feed": {"address": "https://a.example/rss"},
    "no-file": {"path": "x.xml"},
    "reserve-broken": {"file": "x.toml", "reason": "title"},
}
PLAIN: dict[str, dict[str, str | int]] = {
    "page-empty": {},
    "page-too-heavy": {},
    "html": {},
    "malformed": {},
    "entities": {},
}


def codes() -> set[str]:
    """Every code that the feeds raise, read from their source."""
    calls = (match[1] for path in SOURCES for match in CODE.finditer(path.read_text("utf-8")))
    return {code for call in calls for code in re.findall(r'"([a-z-]+)"', call)}


def test_the_codes_are_found() -> None:
    assert {"dns", "tls", "refused", "server", "status", "html"} <= codes()
    assert codes() >= DETAILS.keys() | PLAIN.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(codes()))
def test_every_refusal_is_said_in_words(code: str, language: str) -> None:
    details = DETAILS.get(code, PLAIN.get(code, {"host": "a.example"}))
    text = say(language, f"feed-error-{code}", **details)
    assert all(str(value) in text for value in details.values())


@pytest.mark.parametrize("code", ["empty", "no-link", "bad-link", "duplicate", "broken", "older"])
def test_every_skipped_entry_has_its_reason(code: str) -> None:
    assert has(f"feed-skip-{code}")


def test_the_shipped_declarations_call_nobody() -> None:
    path = Path(__file__).parents[3] / "config" / "feeds.toml"
    declared = tomllib.loads(path.read_text("utf-8"))["sources"]
    assert [key for key, entry in declared.items() if entry["enabled"]] == ["reserve"]
    for key, entry in declared.items():
        assert entry.keys() <= set(Source.__slots__)
        assert entry["kind"] in {"reserve", "syndication"}, key
        assert Trust(entry.get("trust", "review"))
        assert "topic" not in entry or Topic(entry["topic"])
