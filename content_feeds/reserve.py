"""The evergreen reserve: popular science that ships with kpbot, one TOML file an item in `reserve_items/`.

Only settled knowledge, no figure or claim in an authority's mouth. To add an item, copy a file and change it; its
name is its slug, and so the address of its page.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

from kpbot.domain.content import FoundItem, Source, Topic
from kpbot.ports import FeedError, Gathered, Validators

LANGUAGE = "zh-CN"
TITLE = (4, 22)  # characters, without white space
SUMMARY = (60, 110)
BODY = (250, 500)
ITEMS = files("content_feeds") / "reserve_items"
ILLUSTRATIONS = files("content_feeds") / "illustrations"  # <name>.svg, 640 x 360
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KINDS: Mapping[str, type] = {
    "slug": str,
    "title": str,
    "summary": str,
    "body": str,
    "topic": str,
    "season": list,
    "village": bool,
    "illustration": str,
}


class Reserve:
    """`gather` gives every item, ordered by slug, with neither link nor date; `unchanged` when the files are the
    same as at the last time. Raises FeedError `reserve-broken` (details `file`, `reason`)."""

    kind = "reserve"

    def __init__(self, items: Traversable = ITEMS) -> None:
        self._items = items

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        return await asyncio.to_thread(_gathered, self._items, validators)


def _gathered(items: Traversable, validators: Validators) -> Gathered:
    contents = _read(items)
    etag = _digest(contents)
    if etag == validators.etag:
        return Gathered(validators=validators, unchanged=True)
    return Gathered(tuple(_item(name, raw) for name, raw in contents), Validators(etag=etag))


def _read(items: Traversable) -> list[tuple[str, bytes]]:
    """Name and content of every file, in a fixed order; a reserve without any is broken, not empty."""
    try:
        contents = sorted((f.name, f.read_bytes()) for f in items.iterdir() if f.name.endswith(".toml"))
    except OSError as error:
        raise FeedError("reserve-broken", file=items.name, reason=str(error)) from error
    if not contents:
        raise FeedError("reserve-broken", file=items.name, reason="no items")
    return contents


def _digest(contents: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, raw in contents:
        digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def _item(name: str, raw: bytes) -> FoundItem:
    try:
        entry = tomllib.loads(raw.decode())
        _check(entry, name.removesuffix(".toml"))
    except ValueError as error:  # TOML, UTF-8 and our own rules alike
        raise FeedError("reserve-broken", file=name, reason=str(error)) from error
    return FoundItem(
        identity=entry["slug"],
        title=entry["title"],
        summary=entry["summary"],
        body=entry["body"].strip(),
        link="",
        topic=Topic(entry["topic"]),
        language=LANGUAGE,
        season=tuple(sorted(entry["season"])),
        village=entry["village"],
        slug=entry["slug"],
        illustration=entry["illustration"],
    )


def _check(entry: Mapping[str, object], stem: str) -> None:
    """Raises ValueError with the first rule that the entry breaks."""
    if missing := _KINDS.keys() - entry.keys():
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    if unknown := entry.keys() - _KINDS.keys():
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    for key, kind in _KINDS.items():
        if not isinstance(entry[key], kind):
            raise ValueError(f"{key}: must be {kind.__name__}")
    slug, title = str(entry["slug"]), str(entry["title"])
    if slug != stem or not _SLUG.fullmatch(slug):
        raise ValueError(f"slug: {slug!r} must be the file's name, in a-z, 0-9 and single hyphens")
    for key, bounds in (("title", TITLE), ("summary", SUMMARY), ("body", BODY)):
        _check_length(key, str(entry[key]), *bounds)
    if re.search(r"[!！\n]", title) or "\n" in str(entry["summary"]):
        raise ValueError("title, summary: one line each, the title without an exclamation mark")
    if entry["topic"] not in set(Topic):
        raise ValueError(f"topic: {entry['topic']!r} is none of {', '.join(Topic)}")
    _check_season(entry["season"])
    picture = str(entry["illustration"])
    if not _SLUG.fullmatch(picture) or not (ILLUSTRATIONS / f"{picture}.svg").is_file():
        raise ValueError(f"illustration: there is no {picture!r}")


def _check_length(key: str, text: str, least: int, most: int) -> None:
    length = len("".join(text.split()))
    if not least <= length <= most:
        raise ValueError(f"{key}: {length} characters, must be {least} to {most}")


def _check_season(season: object) -> None:
    months = season if isinstance(season, list) else []
    if len(set(map(str, months))) != len(months) or any(
        type(month) is not int or not 1 <= month <= 12 for month in months
    ):
        raise ValueError("season: months from 1 to 12, each once")
