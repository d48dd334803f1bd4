"""What the operator declares about content: sources, keywords, word list, calendar (the files in config/)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from kpbot.domain.calendar_file import read_calendar
from kpbot.domain.content import ADDED, Item, Source, Topic, Trust
from kpbot.domain.season import NationalDay
from kpbot.domain.topics import read_keywords
from kpbot.domain.words import Words, read_words
from kpbot.services.cards import marks

# What coordinators add, unless feeds.toml says more of it: they have looked at it themselves.
BY_COORDINATORS = Source(ADDED, "协调员推荐", ADDED, trust=Trust.HIGH, enabled=True, pictures=True)
_SOURCE_KEYS = frozenset(Source.__slots__) - {"key", "reserve"}


class CatalogError(ValueError):
    """A file in the config folder cannot be used; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Sources by key, keywords by topic, the word list, the national days, and what the files hold that sources name
    as their marks; those that cannot be used are left out (`kpbot check` names them)."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    keywords: Mapping[Topic, tuple[str, ...]] = field(default_factory=dict)
    words: Words = field(default_factory=lambda: Words({}))
    calendar: tuple[NationalDay, ...] = ()
    marks: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def reserve(self) -> frozenset[str]:
        """Keys of the evergreen sources."""
        return frozenset(key for key, source in self.sources.items() if source.reserve)

    def brand(self, source: str) -> str:
        """What an item is attributed to: its source's brand, else its name; empty for an unknown source."""
        found = self.sources.get(source)
        return (found.brand or found.name) if found else ""

    def credit(self, item: Item) -> str:
        """Whom an item is attributed to: who said it, else its source."""
        return item.publisher or self.brand(item.source)

    def mark(self, item: Item) -> bytes:
        """The picture of the brand an item is attributed to; empty for none, and for what somebody else said."""
        found = self.sources.get(item.source)
        own = found and self.credit(item) == found.brand
        return self.marks.get(found.mark, b"") if found and own else b""

    def added_from(self, host: str) -> Source:
        """The source that a page a coordinator added belongs to: whose `sites` name its host or a domain above, else
        what coordinators add."""
        steps = host.lower().split(".")
        above = {".".join(steps[n:]) for n in range(len(steps))}
        own = (source for source in self.sources.values() if source.enabled and above.intersection(source.sites))
        return next(own, None) or self.sources.get(ADDED, BY_COORDINATORS)


def load_catalog(folder: Path) -> Catalog:
    """Read feeds.toml, topics.toml and calendar.toml; raises CatalogError."""
    feeds = _read(folder / "feeds.toml")
    topics = _read(folder / "topics.toml")
    calendar = _read(folder / "calendar.toml")
    try:
        sources = _sources(feeds, folder / "feeds.toml")
        return Catalog(
            sources,
            read_keywords(topics),
            read_words(topics),
            read_calendar(calendar),
            _marks(folder, sources),
        )
    except CatalogError:
        raise
    except ValueError as error:
        raise CatalogError(f"{folder}: {error}") from error


def _marks(folder: Path, sources: Mapping[str, Source]) -> dict[str, bytes]:
    """Without a mark a card is a card all the same, so nothing is refused here."""
    found = {}
    for name in {source.mark for source in sources.values() if source.mark}:
        with suppress(OSError, ValueError):
            found[name] = marks.read(folder / name)
    return found


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
    return {ADDED: BY_COORDINATORS} | {key: _source(key, entry, path) for key, entry in declared.items()}


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
        values["sites"] = tuple(map(_host, values.get("sites", ())))
        source = Source(key=key, reserve=values["kind"] == "reserve", **values)
    except (ValueError, TypeError) as error:
        raise CatalogError(f"{where}: {error}") from error
    _check_mark(source, where)
    for name in ("counts", "enabled", "village", "pictures"):
        if not isinstance(getattr(source, name), bool):
            raise CatalogError(f"{where}.{name}: true or false is expected")
    if source.enabled and not source.reserve and source.kind != ADDED and not source.address:
        raise CatalogError(f"{where}.address: an address is needed before it can be enabled")
    return source


def _check_mark(source: Source, where: str) -> None:
    mark: Any = source.mark
    if not isinstance(mark, str) or PurePath(mark).is_absolute() or ".." in PurePath(mark).parts:
        raise CatalogError(f"{where}.mark: a file in the folder of this file is expected")
    if mark and not source.brand:
        raise CatalogError(f"{where}.mark: it is the mark of a brand; name the brand too")


def _host(name: Any) -> str:
    if not isinstance(name, str) or not name or any(mark in name for mark in "/: "):
        raise ValueError(f"sites: names of hosts such as example.cn are expected, not {name!r}")
    return name.lower()
