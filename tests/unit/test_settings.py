"""Settings: what wins, and that every mistake is named with its place and never with its value."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kpbot.settings import Problem, Settings, SettingsError, load_settings, make_folders
from kpbot.settings.problems import known_keys
from kpbot.settings.toml_lines import line_of

SHIPPED = Path(__file__).parents[2] / "config" / "kpbot.toml"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("KPBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my.toml"


def problems(file: Path, text: str | None = None) -> list[Problem]:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    return list(caught.value.problems)


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings() == Settings()
    assert Settings().database.url == "sqlite:///var/kpbot.db"


def test_the_default_file_is_read_if_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "kpbot.toml").write_text("web.port = 1234", encoding="utf-8")
    assert load_settings().web.port == 1234


def test_environment_over_file_over_defaults(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('[web]\nport = 1\nhost = "0.0.0.0"\n[push]\nat = "07:30"', encoding="utf-8-sig")
    monkeypatch.setenv("KPBOT_WEB__PORT", "2")
    monkeypatch.setenv("KPBOT_WEB__PUBLIC_URL", "https://kp.example.cn/")
    settings = load_settings(file)
    assert (settings.web.port, settings.web.host, settings.push.at) == (2, "0.0.0.0", "07:30")
    assert settings.web.public_url == "https://kp.example.cn"
    assert settings.digest.at == "08:30"


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("KPBOT_DATABASE__URL", "postgresql://a:b@c/d", lambda s: s.database.url == "postgresql://a:b@c/d"),
        ("KPBOT_DATA_DIR", "/data", lambda s: s.data_dir == Path("/data")),
        ("KPBOT_DATA_DIR", "/data", lambda s: s.database.url == "sqlite:////data/kpbot.db"),
        ("KPBOT_WEB__HOST", "::", lambda s: s.web.host == "::"),
        ("KPBOT_SHARES__ACCEPTED", "claimed, observed", lambda s: s.shares.accepted == ("claimed", "observed")),
        ("KPBOT_SHARES__ACCEPTED", '["claimed"]', lambda s: s.shares.accepted == ("claimed",)),
        ("KPBOT_SHARES__SILENT_MEANS_NOT_MET", "yes", lambda s: s.shares.silent_means_not_met),
        ("kpbot_log__level", "debug", lambda s: s.log.level == "debug"),
        ("KPBOT_SERVICE_PORT_HTTP", "80", lambda s: s.web.port == 8080),  # from a container orchestrator
        ("KPBOT_PORT_80_TCP", "tcp://10.0.0.1:80", lambda s: s.web.port == 8080),
    ],
)
def test_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: object) -> None:
    monkeypatch.setenv(name, value)
    assert callable(read)
    assert read(load_settings())


@pytest.mark.parametrize(
    ("text", "code", "key", "line", "details"),
    [
        ("\nlanguage = 'fr'", "choice", "language", 2, {"choices": "zh-CN, en"}),
        ("[web]\n\nport = 99999", "at-most", "web.port", 3, {"limit": "65535"}),
        ("web.port = -1", "at-least", "web.port", 1, {"limit": "0"}),
        ("web = { port = 'x' }", "whole-number", "web.port", 1, {}),
        ("[web]\nport = 80.5", "whole-number", "web.port", 2, {}),
        ("web = 3", "section", "web", 1, {}),
        ("[web]\npublic_url = 'kp.example.cn'", "address", "web.public_url", 2, {}),
        ("[web]\npublic_url = 'https://[x'", "address", "web.public_url", 2, {}),
        ("[web]\npublic_url = 'https://u:p@h'", "address", "web.public_url", 2, {}),
        ("[database]\nurl = 'mysql://x'", "database", "database.url", 2, {}),
        ("[push]\nat = '9:00'", "clock-time", "push.at", 2, {}),
        ("[push]\nat = '24:00'", "clock-time", "push.at", 2, {}),
        ("[push]\nat = '09:15'", "clock-time", "push.at", 2, {}),
        ("[push]\nat = 9", "text", "push.at", 2, {}),
        ("[push]\ncatch_up_hours = 'long'", "number", "push.catch_up_hours", 2, {}),
        ("time_zone = 'Beijing'", "zone", "time_zone", 1, {}),
        ("time_zone = '../etc'", "zone", "time_zone", 1, {}),
        ("[shares]\nsilent_means_not_met = 'perhaps'", "yes-no", "shares.silent_means_not_met", 2, {}),
        ("[shares]\naccepted = 7", "list", "shares.accepted", 2, {}),
        ("[log]\nlevl = 'info'", "unknown-key", "log.levl", 2, {"nearest": "log.level"}),
        ("[web]\nurl = 'x'", "unknown-key", "web.url", 2, {"nearest": "database.url"}),
        ("[webb]\nport = 1", "unknown-key", "webb", 1, {"nearest": "web"}),
        ("zzz = 1", "unknown-key", "zzz", 1, {"nearest": ""}),
        ("self = 1", "unknown-key", "self", 1, {"nearest": ""}),
        ("_env_file = 'x'", "unknown-key", "_env_file", 1, {"nearest": ""}),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(
    file: Path, text: str, code: str, key: str, line: int, details: dict[str, str]
) -> None:
    assert problems(file, text) == [Problem(code, key, f"{file}:{line}", details)]


def test_all_mistakes_are_named_at_once(file: Path) -> None:
    found = problems(file, "[web]\nport = 'x'\n[shares]\naccepted = ['a', 'b']\nneeds = 1")
    assert [(p.key, p.where) for p in found] == [
        ("web.port", f"{file}:2"),
        ("shares.accepted", f"{file}:4"),
        ("shares.needs", f"{file}:5"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "code", "nearest"),
    [
        ("KPBOT_WEB__PORT", "many", "whole-number", None),
        ("KPBOT_WEB__PROT", "1", "unknown-key", "web.port"),
        ("KPBOT_WEB_PORT", "1", "unknown-variable", "KPBOT_WEB__PORT"),
        ("KPBOT_DATADIR", "x", "unknown-variable", "KPBOT_DATA_DIR"),
        ("KPBOT_WEBB__PORT", "1", "unknown-variable", "KPBOT_WEB__PORT"),
        ("KPBOT_NONSENSE", "1", "unknown-variable", ""),
        ("KPBOT_WEB", "loud", "section", None),
    ],
)
def test_a_mistake_in_the_environment_is_named_by_its_variable(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str, nearest: str | None
) -> None:
    monkeypatch.setenv(name, value)
    (found,) = problems(file, "[web]\nport = 80")
    assert (found.code, found.where, found.details.get("nearest")) == (code, name, nearest)


@pytest.mark.parametrize(("text", "line"), [("a = [1,\n", 2), ("\n[web\n", 2), ("a = 1\na = 2", 2), ("a = 'x", 1)])
def test_broken_toml_is_named_with_its_line(file: Path, text: str, line: int) -> None:
    (found,) = problems(file, text)
    assert found.code == "no-toml"
    assert found.where in (f"{file}:{line}", f"{file}:{line + 1}")


def test_files_that_cannot_be_read(file: Path, tmp_path: Path) -> None:
    assert problems(file) == [Problem("no-file", "", str(file))]
    file.write_bytes(b"# \n# \xff\xfe")
    assert problems(file) == [Problem("no-utf8", "", f"{file}:2")]
    file.unlink()
    file.mkdir()
    assert [p.code for p in problems(file)] == ["unreadable"]


def test_a_given_value_is_never_repeated(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPBOT_WEB__PORT", "hunter2")
    monkeypatch.setenv("KPBOT_LOG__LEVEL", "hunter2")
    file.write_text("push.at = 'hunter2'\n[database]\nurl = 'hunter2'\n[feeds]\nallow_hosts = 5", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert len(caught.value.problems) == 5
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(caught.value.problems)


def test_the_shipped_file_shows_every_key_with_its_default() -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    active = re.sub(r"^# (?=[a-z_]+ = )", "", shipped, flags=re.MULTILINE)
    shown = tomllib.loads(active)
    assert not flat(tomllib.loads(shipped))
    assert Settings(**shown) == Settings()
    sections = {key for known in known_keys(Settings) for key in [known.rpartition(".")[0]] if key}
    assert flat(shown) | sections | set(shown) == set(known_keys(Settings))


def flat(table: dict[str, Any], prefix: str = "") -> set[str]:
    """Dotted keys of values."""
    keys = set()
    for name, value in table.items():
        nested = isinstance(value, dict) and prefix + name != "wecom.webhooks"
        keys |= flat(value, f"{prefix}{name}.") if nested else {prefix + name}
    return keys


@pytest.mark.parametrize(
    ("url", "folder"),
    [("sqlite:///deep/er/k.db", "deep/er"), ("sqlite+aiosqlite:///x/k.db?mode=rw", "x"), ("sqlite:///k.db", ".")],
)
def test_folders_are_made(tmp_path: Path, url: str, folder: str) -> None:
    make_folders(Settings(**{"data_dir": "data", "database": {"url": url}}))  # type: ignore[arg-type]
    assert (tmp_path / "data").is_dir()
    assert (tmp_path / folder).is_dir()


def test_folders_are_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o750)
    with loose_umask():
        make_folders(Settings(**{"data_dir": "data", "database": {"url": "sqlite:///deep/er/k.db"}}))  # type: ignore[arg-type]
        make_folders(Settings(**{"data_dir": "shared"}))  # type: ignore[arg-type]
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("data", "deep", "deep/er", "shared")]
    assert modes == [0o700, 0o700, 0o700, 0o750], "what the operator made stays as it is"


@contextmanager
def loose_umask() -> Iterator[None]:
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def test_other_databases_need_no_folder(tmp_path: Path) -> None:
    for url in ("postgresql://h/n", "sqlite:///:memory:"):
        make_folders(Settings(**{"data_dir": ".", "database": {"url": url}}))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a = 1\n# b = 2\n[c]\nd = 4", "c.d", 4),
        ("[a] # note\nb = 1", "a.b", 2),
        ("[ a . b ]\nc = 1", "a.b.c", 2),
        ('"a".b = 1', "a.b", 1),
        ("[a]\nb = 1", "a.c", 1),
        ("a = 1", "b", None),
    ],
)
def test_line_of(text: str, key: str, line: int | None) -> None:
    assert line_of(text, key) == line
