"""Looks at this machine: the data folder, fonts, the public address, the calendar."""

from __future__ import annotations

import errno
import ipaddress
import os
import secrets
import shutil
import stat
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from kpbot.domain.workdays import workday
from kpbot.services.checking.facts import AddressFacts, CalendarFacts, FolderFacts, OpenTo
from kpbot.services.installation import marked
from kpbot.settings import make_private

REACH_SECONDS = 10
_FULL = (errno.ENOSPC, errno.EDQUOT)
_LOCAL_ENDINGS = ("localhost", ".local", ".internal", ".lan")


def folder(path: Path, installation: str = "") -> FolderFacts:
    """`installation` is the id the database has."""
    try:
        free = shutil.disk_usage(path).free if _write_and_read_back(path) else 0
        mode = path.stat().st_mode
        mark = marked(path)
    except (OSError, ValueError) as error:
        return FolderFacts(str(path), getattr(error, "strerror", "") or str(error), installation=installation)
    return FolderFacts(str(path), "", free, _open_to(mode), mark, installation)


def _write_and_read_back(path: Path) -> bool:
    """False if the disk is full. On a shared folder this goes to its server and back. Raises OSError, or ValueError if
    something else came."""
    make_private(path)
    probe, content = path / f".check-{os.getpid()}-{secrets.token_hex(4)}", secrets.token_bytes(4096)
    try:
        with probe.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if probe.read_bytes() != content:
            raise ValueError("what was written came back changed")
    except OSError as error:
        if error.errno not in _FULL:
            raise
        return False
    finally:
        probe.unlink(missing_ok=True)
    return True


def _open_to(mode: int) -> OpenTo:
    """Nobody gets in without the right to enter; the sticky bit does not keep others from adding files."""
    if not mode & stat.S_IXOTH:
        return OpenTo.NOBODY
    if mode & stat.S_IWOTH:
        return OpenTo.WRITERS
    return OpenTo.READERS


def address(url: str, *, online: bool) -> AddressFacts:
    """With `online` its /healthz is asked, which takes seconds."""
    private = bool(url) and _is_private(urlsplit(url).hostname or "")
    if not url or not online:
        return AddressFacts(url, private)
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=REACH_SECONDS) as answer:  # noqa: S310  # settings hold http(s)
            return AddressFacts(url, private, int(answer.status))
    except urllib.error.HTTPError as error:
        with error:
            return AddressFacts(url, private, error.code)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return AddressFacts(url, private, 0, str(reason))


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host.endswith(_LOCAL_ENDINGS) or "." not in host


def calendar(today: date) -> CalendarFacts:
    years = (today.year, today.year + 1)
    return CalendarFacts(today, tuple(year for year in years if workday(date(year, 1, 1)).provisional))
