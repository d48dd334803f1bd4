"""Everything about oneself, and being forgotten."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from kpbot.domain.messages import Chat, Outgoing
from kpbot.domain.people import PostState
from kpbot.storage import people
from kpbot.storage.database import insert
from kpbot.storage.ids import new_id
from kpbot.storage.outbox import Owed, Priority, owe
from kpbot.storage.tables import (
    accounts,
    audit,
    conversations,
    events,
    evidence,
    facilities,
    inbox,
    items,
    outbox,
    persons,
    photos,
    shares,
    upkeeps,
)
from tests.fakes.stage import PLATFORM, Heard, Stage

DAY = date(2026, 11, 20)


async def with_records(stage: Stage, *, many: int = 0) -> None:
    """李 shared an item (with an address), reported an event, renewed a board."""
    now, post = stage.clock.now(), stage.posts["李"]
    async with stage.database.write() as db:
        item = new_id()
        row = {
            "id": item,
            "source": "s",
            "identity": "i",
            "title": "冬天防滑",
            "canonical": "c",
            "fingerprint": "f",
            "gathered_at": now,
        }
        await db.execute(insert(db, items), row)
        for days in range(many + 1):
            key = {"day": DAY - timedelta(days=days), "post_id": post, "item_id": item, "destination": "weibo"}
            await db.execute(insert(db, shares), {**key, "counts": True, "at": now})
            seen = {**key, "kind": "claimed", "reference": "https://weibo.example/u/12345", "at": now}
            await db.execute(insert(db, evidence), [seen, {**seen, "reference": "https://weibo.example/u/12345/2"}])
        event = {
            "id": new_id(),
            "station_id": stage.station.id,
            "post_id": post,
            "title": "健康讲座",
            "day": DAY,
            "headcount": 62,
            "reported_at": now,
        }
        await db.execute(insert(db, events), event)
        board = new_id()
        place = {"id": board, "unit_id": stage.village.id, "kind": "board", "name": "村口宣传栏", "since": DAY}
        await db.execute(insert(db, facilities), place)
        upkeep = {"id": new_id(), "facility_id": board, "post_id": post, "day": DAY, "at": now}
        await db.execute(insert(db, upkeeps), upkeep)


def whole(heard: list[Heard]) -> str:
    return "\n".join(h.text for h in heard)


async def test_everything_is_read_out_in_private(stage: Stage) -> None:
    await with_records(stage)
    await stage.say("李", "~", "/lang 中文")
    text = whole(await stage.say("李", "~", "/mydata"))
    for words in (
        "称呼：李",
        "stage 李",
        "青禾县/槐树村 科普信息员，在任，1月1日 起",
        "11月20日 《冬天防滑》 微博 本人说的 https://weibo.example/u/12345",
        "健康讲座 62 人",
        "村口宣传栏",
        "设置语言",
        "/forgetme",
    ):
        assert words in text
    assert "王" not in text


async def test_a_long_read_out_comes_in_parts(stage: Stage) -> None:
    await with_records(stage, many=120)
    heard = await stage.say("李", "~", "/mydata")
    assert len(heard) > 2
    assert all(len(h.text) <= stage.capabilities.text_limit for h in heard)
    assert whole(heard).count("《冬天防滑》") == 121


async def test_own_data_is_not_for_groups(stage: Stage) -> None:
    for command in ("/mydata", "/forgetme"):
        heard = await stage.say("李", "officers", command)
        assert "私聊" in whole(heard)
        assert "槐树村" not in whole(heard)
    await stage.press("李", "officers", "forgetme:yes")
    async with stage.database.read() as db:
        assert (await people.person(db, stage.persons["李"])) is not None
        assert await people.live_posts(db, [stage.persons["李"]])


async def test_of_strangers_nothing_is_kept(stage: Stage) -> None:
    for command in ("/mydata", "/forgetme"):
        assert "什么都没有保存" in whole(await stage.say("路人", "~", command))
    assert "什么都没有保存" in whole(await stage.press("路人", "~", "forgetme:yes"))


async def test_forgotten(stage: Stage) -> None:
    await with_records(stage)
    await stage.say("李", "~", "/report 健康讲座 62人", photos=["a"])
    for _ in range(2):
        await stage.say("李", "~", "/join ABCD2345")  # two wrong codes
    await stage.deliver()
    asked = (await stage.say("李", "~", "/forgetme"))[0]
    for words in ("会清空", "会留下", "不能恢复", "不再带您的名字"):
        assert words in asked.text
    assert "没有改动" in whole(await stage.press("李", "~", asked.buttons["不注销"]))
    await stage.deliver()
    heard = await stage.press("李", "~", asked.buttons["确定注销"])
    told = {h.chat: h.text for h in heard}
    assert "已经注销" in told["~李"]
    assert "空出来了" in told["coordinators"]
    assert "李" not in told["coordinators"]
    await _nothing_names(stage)
    await _records_stay(stage)
    assert "/join" in whole(await stage.say("李", "~", "/help"))  # a stranger again


async def _nothing_names(stage: Stage) -> None:
    async with stage.database.read() as db:
        person = (await db.execute(select(persons).where(persons.c.id == stage.persons["李"]))).one()
        assert (person.name, person.language, person.consented_at) == ("已注销", "", None)
        assert person.forgotten_at
        assert not (await db.execute(select(accounts).where(accounts.c.user == "李"))).all()
        assert not (await db.execute(select(conversations).where(conversations.c.sender == "李"))).all()
        assert not (await db.execute(select(photos).where(photos.c.chat == "~李"))).all()
        sent = select(outbox).where(outbox.c.state == "sent", outbox.c.payload.contains("李"))
        assert not (await db.execute(sent)).all()
        references = select(evidence.c.reference).where(evidence.c.post_id == stage.posts["李"])
        assert set((await db.execute(references)).scalars()) == {""}
        log = (await db.execute(select(audit))).all()
        assert all("李" not in f"{row.subject} {row.details}" for row in log)
        assert not [row for row in log if row.act == "code.wrong" and row.subject.startswith("account:")]
        assert [row.person_id for row in log if row.act == "person.forget"] == [stage.persons["李"]]


async def _records_stay(stage: Stage) -> None:
    async with stage.database.read() as db:
        post = await people.post(db, stage.posts["李"])
        assert post
        assert (post.state, post.until) == (PostState.ENDED, date(2026, 11, 23))
        for table in (shares, evidence, events, upkeeps):
            rows: Any = (await db.execute(select(table).where(table.c.post_id == stage.posts["李"]))).all()
            assert len(rows) == 1


async def test_what_named_the_person_to_others_goes_too(stage: Stage) -> None:
    now, post = stage.clock.now(), stage.posts["李"]
    asked = Owed(f"join-ask:{post}:g1", Chat(PLATFORM, "coordinators"), Outgoing("李申请"), Priority.NOTICE, now, now)
    aside = {
        "platform": PLATFORM,
        "key": "old",
        "received_at": now,
        "error": "E",
        "payload": repr(stage.message("李", "~", "我的号码")),
    }
    async with stage.database.write() as db:
        await owe(db, [asked])
        await db.execute(insert(db, inbox), [aside, {**aside, "key": "o", "payload": repr(stage.message("王", "~"))}])
    await stage.deliver()
    await stage.press("李", "~", "forgetme:yes")
    async with stage.database.read() as db:
        said = (await db.execute(select(outbox.c.payload).where(outbox.c.key == asked.key))).scalar_one()
        assert said == "{}"
        kept = {row.key: row.payload for row in await db.execute(select(inbox).where(inbox.c.error == "E"))}
    assert kept["old"] == ""
    assert "王" in kept["o"]


async def test_nobody_writes_to_the_forgotten(stage: Stage) -> None:
    now = stage.clock.now()
    reminder = Owed(
        "remind:1", Chat(PLATFORM, "~李", private=True), Outgoing("该换宣传栏了"), Priority.NOTICE, now, now
    )
    async with stage.database.write() as db:
        await owe(db, [reminder])
    await stage.press("李", "~", "forgetme:yes")
    async with stage.database.read() as db:
        due = (await db.execute(select(outbox).where(outbox.c.chat == "~李", outbox.c.state == "due"))).all()
    assert len(due) == 1
    assert "已经注销" in due[0].payload


async def test_a_coordinator_forgotten(stage: Stage) -> None:
    heard = await stage.press("赵", "~", "forgetme:yes")
    assert any("协调员岗位空出来了" in h.text and "赵" not in h.text for h in heard if h.chat == "coordinators")
    assert "协调员来办" in whole(await stage.say("赵", "~", "/code unit 槐树村"))


async def test_who_comes_back_is_somebody_new(stage: Stage) -> None:
    await stage.press("李", "~", "forgetme:yes")
    code = whole(await stage.say("赵", "~", "/code unit 槐树村")).split("/join ")[1].split()[0]
    notice = (await stage.say("李", "~", f"/join {code}"))[0]
    assert "会保存" in notice.text
    await stage.press("李", "~", notice.buttons["同意"])
    await stage.press("李", "~", "join:name")
    async with stage.database.read() as db:
        found = await people.load_accounts(db, [(PLATFORM, "李")])
    assert found[(PLATFORM, "李")][1].id != stage.persons["李"]
