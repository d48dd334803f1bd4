"""Every finding, from facts alone, and its words in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kpbot.domain.season import NationalDay
from kpbot.services.checking import judging
from kpbot.services.checking.facts import (
    AddressFacts,
    CalendarFacts,
    ContentFacts,
    DatabaseFacts,
    FolderFacts,
    LinkFacts,
    OpenTo,
    PlaceFacts,
    TroubledSource,
    WorkFacts,
)
from kpbot.services.checking.finding import Finding, Level
from kpbot.storage.migrate import Schema
from kpbot.texts import LANGUAGES, say

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
GB = 1_000_000_000
URL = "https://kp.example.cn"


def ago(**of: int) -> datetime:
    return NOW - timedelta(**of)


def found(findings: Iterable[Finding]) -> list[str]:
    """`+ code`, `! code` or `x code`."""
    marks = {Level.FINE: "+", Level.NOTE: "!", Level.BROKEN: "x"}
    return [f"{marks[finding.level]} {finding.code}" for finding in findings]


FOLDERS = [
    (FolderFacts("var", "Permission denied"), ["x folder-refused"]),
    (FolderFacts("var", free=GB), ["+ folder"]),
    (FolderFacts("var", free=GB - 1), ["! disk-scarce"]),
    (FolderFacts("var", free=GB // 5), ["! disk-scarce"]),
    (FolderFacts("var", free=GB // 5 - 1), ["x disk-full"]),
    (FolderFacts("var", free=GB, open_to=OpenTo.READERS), ["+ folder", "! folder-readable"]),
    (FolderFacts("var", free=GB, open_to=OpenTo.WRITERS), ["+ folder", "x folder-writable"]),
]
MARKS = [
    (FolderFacts("var"), ["! mark-none"]),
    (FolderFacts("var", "Permission denied", installation="a"), []),
    (FolderFacts("var", mark="a", installation="a"), ["+ mark"]),
    (FolderFacts("var", mark="b", installation="a"), ["x mark-other"]),
    (FolderFacts("var", mark="", installation="a"), ["x mark-missing"]),
]
ADDRESSES = [
    (AddressFacts(""), ["! address-none"]),
    (AddressFacts("", answer=200), ["! address-none"]),
    (AddressFacts(URL), ["+ address"]),
    (AddressFacts("http://kp.example.cn"), ["! address-plain"]),
    (AddressFacts("http://10.0.0.5", private=True), ["! address-private"]),
    (AddressFacts(URL, answer=200), ["+ address-reached"]),
    (AddressFacts("http://kp.example.cn", answer=200), ["! address-plain", "+ address-reached"]),
    (AddressFacts(URL, answer=503), ["! address-unwell"]),
    (AddressFacts(URL, answer=404), ["x address-other"]),
    (AddressFacts(URL, answer=0, refused="timed out"), ["x address-unreached"]),
]
DATABASES = [
    (DatabaseFacts("PostgreSQL", "connection refused"), ["x database-away"]),
    (DatabaseFacts("SQLite", "unable to open", schema=Schema.EMPTY), ["x database-file"]),
    (DatabaseFacts("SQLite", schema=Schema.EMPTY), ["x database-empty"]),
    (DatabaseFacts("SQLite", schema=Schema.OLD), ["x database-old"]),
    (DatabaseFacts("SQLite", schema=Schema.UNKNOWN), ["x database-unknown"]),
    (DatabaseFacts("SQLite"), ["+ database"]),
    (DatabaseFacts("PostgreSQL", ahead=timedelta(seconds=4.9)), ["+ database", "+ clock"]),
    (DatabaseFacts("PostgreSQL", ahead=timedelta(seconds=5)), ["+ database", "! clock-ahead"]),
    (DatabaseFacts("PostgreSQL", ahead=timedelta(seconds=-5)), ["+ database", "! clock-behind"]),
    (DatabaseFacts("PostgreSQL", ahead=timedelta(minutes=1)), ["+ database", "x clock-ahead"]),
    (DatabaseFacts("PostgreSQL", ahead=timedelta(hours=-8)), ["+ database", "x clock-behind"]),
]
WORK = [
    (WorkFacts(NOW), ["! jobs-never", "+ outbox"]),
    (WorkFacts(NOW, ago(minutes=1)), ["+ jobs", "+ outbox"]),
    (WorkFacts(NOW, ago(minutes=5)), ["! jobs-still", "+ outbox"]),
    (WorkFacts(NOW, ago(seconds=-59)), ["+ jobs", "+ outbox"]),
    (WorkFacts(NOW, ago(minutes=-1)), ["x jobs-future", "+ outbox"]),
    (WorkFacts(NOW, ago(minutes=1), ago(minutes=15)), ["+ jobs", "+ outbox"]),
    (WorkFacts(NOW, ago(minutes=1), ago(minutes=16)), ["+ jobs", "x outbox-stuck"]),
    (WorkFacts(NOW, ago(days=1), ago(minutes=16)), ["! jobs-still", "! outbox-waiting"]),
    (WorkFacts(NOW, ago(minutes=1), ago(minutes=-16)), ["+ jobs", "+ outbox"]),
    (WorkFacts(NOW, ago(minutes=1), struggling=1, refusal="away"), ["+ jobs", "+ outbox", "! outbox-struggling"]),
    (WorkFacts(NOW, ago(minutes=1), unknown=2), ["+ jobs", "+ outbox", "! outbox-unknown"]),
    (WorkFacts(NOW, ago(minutes=1), failed=2), ["+ jobs", "+ outbox", "! outbox-failed"]),
]
PLACES = [
    (PlaceFacts(), ["! groups-none", "+ zones"]),
    (PlaceFacts(3), ["+ groups", "+ zones"]),
    (PlaceFacts(3, gone=("科普一群",)), ["+ groups", "! groups-gone", "+ zones"]),
    (PlaceFacts(3, unbound=("科普二群",)), ["+ groups", "! groups-unbound", "+ zones"]),
    (PlaceFacts(3, leaderless=("青禾县",)), ["+ groups", "! groups-leaderless", "+ zones"]),
    (PlaceFacts(3, zones=("Asia/Nowhere",)), ["+ groups", "x zones-unknown"]),
]
CONTENTS = [
    (ContentFacts(problem="feeds.toml is missing"), ["x sources-wrong"]),
    (ContentFacts(), ["x sources-none"]),
    (ContentFacts(sources=1, reserve=True), ["! sources-reserve-only", "x reserve-unapproved"]),
    (ContentFacts(sources=1, reserve=True, approved=5), ["! sources-reserve-only", "+ reserve"]),
    (ContentFacts(sources=2, feeds=1, reserve=True), ["+ sources", "! reserve-unapproved"]),
    (ContentFacts(sources=2, feeds=1, reserve=True, approved=5, waiting=1), ["+ sources", "! reserve-waiting"]),
    (ContentFacts(sources=1, feeds=1), ["+ sources"]),
    (
        ContentFacts(sources=1, feeds=1, troubled=(TroubledSource("一", "慢"), TroubledSource("二", "没有"))),
        ["+ sources", "! source-trouble", "! source-trouble"],
    ),
]
CALENDARS = [
    (CalendarFacts(date(2026, 11, 23)), "+ calendar"),
    (CalendarFacts(date(2026, 11, 30), (2027,)), "+ calendar-next"),
    (CalendarFacts(date(2026, 12, 1), (2027,)), "! calendar-provisional"),
    (CalendarFacts(date(2027, 1, 1), (2027, 2028)), "! calendar-provisional"),
]


MOVING = NationalDay("science-week", "科技周", moving=((date(2026, 5, 23), date(2026, 5, 30)),))
YEARLY = NationalDay("fire-day", "消防日", fixed=((11, 9), (11, 9)))


@pytest.mark.parametrize(
    ("today", "years"), [(date(2026, 9, 30), []), (date(2026, 10, 1), [2027]), (date(2027, 1, 1), [2027])]
)
def test_national_days_without_a_date(today: date, years: list[int]) -> None:
    told = list(judging.of_national_days([MOVING, YEARLY], today))
    assert found(told) == ["! day-undated"] * len(years)
    assert [finding.values["year"] for finding in told] == years


@pytest.mark.parametrize(("facts", "codes"), FOLDERS)
def test_the_data_folder(facts: FolderFacts, codes: list[str]) -> None:
    assert found(judging.of_folder(facts)) == codes


@pytest.mark.parametrize(("facts", "codes"), MARKS)
def test_the_mark_of_the_data_folder(facts: FolderFacts, codes: list[str]) -> None:
    assert found(judging.of_mark(facts)) == codes


@pytest.mark.parametrize(("facts", "codes"), ADDRESSES)
def test_the_public_address(facts: AddressFacts, codes: list[str]) -> None:
    assert found(judging.of_address(facts)) == codes


@pytest.mark.parametrize(("facts", "codes"), DATABASES)
def test_the_database(facts: DatabaseFacts, codes: list[str]) -> None:
    assert found(judging.of_database(facts)) == codes


def test_yesterdays_roll_ups() -> None:
    findings = [judging.of_roll_ups(date(2026, 11, 22), differing) for differing in (0, 3)]
    assert found(findings) == ["+ roll-ups", "x roll-ups-wrong"]
    assert "kpbot recount" in say("zh-CN", "check-roll-ups-wrong", **findings[1].values)


@pytest.mark.parametrize(("facts", "codes"), WORK)
def test_jobs_and_outbox(facts: WorkFacts, codes: list[str]) -> None:
    assert found(judging.of_work(facts)) == codes


@pytest.mark.parametrize(("facts", "codes"), PLACES)
def test_groups_and_places(facts: PlaceFacts, codes: list[str]) -> None:
    assert found(judging.of_places(facts)) == codes


LINKS = [
    (LinkFacts(), []),
    (LinkFacts((), "https://kp.example.cn"), []),
    (LinkFacts(("青禾县",)), ["x links-no-address"]),
    (LinkFacts(("青禾县", "白水县"), "https://kp.example.cn"), ["! links-on"]),
]


@pytest.mark.parametrize(("facts", "codes"), LINKS)
def test_short_links(facts: LinkFacts, codes: list[str]) -> None:
    assert found(judging.of_links(facts)) == codes


@pytest.mark.parametrize(("facts", "codes"), CONTENTS)
def test_sources_and_reserve(facts: ContentFacts, codes: list[str]) -> None:
    assert found(judging.of_content(facts)) == codes


@pytest.mark.parametrize(("facts", "code"), CALENDARS)
def test_the_calendar(facts: CalendarFacts, code: str) -> None:
    assert found([judging.of_calendar(facts)]) == [code]


def test_times_are_told_in_the_zone_of_the_installation() -> None:
    (still, _) = judging.of_work(WorkFacts(NOW.astimezone(ZoneInfo("Asia/Shanghai")), ago(days=1)))
    assert still.values == {"at": "2026-11-22 09:05"}


def test_names_are_few_and_the_count_is_right() -> None:
    (_, many, _) = judging.of_places(PlaceFacts(1, gone=tuple("甲乙丙丁戊己庚")))
    assert many.values == {"count": 7, "names": "甲、乙、丙、丁、戊 …"}


def all_findings() -> list[Finding]:
    return [
        *(judging.of_font(path) for path in ("", "/f.ttc")),
        *(judging.of_calendar(facts) for facts, _ in CALENDARS),
        *judging.of_national_days([MOVING], date(2026, 11, 23)),
        *(finding for folder, _ in FOLDERS for finding in judging.of_folder(folder)),
        *(finding for folder, _ in MARKS for finding in judging.of_mark(folder)),
        *(finding for address, _ in ADDRESSES for finding in judging.of_address(address)),
        *(finding for database, _ in DATABASES for finding in judging.of_database(database)),
        *(judging.of_roll_ups(date(2026, 11, 22), differing) for differing in (0, 3)),
        *(finding for work, _ in WORK for finding in judging.of_work(work)),
        *(finding for places, _ in PLACES for finding in judging.of_places(places)),
        *(finding for links, _ in LINKS for finding in judging.of_links(links)),
        *(finding for content, _ in CONTENTS for finding in judging.of_content(content)),
    ]


# Said by the command itself.
ELSEWHERE = {"about", "option-online", "option-fix", "option-json", "option-adopt", "summary", "summary-broken"}
ELSEWHERE |= {"settings", "settings-none", "settings-wrong", "platforms-none", "platform-slow", "platform-can"}
ELSEWHERE |= {"group-named-unbound", "group-not-in-settings"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_one_line_in_words_and_every_text_is_of_a_finding(language: str) -> None:
    for finding in all_findings():
        assert "\n" not in say(language, f"check-{finding.code}", **finding.values).strip()
    path = Path(say.__code__.co_filename).parent / language / "check.ftl"
    ids = {line.partition(" = ")[0] for line in path.read_text("utf-8").splitlines() if line.startswith("check-")}
    assert {name.removeprefix("check-") for name in ids} - ELSEWHERE == {finding.code for finding in all_findings()}
