"""`kpbot feed add`: tries an address and declares it as a source at the end of feeds.toml."""

from __future__ import annotations

import re
import sys
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.feed import Tested, read_catalog, refusal, show, tested_address, unnamed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.toml_editing import add_section
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.services.catalog import Catalog
    from kpbot.settings import Settings

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_KEY = 40
_OF_NO_SOURCE = frozenset({"www", "rss", "feed", "feeds", "com", "cn", "net", "org", "gov", "edu", "xml", "blog"})


class TrustName(StrEnum):
    REVIEW = "review"
    HIGH = "high"


class TopicName(StrEnum):
    """As `kpbot.domain.content.Topic`, which takes longer to import than `--help` may take to answer."""

    HEALTH = "health"
    FOOD_SAFETY = "food-safety"
    ENVIRONMENT = "environment"
    DISASTER = "disaster-prevention"
    FARMING = "farming"
    EVERYDAY = "everyday"
    SPACE = "space"
    WILDLIFE = "wildlife"


def add(
    address: Annotated[str, typer.Argument(metavar="URL", help=words("sources-add-address"))],
    key: Annotated[str, typer.Option(help=words("sources-add-key"))] = "",
    name: Annotated[str, typer.Option(help=words("sources-add-name"))] = "",
    topic: Annotated[TopicName | None, typer.Option(help=words("sources-add-topic"))] = None,
    brand: Annotated[str, typer.Option(help=words("sources-add-brand"))] = "",
    trust: Annotated[TrustName, typer.Option(help=words("sources-add-trust"))] = TrustName.REVIEW,
    counts: Annotated[bool, typer.Option("--counts", help=words("sources-add-counts"))] = False,
    village: Annotated[bool, typer.Option("--village", help=words("sources-add-village"))] = False,
    language: Annotated[str, typer.Option(help=words("sources-add-language"))] = "zh-CN",
    config: ConfigOption = None,
) -> None:
    settings = read_settings(config)
    file = settings.config_dir / "feeds.toml"
    if not file.exists():
        raise Failed(words("sources-add-no-file", file=str(file)))
    if not address.strip().lower().startswith(("http://", "https://")):
        raise Failed(words("feed-error-bad-address", address=address[:200]))
    catalog = read_catalog(settings)
    _insist_on_new_address(catalog, address)
    address, tested = _tried(settings, catalog, address)
    show(tested, ZoneInfo(settings.time_zone))
    _insist_on_new_address(catalog, address)
    key = key or _asked("sources-add-ask-key", suggested_key(tested.gathered.title, address, set(catalog.sources)))
    name = name or _asked("sources-add-ask-name", own_name(tested.gathered.title) or urlsplit(address).hostname or key)
    if not _KEY.fullmatch(key) or len(key) > _LONGEST_KEY:
        raise Failed(words("sources-add-bad-key", key=key))
    if key in catalog.sources:
        raise Failed(words("sources-add-key-taken", key=key))
    values: dict[str, str | bool] = {"name": name, "kind": "syndication", "address": address, "brand": brand}
    values |= {"topic": topic.value if topic else "", "trust": trust.value, "counts": counts, "village": village}
    values |= {"language": "" if language == "zh-CN" else language, "enabled": True}
    _write(file, key, {n: value for n, value in values.items() if value})
    typer.echo(words("sources-add-done", key=key, name=name, file=str(file)))


def _tried(settings: Settings, catalog: Catalog, address: str) -> tuple[str, Tested]:
    """The address that gives a feed, which a web page may have named, and what it gives. Raises Failed."""
    from kpbot.ports import FeedError

    try:
        tested = finish(tested_address(settings, catalog, address, unnamed(address)))
    except FeedError as error:
        if error.code != "html-with-feed":
            raise Failed(refusal(error)) from error
        named = str(error.details["address"])
        typer.echo(words("sources-add-page", address=named))
        try:
            tested = finish(tested_address(settings, catalog, named, unnamed(named)))
        except FeedError as second:
            raise Failed(refusal(second)) from second
        address = named
    return tested.gathered.moved_to or address, tested


def _insist_on_new_address(catalog: Catalog, address: str) -> None:
    from kpbot.domain.links import canonical_link

    for source in catalog.sources.values():
        if source.address and canonical_link(source.address) == canonical_link(address):
            raise Failed(words("sources-add-known", key=source.key, name=source.name))


def own_name(title: str) -> str:
    """A feed's title without the name of the bridge it came over, which some put behind a bar."""
    return title.partition(" | ")[0].strip()


def suggested_key(title: str, address: str, taken: set[str]) -> str:
    """A key of the feed's own name where that is in Latin letters, else of the site's; not one of `taken`."""
    parts = re.findall(r"[a-z0-9]+", title.lower()) if title.isascii() else []
    if not parts:
        host = (urlsplit(address).hostname or "").lower()
        parts = [part for part in re.findall(r"[a-z0-9]+", host) if part not in _OF_NO_SOURCE]
    key = "-".join(parts)[: _LONGEST_KEY - 4].strip("-") or "source"
    return next(found for n in range(1, 10_000) if (found := key if n == 1 else f"{key}-{n}") not in taken)


def _asked(question: str, suggestion: str) -> str:
    """What the operator says, or the suggestion where nobody can be asked."""
    if not sys.stdin.isatty():
        return suggestion
    return str(typer.prompt(words(question), default=suggestion)).strip()


def _write(file: Path, key: str, values: dict[str, str | bool]) -> None:
    """Declare the source, and nothing else of the file may have changed. Raises Failed."""
    text = file.read_text("utf-8")
    changed = add_section(text, f"sources.{key}", values)
    before: dict[str, Any] = tomllib.loads(text)
    after: dict[str, Any] = tomllib.loads(changed)
    declared = before.get("sources", {})
    if after != {**before, "sources": {**declared, key: values}}:
        raise Failed(words("sources-add-not-editable", file=str(file)))
    try:
        beside = file.with_name(file.name + ".new")
        beside.write_text(changed, "utf-8")
        beside.chmod(file.stat().st_mode)
        beside.replace(file)
    except OSError as error:
        raise Failed(words("sources-add-not-writable", file=str(file), reason=str(error))) from error
