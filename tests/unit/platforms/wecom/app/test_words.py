"""What the bot cannot read is answered in words, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kpbot.storage.tables import outbox
from tests.fakes.wecom.callbacks import fields, sealed, xml
from tests.unit.platforms.wecom.app.conftest import Rig


@pytest.mark.parametrize("kind", ["voice", "video", "location"])
async def test_who_speaks_is_asked_to_type(rig: Rig, kind: str) -> None:
    call = sealed(xml(fields("LiLei", rig.now, kind, MediaId="m", Format="amr")), rig.now)
    for _ in range(3):
        assert (await rig.bring(call)).status_code == 200
    assert rig.taken == []
    async with rig.database.read() as db:
        (row,) = await db.execute(select(outbox))
    assert (row.platform, row.chat, row.private) == ("wecom", "LiLei", True)
    assert "打字" in row.payload
