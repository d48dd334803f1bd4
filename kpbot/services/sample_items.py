"""What waits in the sample county's `/review`, so that one can try it: invented titles, judged like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kpbot.domain.content import FoundItem, Topic
from kpbot.services.catalog import Catalog
from kpbot.services.keeping import keep_found
from kpbot.services.sample import COUNTY
from kpbot.settings import Settings
from kpbot.storage import places
from kpbot.storage.database import Db

_GAS = (
    "闻到燃气味，先关总阀、开门窗，人到室外再打电话报修。\n\n"
    "不要开灯、关灯，不要点火，不要在屋里打电话，这些都可能打出火花。连接灶具的软管要按说明书的年限更换，发硬、有裂口就马上换。"
)
_WATER = (
    "烧开后盖好、放在干净容器里的水，隔一夜喝没有问题。\n\n"
    "要留意的是容器干不干净、放了多久：敞口放、反复烧，或者放了好几天的水，就换新的。"
)
_WAITING = (
    FoundItem(
        identity="sample-gas",
        title="邻县一小区燃气爆炸3人受伤，燃气泄漏该怎么办",
        summary="闻到燃气味，先关总阀、开门窗，人到室外再打电话报修，不要开灯、点火。",
        body=_GAS,
        link="",
        topic=Topic.DISASTER,
        slug="sample-gas",
        publisher="青禾县应急科普（虚构）",
    ),
    FoundItem(
        identity="sample-water",
        title="震惊！隔夜水千万别再喝了，99%的人不知道！！",
        summary="烧开后盖好的水，隔一夜喝没有问题；要留意的是容器干不干净、放了多久。",
        body=_WATER,
        link="",
        topic=Topic.HEALTH,
        slug="sample-water",
        publisher="青禾县健康科普（虚构）",
    ),
    FoundItem(
        identity="sample-extinguisher",
        title="家里的灭火器多久检查一次",
        summary="",
        body="",
        link="https://example.cn/extinguisher",
        topic=Topic.DISASTER,
        publisher="青禾县消防科普（虚构）",
    ),
)


async def make_waiting(db: Db, catalog: Catalog, settings: Settings, now: datetime) -> int:
    """Two items that rules stop and one without a text, which wants a summary, all for the county; how many were
    kept. `now` is UTC."""
    county = next(region for region in await places.all_regions(db) if region.name == COUNTY)
    waiting = [replace(found, scope=county.path) for found in _WAITING]
    kept = await keep_found(db, catalog.added_from(""), waiting, catalog, settings, now)
    return kept.new
