"""What is wrong with the settings, as codes that the command line says in the operator's language.

A bad value itself is never repeated: it may be a password that slipped into the wrong line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

_CODES: Mapping[str, str] = {
    "extra_forbidden": "unknown-key",
    "literal_error": "choice",
    "greater_than_equal": "at-least",
    "less_than_equal": "at-most",
    "model_type": "section",
    "model_attributes_type": "section",
    "int_from_float": "whole-number",
}

# Refusals of our own, see kpbot.settings.values and platform_sections.
_OWN = frozenset(
    {
        "address",
        "aes-key",
        "clock-time",
        "database",
        "digits",
        "missing",
        "network",
        "proxy",
        "secret",
        "socket-address",
        "token",
        "webhook-key",
        "webhook-name",
        "webhook-secret",
        "webhook-twice",
        "zone",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `key` is dotted (`web.port`); `where` is an environment variable, or a file with its line
    if it was found. `code` names a text `settings-<code>`; `details` fills it in."""

    code: str
    key: str
    where: str
    details: Mapping[str, str] = field(default_factory=dict)


class SettingsError(Exception):
    """The settings cannot be used. `problems` holds everything found wrong, never a value that was given."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(_line(problem) for problem in problems))


def _line(problem: Problem) -> str:
    details = ", ".join(f"{name} {value}" for name, value in problem.details.items() if value)
    words = problem.code.replace("-", " ")
    return f"{problem.where}: {problem.key + ': ' if problem.key else ''}{words}{f' ({details})' if details else ''}"


def found_by_pydantic(error: ValidationError, settings: type[BaseModel]) -> list[tuple[str, str, dict[str, str]]]:
    """(dotted key, code, details) of each complaint; one for each key, however many parts of it are wrong."""
    found: dict[str, tuple[str, str, dict[str, str]]] = {}
    for complaint in error.errors(include_url=False, include_input=False):
        names = [str(part) for part in complaint["loc"] if not isinstance(part, int)]
        for more in _missing(complaint):
            key = ".".join([*names, *more])
            found.setdefault(key, (key, _code(complaint["type"]), _details(complaint, names, settings)))
    return list(found.values())


def _missing(complaint: Any) -> list[list[str]]:
    """What a section complains of: the names of those that are missing in it; anything else is about itself."""
    return [[name] for name in complaint["ctx"]["names"].split()] if complaint["type"] == "missing" else [[]]


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    for start, code in (("int_", "whole-number"), ("float_", "number"), ("bool_", "yes-no"), ("tuple_", "list")):
        if kind.startswith(start):
            return code
    return kind if kind in _OWN else "text"


def _details(complaint: Any, names: list[str], settings: type[BaseModel]) -> dict[str, str]:
    context = complaint.get("ctx", {})
    match _code(complaint["type"]):
        case "unknown-key":
            return {"nearest": nearest(".".join(names), settings)}
        case "choice":
            return {"choices": str(context["expected"]).replace("'", "").replace(" or ", ", ")}
        case "at-least":
            return {"limit": str(context["ge"])}
        case "at-most":
            return {"limit": str(context["le"])}
    return {}


def known_keys(settings: type[BaseModel], prefix: str = "") -> list[str]:
    """All dotted keys, sections before what is in them."""
    keys = []
    for name, info in settings.model_fields.items():
        keys.append(prefix + name)
        named = get_origin(info.annotation) is dict  # by names that the operator gives
        for kind in () if named else (info.annotation, *get_args(info.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                keys += known_keys(kind, f"{prefix}{name}.")
    return keys


def named_keys(settings: type[BaseModel]) -> list[str]:
    """Dotted keys of what holds values by names that the operator gives."""
    found = []
    for key in known_keys(settings):
        model: Any = settings
        *above, last = key.split(".")
        for name in above:
            model = model.model_fields[name].annotation
        if get_origin(model.model_fields[last].annotation) is dict:
            found.append(key)
    return found


def nearest(key: str, settings: type[BaseModel]) -> str:
    """The known key that was probably meant, else empty."""
    known = known_keys(settings)
    section, _, name = key.rpartition(".")
    near = get_close_matches(key, known, n=1, cutoff=0.75)
    if not near and section:
        same = [k for k in known if k.rpartition(".")[2] == name]
        siblings = [k for k in known if k.startswith(f"{section}.")]
        near = same[:1] or [k for k in siblings if get_close_matches(name, [k.rpartition(".")[2]], cutoff=0.6)][:1]
    return near[0] if near else ""
