"""The questions of `kpbot init`; an answer that cannot be used is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.plan import Answers
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Settings

LONGEST_NAME = 40
_LANGUAGES = {
    "中文": "zh-CN",
    "汉语": "zh-CN",
    "zh": "zh-CN",
    "chinese": "zh-CN",
    "英文": "en",
    "英语": "en",
    "english": "en",
}
_YES = frozenset({"y", "yes", "是", "是的", "好", "好的", "同意", "可以"})
_NO = frozenset({"n", "no", "否", "不", "不是", "不好", "不同意", "先不用"})


def ask_all(
    held: Settings, given: Mapping[str, str | None], counties: Sequence[str] | None, *, asking: bool
) -> Answers:
    """What was given by options, else what is asked, else what holds already. Raises Failed for an option that
    cannot be used or a city that nobody named."""

    def answer(name: str, default: str, check: Callable[[str], str]) -> str:
        return _answer(name, given.get(name), default, check, asking=asking)

    return Answers(
        language=answer("language", held.language, lambda value: _setting("language", language_code(value))),
        city=answer("city", "", place_name),
        counties=_counties(counties, asking=asking),
        database=answer("database", held.database.url, lambda value: _setting("database.url", value)),
        public_url=answer("public_url", held.web.public_url, lambda value: _setting("web.public_url", value)),
        time_zone=answer("time_zone", held.time_zone, lambda value: _setting("time_zone", value)),
    )


def _answer(name: str, given: str | None, default: str, check: Callable[[str], str], *, asking: bool) -> str:
    if given is not None or not asking:
        option = "--" + name.replace("_", "-")
        try:
            return check(given if given is not None else default)
        except ValueError as error:
            raise Failed(f"{option}: {error}") from error
    while True:
        said = typer.prompt(
            words(f"commands-ask-{name.replace('_', '-')}"), default=default, show_default=bool(default)
        )
        try:
            return check(str(said))
        except ValueError as error:
            typer.echo(str(error))


def _counties(given: Sequence[str] | None, *, asking: bool) -> tuple[str, ...]:
    if given is not None or not asking:
        try:
            return tuple(dict.fromkeys(place_name(name) for name in given or ()))
        except ValueError as error:
            raise Failed(f"--county: {error}") from error
    while True:
        said = str(typer.prompt(words("commands-ask-county"), default="", show_default=False))
        names = said.replace("，", ",").replace("、", ",").split(",")
        try:
            return tuple(dict.fromkeys(place_name(name) for name in names if name.strip()))
        except ValueError as error:
            typer.echo(str(error))


def language_code(said: str) -> str:
    """The code of a language as people name it; what is no such name stays as it is."""
    name = said.strip()
    return next((code for code in ("zh-CN", "en") if code.lower() == name.lower()), _LANGUAGES.get(name.lower(), name))


def yes_or_no(question: str, again: str, *, default: bool) -> bool:
    """Ask until the answer is yes or no in either language, or Enter for the default; `again` says what is expected."""
    while True:
        marks = "[Y/n]" if default else "[y/N]"
        said = str(typer.prompt(f"{question} {marks}", default="", show_default=False)).strip().lower()
        if not said:
            return default
        if said in _YES or said in _NO:
            return said in _YES
        typer.echo(again)


def place_name(text: str) -> str:
    """A place's name as it is kept; ValueError with the sentence why not."""
    from kpbot.domain.plain_text import one_line

    name = one_line(text)
    if not name:
        raise ValueError(words("commands-name-needed"))
    if "/" in name or len(name) > LONGEST_NAME:
        raise ValueError(words("commands-name-bad", most=LONGEST_NAME))
    return name


def _setting(key: str, value: str) -> str:
    """The value as the settings keep it; ValueError with the sentence why not."""
    from kpbot.settings import SettingsError
    from kpbot.settings.checking import checked

    try:
        return checked(key, value)
    except SettingsError as error:
        (problem,) = error.problems
        raise ValueError(words(f"settings-{problem.code}", **problem.details)) from error
