"""What somebody corrected and did is read out in words: no codes, no numbers of records."""

import re
from datetime import UTC, date, datetime

import pytest

from kpbot.services.correction_words import told
from kpbot.storage import audit, places
from kpbot.storage.own_corrections import Correction
from tests.fakes.stage import Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
RAW = re.compile(r'[{}"]|[0-9]{6,}|[a-z]+\.[a-z-]+|[0-9]{4}-[0-9]{2}')


async def read_out(stage: Stage) -> str:
    return "\n".join(one.text for one in await stage.say("李", "~", "/mydata"))


async def test_corrections_of_a_renewal(stage: Stage) -> None:
    async with stage.database.write() as db:
        await places.add_facility(db, stage.village.id, "board", "宣传栏", date(2026, 1, 1))
    heard = await stage.say("李", "~", "/board")
    asked = await stage.press("李", "~", heard[0].buttons["改日期"])
    changed = await stage.press("李", "~", asked[0].buttons["昨天"])
    await stage.press("李", "~", changed[0].buttons["撤回"])
    said = await read_out(stage)
    assert "宣传栏：11月23日 → 11月22日\n" in said
    assert "宣传栏：撤回（11月22日）\n" in said
    assert "记设施更新\n" in said
    assert not RAW.search(said)


async def test_corrections_of_a_share(stage: Stage) -> None:
    await stage.stock()
    await stage.push(PUSH)
    await stage.say("李", "~", "/share 1")
    mine = (await stage.say("李", "~", "我的"))[0]
    one = (await stage.press("李", "~", next(iter(mine.buttons.values()))))[0]
    corrected = (await stage.press("李", "~", one.buttons["微博"]))[0]
    await stage.press("李", "~", corrected.buttons["撤回这条"])
    said = await read_out(stage)
    assert re.search("《.+》：微信群 → 微博\n", said)
    assert re.search("《.+》：撤回（11月23日、微博）\n", said)
    assert "更正分享去向\n" in said
    assert not RAW.search(said)


async def test_corrections_of_an_event(stage: Stage) -> None:
    for line in ("/report 健康讲座 62人 今天下午", "/report 健康 讲座！ 66人 今天"):
        await stage.say("李", "~", line)
        heard = await stage.say("李", "~", "确认")
    gone = await stage.press("李", "~", heard[0].buttons["是同一场"], "card")
    asked = await stage.press("李", "~", gone[-1].buttons["撤回"], "card")
    await stage.press("李", "~", asked[-1].buttons["确定撤回"], "card")
    said = await read_out(stage)
    assert "健康讲座：人数 62 → 66\n" in said
    assert "健康讲座：状态 等审阅 → 已撤回\n" in said
    assert not RAW.search(said)


async def test_acts_in_both_languages_and_unknown_ones(stage: Stage) -> None:
    now, person = stage.clock.now(), stage.persons["李"]
    async with stage.database.write() as db:
        await audit.record(db, [audit.Entry(now, person, "moon.land", "moon:1", {})])
        await audit.record(db, [audit.Entry(now, stage.persons["赵"], "post.confirm", f"post:{stage.posts['李']}", {})])
    said = await read_out(stage)
    assert "其他操作\n" in said
    assert "确认加入申请\n" in said
    assert not RAW.search(said)
    await stage.say("李", "~", "/lang en")
    said = await read_out(stage)
    assert "Something else\n" in said
    assert "Confirmation for a post\n" in said
    assert "Language: English" in said
    assert not RAW.search(said)


@pytest.mark.parametrize(
    ("kind", "name", "before", "after", "words"),
    [
        ("event", "讲座", {"day": "2026-11-20"}, {"day": "2025-11-21"}, "讲座：日期 11月20日 → 2025年11月21日"),
        ("event", "讲座", {"part": ""}, {"part": "evening"}, "讲座：时段 没有写 → 晚上"),
        ("event", "讲座", {"station": "甲"}, {"station": "乙"}, "讲座：e站 甲 → 乙"),
        (
            "event",
            "",
            {"approximate": True, "kind": "lecture"},
            {"approximate": False, "kind": "contest"},
            "已不在的记录：人数准不准 大约 → 准数；种类 讲座 → 竞赛",
        ),
        ("share", "防滑", {"destination": "qq"}, {"destination": "mars"}, "《防滑》：QQ → 没有写"),
    ],
)
def test_a_change_in_words(
    kind: str, name: str, before: dict[str, object], after: dict[str, object], words: str
) -> None:
    correction = Correction(PUSH, kind, name, before, after)
    assert told("zh-CN", correction, date(2026, 11, 23)) == words
