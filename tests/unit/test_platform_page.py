"""docs/platforms.md tells an operator what each platform can do: as the code says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

from kpbot.domain.messages import Capabilities
from kpbot.services.checking.abilities import table
from kpbot.settings.platform_names import SETTING_OF

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "platforms.md", "zh-CN": DOCS / "platforms.zh-CN.md"}
LIMITS = ("telegram", "wechat", "wecom.app", "wecom.bot", "wecom.webhook", "qq")
_BETWEEN = re.compile(r"(<!-- abilities: [^\n]* -->\n)(.*?)(<!-- /abilities -->)", re.DOTALL)


def platforms() -> Mapping[str, Capabilities]:
    modules = [import_module(f"kpbot.platforms.{name}.limits") for name in LIMITS]
    return {module.NAME: module.CAPABILITIES for module in modules}


def renewed(language: str) -> str:
    """The page with the table as it should be; written by `python -m tests.unit.test_platform_page`."""
    page = PAGES[language].read_text("utf-8")
    made = f"\n{table(language, platforms())}\n\n"
    return _BETWEEN.sub(lambda found: found[1] + made + found[3], page)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_says_what_the_code_says(language: str) -> None:
    page = PAGES[language].read_text("utf-8")
    assert _BETWEEN.search(page)
    assert page == renewed(language), "run: python -m tests.unit.test_platform_page"


def test_it_is_about_every_platform_that_can_be_set_up() -> None:
    assert list(platforms()) == list(SETTING_OF)


@pytest.mark.parametrize("language", PAGES)
def test_what_it_links_to_is_there(language: str) -> None:
    page = PAGES[language].read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page):
        assert (DOCS / link).exists(), link


if __name__ == "__main__":
    for one, file in PAGES.items():
        file.write_text(renewed(one), "utf-8")
