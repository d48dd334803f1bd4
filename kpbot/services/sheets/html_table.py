"""A web page that was named .xls, as many official systems export it: its tables are its sheets."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from kpbot.domain.plain_text import clean
from kpbot.domain.sheets import RawSheet, Row
from kpbot.services.sheets import limits
from kpbot.services.sheets.delimited import decoded
from kpbot.services.sheets.keeping import Keeper
from kpbot.services.sheets.refused import SheetRefused

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030|big5|utf-8|utf-16)", re.IGNORECASE)
_CELLS = ("td", "th")
_HIDDEN = ("script", "style", "title")


def read(title: str, content: bytes) -> tuple[RawSheet, ...]:
    """The tables with rows, those inside of others taken as part of them. Raises SheetRefused."""
    tables = _Tables()
    tables.feed(_text(content))
    tables.close()
    found = [table for table in tables.found if table]
    if len(found) > limits.MAX_SHEETS:
        raise SheetRefused("too-many-sheets", limit=limits.MAX_SHEETS)
    keeper = Keeper()
    names = [title] if len(found) == 1 else [f"{title} {number}" for number in range(1, len(found) + 1)]
    sheets = tuple(keeper.sheet(name, table) for name, table in zip(names, found, strict=True))
    if not any(sheet.rows for sheet in sheets):
        raise SheetRefused("web-page")
    return sheets


def _text(content: bytes) -> str:
    said = _CHARSET.search(content[:4096])
    name = said[1].decode().lower() if said else ""
    if name in ("gb2312", "gbk", "gb18030"):
        return content.decode("gb18030", "replace")
    return decoded(content)


class _Tables(HTMLParser):
    """Rows of the outermost tables; a cell that spans several is repeated in each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[Row]] = []
        self._depth = 0
        self._hidden = 0
        self._cells: list[str] | None = None
        self._words: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}  # by column: for how many rows from here on, and what
        self._next: dict[int, tuple[int, str]] = {}  # the same for the row after this one

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.found.append([])
                self._below, self._next = {}, {}
        elif tag in _HIDDEN:
            self._hidden += 1
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._cells = []
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()
            self._cells = [] if self._cells is None else self._cells
            said = dict(attrs)
            self._span = (_count(said.get("colspan")), _count(said.get("rowspan")))
            self._words = []
        elif tag in ("br", "p", "div") and self._words is not None:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif tag in _HIDDEN and self._hidden:
            self._hidden -= 1
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._hidden:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._words is None or self._cells is None:
            return
        text = clean("".join(self._words), limits.MAX_CELL)
        self._words = None
        self._fill()
        across, down = self._span
        for _ in range(across):
            if down > 1:
                self._next[len(self._cells)] = (down - 1, text)
            self._cells.append(text)
        if len(self._cells) > limits.MAX_COLUMNS:
            raise SheetRefused("too-many-columns", limit=limits.MAX_COLUMNS)

    def _fill(self) -> None:
        """Cells from above that reach into this row."""
        while self._cells is not None and len(self._cells) in self._below:
            left, text = self._below.pop(at := len(self._cells))
            if left > 1:
                self._next[at] = (left - 1, text)
            self._cells.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells is None or not self.found:
            return
        self._fill()
        self._below, self._next = self._next, {}
        rows = self.found[-1]
        rows.append(Row(len(rows) + 1, tuple(self._cells)))
        self._cells = None
        if len(rows) > limits.MAX_ROWS:
            raise SheetRefused("too-many-rows", limit=limits.MAX_ROWS)


def _count(said: str | None) -> int:
    return min(max(int(said), 1), 1000) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1
