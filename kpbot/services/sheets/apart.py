"""Workbooks are read in a process of their own, which may use only so much memory and time.

What reads them allots a cell for every place of the rectangle between the first and the last one used, as the file
says it: two cells far apart are enough to ask for more memory than there is, and that ends a process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from kpbot.domain.sheets import RawSheet, Row
from kpbot.services.sheets import limits
from kpbot.services.sheets.refused import SheetRefused

_OUT_OF_TIME = (-24, -9)  # SIGXCPU, SIGKILL


def _environment() -> dict[str, str]:
    """No token or password is where a file from outside is taken apart."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}


def read(content: bytes) -> tuple[RawSheet, ...]:
    """The sheets of an XLSX, XLS, XLSB or ODS file. Raises SheetRefused."""
    command = [sys.executable, "-P", "-m", "kpbot.services.sheets.apart_process"]
    try:
        # The command is our own; what people sent goes in by the standard input.
        ran = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=limits.PATIENCE, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise SheetRefused("too-much") from error
    if ran.returncode:
        # It ended in the middle: out of memory, out of time, or the library fell over something in the file.
        raise SheetRefused("too-much" if ran.returncode in _OUT_OF_TIME or b"memory" in ran.stderr else "broken")
    said = json.loads(ran.stdout)
    if "code" in said:
        raise SheetRefused(said["code"], **said["details"])
    return tuple(
        RawSheet(name, tuple(Row(number, tuple(cells)) for number, cells in rows)) for name, rows in said["sheets"]
    )
