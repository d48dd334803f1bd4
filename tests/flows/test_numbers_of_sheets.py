"""A sheet is loaded by text alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.menus import numbered
from kpbot.domain.messages import Capabilities
from kpbot.storage.database import Database
from tests.fakes.sheets import Books, Shelf
from tests.fakes.stage import Stage
from tests.flows.test_uploads import Library

BARE = Capabilities(private_chats=True, files=True)


@pytest.mark.parametrize("label", ["就这样入库", "不要了"])
async def test_a_sheet_is_loaded_by_a_number(
    database: Database, clock: MovableClock, tmp_path: Path, label: str
) -> None:
    stage = await Stage(database, clock, capabilities=BARE).build()
    stage.settings = stage.dispatcher._settings = stage.settings.model_copy(update={"data_dir": tmp_path})
    books = Books()
    library = Library(stage, Shelf(), books, {books.name: books})
    preview = await library.shown()
    await stage.deliver()
    choices = numbered(preview.outgoing, BARE)
    number = next(n for n, button in enumerate(choices, 1) if label in button.label)
    await stage.say("赵", "~", str(number))
    await library.work()
    assert (await library.row()).state == ("applied" if label == "就这样入库" else "dropped")
