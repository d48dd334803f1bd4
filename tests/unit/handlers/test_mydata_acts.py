"""Whatever the code writes into the log can be read out in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from handlers import ROUTES
from kpbot.storage.editions import EditionState
from kpbot.texts import has

ROOT = Path(__file__).parents[3]
ACT = {"audit": 0, "Entry": 2}  # which argument of the call is the act
COMPOSED = {
    "behalf.{route.name}": {route.name for route in ROUTES if route.behalf and route.command},
    "edition.{state}": {EditionState.APPROVED.value, EditionState.SKIPPED.value},
    "item.{done}": {"approved", "rejected"},
}


def written() -> Iterator[str]:
    """Each act as the sources have it, those that are composed as they stand there."""
    for folder in ("handlers", "kpbot"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in ACT and len(node.args) > ACT[name]:
                        yield from _literals(node.args[ACT[name]])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield ast.unparse(node)[2:-1]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def acts() -> set[str]:
    found: set[str] = set()
    for act in written():
        before, brace, _ = act.partition("{")
        found |= {before + one for one in COMPOSED[act]} if brace else {act}
    return found


@pytest.mark.parametrize("act", sorted(acts()))
def test_every_act_has_a_text(act: str) -> None:
    assert has(f"mydata-act-{act.replace('.', '-')}")


def test_every_text_is_of_an_act() -> None:
    files = [FluentParser().parse(path.read_text("utf-8")) for path in (ROOT / "kpbot/texts/zh-CN").glob("*.ftl")]
    ids = {entry.id.name for parsed in files for entry in parsed.body if isinstance(entry, ftl.Message)}
    texts = {one for one in ids if one.startswith("mydata-act-")}
    assert texts - {f"mydata-act-{act.replace('.', '-')}" for act in acts()} == {"mydata-act-other"}
