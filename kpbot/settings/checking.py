"""One setting by itself, as a person typed it."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from kpbot.settings.problems import Problem, SettingsError, found_by_pydantic
from kpbot.settings.sections import Settings
from kpbot.settings.values import ClockTime, DatabaseAddress, Language, WebAddress, ZoneName


def checked(key: str, value: str) -> str:
    """`value` as the settings keep it; raises SettingsError with its one problem. `key` is dotted."""
    kinds: dict[str, TypeAdapter[str]] = {
        "language": TypeAdapter(Language),
        "time_zone": TypeAdapter(ZoneName),
        "push.at": TypeAdapter(ClockTime),
        "database.url": TypeAdapter(DatabaseAddress),
        "web.public_url": TypeAdapter(WebAddress),
    }
    try:
        return kinds[key].validate_python(value.strip())
    except ValidationError as error:
        ((_, code, details),) = found_by_pydantic(error, Settings)
        raise SettingsError((Problem(code, key, "", details),)) from error
