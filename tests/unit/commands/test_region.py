"""`kpbot region`: what a region has of its own."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import select

from kpbot.storage.database import Database
from kpbot.storage.tables import audit
from tests.unit.commands.conftest import Kpbot

COUNTY, CITY = "演示市/青禾县", "演示市"


def line_of(kpbot: Kpbot, path: str) -> list[str]:
    listed = kpbot("region", "list")
    assert listed.code == 0, listed.err
    return next(line.split("\t") for line in listed.out.splitlines() if line.split("\t")[0] == path)


def test_regions_are_listed_as_they_work(installed: Kpbot) -> None:
    assert line_of(installed, COUNTY) == [
        COUNTY,
        "county",
        "Asia/Shanghai",
        "pushed at 09:00 (from above)",
        "no short links",
    ]


def test_what_is_given_is_set_and_the_rest_stays(installed: Kpbot) -> None:
    ended = installed("region", "set", "青禾县", "--push-time", "08:30")
    assert ended.code == 0, ended.err
    assert "pushed at 08:30" in ended.out
    assert "ten minutes" in ended.err
    assert line_of(installed, COUNTY)[3:] == ["pushed at 08:30", "no short links"]
    assert line_of(installed, "演示市/白水县")[3] == "pushed at 09:00 (from above)"
    assert installed("region", "set", "青禾县", "--push-time", "08:30").out.startswith("Nothing to change")
    assert installed("region", "set", "青禾县", "--push-time", "inherit").code == 0
    assert line_of(installed, COUNTY)[3] == "pushed at 09:00 (from above)"


def test_the_time_zone_is_that_of_all_below(installed: Kpbot) -> None:
    assert installed("region", "set", CITY, "--time-zone", "Asia/Urumqi").code == 0
    assert {line_of(installed, path)[2] for path in (CITY, COUNTY, "演示市/白水县")} == {"Asia/Urumqi"}


def test_short_links_are_on_for_a_region_and_all_below(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = installed("region", "set", CITY, "--short-links", "on")
    assert ended.code == 0, ended.err
    assert "web.public_url" in ended.err
    assert "rewarded" in ended.err
    assert line_of(installed, CITY)[4] == "short links"
    assert line_of(installed, COUNTY)[4] == "short links (from above)"
    refused = installed("region", "set", "青禾县", "--short-links", "off")
    assert refused.code == 1
    assert f"kpbot region set {CITY} --short-links off" in refused.err
    monkeypatch.setenv("KPBOT_WEB__PUBLIC_URL", "https://kp.example.cn")
    assert installed("region", "set", "青禾县", "--short-links", "ON").code == 0
    assert "web.public_url" not in installed("region", "set", "白水县", "--short-links", "on").err
    assert installed("region", "set", CITY, "--short-links", "off").code == 0
    assert {line_of(installed, path)[4] for path in (CITY, COUNTY, "演示市/白水县")} == {"no short links"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--push-time"),
        (["--push-time", "08:15"], "--push-time: a time on the hour or half hour"),
        (["--time-zone", "Mars/Olympus"], "--time-zone: "),
        (["--short-links", "maybe"], "“maybe”"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(installed: Kpbot, options: list[str], said: str) -> None:
    before = installed("region", "list").out
    ended = installed("region", "set", "青禾县", *options)
    assert ended.code == 1
    assert said in ended.err
    assert installed("region", "list").out == before


def test_a_place_that_is_not_there_or_not_clear(installed: Kpbot) -> None:
    assert installed("region", "set", "没有这个县", "--short-links", "on").code == 1
    unclear = installed("region", "set", "县", "--short-links", "on")
    assert unclear.code == 1
    assert COUNTY in unclear.err


def test_changes_are_in_the_audit_log(installed: Kpbot) -> None:
    installed("region", "set", "青禾县", "--short-links", "on", "--push-time", "10:00")

    async def logged() -> list[tuple[str, dict[str, object]]]:
        database = Database("sqlite:///var/kpbot.db")
        async with database.read() as db:
            rows = (await db.execute(select(audit).where(audit.c.act == "region.set"))).all()
        await database.close()
        return [(row.subject, json.loads(row.details)) for row in rows]

    ((subject, details),) = asyncio.run(logged())
    assert subject.startswith("region:")
    assert details == {"short_links": True, "push_time": "10:00"}
