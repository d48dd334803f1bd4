"""`kpbot init`: scripted, asked, repeated, interrupted."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kpbot.commands.words import words
from kpbot.domain.codes import is_code
from tests.unit.commands.conftest import Kpbot
from tests.unit.commands.test_commands import rows

CITY = ("init", "--yes", "--city", "演示市")


def settings_in(file: Path) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_an_empty_folder_becomes_an_installation(installed: Kpbot, tmp_path: Path) -> None:
    names = sorted(path.name for path in (tmp_path / "config").iterdir())
    assert names == ["calendar.toml", "feeds.toml", "kpbot.toml", "topics.toml"]
    assert rows("SELECT name, level FROM regions ORDER BY id") == [
        ("演示市", "city"),
        ("青禾县", "county"),
        ("白水县", "county"),
    ]
    assert rows("SELECT kind, used_at FROM codes") == [("coordinator", None)]


def test_the_reserve_waits_until_a_coordinator_approved_it(installed: Kpbot) -> None:
    (number,) = rows("SELECT count(*) FROM items WHERE state = 'review'")[0]
    assert isinstance(number, int)
    assert number >= 36
    said = installed(*CITY, "--reserve-approved-by", "赵").out
    assert words("commands-init-reserve-approved", name="赵", count=number) in said
    assert rows("SELECT DISTINCT state FROM items") == [("ready",)]
    approvals = rows("SELECT subject, details FROM audit WHERE act = 'item.approve'")
    assert approvals == [("reserve", f'{{"items": {number}, "name": "赵"}}')]
    assert words("commands-init-reserve-done") in installed(*CITY).out


def test_answers_go_into_the_documented_file_and_nothing_else_changes(kpbot: Kpbot, tmp_path: Path) -> None:
    given = ["--language", "en", "--public-url", "https://kp.example.cn/", "--database", "sqlite:///here/k.db"]
    assert kpbot(*CITY, *given).code == 0
    file = tmp_path / "config" / "kpbot.toml"
    written = {key: value for key, value in settings_in(file).items() if value not in ({}, {"app": {}, "aibot": {}})}
    assert written == {
        "language": "en",
        "database": {"url": "sqlite:///here/k.db"},
        "web": {"public_url": "https://kp.example.cn"},
    }
    assert "时区" in file.read_text(encoding="utf-8")
    assert (tmp_path / "here" / "k.db").exists()


def test_what_is_set_is_not_changed_without_a_word(kpbot: Kpbot, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('# mine\n[web]\npublic_url = "https://old.example"  # kept\nport = 81\n', encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    new = [*CITY, "--config", "mine.toml", "--public-url", "https://new.example"]
    ended = kpbot(*new)
    assert ended.code == 1
    assert words("commands-init-would-change", keys="web.public_url") in ended.err
    assert file.read_text(encoding="utf-8") == before
    assert not (tmp_path / "var").exists()
    assert kpbot(*new, "--replace").code == 0
    assert file.read_text(encoding="utf-8") == before.replace('"https://old.example"  # kept', '"https://new.example"')


def test_what_the_environment_says_is_not_written_down(
    kpbot: Kpbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPBOT_DATABASE__URL", "sqlite:///hidden-place/k.db")
    assert kpbot(*CITY).code == 0
    assert "hidden-place" not in (tmp_path / "config" / "kpbot.toml").read_text(encoding="utf-8")
    assert (tmp_path / "hidden-place" / "k.db").exists()


def test_once_more_adds_only_what_is_new(installed: Kpbot) -> None:
    assert installed(*CITY, "--county", "青禾县", "--county", "新县").code == 0
    assert rows("SELECT name FROM regions ORDER BY id") == [("演示市",), ("青禾县",), ("白水县",), ("新县",)]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["init", "--yes"], "--city"),
        (["init", "--yes", "--city", "甲/乙"], "--city"),
        (["init", "--yes", "--city", "长" * 41], "--city"),
        ([*CITY, "--county", " "], "--county"),
        ([*CITY, "--language", "fr"], "--language"),
        ([*CITY, "--time-zone", "Mars"], "--time-zone"),
        ([*CITY, "--database", "mysql://h"], "--database"),
        ([*CITY, "--public-url", "kp.example.cn"], "--public-url"),
    ],
)
def test_an_answer_that_cannot_be_used_changes_nothing(
    kpbot: Kpbot, tmp_path: Path, arguments: Sequence[str], named: str
) -> None:
    ended = kpbot(*arguments)
    assert ended.code == 1
    assert ended.err.startswith(f"{named}: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [("中文", "zh-CN"), ("zh", "zh-CN"), ("Chinese", "zh-CN"), (" zh-cn ", "zh-CN"), ("English", "en"), ("EN", "en")],
)
def test_a_language_is_named_as_people_name_it(kpbot: Kpbot, tmp_path: Path, said: str, code: str) -> None:
    assert kpbot(*CITY, "--language", said).code == 0
    assert settings_in(tmp_path / "config" / "kpbot.toml").get("language", "zh-CN") == code


def test_the_reserve_is_not_approved_by_a_misunderstood_answer(asked: Asked) -> None:
    asked.answer("哪种语言", "English")
    asked.answer("市的名称", "演示市")
    for question in ("县（市、区）", "数据库地址", "外面访问的网址", "时区"):
        asked.answer(question, "")
    asked.answer("开始吗", "哦")
    asked.answer("Please answer y (yes) or n (no).", "是")
    asked.answer("同意使用吗", "赵")
    asked.answer("Please answer y (agreed) or n (not yet) first", "")
    assert asked.end() == 0
    assert rows("SELECT DISTINCT state FROM items") == [("review",)]


class Asked:
    """`kpbot init` at a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self._terminal, inner = pty.openpty()
        # Tests that run in the background of a shell would hand on that Ctrl-C is ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kpbot", "init"],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"},
        )
        signal.signal(signal.SIGINT, before)
        os.close(inner)
        self.said = ""

    def wait_for(self, words: str) -> None:
        raw = b""
        while words not in raw.decode(errors="ignore"):
            assert select.select([self._terminal], [], [], 30)[0], f"{words!r} was not said: {raw.decode()}"
            try:
                raw += os.read(self._terminal, 65536)
            except OSError:
                break
        self.said += raw.decode(errors="ignore")

    def answer(self, question: str, text: str) -> None:
        self.wait_for(question)
        os.write(self._terminal, f"{text}\n".encode())

    def interrupt(self) -> int:
        """Ctrl-C, as often as it takes: one that comes just before the read begins is not seen by it. No more often:
        one that comes while Python ends changes its exit code."""
        heard = b""
        for _ in range(20):
            self._process.send_signal(signal.SIGINT)
            while b"Aborted" not in heard and select.select([self._terminal], [], [], 2)[0]:
                heard += os.read(self._terminal, 65536)
            if b"Aborted" in heard:
                break
        return self.end()

    def end(self) -> int:
        self.wait_for("\0 which is never said")
        code = self._process.wait(30)
        os.close(self._terminal)
        return code

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    asked = Asked(tmp_path)
    yield asked
    asked.kill()


def test_at_a_terminal_everything_is_asked_and_bad_answers_again(asked: Asked, tmp_path: Path) -> None:
    asked.answer("哪种语言", "fr")
    asked.answer("只能是其中一个", "中文")
    asked.answer("市的名称", "演示市")
    asked.answer("县（市、区）", "青禾县、白水县，青禾县")
    asked.answer("数据库地址", "")
    asked.answer("外面访问的网址", "https://kp.example.cn")
    asked.answer("时区", "")
    asked.answer("开始吗", "")
    asked.answer("同意使用吗", "赵")
    asked.answer("请先回答 y（同意）或 n（先不用）", "同意")
    asked.answer("协调员的姓名", "赵")
    assert asked.end() == 0
    assert "Error" not in asked.said
    code = asked.said.split("/join ")[1].split()[0]
    assert is_code(code)
    assert rows("SELECT count(*) FROM regions") == [(3,)]
    assert rows("SELECT DISTINCT state FROM items") == [("ready",)]
    assert settings_in(tmp_path / "config" / "kpbot.toml")["web"] == {"public_url": "https://kp.example.cn"}


def test_who_stops_before_the_start_leaves_nothing(asked: Asked, tmp_path: Path) -> None:
    asked.answer("哪种语言", "")
    asked.answer("市的名称", "演示市")
    asked.answer("县（市、区）", "")
    asked.answer("数据库地址", "")
    asked.answer("外面访问的网址", "")
    asked.answer("时区", "")
    asked.wait_for("开始吗")
    assert asked.interrupt() == 1
    assert list(tmp_path.iterdir()) == []


def test_who_stops_at_the_reserve_can_go_on_later(asked: Asked, kpbot: Kpbot) -> None:
    asked.answer("哪种语言", "")
    asked.answer("市的名称", "演示市")
    for question in ("县（市、区）", "数据库地址", "外面访问的网址", "时区", "开始吗"):
        asked.answer(question, "")
    asked.wait_for("同意使用吗")
    assert asked.interrupt() == 1
    assert rows("SELECT name FROM regions") == [("演示市",)]
    assert rows("SELECT DISTINCT state FROM items") == [("review",)]
    assert kpbot(*CITY, "--reserve-approved-by", "赵").code == 0
    assert rows("SELECT DISTINCT state FROM items") == [("ready",)]


def test_settings_that_cannot_be_written_are_said_in_a_sentence(kpbot: Kpbot) -> None:
    Path("config").write_text("a file where the folder should go")
    ended = kpbot("init", "--yes", "--city", "演示市")
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert "config" in ended.err
