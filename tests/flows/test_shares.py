import re
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, select, update

from kpbot.domain.people import GroupKind, PostState
from kpbot.domain.shares import Evidence
from kpbot.storage import shares
from kpbot.storage.tables import corrections, evidence, items, pushes
from kpbot.storage.tables import shares as table
from tests.fakes.stage import Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
DAY = date(2026, 11, 23)


async def pushed(stage: Stage) -> Heard:
    await stage.stock()
    return next(one for one in await stage.push(PUSH) if one.chat == "officers")


async def rows(stage: Stage, who: str = "李") -> list[shares.ShareRow]:
    async with stage.database.read() as db:
        return await shares.of_posts(db, [stage.posts[who]], DAY, DAY)


async def test_three_taps_are_a_day_done(stage: Stage) -> None:
    push = await pushed(stage)
    said = [(await stage.press("李", "officers", push.buttons[f"已分享 {n}"]))[0] for n in (1, 2, 3)]
    assert [one.text for one in said] == [
        "已记 1/3（微信群）",
        "已记 2/3（微信群）",
        "已记 3/3（微信群），今天完成了，辛苦！",
    ]
    assert all(one.outgoing.toast for one in said), "a toast, not a message in the group"
    assert [row.kinds for row in await rows(stage)] == [{Evidence.CLAIMED}] * 3


async def test_pressing_twice_counts_once(stage: Stage) -> None:
    push = await pushed(stage)
    await stage.press("李", "officers", push.buttons["三条都分享了"])
    again = await stage.press("李", "officers", push.buttons["已分享 2"])
    assert again[0].text == "这条今天记过了，现在是 3/3。"
    assert len(await rows(stage)) == 3


async def test_what_rests_on_openings_alone_is_not_promised_to_count(stage: Stage) -> None:
    push = await pushed(stage)
    await stage.press("李", "officers", push.buttons["三条都分享了"])
    third = max(row.item_id for row in await rows(stage))
    async with stage.database.write() as db:
        opened = evidence.c.item_id != third
        await db.execute(update(evidence).where(opened).values(kind=Evidence.REACHED.value))
    totals = []
    for n in (1, 2, 3):
        (said,) = await stage.press("李", "officers", push.buttons[f"已分享 {n}"])
        totals.append(said.text)
    assert totals[-1] == "这条今天记过了，现在是 3/3。"
    assert totals[0] in ("这条今天记过了，现在是 1/3。", "这条今天记过了，现在是 2/3。"), "only what is accepted"
    (mine,) = await stage.say("李", "~", "/me")
    assert mine.text.startswith("今天已记 3/3 条。")
    async with stage.database.write() as db:
        await db.execute(delete(evidence).where(opened, evidence.c.kind != Evidence.REACHED.value))
    (mine,) = await stage.say("李", "~", "/me")
    assert mine.text.startswith("今天已记 1/3 条。"), "the same as a press is told"


async def test_many_presses_of_one_batch(stage: Stage) -> None:
    push = await pushed(stage)
    presses = [
        stage.message(who, "officers", button=push.buttons[f"已分享 {n}"], message="p")
        for n in (1, 2, 3)
        for who in ("李", "王", "路人")
    ]
    heard = await stage.hear(*presses)
    assert [one.text[:6] for one in heard if one.text.startswith("已记")] == [
        "已记 1/3",
        "已记 1/3",
        "已记 2/3",
        "已记 2/3",
        "已记 3/3",
        "已记 3/3",
    ]
    assert len(await rows(stage, "李")) == len(await rows(stage, "王")) == 3


async def test_ten_thousand_duplicates_are_one_record(stage: Stage) -> None:
    push = await pushed(stage)
    press = stage.message("李", "officers", button=push.buttons["已分享 1"], message="p")
    for _ in range(50):
        await stage.dispatcher.handle([press] * 200)
    assert len(await rows(stage)) == 1
    async with stage.database.read() as db:
        assert (await db.execute(select(func.count()).select_from(evidence))).scalar_one() == 1
    assert len(await stage.heard()) == 1


async def test_by_command_and_by_number_with_destination(stage: Stage) -> None:
    await pushed(stage)
    await stage.say("李", "~", "/share 1 3 微博")
    await stage.say("李", "officers", "已分享 2")
    assert sorted((row.destination) for row in await rows(stage)) == ["wechat", "weibo", "weibo"]


async def test_numbers_beyond_the_list_are_named(stage: Stage) -> None:
    await pushed(stage)
    assert [one.text for one in await stage.say("李", "~", "/share 9")] == ["今天只有 3 条，没有第 9 条。"]
    assert await rows(stage) == []
    said = await stage.say("李", "~", "/share 1 7 9")
    assert [one.text for one in said] == ["已记 1/3（微信群）\n今天只有 3 条，没有第 7、9 条。"]
    said = await stage.say("李", "officers", "/share 1 5")
    assert [one.text for one in said] == ["这条今天记过了，现在是 1/3。\n今天只有 3 条，没有第 5 条。"]
    said = await stage.say("李", "officers", "/share 2 5")
    assert [(one.text, one.outgoing.react) for one in said] == [
        ("已记 2/3（微信群）\n今天只有 3 条，没有第 5 条。", "")
    ]
    await stage.say("李", "~", "/lang en")
    assert (await stage.say("李", "~", "/share 9"))[0].text == "Today there are only 3 items; there is no number 9."


async def test_ordinary_talk_is_not_a_share(stage: Stage) -> None:
    await pushed(stage)
    for text in ("我3点到", "1楼水管坏了", "12345678901"):
        assert await stage.say("李", "officers", text) == []
    assert await rows(stage) == []


async def test_the_remembered_destination(stage: Stage) -> None:
    push = await pushed(stage)
    asked = await stage.press("李", "officers", push.buttons["改转发去向"])
    assert asked[0].chat == "~李"
    await stage.press("李", "~", asked[0].buttons["朋友圈"])
    said = await stage.press("李", "officers", push.buttons["已分享 1"])
    assert said[0].text == "已记 1/3（朋友圈）"


async def test_an_unregistered_person_gets_one_helpful_answer(stage: Stage) -> None:
    push = await pushed(stage)
    heard = await stage.press("路人", "officers", push.buttons["已分享 1"])
    assert len(heard) == 1
    assert heard[0].outgoing.toast
    assert "/join" in heard[0].text
    assert await stage.say("路人", "officers", "1 2 3") == []


async def test_me_shows_withdraws_and_corrects(stage: Stage) -> None:
    push = await pushed(stage)
    await stage.press("李", "officers", push.buttons["三条都分享了"])
    mine = (await stage.say("李", "~", "我的"))[0]
    assert mine.text.startswith("今天已记 3/3 条。")
    first = next(iter(mine.buttons.values()))
    one = (await stage.press("李", "~", first))[0]
    corrected = (await stage.press("李", "~", one.buttons["微博"]))[0]
    assert "转发到：微博" in corrected.text
    gone = await stage.press("李", "~", corrected.buttons["撤回这条"])
    assert gone[-1].text.startswith("今天已记 2/3 条。")
    async with stage.database.read() as db:
        assert (await db.execute(select(func.count()).select_from(corrections))).scalar_one() == 2
    again = await stage.press("李", "officers", push.buttons["三条都分享了"])
    assert "3/3" in again[0].text, "a withdrawn one can be claimed again"


async def test_me_leads_to_the_days_before(stage: Stage) -> None:
    nothing = (await stage.say("李", "~", "/me"))[0]
    assert nothing.buttons == {}
    assert "点下面" not in nothing.text
    await pushed(stage)
    await stage.say("李", "~", "/share 1 2")
    stage.clock.move_to(datetime(2026, 11, 25, 3, 0, tzinfo=UTC))
    mine = (await stage.say("李", "~", "/me"))[0]
    assert "今天已记 0/3 条" in mine.text
    day = (await stage.press("李", "~", mine.buttons["11月23日（周一）"]))[0]
    assert day.text.startswith("11月23日（周一）记了 2 条：")
    first = next(iter(day.buttons.values()))
    one = (await stage.press("李", "~", first))[0]
    await stage.press("李", "~", one.buttons["撤回这条"])
    assert len(await rows(stage)) == 1


async def test_me_in_a_group_goes_to_the_private_chat(stage: Stage) -> None:
    await pushed(stage)
    heard = await stage.say("李", "officers", "/me")
    assert [one.chat for one in heard] == ["~李", "officers"]
    assert heard[1].outgoing.react


async def test_copy_ready_text_comes_privately(stage: Stage) -> None:
    push = await pushed(stage)
    heard = await stage.press("李", "officers", push.buttons["复制文字"])
    texts = [one.text for one in heard if one.chat == "~李"]
    assert len(texts) == 3
    assert all(text.startswith("【") and "来源：常备内容" in text for text in texts)
    assert [one.text for one in await stage.say("李", "~", "/copy 2")] == texts[1:2]


async def test_who_is_not_registered_is_led_to_the_text_of_that_push(stage: Stage) -> None:
    push = await pushed(stage)
    (toast,) = await stage.press("路人", "officers", push.buttons["复制文字"])
    assert toast.outgoing.toast
    assert re.fullmatch("copy_e[0-9]+", toast.outgoing.opens)
    asked = toast.outgoing.opens.replace("copy_", "/copy ")
    heard = await stage.say("路人", "~", asked)
    assert [one.text[0] for one in heard] == ["【"] * 3
    async with stage.database.write() as db:
        first = (await db.execute(select(items.c.id).where(items.c.title == push.outgoing.cards[0].title))).scalar_one()
        await db.execute(update(items).where(items.c.id == first).values(state="recalled"))
    assert [one.text for one in await stage.say("路人", "~", asked)] == [one.text for one in heard[1:]]
    assert "还没有推送" in (await stage.say("路人", "~", "/copy e12"))[0].text
    assert "还没有推送" in (await stage.say("路人", "~", "/copy e" + "9" * 40))[0].text


async def test_an_edition_that_was_never_pushed_is_nobodys_to_copy(stage: Stage) -> None:
    await pushed(stage)
    async with stage.database.write() as db:
        edition = (await db.execute(select(pushes.c.edition_id).limit(1))).scalar_one()
        await db.execute(update(pushes).values(state="held"))
    assert "还没有推送" in (await stage.say("路人", "~", f"/copy e{edition}"))[0].text
    assert "还没有推送" in (await stage.forge("李", "officers", f"copy:{edition}"))[0].text


async def test_today_and_before_the_push(stage: Stage) -> None:
    assert "还没有推送" in (await stage.say("李", "~", "/today"))[0].text
    await pushed(stage)
    assert len((await stage.say("李", "~", "今日"))[0].outgoing.cards) == 3


async def test_the_message_counts_officers_once_a_minute(stage: Stage) -> None:
    from kpbot.services import tally

    push = await pushed(stage)
    for who in ("李", "王"):
        for n in (1, 2):
            await stage.press(who, "officers", push.buttons[f"已分享 {n}"])
    for expected in (1, 0):
        async with stage.database.write() as db:
            await tally.tally(db, stage.settings, stage.catalog, stage.clock.now(), stage.platforms)
        edits = await stage.heard()
        assert len(edits) == expected
    async with stage.database.read() as db:
        assert (await db.execute(select(func.count()).select_from(table))).scalar_one() == 4


async def test_what_is_not_pushed_yet_is_neither_shown_nor_counted(stage: Stage) -> None:
    await stage.stock()
    await stage.prepare(datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    stage.clock.move_to(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    for text in ("/today", "/share 1"):
        assert "还没有推送" in (await stage.say("李", "~", text))[0].text
    assert await stage.say("李", "officers", "1 3") == []
    assert await rows(stage) == []


async def test_numbers_in_reply_to_an_earlier_push_mean_its_items(stage: Stage) -> None:
    await stage.stock()
    yesterday = next(h for h in await stage.push(datetime(2026, 11, 22, 1, 0, tzinfo=UTC)) if h.chat == "officers")
    today = next(h for h in await stage.push(PUSH) if h.chat == "officers")
    await stage.deliver()
    await stage.say("李", "officers", "1", reply_to=f"sent:{yesterday.key}")
    await stage.say("李", "officers", "/share 2", reply_to=f"sent:{yesterday.key}")
    await stage.say("李", "officers", "3", reply_to=f"sent:{today.key}")
    earlier, later = yesterday.outgoing.cards, today.outgoing.cards
    assert {row.title for row in await rows(stage)} == {earlier[0].title, earlier[1].title, later[2].title}


async def test_numbers_mean_the_edition_of_the_own_group(stage: Stage) -> None:
    await stage.group("village", GroupKind.OFFICERS, stage.county, stage.village)
    await stage.stock()
    pushed = {one.chat: one.outgoing.cards for one in await stage.push(PUSH)}
    assert pushed["village"] != pushed["officers"]
    for chat, who, expected in (("officers", "王", "officers"), ("village", "李", "village"), ("~", "李", "village")):
        shown = (await stage.say(who, chat, "/today"))[0].outgoing.cards
        assert [card.title for card in shown] == [card.title for card in pushed[expected]]


async def sharers(stage: Stage) -> int:
    async with stage.database.read() as db:
        found = select(pushes.c.sharers).where(pushes.c.group_id == stage.groups["officers"])
        return int((await db.execute(found)).scalar_one())


async def test_an_officer_who_takes_a_share_back_and_shares_again_is_one_sharer(stage: Stage) -> None:
    push = await pushed(stage)
    for _ in range(2):
        await stage.press("李", "officers", push.buttons["已分享 1"])
        item = (await rows(stage))[0].item_id
        await stage.press("李", "~", f"me:withdraw:{DAY}:{item}")
        assert await rows(stage) == []
    await stage.press("李", "officers", push.buttons["已分享 2"])
    assert await sharers(stage) == 1
    await stage.press("王", "officers", push.buttons["已分享 2"])
    assert await sharers(stage) == 2


async def test_claimed_again_by_the_officer_it_is_the_officers_own_word(stage: Stage) -> None:
    await pushed(stage)
    await stage.say("赵", "~", "/for 李 /share 1")
    assert [row.entered_by for row in await rows(stage)] == [stage.persons["赵"]]
    await stage.press("李", "~", f"me:withdraw:{DAY}:{(await rows(stage))[0].item_id}")
    await stage.say("李", "~", "/share 1")
    assert [row.entered_by for row in await rows(stage)] == [None]


async def two_posts(stage: Stage) -> int:
    """李 is officer of 第一小学 too, which has a group of its own; shares there are of that post."""
    village = stage.posts["李"]
    school = await stage.officer("李", stage.school)
    stage.posts["李"] = village
    await stage.group("school", GroupKind.OFFICERS, stage.county, stage.school)
    return school


async def test_who_is_officer_in_two_places_sees_both(stage: Stage) -> None:
    school = await two_posts(stage)
    await stage.stock()
    await stage.push(PUSH)
    await stage.say("李", "officers", "/share 1")
    await stage.say("李", "school", "/share 2 3")
    (heard,) = await stage.say("李", "~", "/me")
    assert "【青禾县/槐树村】" in heard.text
    assert "今天已记 1/3" in heard.text
    assert "您还负责青禾县/第一小学：今天已记 2/3 条" in heard.text
    assert all(len(data.encode()) <= 64 for data in heard.buttons.values())
    (other,) = await stage.press("李", "~", heard.buttons["看青禾县/第一小学的"])
    assert "【青禾县/第一小学】" in other.text
    assert other.text.count("→") == 2
    (one,) = await stage.press("李", "~", next(iter(other.buttons.values())))
    assert all(len(data.encode()) <= 64 for data in one.buttons.values())
    (moved,) = await stage.press("李", "~", one.buttons["微博"])
    assert "微博" in moved.text
    *_, back = await stage.press("李", "~", moved.buttons["撤回这条"])
    assert "【青禾县/第一小学】" in back.text
    assert back.text.count("→") == 1
    assert len(await rows(stage)) == 1  # the village's stands as it was
    async with stage.database.read() as db:
        assert len(await shares.of_posts(db, [school], DAY, DAY)) == 1


async def test_a_stranger_who_asks_for_the_three_hears_how_to_join(stage: Stage) -> None:
    await stage.stock()
    await stage.push(PUSH)
    (heard,) = await stage.say("路人", "~", "今日")
    assert "/join 单位码" in heard.text


async def test_who_waits_to_be_confirmed_may_see_them(stage: Stage) -> None:
    await stage.officer("孙", stage.village, PostState.PENDING)
    await stage.stock()
    await stage.push(PUSH)
    (heard,) = await stage.say("孙", "~", "今日")
    assert len(heard.outgoing.cards) == 3
    assert not any("share" in data for data in heard.buttons.values())


async def test_a_post_that_is_not_theirs_is_no_answer(stage: Stage) -> None:
    await two_posts(stage)
    await stage.stock()
    await stage.push(PUSH)
    (heard,) = await stage.forge("李", "~", "me:show:p1234567")
    assert heard.outgoing.toast
