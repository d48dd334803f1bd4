"""Reads config/kpbot.toml and the environment; says what is wrong with them, and where."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings.exceptions import SettingsError as NotDecoded

from kpbot.settings.problems import Problem, SettingsError, found_by_pydantic, known_keys, named_keys, nearest
from kpbot.settings.sections import Settings
from kpbot.settings.toml_lines import line_of

DEFAULT_FILE = Path("config/kpbot.toml")
PREFIX = "KPBOT_"
# What a container orchestrator says about a service that happens to be called kpbot.
_SERVICE_LINKS = re.compile(r"(SERVICE_(HOST|PORT)|PORT)(_\w+)?$")


def load_settings(config: Path | None = None) -> Settings:
    """The environment over the file over the defaults. Raises SettingsError naming every problem.

    `config` must exist if given; without it config/kpbot.toml of the current directory is read if it is there.
    Relative paths in it are relative to the current directory, not to the file.
    """
    path = config or DEFAULT_FILE
    text = _read(path, required=config is not None)
    given = _parse(path, text)
    problems = _unknown_variables(os.environ)
    for key in [key for key in given if key.startswith("_")]:  # these would be taken for options of the loader
        problems.append(Problem("unknown-key", key, _where(key, path, text), {"nearest": nearest(key, Settings)}))
        del given[key]
    settings: Settings | None = None
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems += [
            Problem(code, key, _where(key, path, text), details)
            for key, code, details in found_by_pydantic(error, Settings)
        ]
    except NotDecoded:
        problems += _undecoded()
    if problems or settings is None:
        raise SettingsError(tuple(problems))
    return settings


def _read(path: Path, *, required: bool) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # Windows' editor writes a mark in front
    except FileNotFoundError as error:
        if required:
            raise SettingsError((Problem("no-file", "", str(path)),)) from error
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError((Problem("no-utf8", "", f"{path}:{line}"),)) from error
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        raise SettingsError((Problem("unreadable", "", str(path), details),)) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The message ends in «(at line 3, column 7)»; it quotes at most a single character of the text.
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line = place[1] if place else str(text.count("\n") + 1)
        raise SettingsError(
            (Problem("no-toml", "", f"{path}:{line}", {"column": place[2] if place else "1"}),)
        ) from None


def _variable(key: str) -> str:
    return PREFIX + key.upper().replace(".", "__")


def _where(key: str, path: Path, text: str) -> str:
    """The environment wins, so a value that is set there is the one complained about."""
    names = {name.upper(): name for name in os.environ}
    parts = key.split(".")
    for end in range(len(parts), 0, -1):
        if (name := _variable(".".join(parts[:end]))) in names:
            return names[name]
    line = line_of(text, key)
    return f"{path}:{line}" if line else str(path)


def _unknown_variables(environment: Mapping[str, str]) -> list[Problem]:
    """Variables of ours that name nothing, on the first level; those below are refused by their section."""
    known = set(Settings.model_fields)
    problems = []
    for name in sorted(environment):
        rest = name.upper().removeprefix(PREFIX)
        if rest == name.upper() or _SERVICE_LINKS.match(rest):
            continue
        if rest.partition("__")[0].lower() not in known:
            near = nearest(rest.lower().replace("__", "."), Settings) or _flattened(rest)
            problems.append(Problem("unknown-variable", "", name, {"nearest": _variable(near) if near else ""}))
    return problems


def _flattened(rest: str) -> str:
    """`KPBOT_WEB_PORT` is easily written for `KPBOT_WEB__PORT`."""
    return next((key for key in known_keys(Settings) if key.replace(".", "_").upper() == rest), "")


def _undecoded() -> list[Problem]:
    sections = {_variable(name) for name in Settings.model_fields}
    named = {_variable(key): key for key in named_keys(Settings)}
    given = sorted(os.environ)
    found = [Problem("section", "", name) for name in given if name.upper() in sections]
    wrong = [name for name in given if name.upper() in named and not _is_json(os.environ[name])]
    return found + [Problem("json", named[name.upper()], name) for name in wrong]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
