"""Marks that the operator supplied: on items of that brand alone."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpbot.domain.content import Item, ItemState, Source, Topic
from kpbot.services.cards import marks
from kpbot.services.catalog import Catalog, CatalogError, load_catalog
from tests.unit.services.cards.test_drawing import a_mark

CONFIG = Path(__file__).parents[4] / "config"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
OF_BRAND = (
    '\n[sources.china]\nname = "科普中国公众号"\nkind = "sheet"\naddress = "x.csv"\nbrand = "科普中国"\nmark = {}\n'
)


def folder(where: Path, mark: str) -> Path:
    for name in ("topics.toml", "calendar.toml"):
        (where / name).write_bytes((CONFIG / name).read_bytes())
    (where / "feeds.toml").write_text(OF_BRAND.format(mark), "utf-8")
    return where


def item(source: str, publisher: str = "") -> Item:
    return Item(
        1, source, "1", "标题", "摘要", "", "", "slug:x", "f", Topic.HEALTH, ItemState.READY, NOW, publisher=publisher
    )


def test_the_mark_is_on_items_of_its_brand_alone(tmp_path: Path) -> None:
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "china.png").write_bytes(a_mark())
    catalog = load_catalog(folder(tmp_path, '"marks/china.png"'))
    assert catalog.mark(item("china")) == a_mark()
    assert catalog.mark(item("china", "科普中国")) == a_mark()
    assert catalog.mark(item("china", "某县医院")) == b""
    assert catalog.mark(item("added", "科普中国")) == b""
    assert catalog.mark(item("nobody")) == b""
    assert [finding.code for finding in marks.findings(tmp_path, catalog.sources.values())] == ["card-mark"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "card-mark-missing"),
        (b"", "card-mark-broken"),
        (b"<svg/>", "card-mark-broken"),
        (b"x" * 3_000_000, "card-mark-broken"),
    ],
)
def test_without_a_good_file_there_is_no_mark_and_the_check_says_so(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / "china.png").write_bytes(content)
    catalog = load_catalog(folder(tmp_path, '"china.png"'))
    assert catalog.mark(item("china")) == b""
    (finding,) = marks.findings(tmp_path, catalog.sources.values())
    assert (finding.code, finding.level) == (code, "note")


@pytest.mark.parametrize("wrong", ['"../china.png"', '"/etc/passwd"', '"china.png"\nbrand2 = 1', "3"])
def test_what_the_file_cannot_say(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(CatalogError):
        load_catalog(folder(tmp_path, wrong))


def test_a_mark_needs_its_brand(tmp_path: Path) -> None:
    where = folder(tmp_path, '"china.png"')
    text = (where / "feeds.toml").read_text("utf-8").replace('brand = "科普中国"\n', "")
    (where / "feeds.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogError, match="brand"):
        load_catalog(where)


def test_no_mark_is_shipped() -> None:
    assert not load_catalog(CONFIG).marks
    assert not any(source.mark for source in load_catalog(CONFIG).sources.values())


def test_a_source_without_a_brand_has_no_mark_even_so() -> None:
    bare = Source("a", "县报", "sheet", mark="m.png")
    assert Catalog({"a": bare}, marks={"m.png": b"x"}).mark(item("a")) == b""
    assert Catalog({"a": replace(bare, brand="县报")}, marks={"m.png": b"x"}).mark(item("a")) == b"x"
