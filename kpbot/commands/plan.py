"""What `kpbot init` was told, and the files it will write for it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpbot.commands.failing import Failed
from kpbot.commands.shipped import NAMES, shipped_config
from kpbot.commands.toml_editing import set_keys
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Settings


@dataclass(frozen=True, slots=True)
class Answers:
    language: str
    city: str
    counties: tuple[str, ...]
    database: str
    public_url: str
    time_zone: str

    @property
    def keys(self) -> dict[str, str]:
        return {
            "language": self.language,
            "time_zone": self.time_zone,
            "database.url": self.database,
            "web.public_url": self.public_url,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """`files` are to be written, by path; `changed` are keys that say something else now: (key, now, then)."""

    files: Mapping[Path, str]
    changed: tuple[tuple[str, str, str], ...]


def make_plan(answers: Answers, held: Settings, config: Path) -> Plan:
    """`config` gets what was answered where that differs from what `held` anyway, be it by the environment; the
    configuration folder gets the shipped files it lacks."""
    shipped, folder = shipped_config(), held.config_dir
    files = {folder / name: _read(shipped / name) for name in NAMES[1:] if not (folder / name).exists()}
    old = _read(config) if config.exists() else _read(shipped / NAMES[0])
    set_now = _flat(tomllib.loads(old))
    holds = {
        "language": held.language,
        "time_zone": held.time_zone,
        "database.url": held.database.url,
        "web.public_url": held.web.public_url,
    }
    wanted = {key: value for key, value in answers.keys.items() if holds[key] != value}
    new = set_keys(old, wanted)
    if _flat(tomllib.loads(new)) != {**set_now, **wanted}:
        raise Failed(words("commands-init-cannot-edit", file=str(config)))
    if new != old or not config.exists():
        files[config] = new
    changed = tuple((key, str(set_now[key]), value) for key, value in wanted.items() if key in set_now)
    return Plan(files, changed)


def carry_out(plan: Plan) -> None:
    """Write each file as a whole or not at all."""
    for path, text in plan.files.items():
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(text, encoding="utf-8")
            if path.exists():
                unfinished.chmod(path.stat().st_mode & 0o777)
            unfinished.replace(path)
        except OSError as error:
            raise Failed(words("commands-cannot-write", file=str(path), reason=error.strerror or "")) from error
        finally:
            with suppress(OSError):  # a folder that cannot be written to says so once
                unfinished.unlink(missing_ok=True)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _flat(data: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": given for inner, given in _flat(value).items()}
        else:
            flat[name] = value
    return flat
