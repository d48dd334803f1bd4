"""The commands one by one, in process, on SQLite."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from kpbot.commands.words import words
from tests.unit.commands.conftest import Kpbot

DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>t</title><link>http://example.org/</link>
<item><title>冬天开窗</title><link>http://example.org/1</link><guid>1</guid>
<description>屋里待久了要开窗通风，每次十来分钟就够了。</description>
<pubDate>Mon, 16 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>没有链接</title><description>这一条没有链接。</description></item>
</channel></rss>"""


def rows(query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect("var/kpbot.db") as db:
        found = db.execute(query).fetchall()
    db.close()
    return found


def test_migrate_makes_the_folder_and_the_tables_once(kpbot: Kpbot) -> None:
    assert kpbot("migrate").out.strip() == words("commands-migrated")
    assert kpbot("migrate").out.strip() == words("commands-migrated-already")
    assert rows("SELECT count(*) FROM regions") == [(0,)]


@pytest.mark.parametrize("where", ["before", "after"])
def test_another_settings_file(kpbot: Kpbot, tmp_path: Path, where: str) -> None:
    file = tmp_path / "other.toml"
    file.write_text('[database]\nurl = "sqlite:///elsewhere/k.db"', encoding="utf-8")
    option = ["--config", str(file)]
    assert kpbot(*([*option, "migrate"] if where == "before" else ["migrate", *option])).code == 0
    assert (tmp_path / "elsewhere" / "k.db").exists()


def test_the_later_settings_file_wins(kpbot: Kpbot, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text("", encoding="utf-8")
    assert kpbot("--config", "missing.toml", "migrate", "--config", "good.toml").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[web]\nport = 'x'", ":2"),
        ("[web]\nprot = 1", "web.port"),
        ("[web", "TOML"),
        ("language = 'fr'", "zh-CN, en"),
        ("[database]\nurl = 'mysql://root:hunter2@h/n'", "sqlite:///"),
    ],
)
def test_wrong_settings_are_named_without_a_traceback(kpbot: Kpbot, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "kpbot.toml").write_text(text, encoding="utf-8")
    ended = kpbot("migrate")
    assert ended.code == 1
    assert said in ended.err
    assert str(Path("config/kpbot.toml")) in ended.err
    assert "Traceback" not in ended.err
    assert "hunter2" not in ended.err


def test_a_database_that_is_away_is_said_in_a_sentence(kpbot: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPBOT_DATABASE__URL", "postgresql://kp:hunter2@127.0.0.1:1/kp")
    ended = kpbot("migrate")
    assert ended.code == 1
    assert ended.err.startswith(words("commands-database-away", reason=""))
    assert len(ended.err.splitlines()) == 1
    assert "hunter2" not in ended.err


@pytest.mark.parametrize("command", [["export", "shares"], ["code", "unit", "x"], ["job", "list"]])
def test_a_database_without_tables_is_said_in_a_sentence(installed: Kpbot, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "var" / "kpbot.db").unlink()
    ended = installed(*command)
    assert (ended.code, ended.err.strip()) == (1, words("commands-schema-empty"))


@pytest.mark.parametrize("command", [["migrate"], ["init", "--yes", "--city", "演示市"], ["backup", "x.zip"]])
def test_a_database_of_a_later_version_is_left_alone(installed: Kpbot, command: list[str]) -> None:
    with closing(sqlite3.connect("var/kpbot.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0999'")
    ended = installed(*command)
    assert (ended.code, ended.err.strip()) == (1, words("commands-schema-unknown"))


def test_a_folder_that_cannot_be_made(kpbot: Kpbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KPBOT_DATA_DIR", "file/data")
    ended = kpbot("migrate")
    assert ended.code == 1
    assert words("commands-no-folder", reason="")[:6] in ended.err


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [(["coordinator", "青禾县"], "coordinator"), (["group", "演示市/白水县", "--kind", "public"], "group")],
)
def test_a_code_stands_alone_on_standard_output(installed: Kpbot, arguments: list[str], kind: str) -> None:
    ended = installed("code", *arguments)
    assert ended.code == 0
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}\n", ended.out)
    assert ended.out.strip() in ended.err
    assert rows(f"SELECT count(*) FROM codes WHERE kind = '{kind}'")[0][0] in (1, 2)  # init made one for coordinators


def test_a_group_code_remembers_the_kind(installed: Kpbot) -> None:
    installed("code", "group", "青禾县", "--kind", "public")
    assert rows("SELECT group_kind FROM codes WHERE kind = 'group'") == [("public",)]


def test_a_place_that_is_not_there_or_not_clear(installed: Kpbot) -> None:
    nowhere = installed("code", "unit", "某村")
    assert (nowhere.code, nowhere.out, nowhere.err.strip()) == (1, "", words("commands-no-place", path="某村"))
    unclear = installed("code", "coordinator", "县")
    assert unclear.code == 1
    assert unclear.err.splitlines()[1:] == ["  演示市/青禾县", "  演示市/白水县"]
    assert installed("code", "unit", "青禾县").code == 1  # a county is no unit


def test_usage_faults_end_with_two(installed: Kpbot) -> None:
    assert installed("code", "group", "青禾县", "--kind", "secret").code == 2
    assert installed("export", "secrets").code == 2
    assert installed("export", "shares", "--since", "2026-13-01").code == 2
    assert installed("export", "shares", "--since", "2026-02-01", "--until", "2026-01-01").code == 2
    assert installed("job", "run", "push", "--at", "soon").code == 2
    assert installed("nonsense").code == 2


def test_export_to_standard_output(installed: Kpbot) -> None:
    table = installed("export", "shares").out
    assert next(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))[0] == "日期"
    assert table.startswith("\ufeff")
    assert json.loads(installed("export", "events", "--format", "json").out) == []
    assert installed("export", "upkeep", "--lang", "en").out.startswith("\ufeffDay,")


def test_export_to_a_file_that_appears_complete(installed: Kpbot, tmp_path: Path) -> None:
    ended = installed("export", "officers", "--format", "xlsx", "-o", "list.xlsx")
    assert (ended.code, ended.out) == (0, "")
    assert "list.xlsx" in ended.err
    assert load_workbook("list.xlsx").worksheets[0]["C1"].value == "科普信息员"
    assert [path.name for path in tmp_path.glob("*list*")] + [path.name for path in tmp_path.glob(".*")] == [
        "list.xlsx"
    ]


def test_export_names_its_own_workbook(installed: Kpbot, tmp_path: Path) -> None:
    arguments = ["--since", "2026-01-01", "--until", "2026-01-31", "--format", "xlsx"]
    assert installed("export", "shares", *arguments).code == 0
    assert (tmp_path / "kpbot-shares-2026-01-01-2026-01-31.xlsx").exists()


def test_export_without_the_names_of_sources_says_so_and_still_works(installed: Kpbot, tmp_path: Path) -> None:
    (tmp_path / "config" / "feeds.toml").write_text("[sources", encoding="utf-8")
    ended = installed("export", "shares")
    assert (ended.code, ended.out.count("\n")) == (0, 1)
    assert ended.err.startswith(words("commands-export-no-names", reason="").rstrip())
    assert "feeds.toml" in ended.err


def test_export_to_where_nothing_can_be_written(installed: Kpbot) -> None:
    ended = installed("export", "shares", "-o", "no/such/folder/x.csv")
    assert ended.code == 1
    assert "no/such/folder/x.csv" in ended.err


def test_feed_preview_as_a_table_and_as_json(kpbot: Kpbot, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(DOCUMENT, encoding="utf-8")
    shown = kpbot("feed", "preview", "feed.xml")
    assert shown.code == 0
    assert "冬天开窗" in shown.out
    assert "2026-11-16 08:00" in shown.out
    assert words("feed-skip-no-link") in shown.out
    found = json.loads(kpbot("feed", "preview", "feed.xml", "--json").out)
    assert [item["title"] for item in found["items"]] == ["冬天开窗"]
    assert found["items"][0]["published"] == "2026-11-16T00:00:00+00:00"
    assert found["skipped"] == [{"title": "没有链接", "reason": "no-link"}]


def test_feed_preview_refuses_in_words(kpbot: Kpbot) -> None:
    ended = kpbot("feed", "preview", "nothing.xml")
    assert (ended.code, ended.err.strip()) == (1, words("feed-error-no-file", path="nothing.xml"))
    ended = kpbot("feed", "preview", "http://127.0.0.1:9/feed", "--json")
    assert ended.code == 1
    assert json.loads(ended.out)["error"] == "private-address"


def test_jobs_are_listed_and_run_by_hand(installed: Kpbot) -> None:
    listed = installed("job", "list").out
    assert "editions" in listed
    assert "15:30 Asia/Shanghai" in listed
    yesterday = datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)
    assert installed("job", "run", "editions", "--at", f"{yesterday}T16:00").code == 0
    assert rows("SELECT slot FROM job_slots WHERE job LIKE 'editions%' AND done") == [(f"{yesterday} 07:30:00.000000",)]


@pytest.mark.parametrize("zone", ["", "+08:00"])
def test_a_job_does_not_run_ahead_of_its_time(installed: Kpbot, zone: str) -> None:
    ahead = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(minutes=2)
    ended = installed("job", "run", "push", "--at", f"{ahead:%Y-%m-%dT%H:%M:%S}{zone}")
    assert (ended.code, ended.out, ended.err.strip()) == (1, "", words("commands-job-ahead"))
    assert rows("SELECT count(*) FROM job_slots") == [(0,)]


def test_a_job_that_is_not_there(installed: Kpbot) -> None:
    ended = installed("job", "run", "nonsense")
    assert ended.code == 1
    assert "editions" in ended.err


@pytest.mark.parametrize("address", ["", "http://kp.example.cn"])
@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_webhook_needs_an_address(
    installed: Kpbot, monkeypatch: pytest.MonkeyPatch, command: str, address: str
) -> None:
    monkeypatch.setenv("KPBOT_DATABASE__URL", "postgresql://kp@127.0.0.1:1/kp")
    monkeypatch.setenv("KPBOT_TELEGRAM__TOKEN", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
    monkeypatch.setenv("KPBOT_TELEGRAM__MODE", "webhook")
    monkeypatch.setenv("KPBOT_WEB__PORT", "0")
    monkeypatch.setenv("KPBOT_WEB__PUBLIC_URL", address)
    ended = installed(command)
    assert (ended.code, ended.out, ended.err.strip()) == (1, "", words("check-telegram-webhook-address"))
    assert {"telegram.mode", "web.public_url"} <= set(re.findall(r"[\w.]+", ended.err, re.ASCII))


def test_workers_need_a_database_they_can_share(installed: Kpbot) -> None:
    ended = installed("work")
    assert (ended.code, "PostgreSQL" in ended.err) == (1, True)


def test_what_is_wrong_with_an_account_is_said_in_words_and_no_secret(
    kpbot: Kpbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPBOT_WECOM__APP__SECRET", "s3cr3t-Value")
    monkeypatch.setenv("KPBOT_WECHAT__AES_KEY", "s3cr3t-Value")
    monkeypatch.setenv("KPBOT_WECOM__WEBHOOKS", '{"a": "s3cr3t-Value x"}')
    for command in (("group", "list"), ("check",), ("serve",)):
        ended = kpbot(*command)
        said = ended.out + ended.err
        assert ended.code == 1
        assert "KPBOT_WECHAT__AES_KEY" in said
        assert "43 letters and digits" in said
        assert "KPBOT_WECOM__WEBHOOKS" in said
        assert "s3cr3t" not in said
