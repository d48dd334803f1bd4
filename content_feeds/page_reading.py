"""What a web page says, read in a process of its own: nobody can stop a thread that is lost in a hostile page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from content_feeds import page_limits as limits
from kpbot.ports import FeedError

_NEEDED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "LANG")  # no token, no password


@dataclass(frozen=True, slots=True)
class Page:
    """As the page says it, nothing cleaned; "" where it does not say. `date` is `2026-03-05`, `image` an address,
    perhaps a relative one."""

    title: str = ""
    text: str = ""
    sitename: str = ""
    date: str = ""
    image: str = ""
    author: str = ""


def read_page(html: str, address: str) -> Page:
    """The article of a page. Slow (up to `page_limits.PATIENCE` seconds): for a worker thread.

    Raises FeedError `page-too-heavy` where time or memory ran out.
    """
    asked = json.dumps({"html": html[: limits.MOST_HTML], "address": address}).encode()
    command = [sys.executable, "-m", "content_feeds.page_process"]
    try:
        # The command is our own; what the page says goes in by the standard input.
        ran = subprocess.run(  # noqa: S603
            command, input=asked, capture_output=True, timeout=limits.PATIENCE, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise FeedError("page-too-heavy") from error
    if ran.returncode:
        raise FeedError("page-too-heavy")
    return Page(**json.loads(ran.stdout))


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}
