"""`kpbot feed list`: every source, how the visits to it go, and what is wrong in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.feed import read_catalog
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from kpbot.settings import Settings

COLUMNS = ("key", "name", "kind", "enabled", "succeeded", "next", "kept")
# What one has to type, and days, are to be read whole on a narrow terminal too: the name is what gives way.
WHOLE: Mapping[str, Any] = {
    "key": {"no_wrap": True, "overflow": "fold"},
    "succeeded": {"min_width": 10},
    "next": {"min_width": 10},
}


@dataclass(frozen=True, slots=True)
class Row:
    """`succeeded_at` and `next_at` in UTC, `next_at` None where it is asked at the next round or not at all; `week`
    and `month` count the items kept in the last 7 and 30 days; `trouble` is in the reader's language."""

    key: str
    name: str
    kind: str
    enabled: bool
    address: str
    succeeded_at: datetime | None
    next_at: datetime | None
    gone: bool
    week: int
    month: int
    errors: int
    trouble: str


def list_feeds(
    as_json: Annotated[bool, typer.Option("--json", help=words("sources-json"))] = False,
    config: ConfigOption = None,
) -> None:
    settings = read_settings(config)
    rows = finish(_rows(settings))
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2, default=_plain))
    else:
        _show(rows, ZoneInfo(settings.time_zone))


async def _rows(settings: Settings) -> list[Row]:
    from kpbot.services import trouble
    from kpbot.services.gathering import state_of
    from kpbot.storage import sources

    catalog, now = read_catalog(settings), datetime.now(UTC)
    zone, lang = ZoneInfo(settings.time_zone), terminal_language()
    async with opened(settings) as database, database.read() as db:
        states = await sources.load(db)
        kept = await sources.activity(db, list(catalog.sources), now)
        troubled = {one.source.key: one for one in await trouble.troubled(db, catalog, now)}
    rows = []
    for source in catalog.sources.values():
        state = state_of(source, states.get(source.key))
        activity = kept.get(source.key, sources.Activity())
        said = trouble.sentence(troubled[source.key], zone, lang) if source.key in troubled else ""
        passing = trouble.reason(state.error, state.error_details, lang) if source.enabled else ""
        rows.append(
            Row(
                source.key,
                source.name,
                source.kind,
                source.enabled,
                state.address or source.address,
                state.succeeded_at,
                state.next_at if source.enabled and not state.gone else None,
                state.gone,
                activity.week,
                activity.month,
                state.errors,
                said or passing,
            )
        )
    return rows


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _show(rows: list[Row], zone: ZoneInfo) -> None:
    from rich.console import Console, JustifyMethod
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    for heading in COLUMNS:
        justify: JustifyMethod = "right" if heading == "kept" else "left"
        table.add_column(words(f"sources-list-{heading}"), justify=justify, **WHOLE.get(heading, {}))
    for row in rows:
        table.add_row(
            row.key,
            Text(row.name),
            row.kind,
            words("sources-list-on" if row.enabled else "sources-list-off"),
            _moment(row.succeeded_at, zone),
            _next(row, zone),
            f"{row.week} / {row.month}",
        )
    console = Console()
    console.print(table)
    for row in rows:
        if row.trouble:
            console.print(Text(f"{row.key}: {row.trouble}", style="yellow"))


def _next(row: Row, zone: ZoneInfo) -> str:
    if row.gone:
        return words("sources-list-never")
    if not row.enabled or not row.address:
        return "—"
    return _moment(row.next_at, zone) if row.next_at else words("sources-list-soon")


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "—"
