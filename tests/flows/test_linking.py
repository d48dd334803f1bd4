"""One person with accounts on two platforms: a code, two words of consent, and one ledger."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, delete, select, update

from kpbot.domain.messages import Sender
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.services import reminders
from kpbot.services.catalog import Catalog
from kpbot.services.digests import send_digests
from kpbot.services.export import COLUMNS, ExportKind, records
from kpbot.storage import link_opens, people, roll_ups
from kpbot.storage import short_links as links
from kpbot.storage.database import insert
from kpbot.storage.ids import new_id
from kpbot.storage.tables import (
    accounts,
    audit,
    corrections,
    edition_items,
    events,
    evidence,
    leaves,
    link_codes,
    metadata,
    persons,
    posts,
    pushes,
    share_days,
    shares,
    short_links,
    spot_checks,
    upkeeps,
    uploads,
)
from kpbot.storage.tables import reminders as reminders_table
from tests.fakes.stage import ELSEWHERE, PLATFORM, Heard, Stage

EVENING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
PUSH = datetime(2026, 11, 23, 1, tzinfo=UTC)


async def code_of(stage: Stage, who: str) -> str:
    said = (await stage.say(who, "~", "/link"))[0].text
    return said.split("关联码：")[1][:9]


def to(heard: list[Heard], who: str) -> Heard:
    """The one message into a private chat; `name@elsewhere` on the other platform."""
    name, _, platform = who.partition("@")
    [found] = [h for h in heard if (h.chat, h.platform) == (f"~{name}", platform or PLATFORM)]
    return found


async def answer(stage: Stage, who: str, asked: Heard, label: str) -> list[Heard]:
    return await stage.press(who, "~", asked.buttons[label])


async def link(stage: Stage, giver: str, other: str) -> list[Heard]:
    """All the way; the other account has no post."""
    heard = await stage.say(other, "~", f"/link {await code_of(stage, giver)}")
    return await answer(stage, giver, to(heard, giver), "是")


async def merge(stage: Stage, giver: str, other: str) -> list[Heard]:
    """All the way; the other account has a post."""
    asked = (await stage.say(other, "~", f"/link {await code_of(stage, giver)}"))[0]
    heard = await answer(stage, other, asked, "是我")
    return await answer(stage, giver, to(heard, giver), "是")


async def accounts_of(stage: Stage, who: str) -> list[tuple[str, str]]:
    async with stage.database.read() as db:
        mine = select(accounts.c.platform, accounts.c.user).where(accounts.c.person_id == stage.persons[who])
        return sorted((row.platform, row.user) for row in await db.execute(mine))


async def rows(stage: Stage, table: Any, *which: Any) -> list[Any]:
    async with stage.database.read() as db:
        return list(await db.execute(select(table).where(*which)))


async def second(stage: Stage, name: str, unit: Any, role: PostRole = PostRole.OFFICER, **rest: Any) -> tuple[int, int]:
    """A second person of that name on the other platform with a post; (person, post)."""
    now = stage.clock.now()
    async with stage.database.write() as db:
        person = await people.add_person(db, name, "zh-CN", now - timedelta(days=30))
        await people.add_account(db, ELSEWHERE, name, person, f"~{name}")
        unit_id = unit.id if role is PostRole.OFFICER else None
        state, since = rest.get("state", PostState.ACTIVE), rest.get("since", date(2026, 2, 1))
        asked = now - timedelta(days=30)
        post = await people.add_post(db, person, role, stage.county.id, unit_id, state, since, asked)
    return person, post


async def test_an_unknown_account_becomes_the_officers(stage: Stage) -> None:
    code = await code_of(stage, "李")
    stored = await rows(stage, link_codes)
    assert code.replace("-", "") not in str(stored)  # only its digest

    heard = await stage.say("李叔@elsewhere", "~", f"/link {code.lower()}")
    assert "选“是”" in to(heard, "李叔@elsewhere").text
    asked = to(heard, "李")
    assert "elsewhere 上的“李叔”" in asked.text  # a platform without a text has its own name
    assert await accounts_of(stage, "李") == [(PLATFORM, "李")]  # nothing before the yes

    heard = await answer(stage, "李", asked, "是")
    assert "2 个账号" in to(heard, "李").text
    assert "您在这里也是李" in to(heard, "李叔@elsewhere").text
    assert await accounts_of(stage, "李") == [(ELSEWHERE, "李叔"), (PLATFORM, "李")]
    assert "今天已记" in (await stage.say("李叔@elsewhere", "~", "/me"))[0].text
    data = "\n".join(h.text for h in await stage.say("李叔@elsewhere", "~", "/mydata"))
    assert f"{ELSEWHERE} 李叔" in data
    assert f"{PLATFORM} 李" in data
    acts = {row.act for row in await rows(stage, audit)}
    assert {"link.code", "link.say", "account.link"} <= acts


async def test_no_means_nothing_and_the_code_is_gone(stage: Stage) -> None:
    code = await code_of(stage, "李")
    heard = await stage.say("骗子@elsewhere", "~", f"/link {code}")
    heard = await answer(stage, "李", to(heard, "李"), "不是")
    assert "没有关联" in to(heard, "李").text
    assert "没有同意" in to(heard, "骗子@elsewhere").text
    assert await accounts_of(stage, "李") == [(PLATFORM, "李")]
    assert "没有这个关联码" in (await stage.say("骗子@elsewhere", "~", f"/link {code}"))[0].text


async def test_a_code_is_good_once_and_for_half_an_hour(stage: Stage) -> None:
    code = await code_of(stage, "李")
    await stage.say("甲@elsewhere", "~", f"/link {code}")
    assert "用过" in (await stage.say("乙@elsewhere", "~", f"/link {code}"))[0].text
    code = await code_of(stage, "王")
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=30))
    assert "过期" in (await stage.say("乙@elsewhere", "~", f"/link {code}"))[0].text


async def test_the_yes_has_half_an_hour_too(stage: Stage) -> None:
    heard = await stage.say("甲@elsewhere", "~", f"/link {await code_of(stage, '李')}")
    asked = to(heard, "李")
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=31))
    assert "过期" in (await answer(stage, "李", asked, "是"))[0].text
    assert await accounts_of(stage, "李") == [(PLATFORM, "李")]


async def test_a_new_code_ends_the_one_before(stage: Stage) -> None:
    first = await code_of(stage, "李")
    await code_of(stage, "李")
    assert "没有这个关联码" in (await stage.say("甲@elsewhere", "~", f"/link {first}"))[0].text


async def test_codes_cannot_be_found_by_trying(stage: Stage) -> None:
    for number in range(5):
        assert "没有这个关联码" in (await stage.say("甲@elsewhere", "~", f"/link ABCDEFG{number + 2}"))[0].text
    good = await code_of(stage, "李")
    assert "再试" in (await stage.say("甲@elsewhere", "~", f"/link {good}"))[0].text


async def test_ones_own_code_on_ones_own_account(stage: Stage) -> None:
    code = await code_of(stage, "李")
    assert "已经是您的" in (await stage.say("李", "~", f"/link {code}"))[0].text


async def test_who_is_nobody_gets_no_code(stage: Stage) -> None:
    assert "还没有登记" in (await stage.say("路人", "~", "/link"))[0].text
    assert "私聊" in (await stage.say("李", "officers", "/link"))[0].text
    assert not await rows(stage, link_codes)


async def test_in_a_group_where_people_have_another_id(stage: Stage) -> None:
    code = await code_of(stage, "李")
    nameless = Sender("member-7", "")
    heard = await stage.say("x@elsewhere", "their-group", f"/link {code}", sender=nameless)
    asked = to(heard, "李")
    assert "刚才发码的那个账号" in asked.text
    heard = await answer(stage, "李", asked, "是")
    assert all(h.chat == "~李" for h in heard)  # the group hears no more of it
    assert await accounts_of(stage, "李") == [(ELSEWHERE, "member-7"), (PLATFORM, "李")]
    [mine] = await rows(stage, accounts, accounts.c.user == "member-7")
    assert mine.private_chat == ""


async def test_nobody_else_can_answer(stage: Stage) -> None:
    heard = await stage.say("骗子@elsewhere", "~", f"/link {await code_of(stage, '李')}")
    yes = to(heard, "李").buttons["是"]
    everybody = await rows(stage, accounts)
    for who, chat in (("骗子@elsewhere", "~"), ("王", "~"), ("李", "officers")):
        await stage.press(who, chat, yes)
        assert await rows(stage, accounts) == everybody, who
    await stage.press("李", "~", yes)
    assert len(await accounts_of(stage, "李")) == 2


async def test_whoever_holds_a_post_is_asked_before_it_goes_to_another(stage: Stage) -> None:
    """Somebody talks the officer 王 into sending a code of 李's."""
    person, post = await second(stage, "王老师", stage.school)
    heard = await stage.say("王老师@elsewhere", "~", f"/link {await code_of(stage, '李')}")
    [asked] = heard  # 李 hears nothing yet
    assert "“李（stage）”" in asked.text
    short = asked.buttons["是我"].rpartition(":")[2]
    await stage.press("李", "~", f"link:yes:{short}")  # made up, before the officer agreed
    assert await accounts_of(stage, "李") == [(PLATFORM, "李")]
    heard = await answer(stage, "王老师@elsewhere", asked, "不是")
    assert "没有关联" in heard[0].text
    assert (await rows(stage, posts, posts.c.id == post))[0].person_id == person


async def test_a_post_got_after_the_code_was_said_is_not_taken_along(stage: Stage) -> None:
    async with stage.database.write() as db:
        person = await people.add_person(db, "孙", "zh-CN", stage.clock.now())
        await people.add_account(db, ELSEWHERE, "孙", person, "~孙")
    heard = await stage.say("孙@elsewhere", "~", f"/link {await code_of(stage, '李')}")
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=5))
    async with stage.database.write() as db:
        now, since = stage.clock.now(), date(2026, 11, 23)
        role, state = PostRole.OFFICER, PostState.ACTIVE
        await people.add_post(db, person, role, stage.county.id, stage.school.id, state, since, now)
    await answer(stage, "李", to(heard, "李"), "是")
    assert await accounts_of(stage, "李") == [(PLATFORM, "李")]


async def test_posts_of_the_other_account_come_along(stage: Stage) -> None:
    person, post = await second(stage, "李老师", stage.school)
    asked = (await stage.say("李老师@elsewhere", "~", f"/link {await code_of(stage, '李')}"))[0]
    heard = await answer(stage, "李老师@elsewhere", asked, "是我")
    question = to(heard, "李")
    assert "李老师，青禾县/第一小学 科普信息员" in question.text
    await answer(stage, "李", question, "是")
    assert not await rows(stage, persons, persons.c.id == person)
    [moved] = await rows(stage, posts, posts.c.id == post)
    assert (moved.person_id, moved.state) == (stage.persons["李"], PostState.ACTIVE)


async def _share_three(stage: Stage) -> tuple[int, int, int, list[int]]:
    """李 and their second registration for the same village each shared two, one of them the same."""
    person, post = await second(stage, "李老师", stage.village)
    await stage.group("elsewhere-officers", GroupKind.OFFICERS, stage.county)
    await stage.stock()
    await stage.prepare(EVENING)
    await stage.push(PUSH)
    await stage.say("李", "~", "/share 1 2")
    await stage.say("李老师@elsewhere", "~", "/share 2 3")
    day = date(2026, 11, 23)
    async with stage.database.read() as db:
        shared = edition_items.c.item_id.in_(select(shares.c.item_id))
        by_place = select(edition_items.c.item_id).where(shared).order_by(edition_items.c.position)
        ids = list(dict.fromkeys((await db.execute(by_place)).scalars()))
        before = await roll_ups.of_day(db, [stage.posts["李"], post], day)
    assert [sum(one.counting.values()) for one in before.values()] == [2, 2]
    return person, post, stage.posts["李"], ids


async def test_the_same_share_from_both_counts_once(stage: Stage) -> None:
    person, lost, kept, ids = await _share_three(stage)
    heard = await merge(stage, "李", "李老师@elsewhere")
    assert "2 个账号" in to(heard, "李").text
    day = date(2026, 11, 23)
    found = await rows(stage, shares)
    assert sorted((row.post_id, row.item_id) for row in found) == [(kept, one) for one in sorted(ids)]
    assert len(ids) == 3
    assert {row.post_id for row in await rows(stage, evidence)} == {kept}
    assert {row.post_id for row in await rows(stage, share_days)} == {kept}
    async with stage.database.read() as db:
        assert await roll_ups.differing(db, day, day) == 0
        counted = await roll_ups.of_day(db, [kept], day)
    assert sum(counted[kept].counting.values()) == 3
    [post] = await rows(stage, posts, posts.c.id == lost)
    assert (post.state, post.until, post.person_id) == (PostState.MERGED, day, stage.persons["李"])
    said = [(row.act, row.subject) for row in await rows(stage, audit, audit.c.act == "post.merge")]
    assert said == [("post.merge", f"post:{kept}")]
    assert "已记 3/3" in (await stage.say("李", "~", "/me"))[0].text
    assert "已记 3/3" in (await stage.say("李老师@elsewhere", "~", "/me"))[0].text
    assert person != stage.persons["李"]


async def test_what_was_taken_back_on_one_and_stands_on_the_other_stands(stage: Stage) -> None:
    _, _, kept, ids = await _share_three(stage)
    await stage.press("李", "~", f"me:withdraw:2026-11-23:{ids[0]}")
    await stage.press("李", "~", f"me:withdraw:2026-11-23:{ids[1]}")
    await merge(stage, "李", "李老师@elsewhere")
    standing = {row.item_id for row in await rows(stage, shares, shares.c.withdrawn_at.is_(None))}
    assert standing == {ids[1], ids[2]}
    assert {row.post_id for row in await rows(stage, shares)} == {kept}


async def test_after_linking_both_platforms_write_one_share(stage: Stage) -> None:
    await stage.stock()
    await stage.prepare(EVENING)
    await stage.push(PUSH)
    await link(stage, "李", "李叔@elsewhere")
    await stage.say("李", "~", "/share 1")
    heard = await stage.say("李叔@elsewhere", "~", "/share 1 2")
    assert "已记 2/3" in heard[0].text
    assert len(await rows(stage, shares)) == 2
    for who in ("李", "李叔@elsewhere"):
        assert "已记 2/3" in (await stage.say(who, "~", "/me"))[0].text


async def test_no_record_is_left_with_who_is_gone(stage: Stage) -> None:
    """A row in every table that names the person or the post; afterwards nothing in the database names either."""
    person, lost = await second(stage, "李老师", stage.village)
    now, day = stage.clock.now(), date(2026, 11, 20)
    async with stage.database.write() as db:
        coordinates = PostRole.COORDINATOR
        await people.add_post(db, person, coordinates, stage.county.id, None, PostState.ACTIVE, date(2026, 1, 1), now)
        item = {"source": "reserve", "identity": "x", "canonical": "x", "fingerprint": "f", "gathered_at": now}
        await db.execute(insert(db, metadata.tables["items"]), {"id": 7, **item, "approved_by": person})
        key = {"day": day, "post_id": lost, "item_id": 7, "destination": "wechat"}
        await db.execute(insert(db, shares), {**key, "counts": True, "at": now, "entered_by": person})
        await db.execute(insert(db, evidence), {**key, "kind": "claimed", "reference": "", "at": now})
        await roll_ups.recount(db, [(day, lost)])
        await db.execute(insert(db, leaves), {"post_id": lost, "since": day, "until": day})
        fields: dict[Any, dict[str, Any]] = {
            corrections: {"at": now, "person_id": person, "post_id": lost},
            events: {"station_id": stage.station.id, "post_id": lost, "entered_by": person, "day": day}
            | {"reported_at": now, "decided_by": person},
            uploads: {"platform": ELSEWHERE, "chat": "c", "ref": "r", "person_id": person, "received_at": now},
            spot_checks: {"region_id": stage.county.id, "week": day, **key, "asked_at": now, "answered_by": person},
            audit: {"at": now, "person_id": person, "act": "x", "subject": f"person:{person}"},
        }
        for table, values in fields.items():
            await db.execute(insert(db, table), {"id": new_id(), **values})
        facility = {"id": 9, "unit_id": stage.village.id, "kind": "board", "since": day}
        await db.execute(insert(db, metadata.tables["facilities"]), facility)
        upkeep = {"id": 9, "facility_id": 9, "post_id": lost, "entered_by": person, "day": day, "at": now}
        await db.execute(insert(db, upkeeps), upkeep)
        short = {"code": "abc", "post_id": lost, "item_id": 7, "destination": "qq", "day": day, "expires_at": now}
        await db.execute(insert(db, short_links), short)
        await db.execute(update(posts).where(posts.c.id == stage.posts["王"]).values(decided_by=person, replaces=lost))
        await db.execute(
            insert(db, metadata.tables["codes"]),
            {"digest": "d", "region_id": stage.county.id, "made_at": now, "expires_at": now}
            | {"made_by": person, "used_by": person, "replaces": lost, "post_id": lost},
        )
    await merge(stage, "李", "李老师@elsewhere")
    async with stage.database.read() as db:
        named = [
            f"{column}"
            for table in metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, BigInteger)
            if (await db.execute(select(column).where(column.in_((person, lost))))).first()
        ]
    assert named == ["posts.id"]
    assert [row.subject for row in await rows(stage, audit, audit.c.act == "x")] == [f"person:{stage.persons['李']}"]


async def test_the_private_chat_used_last_is_written_to(stage: Stage) -> None:
    async with stage.database.write() as db:
        board = {"unit_id": stage.village.id, "kind": "board", "since": date(2026, 8, 1)}
        await db.execute(insert(db, metadata.tables["facilities"]), {"id": 9, **board})
    await link(stage, "李", "李叔@elsewhere")

    async def reminded(day: int) -> list[str]:
        stage.clock.move_to(datetime(2026, 11, day, 2, tzinfo=UTC))
        async with stage.database.write() as db:
            await db.execute(delete(reminders_table))
            await reminders.remind(db, stage.settings, stage.clock.now(), "Asia/Shanghai")
        return [f"{h.platform} {h.chat}" for h in await stage.heard() if h.key.startswith("remind")]

    assert await reminded(24) == [f"{PLATFORM} ~李"]  # where the yes was said
    await stage.say("李叔@elsewhere", "~", "/me")
    assert await reminded(25) == [f"{ELSEWHERE} ~李叔"]
    await stage.say("李", "~", "/me")
    assert await reminded(26) == [f"{PLATFORM} ~李"]
    await stage.say("李叔@elsewhere", "officers", "/today")  # not in private
    assert await reminded(27) == [f"{PLATFORM} ~李"]


async def test_the_second_short_link_for_the_same_leads_on_and_is_not_counted(stage: Stage) -> None:
    _, lost = await second(stage, "李老师", stage.village)
    kept, day, now = stage.posts["李"], date(2026, 11, 23), stage.clock.now()
    async with stage.database.write() as db:
        item = {"source": "reserve", "identity": "x", "canonical": "x", "fingerprint": "f", "gathered_at": now}
        await db.execute(insert(db, metadata.tables["items"]), {"id": 7, **item})
        for code, post in (("mine", kept), ("theirs", lost)):
            row = {"code": code, "item_id": 7, "destination": "qq", "day": day, "expires_at": now + timedelta(days=9)}
            await db.execute(insert(db, short_links), {**row, "post_id": post})
    await merge(stage, "李", "李老师@elsewhere")
    async with stage.database.write() as db:
        assert set(await links.items_of(db, ["mine", "theirs"])) == {"mine", "theirs"}
        assert await link_opens.record(db, [("theirs", "a"), ("theirs", "b")], day, now) == 0
        assert await link_opens.record(db, [("mine", "a"), ("mine", "b")], day, now) == 1
    assert [row.post_id for row in await rows(stage, shares)] == [kept]


async def test_unlink_takes_the_account_one_writes_from(stage: Stage) -> None:
    assert "唯一的账号" in (await stage.say("李", "~", "/unlink"))[0].text
    await link(stage, "李", "李叔@elsewhere")
    asked = (await stage.say("李叔@elsewhere", "~", "/unlink"))[0]
    assert "没有解除" in (await answer(stage, "李叔@elsewhere", asked, "不解除"))[0].text
    assert len(await accounts_of(stage, "李")) == 2
    assert "已解除" in (await answer(stage, "李叔@elsewhere", asked, "解除"))[0].text
    assert await accounts_of(stage, "李") == [(PLATFORM, "李")]
    assert "还没有登记" in (await stage.say("李叔@elsewhere", "~", "/me"))[0].text
    assert "唯一的账号" in (await stage.say("李", "~", "/unlink"))[0].text


async def test_forgetme_empties_all_accounts(stage: Stage) -> None:
    await link(stage, "李", "李叔@elsewhere")
    await code_of(stage, "李")
    await stage.press("李叔@elsewhere", "~", "forgetme:yes")
    assert await accounts_of(stage, "李") == []
    assert not await rows(stage, link_codes)
    for who in ("李", "李叔@elsewhere"):
        assert "什么都没有保存" in (await stage.say(who, "~", "/mydata"))[0].text


async def _message(stage: Stage, who: str, text: str) -> None:
    await stage.dispatcher.handle([stage.message(who, "~", text)])


async def test_of_two_who_say_a_code_at_once_one_is_faster(stage: Stage) -> None:
    code = await code_of(stage, "李")
    await asyncio.gather(
        _message(stage, "甲@elsewhere", f"/link {code}"), _message(stage, "乙@elsewhere", f"/link {code}")
    )
    heard = await stage.heard()
    assert sum("用过" in h.text for h in heard) == 1
    assert sum(h.key.startswith("link-ask:") for h in heard) == 1


async def test_a_yes_pressed_twice_at_once_links_once(stage: Stage) -> None:
    await second(stage, "李老师", stage.village)
    asked = (await stage.say("李老师@elsewhere", "~", f"/link {await code_of(stage, '李')}"))[0]
    question = to(await answer(stage, "李老师@elsewhere", asked, "是我"), "李")
    presses = [stage.message("李", "~", button=question.buttons["是"], message="pressed") for _ in range(3)]
    await asyncio.gather(*(stage.dispatcher.handle([one]) for one in presses))
    assert len(await rows(stage, audit, audit.c.act == "person.merge")) == 1
    assert await accounts_of(stage, "李") == [(ELSEWHERE, "李老师"), (PLATFORM, "李")]


async def test_a_push_counts_the_person_once(stage: Stage) -> None:
    """Pressed in the group of one platform and again on the other."""
    await stage.stock()
    await stage.prepare(EVENING)
    await stage.push(PUSH)
    await link(stage, "李", "李叔@elsewhere")
    [push] = await rows(stage, pushes, pushes.c.group_id == stage.groups["officers"])
    for who in ("李", "李叔@elsewhere", "李"):
        await stage.press(who, "officers" if who == "李" else "~", f"share:{push.edition_id}:1")
    [push] = await rows(stage, pushes, pushes.c.group_id == stage.groups["officers"])
    assert push.sharers == 1


async def test_the_export_knows_one_officer(stage: Stage) -> None:
    await _share_three(stage)
    await merge(stage, "李", "李老师@elsewhere")
    day = date(2026, 11, 23)
    async with stage.database.read() as db:
        held = [row async for row in records(db, ExportKind.OFFICERS, day, day, Catalog({}), stage.settings)]
        shared = [row async for row in records(db, ExportKind.SHARES, day, day, Catalog({}), stage.settings)]
    columns = [column.name for column in COLUMNS[ExportKind.OFFICERS]]
    of_li = [row for row in held if "李" in str(row[columns.index("officer")])]
    assert [row[columns.index("platforms")] for row in of_li] == [[ELSEWHERE, PLATFORM]]
    assert len(shared) == 3


async def test_the_digest_counts_the_officer_once(stage: Stage) -> None:
    await _share_three(stage)
    await stage.say("王", "~", "/share 1 2 3")
    await merge(stage, "李", "李老师@elsewhere")
    stage.clock.move_to(datetime(2026, 11, 24, 0, 30, tzinfo=UTC))
    await stage.heard()
    async with stage.database.write() as db:
        await send_digests(db, stage.settings, stage.catalog, stage.clock.now(), "Asia/Shanghai")
    [digest] = [h for h in await stage.heard() if h.chat == "coordinators"]
    assert "够三条的 2 人，不够的 0 人，不清楚的 0 人" in digest.text
