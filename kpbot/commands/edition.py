"""`kpbot edition explain`: which items a day has or would have, and why these and not the others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpbot.domain.content import Item
    from kpbot.domain.scoring import Score
    from kpbot.services.catalog import Catalog
    from kpbot.services.explaining import Explained

WIDTH = 100  # columns, where the terminal is not narrower


class AudienceName(StrEnum):
    GENERAL = "general"
    VILLAGE = "village"


def explain(
    day: Annotated[str, typer.Argument(metavar="DAY", help=words("explain-day"))],
    region: Annotated[str, typer.Option("--region", metavar="PATH", help=words("explain-region"))] = "",
    audience: Annotated[AudienceName, typer.Option(help=words("explain-audience"))] = AudienceName.GENERAL,
    as_json: Annotated[bool, typer.Option("--json", help=words("explain-json"))] = False,
    config: ConfigOption = None,
) -> None:
    found, catalog, past = finish(_explain(day, region, audience.value, config))
    if as_json:
        typer.echo(json.dumps(_record(found), ensure_ascii=False, indent=2))
    else:
        _show(found, catalog, past)


async def _explain(day: str, region: str, audience: str, config: Path | None) -> tuple[Explained, Catalog, bool]:
    """Also whether the day is past, by the clocks of the region."""
    from kpbot.services.catalog import CatalogError, load_catalog
    from kpbot.services.edition_desk import Desk
    from kpbot.services.explaining import UnclearRegionError, explained, read_day, region_meant

    settings = read_settings(config)
    try:
        catalog = load_catalog(settings.config_dir)
    except CatalogError as error:
        raise Failed(str(error)) from error
    now = datetime.now(UTC)
    async with opened(settings) as database, database.read() as db:
        try:
            place, where = await region_meant(db, region)
            today = now.astimezone(ZoneInfo(where.time_zone)).date()
            when = read_day(day, today)
        except UnclearRegionError as error:
            raise Failed(words("explain-which-region", names=", ".join(error.names) or "—")) from error
        except ValueError as error:
            raise Failed(words("explain-bad-day", day=day)) from error
        found = await explained(db, Desk(settings, catalog, now, {}), place, where, when, audience)
        return found, catalog, when < today


def _record(found: Explained) -> dict[str, Any]:
    return {
        "region": found.place,
        "day": found.day.isoformat(),
        "audience": found.audience,
        "state": found.state.value if found.state else None,
        "short_by": found.short_by,
        "chosen": [_item(one.item, one.score, speaks=_texts(one.reasons)) for one in found.chosen],
        "others": [
            _item(one.item, one.score, speaks=_texts(one.speaks), against=_texts(one.against)) for one in found.others
        ],
        "refused": [_item(one.item, None, against=_texts(one.against)) for one in found.refused],
    }


def _item(item: Item, score: Score | None, **reasons: list[dict[str, Any]]) -> dict[str, Any]:
    record: dict[str, Any] = {"id": str(item.id), "title": item.title, "topic": item.topic, "source": item.source}
    if score is not None:
        record |= {"score": score.total, "parts": score.parts}
    return record | reasons


def _texts(reasons: Any) -> list[dict[str, Any]]:
    from kpbot.services.rendering import reason_text

    return [{"code": one.code, **one.values, "text": reason_text(one, terminal_language())} for one in reasons]


def _show(found: Explained, catalog: Catalog, past: bool) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    for indent, line, style in _lines(found, catalog, past):
        console.print(Padding(Text(line, style=style), (0, 0, 0, indent), expand=False))


def _lines(found: Explained, catalog: Catalog, past: bool) -> Iterator[tuple[int, str, str]]:
    """Indent, text and style of each line."""
    from kpbot.services.rendering import day_text

    language = terminal_language()
    unfixed = "explain-would-have-been" if past else "explain-would-be"
    day = day_text(found.day, language)
    yield 0, words(f"explain-title-{found.audience}", day=day, year=found.day.year, place=found.place), "bold"
    yield 0, words(f"explain-is-{found.state}" if found.state else unfixed), ""
    for number, one in enumerate(found.chosen, start=1):
        yield 0, f"{number}  {one.item.title}", "bold"
        yield 3, _about(one.item, catalog), "dim"
        yield 3, _points(one.score), ""
        yield 3, words("explain-for", reasons=_joined(one.reasons)), ""
    if found.short_by:
        yield 0, words("explain-short", count=found.short_by), ""
    yield 0, "", ""
    yield 0, words("explain-others", count=len(found.others)), "bold"
    for other in found.others:
        yield 0, f"-  {other.item.title}", ""
        yield 3, _about(other.item, catalog), "dim"
        yield 3, _points(other.score), ""
        yield 3, words("explain-for", reasons=_joined(other.speaks)), ""
        yield 3, words("explain-against", reasons=_joined(other.against)), ""
    yield 0, "", ""
    yield 0, words("explain-refused", count=len(found.refused)), "bold"
    for other in found.refused:
        yield 0, f"-  {other.item.title}", ""
        yield 3, words("explain-against", reasons=_joined(other.against)), "dim"


def _about(item: Item, catalog: Catalog) -> str:
    return words("explain-about-item", topic=words(f"topic-{item.topic}"), source=catalog.credit(item) or item.source)


def _points(score: Score | None) -> str:
    if score is None or not score.parts:
        return words("explain-no-points")
    parts = [f"{_part(name)} {points:+d}" for name, points in score.parts.items()]
    return words("explain-points", total=str(score.total), parts=words("explain-joiner").join(parts))


def _joined(reasons: Any) -> str:
    from kpbot.services.explaining import reasons_text

    return reasons_text(reasons, terminal_language(), words("explain-joiner")) or "—"


def _part(name: str) -> str:
    return words(f"explain-part-{name.replace('_', '-')}")
