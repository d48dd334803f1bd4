"""What the operator declares about content: sources, keywords, word list, calendar (the files in config/)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpbot.domain.content import Source, Topic, Trust
from kpbot.domain.gate import Words, read_words
from kpbot.domain.season import NationalDay, read_calendar
from kpbot.domain.topics import read_keywords

_SOURCE_KEYS = frozenset(Source.__slots__) - {"key", "reserve"}


class CatalogError(ValueError):
    """A file in the config folder cannot be used; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Sources by key, keywords by topic, the word list, and the national days."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    keywords: Mapping[Topic, tuple[str, ...]] = field(default_factory=dict)
    words: Words = field(default_factory=lambda: Words({}, {}))
    calendar: tuple[NationalDay, ...] = ()

    @property
    def reserve(self) -> frozenset[str]:
        """Keys of the evergreen sources."""
        return frozenset(key for key, source in self.sources.items() if source.reserve)

    def brand(self, source: str) -> str:
        """What an item is attributed to: its source's brand, else its name; empty for an unknown source."""
        found = self.sources.get(source)
        return (found.brand or found.name) if found else ""


def load_catalog(folder: Path) -> Catalog:
    """Read feeds.toml, topics.toml and calendar.toml; raises CatalogError."""
    feeds = _read(folder / "feeds.toml")
    topics = _read(folder / "topics.toml")
    calendar = _read(folder / "calendar.toml")
    try:
        return Catalog(
            _sources(feeds, folder / "feeds.toml"),
            read_keywords(topics),
            read_words(topics),
            read_calendar(calendar),
        )
    except CatalogError:
        raise
    except ValueError as error:
        raise CatalogError(f"{folder}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CatalogError(f"{path} is missing; settings.config_dir says where the files are looked for") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: {error}") from error


def _sources(data: Mapping[str, Any], path: Path) -> dict[str, Source]:
    declared = data.get("sources", {})
    if not isinstance(declared, dict):
        raise CatalogError(f"{path}: [sources.NAME] tables are expected")
    return {key: _source(key, entry, path) for key, entry in declared.items()}


def _source(key: str, entry: Any, path: Path) -> Source:
    where = f"{path}: sources.{key}"
    if not isinstance(entry, dict) or "name" not in entry or "kind" not in entry:
        raise CatalogError(f"{where}: name and kind are needed")
    if unknown := sorted(set(entry) - _SOURCE_KEYS):
        raise CatalogError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(_SOURCE_KEYS))}")
    values = dict(entry)
    try:
        if values.get("topic"):
            values["topic"] = Topic(values["topic"])
        else:
            values.pop("topic", None)
        if "trust" in values:
            values["trust"] = Trust(values["trust"])
        source = Source(key=key, reserve=values["kind"] == "reserve", **values)
    except (ValueError, TypeError) as error:
        raise CatalogError(f"{where}: {error}") from error
    for name in ("counts", "enabled", "village"):
        if not isinstance(getattr(source, name), bool):
            raise CatalogError(f"{where}.{name}: true or false is expected")
    if source.enabled and not source.reserve and not source.address:
        raise CatalogError(f"{where}.address: an address is needed before it can be enabled")
    return source
