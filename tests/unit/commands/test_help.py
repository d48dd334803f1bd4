"""Help: complete, in the terminal's language, without importing anything heavy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = ("pydantic", "sqlalchemy", "starlette", "uvicorn", "httpx", "asyncio", "openpyxl", "feedparser", "structlog")


def python(code: str, **environment: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", "COLUMNS": "120", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


CALL = "import sys; sys.argv = ['kpbot', *{arguments!r}]; from kpbot.__main__ import main; main()"


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "在群里做科普的机器人"),
        ({"LANG": "en_US.UTF-8"}, "a popular-science bot"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "在群里做科普的机器人"),
        ({"LC_ALL": "", "LANG": "C"}, "a popular-science bot"),
        ({}, "a popular-science bot"),
    ],
)
def test_help_speaks_the_language_of_the_terminal(locale: dict[str, str], sentence: str) -> None:
    assert sentence in python(CALL.format(arguments=["--help"]), **locale)


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
@pytest.mark.parametrize(
    "command",
    [
        ["demo"],
        ["init"],
        ["serve"],
        ["work"],
        ["check"],
        ["backup"],
        ["restore"],
        ["unit", "add"],
        ["migrate"],
        ["export"],
        ["code"],
        ["code", "group"],
        ["code", "unit"],
        ["code", "coordinator"],
        ["group"],
        ["group", "list"],
        ["group", "bind"],
        ["group", "create"],
        ["feed"],
        ["feed", "preview"],
        ["job"],
        ["job", "run"],
        ["job", "list"],
    ],
)
def test_every_command_has_help(command: list[str], language: str) -> None:
    assert f"Usage: kpbot {' '.join(command)}" in python(CALL.format(arguments=[*command, "--help"]), LANG=language)


def test_help_imports_nothing_heavy() -> None:
    called = CALL.format(arguments=["--help"]).removesuffix("main()")
    code = f"{called}\ntry: main()\nexcept SystemExit: print([m for m in {HEAVY} if m in sys.modules])"
    assert python(code).splitlines()[-1] == "[]"
