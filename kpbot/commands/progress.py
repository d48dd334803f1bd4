"""A line on a terminal's standard error that says how far a long command is; nothing where nobody looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kpbot.commands.words import words

_SECONDS = 0.1  # between two looks at the line


@contextmanager
def progressing(text: str) -> Iterator[Callable[[str, int], None]]:
    """Yields a function that is told what is being worked on and how many of it are done. `text` takes both."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    last = 0.0

    def tell(what: str, count: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= _SECONDS:
            last = now
            status.update(words(text, what=what, count=count))

    with console.status(words(text, what="…", count=0)) as status:
        yield tell
