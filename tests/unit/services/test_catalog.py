"""What feeds.toml says of items that people add."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpbot.domain.content import ADDED, Source
from kpbot.services.catalog import BY_COORDINATORS, Catalog, CatalogError, load_catalog

KEPU = Source("kepu", "科普中国网", "syndication", "x", enabled=True, sites=("kepuchina.cn",))
OFF = Source("off", "停用", "syndication", "x", sites=("off.example.cn",))


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("kepuchina.cn", "kepu"),
        ("www.KepuChina.cn", "kepu"),
        ("notkepuchina.cn", ADDED),
        ("kepuchina.cn.evil.example", ADDED),
        ("off.example.cn", ADDED),
        ("", ADDED),
    ],
)
def test_whose_a_page_is(host: str, key: str) -> None:
    assert Catalog({"kepu": KEPU, "off": OFF}).added_from(host).key == key


def read(folder: Path, feeds: str) -> Catalog:
    shipped = Path(__file__).parents[3] / "config"
    for name in ("topics.toml", "calendar.toml"):
        (folder / name).write_bytes((shipped / name).read_bytes())
    (folder / "feeds.toml").write_text(feeds, "utf-8")
    return load_catalog(folder)


def test_what_coordinators_add_has_a_source_though_nobody_declares_it(tmp_path: Path) -> None:
    assert read(tmp_path, "").sources[ADDED] == BY_COORDINATORS


def test_an_operator_may_say_that_it_counts(tmp_path: Path) -> None:
    declared = '[sources.added]\nname = "推荐"\nkind = "added"\ncounts = true\nenabled = true\npictures = false\n'
    added = read(tmp_path, declared).sources[ADDED]
    assert (added.name, added.counts, added.pictures) == ("推荐", True, False)


@pytest.mark.parametrize(
    "wrong", ['sites = ["https://example.cn"]', 'sites = ["a b"]', "sites = [1]", 'pictures = "yes"']
)
def test_a_wrong_value_is_named(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(CatalogError, match=r"sources\.x"):
        read(tmp_path, f'[sources.x]\nname = "x"\nkind = "syndication"\n{wrong}\n')
