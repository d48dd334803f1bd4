"""`kpbot feed test` (also `preview`): what a source gives and what becomes of it, or why it is refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from rich.console import Console

    from kpbot.domain.content import Item, Source
    from kpbot.ports import ContentFeed, FeedError, Gathered
    from kpbot.services.catalog import Catalog
    from kpbot.settings import Settings


@runtime_checkable
class Previewing(Protocol):
    async def preview(self, address: str, source: Source, now: datetime) -> Gathered: ...


@dataclass(frozen=True, slots=True)
class Tested:
    """`items` are judged as they would be if they were new and their source enabled; `revived`: the source, which was
    in trouble, will be asked again."""

    gathered: Gathered
    items: tuple[Item, ...]
    revived: bool = False


def try_out(
    target: Annotated[str, typer.Argument(metavar="KEY|URL|FILE", help=words("sources-test-target"))],
    as_json: Annotated[bool, typer.Option("--json", help=words("sources-json"))] = False,
    config: ConfigOption = None,
) -> None:
    from kpbot.ports import FeedError

    settings = read_settings(config)
    try:
        tested = finish(_test(settings, target))
    except FeedError as error:
        sentence = refusal(error)
        if not as_json:
            raise Failed(sentence) from error
        typer.echo(json.dumps({"error": error.code, "message": sentence}, ensure_ascii=False, indent=2))
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(_record(tested), ensure_ascii=False, indent=2, default=_plain))
    else:
        show(tested, ZoneInfo(settings.time_zone))


async def _test(settings: Settings, target: str) -> Tested:
    catalog = read_catalog(settings)
    known = catalog.sources.get(target)
    if known is None:
        return await tested_address(settings, catalog, target, unnamed(target))
    if not known.address and not known.reserve:
        raise Failed(words("sources-no-address", key=target))
    feed = feeds_of(settings).get(known.kind)
    if feed is None:
        raise Failed(words("sources-no-kind", key=target, kind=known.kind))
    from kpbot.ports import Validators

    now = datetime.now(UTC)
    gathered = await feed.gather(known, Validators(), now)
    return Tested(gathered, judged(gathered, known, catalog, settings, now), await _revive(settings, known, now))


async def tested_address(settings: Settings, catalog: Catalog, address: str, source: Source) -> Tested:
    """What an http(s) address or a file would give as `source`. Raises FeedError."""
    feed = next(feed for feed in feeds_of(settings).values() if isinstance(feed, Previewing))
    now = datetime.now(UTC)
    gathered = await feed.preview(address, source, now)
    called = replace(source, name=gathered.title or source.name)
    return Tested(gathered, judged(gathered, called, catalog, settings, now))


def unnamed(address: str) -> Source:
    from kpbot.domain.content import Source

    return Source(key="preview", name=address, kind="syndication", address=address)


def feeds_of(settings: Settings) -> dict[str, ContentFeed]:
    from kpbot.app import feeds_for

    return feeds_for(settings)


def read_catalog(settings: Settings) -> Catalog:
    """What is declared; nothing where there is no config folder yet. Raises Failed for files that cannot be used."""
    from kpbot.services.catalog import Catalog, CatalogError, load_catalog

    if not (settings.config_dir / "feeds.toml").exists():
        return Catalog()
    try:
        return load_catalog(settings.config_dir)
    except CatalogError as error:
        raise Failed(str(error)) from error


def judged(gathered: Gathered, source: Source, catalog: Catalog, settings: Settings, now: datetime) -> tuple[Item, ...]:
    from kpbot.services.keeping import item_of_found, storable

    asked = replace(source, enabled=True)
    titles = [found.title for found in gathered.items]
    return tuple(item_of_found(storable(one), None, asked, catalog, settings, now, titles) for one in gathered.items)


async def _revive(settings: Settings, source: Source, now: datetime) -> bool:
    """Let a source that answers again be asked at the next round, also after it was said to be gone for good."""
    from kpbot.storage import sources

    try:
        async with opened(settings) as database, database.write() as db:
            state = (await sources.load(db)).get(source.key)
            if state is None or not (state.gone or state.error):
                return False
            await sources.save(db, replace(state, gone=False, next_at=None))
            return True
    except Failed:
        return False  # without a database nothing is kept of the visits


def refusal(error: FeedError) -> str:
    from kpbot.services.trouble import reason

    return reason(error.code, error.details, terminal_language())


def _record(tested: Tested) -> dict[str, Any]:
    gathered = tested.gathered
    judged = [
        {"topic": item.topic, "state": item.state, "reason": json.loads(item.review_reason or "null")}
        for item in tested.items
    ]
    return {
        "title": gathered.title,
        "moved_to": gathered.moved_to,
        "revived": tested.revived,
        "items": [asdict(found) | more for found, more in zip(gathered.items, judged, strict=True)],
        "skipped": [{"title": title, "reason": reason} for title, reason in gathered.skipped],
    }


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def show(tested: Tested, zone: ZoneInfo) -> None:
    from rich.console import Console
    from rich.text import Text

    console, gathered = Console(), tested.gathered
    if gathered.title:
        console.print(Text(words("sources-test-title", title=gathered.title)))
    if tested.items:
        _table(console, tested.items, zone)
    console.print(words("sources-test-count", count=len(tested.items)))
    if gathered.moved_to:
        console.print(Text(words("sources-test-moved", address=gathered.moved_to)))
    for skipped, why in gathered.skipped:
        line = words("sources-test-skipped", title=skipped or "—", reason=words(f"feed-skip-{why}"))
        console.print(Text(line))
    if tested.revived:
        console.print(Text(words("sources-test-revived")))


def _table(console: Console, items: tuple[Item, ...], zone: ZoneInfo) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("published", "letters", "topic", "title-column"):
        table.add_column(words(f"sources-test-{heading}"), justify="right" if heading == "letters" else "left")
    for item in items:
        day = f"{item.published.astimezone(zone):%Y-%m-%d %H:%M}" if item.published else "—"
        title = Text(item.title)
        title.append(f"\n{_verdict(item)}", style="green" if item.state == "ready" else "yellow")
        if item.link:
            title.append(f"\n{item.link}", style="dim")
        table.add_row(day, str(len(item.body or item.summary)), words(f"topic-{item.topic}"), title)
    console.print(table)


def _verdict(item: Item) -> str:
    from kpbot.domain.reason import Reason

    why = ""
    if item.review_reason:
        reason = Reason.from_text(item.review_reason)
        why = words(f"choice-{reason.code}", **reason.values)
    return words(f"sources-test-{item.state}", reason=why)
