"""Which kind a file is, by how many of its columns each kind knows."""

from __future__ import annotations

import pytest

from kpbot.domain.sheets import RawSheet, Row
from kpbot.services.sheets.choosing import fitted, likely
from kpbot.services.sheets.kinds import KINDS
from kpbot.settings import Settings


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (("乡镇（街道）", "村（社区）/学校", "单位类型", "姓名", "任职时间", "科普中国e站"), "roster"),
        (("姓名", "所属单位", "分享时间", "文章标题", "分享渠道"), "app-shares"),
        (("标题", "摘要", "链接", "主题", "来源", "不早于"), "items"),
        (("姓名", "单位", "日期"), ""),  # a roster with a day, or an export: people are asked
    ],
)
def test_the_kind_that_knows_many_more_columns(headings: tuple[str, ...], kind: str) -> None:
    cells = tuple("2026-11-20" if "时间" in heading or "日期" in heading else "槐树村" for heading in headings)
    raw = RawSheet("表", (Row(1, headings), Row(2, cells)))
    found = likely([fitted([raw], one, Settings(), {}) for one in KINDS])
    assert (found.kind.name if found else "") == kind
