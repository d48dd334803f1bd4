"""`kpbot feed preview`: what a feed would give, or why it is refused. Nothing is stored."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.domain.content import Source
    from kpbot.ports import FeedError, Gathered
    from kpbot.settings import Settings


@runtime_checkable
class _Previewing(Protocol):
    async def preview(self, address: str, source: Source, now: datetime) -> Gathered: ...


def preview(
    address: Annotated[str, typer.Argument(metavar="URL|FILE", help=words("commands-feed-address"))],
    as_json: Annotated[bool, typer.Option("--json", help=words("commands-feed-json"))] = False,
    config: ConfigOption = None,
) -> None:
    from kpbot.ports import FeedError

    settings = read_settings(config)
    try:
        gathered = finish(_preview(settings, address))
    except FeedError as error:
        sentence = _refusal(error)
        if not as_json:
            raise Failed(sentence) from error
        typer.echo(json.dumps({"error": error.code, "message": sentence}, ensure_ascii=False, indent=2))
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(_record(gathered), ensure_ascii=False, indent=2, default=_plain))
    else:
        _show(gathered, ZoneInfo(settings.time_zone))


async def _preview(settings: Settings, address: str) -> Gathered:
    from kpbot.app import App
    from kpbot.domain.content import Source
    from kpbot.services.catalog import Catalog

    app = App(settings, catalog=Catalog())
    try:
        feed = next(feed for feed in app.feeds.values() if isinstance(feed, _Previewing))
        source = Source(key="preview", name=address, kind="syndication", address=address)
        return await feed.preview(address, source, datetime.now(UTC))
    finally:
        await app.database.close()


def _refusal(error: FeedError) -> str:
    details = {n: value if isinstance(value, (str, int, float)) else str(value) for n, value in error.details.items()}
    return words(f"feed-error-{error.code}", **details)


def _record(gathered: Gathered) -> dict[str, Any]:
    return {
        "moved_to": gathered.moved_to,
        "items": [asdict(item) for item in gathered.items],
        "skipped": [{"title": title, "reason": reason} for title, reason in gathered.skipped],
    }


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _show(gathered: Gathered, zone: ZoneInfo) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("published", "letters", "title"):
        table.add_column(words(f"commands-feed-{heading}"), justify="right" if heading == "letters" else "left")
    for item in gathered.items:
        day = f"{item.published.astimezone(zone):%Y-%m-%d %H:%M}" if item.published else "—"
        title = Text(item.title)
        if item.link:
            title.append(f"\n{item.link}", style="dim")
        table.add_row(day, str(len(item.body or item.summary)), title)
    if gathered.items:
        console.print(table)
    console.print(words("commands-feed-count", count=len(gathered.items)))
    if gathered.moved_to:
        console.print(Text(words("commands-feed-moved", address=gathered.moved_to)))
    for skipped, why in gathered.skipped:
        line = words("commands-feed-skipped", title=skipped or "—", reason=words(f"feed-skip-{why}"))
        console.print(Text(line))
