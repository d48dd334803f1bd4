"""Sheets that people send: a platform that holds the files, and a small kind of sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kpbot.domain.messages import Capabilities, Chat, File, Outgoing, Receipt
from kpbot.domain.sheets import Field, Sheet
from kpbot.ports import OnMessages, SendError
from kpbot.services.sheets.kind import Applied, Loading, Plan, Remark
from kpbot.storage import audit
from kpbot.storage.audit import Entry
from tests.fakes.stage import CAPABILITIES, PLATFORM

Line = Sequence[Any]


def workbook(*lines: Line, title: str = "表一", **more: Sequence[Line]) -> bytes:
    """An XLSX; `more` are further sheets by name."""
    from openpyxl import Workbook

    book = Workbook()
    first: Any = book.active
    first.title = title
    for line in lines:
        first.append(list(line))
    for name, others in more.items():
        sheet = book.create_sheet(name)
        for line in others:
            sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class Shelf:
    """A platform that holds files; what it lacks it does not give."""

    files: dict[str, bytes | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    name: str = PLATFORM
    capabilities: Capabilities = CAPABILITIES

    def put(self, name: str, content: bytes | Exception) -> File:
        """A file that can be sent."""
        self.files[name] = content
        return File(name, name, len(content) if isinstance(content, bytes) else 1000)

    async def run(self, on_messages: OnMessages) -> None:
        raise NotImplementedError

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        raise NotImplementedError

    async def fetch(self, ref: str) -> bytes:
        self.asked.append(ref)
        found = self.files.get(ref, SendError("no such file", permanent=True))
        if isinstance(found, Exception):
            raise found
        return found

    def routes(self, on_messages: OnMessages) -> Sequence[Any]:
        return ()

    async def close(self) -> None:
        pass


@dataclass
class Books:
    """A kind that takes a place's books; what it applied it remembers as entries of the audit log. `known` are the
    titles that are there already; one called 坏 cannot be applied."""

    name: str = "roster"
    fields: tuple[Field, ...] = (
        Field("title", ("书名", "图书名称"), needed=True),
        Field("count", ("册数", "数量"), needed=True),
        Field("place", ("地点",)),
    )
    known: set[str] = field(default_factory=set)
    scopes: list[tuple[str, ...]] = field(default_factory=list)
    fails: bool = False

    async def plan(self, loading: Loading, sheets: Sequence[Sheet]) -> Plan:
        self.scopes.append(tuple(region.name for region in loading.scope))
        new = self._new(sheets)
        remarks = [
            Remark(sheet.name, row.number, f"{sheet.cell(row, 'title')}不行", serious=sheet.cell(row, "title") == "坏")
            for sheet in sheets
            for row in sheet.rows
            if sheet.cell(row, "title") in ("坏", "怪")
        ]
        return Plan(f"新增 {len(new)} 种书。", tuple(remarks), len(new), mark=",".join(sorted(new)))

    async def apply(self, loading: Loading, sheets: Sequence[Sheet]) -> Applied:
        new = self._new(sheets)
        await audit.record(
            loading.db, [Entry(loading.now, loading.person_id, "book", title, {}) for title in sorted(new)]
        )
        if self.fails:
            raise RuntimeError("the shelf broke down")
        self.known |= new
        return Applied(f"已新增 {len(new)} 种书。")

    def _new(self, sheets: Sequence[Sheet]) -> set[str]:
        return {sheet.cell(row, "title") for sheet in sheets for row in sheet.rows} - self.known
