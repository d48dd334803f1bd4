"""Looking at this machine, which is a real one."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kpbot.services.checking import fonts, machine
from kpbot.services.checking.facts import OpenTo
from kpbot.services.installation import FILE, mark


def test_a_folder_is_made_written_to_and_left_clean(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    found = machine.folder(folder, "abc")
    assert (found.refused, found.mark, found.installation) == ("", "", "abc")
    assert found.free == pytest.approx(shutil.disk_usage(folder).free, rel=0.1)
    assert list(folder.iterdir()) == []
    mark(folder, "abc")
    assert machine.folder(folder, "abc").mark == "abc"


def test_a_folder_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert machine.folder(tmp_path / "file").refused
    assert machine.folder(tmp_path / "file" / "below").refused
    if os.geteuid() != 0:  # nothing is forbidden to root
        (tmp_path / "closed").mkdir(mode=0o500)
        assert machine.folder(tmp_path / "closed").refused


def test_a_full_disk_is_no_question_of_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    mark(tmp_path, "abc")
    monkeypatch.setattr(os, "fsync", full)
    found = machine.folder(tmp_path, "abc")
    assert (found.refused, found.free, found.mark) == ("", 0, "abc")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("mode", "open_to"),
    [
        (0o700, OpenTo.NOBODY),
        (0o770, OpenTo.NOBODY),
        (0o755, OpenTo.READERS),
        (0o777, OpenTo.WRITERS),
        (0o1777, OpenTo.WRITERS),
        (0o706, OpenTo.NOBODY),
    ],
)
def test_who_else_gets_in(tmp_path: Path, mode: int, open_to: OpenTo) -> None:
    tmp_path.chmod(mode)
    assert machine.folder(tmp_path).open_to is open_to


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://kp.example.cn", False),
        ("https://8.8.8.8/kp", False),
        ("http://127.0.0.1:8080", True),
        ("http://192.168.1.5", True),
        ("http://[::1]:8080", True),
        ("http://localhost:8080", True),
        ("http://kpbot", True),
        ("http://kpbot.lan", True),
        ("", False),
    ],
)
def test_addresses_that_only_the_neighbours_reach(url: str, private: bool) -> None:
    found = machine.address(url, online=False)
    assert (found.private, found.answer) == (private, None)


@pytest.fixture
def answering() -> Iterator[str]:
    """A server whose answer is the first part of the path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path.endswith("/healthz")
            self.send_response(int(self.path.split("/")[1]))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("status", [200, 503, 404])
def test_an_address_is_visited_when_asked(answering: str, status: int) -> None:
    assert machine.address(f"{answering}/{status}", online=True).answer == status


def test_an_address_where_nobody_answers() -> None:
    found = machine.address("http://127.0.0.1:1", online=True)
    assert found.answer == 0
    assert "refused" in found.refused.lower()


@pytest.mark.parametrize(("day", "years"), [(date(2024, 5, 1), ()), (date(2099, 5, 1), (2099, 2100))])
def test_years_whose_days_off_are_not_announced(day: date, years: tuple[int, ...]) -> None:
    assert machine.calendar(day).provisional == years


def test_a_font_is_believed_only_if_it_draws(tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK.ttc").write_bytes(b"\x00" * 2_000_000)
    assert not fonts._draws_chinese(tmp_path / "NotoSansCJK.ttc")
    latin = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if latin.exists():
        assert not fonts._draws_chinese(latin)
    found = fonts.chinese_font()
    assert found is None or fonts._draws_chinese(found)
