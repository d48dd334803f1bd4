"""The rehearsal's county exported from a database that was just migrated, in every form."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from kpbot.services.catalog import Catalog
from kpbot.services.export import COLUMNS, ExportKind, records
from kpbot.services.export_files import ExportFormat, write
from kpbot.services.sample import make_sample
from kpbot.settings import Settings
from kpbot.storage.database import Database

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)


def counted(form: ExportFormat, raw: bytes) -> int:
    if form is ExportFormat.JSON:
        return len(json.loads(raw))
    if form is ExportFormat.CSV:
        return len(list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))) - 1
    return int(load_workbook(io.BytesIO(raw)).worksheets[0].max_row) - 1


@pytest.mark.parametrize("form", list(ExportFormat))
async def test_officers_of_the_sample(database: Database, form: ExportFormat) -> None:
    async with database.write() as db:
        made = await make_sample(db, "room", NOW, TODAY)
    out = io.BytesIO()
    async with database.read() as db:
        rows = records(db, ExportKind.OFFICERS, date(2026, 11, 1), TODAY, Catalog(), Settings())
        count = await write(rows, COLUMNS[ExportKind.OFFICERS], form, out, "zh-CN", "信息员")
    officers = [member for member in made.members if member.account.startswith("o")]
    assert count == counted(form, out.getvalue()) == len(officers) > 20
