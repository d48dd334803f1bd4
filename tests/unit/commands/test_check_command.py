"""`kpbot check` as an operator meets it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from kpbot.app import App
from kpbot.commands import asking_platforms
from kpbot.commands.words import words
from kpbot.domain.messages import Capabilities
from kpbot.ports import Platform
from kpbot.services.checking.finding import Finding, broken, fine, note
from kpbot.services.installation import FILE
from tests.unit.commands.conftest import Kpbot


def codes(kpbot: Kpbot, *options: str) -> dict[str, str]:
    return {finding["code"]: finding["level"] for finding in json.loads(kpbot("check", "--json", *options).out)}


def test_before_anything_is_set_up_it_says_what_to_do(kpbot: Kpbot) -> None:
    ended = kpbot("check")
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert f"✘ {words('check-database-empty')}" in lines
    assert [line[0] for line in lines[:-1]] == [line[0] for line in lines[:-1] if line[0] in "✔!✘"]
    broken, notes = (sum(line.startswith(mark) for line in lines) for mark in "✘!")
    assert lines[-1] == words("check-summary-broken", broken=broken, notes=notes)


def test_wrong_settings_are_findings(kpbot: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPBOT_WEB__PORT", "x")
    monkeypatch.setenv("KPBOT_TIME_ZONE", "Asia/Nowhere")
    ended = kpbot("check")
    assert ended.code == 1
    assert "KPBOT_WEB__PORT" in ended.out
    assert "KPBOT_TIME_ZONE" in ended.out
    assert ended.out.count("✘") == 2


def test_a_database_that_is_away_is_a_finding_without_its_password(
    installed: Kpbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPBOT_DATABASE__URL", "postgresql://kp:hunter2@127.0.0.1:1/kp")
    ended = installed("check")
    assert ended.code == 1
    assert "127.0.0.1" in ended.out
    assert "hunter2" not in ended.out + ended.err


def test_after_init_only_the_approval_is_missing(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = codes(installed)
    assert [code for code, level in found.items() if level == "broken"] == ["reserve-unapproved"]
    assert {"settings", "database", "mark", "zones", "outbox"} <= {c for c, level in found.items() if level == "fine"}
    assert {"jobs-never", "groups-none", "address-none", "platforms-none"} <= found.keys()
    assert installed("init", "--yes", "--city", "演示市", "--reserve-approved-by", "赵敏").code == 0
    ended = installed("check")
    assert ended.code == 0
    assert ended.err == ""


@pytest.mark.parametrize("first", ["init", "migrate", "check"])
def test_names_and_photos_are_nobody_elses_from_the_start(kpbot: Kpbot, first: str) -> None:
    before = os.umask(0o022)
    try:
        kpbot(*(("init", "--yes", "--city", "演示市") if first == "init" else (first,)))
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (Path("var"), *Path("var").glob("kpbot.db*"))}
    assert modes.pop("var") == 0o700
    assert set(modes.values()) == {0o600}
    assert codes(kpbot)["folder"] == "fine"


def test_a_wrong_folder_is_found_and_can_be_declared_right(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(installed)["mark"] == "fine"
    monkeypatch.setenv("KPBOT_DATA_DIR", "elsewhere")
    monkeypatch.setenv("KPBOT_DATABASE__URL", "sqlite:///var/kpbot.db")
    assert codes(installed)["mark-missing"] == "broken"
    assert not Path("elsewhere", FILE).exists()
    Path("elsewhere", FILE).write_text("another\n")
    assert codes(installed)["mark-other"] == "broken"
    assert codes(installed, "--adopt-folder")["mark"] == "fine"
    assert codes(installed)["mark"] == "fine"


def test_roll_ups_that_were_changed_by_hand_are_found_and_counted_anew(installed: Kpbot) -> None:
    assert codes(installed)["roll-ups"] == "fine"
    assert installed("recount").out.strip() == words("commands-recounted", days=0)
    yesterday = datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)
    with closing(sqlite3.connect("var/kpbot.db")) as db, db:
        day = (yesterday - timedelta(days=2)).isoformat()
        db.execute("INSERT INTO share_days VALUES (?, 1, 'a', 'a', true)", (day,))
        db.execute("INSERT INTO share_days VALUES (?, 1, 'a', 'a', true)", (yesterday.isoformat(),))
    assert codes(installed)["roll-ups-wrong"] == "broken"
    assert installed("recount").out.strip() == words("commands-recounted", days=3)
    assert codes(installed)["roll-ups"] == "fine"


def test_files_of_the_config_folder_are_read(installed: Kpbot) -> None:
    shutil.move("config/feeds.toml", "aside.toml")
    found = codes(installed)
    assert found["sources-wrong"] == "broken"
    assert "database" in found


def test_the_address_is_visited_only_when_asked(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPBOT_WEB__PUBLIC_URL", "http://127.0.0.1:1")
    assert "address-unreached" not in codes(installed)
    assert codes(installed, "--online")["address-unreached"] == "broken"


class Quiet:
    name = "quiet"


class Telling(Quiet):
    async def findings(self) -> list[Finding]:
        return [note("groups-none")]


class Hanging(Quiet):
    async def findings(self) -> list[Finding]:
        await asyncio.Event().wait()
        return []


async def test_platforms_that_know_what_is_wrong_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_platforms, "PLATFORM_SECONDS", 0.01)
    told = [await asking_platforms.told_by(cast(Platform, platform)) for platform in (Quiet(), Telling(), Hanging())]
    assert told == [[], [note("groups-none")], [broken("platform-slow", name="quiet", seconds=0.01)]]


class Mending(Telling):
    capabilities = Capabilities(answers_only=True)

    def __init__(self) -> None:
        self.mended = 0

    async def findings(self) -> list[Finding]:
        return [fine("groups", count=1) if self.mended else note("groups-none")]

    async def mend(self) -> list[Finding]:
        self.mended += 1
        return [fine("groups", count=1)]

    async def close(self) -> None:
        pass


@pytest.fixture
def mending(monkeypatch: pytest.MonkeyPatch) -> Mending:
    """Plugged in as platforms are."""
    platform = Mending()
    monkeypatch.setattr(App, "_configured", lambda _app: [platform])
    return platform


def test_a_platform_mends_only_when_told_to(installed: Kpbot, mending: Mending) -> None:
    before = installed("check").out
    assert words("check-groups-none") in before
    assert mending.mended == 0
    after = installed("check", "--fix").out
    assert mending.mended == 1
    assert after.count(words("check-groups", count=1)) == 1


def test_init_has_platforms_put_right_what_they_can(kpbot: Kpbot, mending: Mending) -> None:
    ended = kpbot("init", "--yes", "--city", "演示市")
    assert ended.code == 0, ended.err
    assert mending.mended == 1
    assert words("check-groups", count=1) in ended.out


def test_it_says_what_each_platform_can_do(installed: Kpbot, mending: Mending) -> None:
    assert (
        "✔ quiet: hears what is said to it; speaks only after people spoke to it; no buttons" in installed("check").out
    )


def test_short_links_need_an_address_and_are_told_of(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [code for code in codes(installed) if code.startswith("links")]
    assert installed("region", "set", "青禾县", "--short-links", "on").code == 0
    assert codes(installed)["links-no-address"] == "broken"
    monkeypatch.setenv("KPBOT_WEB__PUBLIC_URL", "https://kp.example.cn")
    assert codes(installed)["links-on"] == "note"
