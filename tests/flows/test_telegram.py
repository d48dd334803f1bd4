"""A county on Telegram: the whole application and a Bot API server, by polling and by webhook, on both databases."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from structlog.testing import capture_logs

from kpbot.clock import MovableClock
from kpbot.domain.people import GroupState, PostRole, PostState
from kpbot.services import invitations
from kpbot.services.codes import CodeKind, make_code
from kpbot.services.reminders import remind
from kpbot.storage import people, places, tables, upkeeps
from tests.fakes.bot_api.county import DESK, LI, NEWCOMER, OFFICERS, WANG, ZHAO, ZONE, County
from tests.fakes.bot_api.server import RESET_AFTER, bot_api, status

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


def picture(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "JPEG")
    return content.getvalue()


async def test_a_push_and_the_presses_under_it(county: County) -> None:
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        assert list(push.buttons) == ["已分享 1", "已分享 2", "已分享 3", "三条都分享了", "复制文字", "改转发去向"]
        folded = [entity for entity in push.entities if entity.kind == "blockquote expandable"]
        links = [entity for entity in push.entities if entity.kind == "a"]
        in_full = county.mode == "polling"  # without a public address items come in full instead of as links
        assert (len(folded), len(links)) == ((3, 0) if in_full else (0, 3))
        assert "1/3" in (await county.toast(await county.press(LI, push, "已分享 1")))["text"]
        assert "3/3" in (await county.toast(await county.press(WANG, push, "三条都分享了")))["text"]
        stranger = await county.toast(await county.press(NEWCOMER, push, "已分享 1"))
        assert "/join" in stranger["text"]
        copied = await county.press(LI, push, "复制文字")
        assert (await county.toast(copied))["text"] == "已发到您和我的私聊里。"
        await county.api.until(lambda: len(county.api.messages(LI)) == 3)
    assert len(await county.rows(tables.shares)) == 4
    assert world.callbacks == {}


async def test_what_is_said_to_another_bot_is_left_to_it(county: County) -> None:
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        await county.said(OFFICERS, "11月23日")
        world.says(LI, OFFICERS, "/report")
        await county.people_did()
        await county.api.until(lambda: len(county.api.messages(OFFICERS)) == 2)
        talks = await county.rows(tables.conversations)
        world.says(LI, OFFICERS, "/share@other_bot 1 3")
        world.sends_photo(LI, OFFICERS, picture("red"), caption="/report@other_bot 讲座 62人 今天")
        world.says(WANG, OFFICERS, "/share@kepu_bot 1 3")
        await county.people_did()
        await county.api.until(lambda: world.reactions)
    assert len(world.reactions) == 1
    assert len(county.api.messages(OFFICERS)) == 2
    assert {row.post_id for row in await county.rows(tables.shares)} == {county.posts[WANG]}
    assert [row for row in await county.rows(tables.conversations) if row in talks] == talks
    assert await county.rows(tables.photos) == []


def sends_album(county: County, *, words_under: int = 0) -> None:
    for number, colour in enumerate(("red", "green", "blue")):
        words = {"caption": "/report 健康讲座 62人 今天下午"} if number == words_under else {}
        county.api.world.sends_photo(LI, LI, picture(colour), media_group_id="77001", **words)


@pytest.mark.parametrize("county", ["polling"], indirect=True)  # by webhook every picture comes by itself
async def test_the_words_may_stand_under_any_picture_of_an_album(county: County) -> None:
    async with county.running():
        sends_album(county, words_under=2)
        await county.people_did()
        await county.said(LI, "照片 3 张")
    assert [row.owner_kind for row in await county.rows(tables.photos)] == ["draft"] * 3


async def test_a_report_with_an_album(county: County) -> None:
    world = county.api.world
    async with county.running():
        sends_album(county)
        await county.people_did()
        card = await county.said(LI, "照片 3 张")
        await county.press(LI, card, "确认上报")
        await county.api.until(lambda: card.edits or len(county.api.messages(LI)) > 1)
        await county.app.work.photos(county.clock.now())
    (event,) = await county.rows(tables.events)
    assert event.headcount == 62
    photos = await county.rows(tables.photos)
    assert [photo.state for photo in photos] == ["stored"] * 3
    for photo in photos:
        with Image.open(county.folder / photo.file) as kept:
            assert kept.size == (640, 480)
    assert world.callbacks == {}, "the press was answered by the message it changed"


async def test_a_reminder_and_its_button(county: County) -> None:
    async with county.app.database.write() as db:
        board = await places.add_facility(db, county.village.id, "board", "宣传栏", date(2026, 1, 1))
        await upkeeps.add(db, board.id, None, None, date(2026, 9, 23), county.clock.now(), late=False)
    async with county.running():
        at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
        county.clock.move_to(at)
        async with county.app.database.write() as db:
            await remind(db, county.settings, at, ZONE)
        county.app.delivery.wake()
        reminder = await county.said(LI, "宣传栏")
        label = next(label for label in reminder.buttons if "已更换" in label)
        await county.press(LI, reminder, label)
        await county.api.until(lambda: not county.api.world.callbacks)
    found = await county.rows(tables.upkeeps)
    assert [row.day for row in found] == [date(2026, 9, 23), date(2026, 11, 23)]


async def test_joining_through_a_link(county: County) -> None:
    async with county.app.database.write() as db:
        code = await make_code(db, CodeKind.UNIT, county.county, county.village, None, None, county.clock.now())
    world = county.api.world
    async with county.running():
        world.says(NEWCOMER, NEWCOMER, f"/start {code}")
        await county.people_did()
        await county.press(NEWCOMER, await county.said(NEWCOMER, "槐树村"), "同意")
        await county.said(NEWCOMER, "怎么称呼")
        world.says(NEWCOMER, NEWCOMER, "孙老师")
        await county.people_did()
        asked = await county.said(DESK, "孙老师")
        await county.press(ZHAO, asked, next(iter(asked.buttons)))
        await county.api.until(lambda: asked.edits)
    posts = [row for row in await county.rows(tables.posts) if row.id not in county.posts.values()]
    assert [row.state for row in posts] == [PostState.ACTIVE]
    accounts = {row.user: row.private_chat for row in await county.rows(tables.accounts)}
    assert accounts[str(NEWCOMER)] == str(NEWCOMER)


async def test_a_personal_codes_link_lets_the_person_in(county: County) -> None:
    async with county.app.database.write() as db:
        person = await people.add_person(db, "周芳", "", None)
        role, state, now = PostRole.OFFICER, PostState.ACTIVE, county.clock.now()
        region, unit = county.county.id, county.village.id
        post = await people.add_post(db, person, role, region, unit, state, now.date(), now)
    world = county.api.world
    async with county.running():
        world.says(LI, LI, "/help")
        await county.people_did()
        await county.api.until(lambda: county.api.calls_of("setMyCommands"))
        async with county.app.database.write() as db:
            template = await invitations.link(db)
            [made] = await invitations.invite(db, await invitations.expected(db, ["/"], (role,)), None, now)
        opened = template.replace("{}", made.code.replace("-", ""))
        assert opened.startswith("https://t.me/")
        world.says(NEWCOMER, NEWCOMER, f"/start {opened.partition('?start=')[2]}")
        await county.people_did()
        await county.press(NEWCOMER, await county.said(NEWCOMER, "周芳"), "是本人，同意")
        await county.api.until(lambda: any("您现在是" in m.text for m in county.api.messages(NEWCOMER)))
    accounts = {row.user: row.person_id for row in await county.rows(tables.accounts)}
    assert accounts[str(NEWCOMER)] == person
    assert {row.id: row.state for row in await county.rows(tables.posts)}[post] == PostState.ACTIVE


async def group_states(county: County) -> dict[str, str]:
    return {row.chat: row.state for row in await county.rows(tables.groups)}


async def test_added_and_thrown_out(county: County) -> None:
    world, new = county.api.world, -1001500000077
    async with county.running():
        world.chat(new, "新群")
        world.membership(new, county.api.me, "left", "member")
        await county.people_did()
        greeting = await county.said(new, "/bind")
        sight = await county.said(new, "@kepu_bot")
        assert greeting.id < sight.id
        world.membership(OFFICERS, county.api.me, "member", "kicked")
        await county.people_did()
        await county.said(DESK, "青禾县信息员")
        assert await group_states(county) == {
            str(OFFICERS): GroupState.GONE,
            str(DESK): GroupState.ACTIVE,
            str(new): GroupState.ACTIVE,
        }


async def test_a_group_that_refuses_is_gone_and_nothing_more_is_sent(county: County) -> None:
    county.api.methods.gone[OFFICERS] = "bot was kicked from the supergroup chat"
    async with county.running():
        with capture_logs():
            await county.push(FRIDAY, MONDAY_PUSH)
            await county.api.until(
                lambda: any(p["chat_id"] == str(OFFICERS) for p in county.api.calls_of("sendMessage"))
            )
            await county.app.delivery.drain()
        assert (await group_states(county))[str(OFFICERS)] == GroupState.GONE


@pytest.mark.parametrize("told_first", ["by the refusal", "by the group"])
async def test_a_group_becomes_a_supergroup(county: County, told_first: str) -> None:
    new, world = -1001500000088, county.api.world
    county.api.methods.moved[OFFICERS] = new

    async def service_messages() -> None:
        world.says(LI, OFFICERS, migrate_to_chat_id=new)
        world.says(LI, new, migrate_from_chat_id=OFFICERS)
        await county.people_did()

    async with county.running():
        if told_first == "by the group":
            await service_messages()
        with capture_logs():
            await county.push(FRIDAY, MONDAY_PUSH)
            await county.said(new, "11月23日")
        if told_first == "by the refusal":
            await service_messages()
    assert await group_states(county) == {str(new): GroupState.ACTIVE, str(DESK): GroupState.ACTIVE}
    assert len([m for m in county.api.messages(new) if "11月23日" in m.text]) == 1
    assert len(await county.rows(tables.inbox)) == 1, "both service messages are one"


async def test_updates_that_come_again_after_a_crash_count_once(county: County) -> None:
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
    world.presses(LI, OFFICERS, push.id, push.buttons["已分享 1"])
    world.says(WANG, OFFICERS, "/share 2 3")
    again = list(world.pending)
    async with county.running():
        await county.people_did()
        await county.api.until(lambda: world.toasts and world.reactions)
        await county.app.delivery.drain()  # what is less urgent goes after the answers
    shares, sent = len(await county.rows(tables.shares)), len(county.api.calls_of("sendMessage"))
    world.pending += again  # the offset had not moved on
    async with county.running():
        await county.people_did()
        await county.app.delivery.drain()
    assert len(await county.rows(tables.shares)) == shares == 3
    assert len(county.api.calls_of("sendMessage")) == sent
    assert len(world.toasts) == 1


async def test_an_edited_command_is_not_handled_twice_but_one_never_seen_is(county: County) -> None:
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        await county.said(OFFICERS, "11月23日")
        said = world.says(LI, OFFICERS, "/share 1")
        await county.people_did()
        world.edits(said, "/share 2")
        await county.people_did()
        unseen = {"message": world.message(LI, OFFICERS, "/share今天 3")}  # under privacy mode it never came
        world.edits(unseen, "/share 3")
        await county.people_did()
    assert len(await county.rows(tables.shares)) == 2


async def test_an_anonymous_admin_is_told_why_not(county: County) -> None:
    world = county.api.world
    async with county.running():
        world.says(1087968824, OFFICERS, "/share 1", sender_chat=world.chat(OFFICERS))
        await county.people_did()
        await county.said(OFFICERS, "匿名")
    assert await county.rows(tables.shares) == []


async def test_answers_stay_in_their_topic(county: County) -> None:
    world = county.api.world
    county.api.methods.threads.add((OFFICERS, 42))
    async with county.running():
        world.says(LI, OFFICERS, "/help", message_thread_id=42, is_topic_message=True)
        world.says(LI, OFFICERS, "/help")
        await county.people_did()
        await county.api.until(lambda: len(county.api.messages(OFFICERS)) == 2)
    assert {message.thread for message in county.api.messages(OFFICERS)} == {42, None}


async def test_a_button_leads_into_a_private_chat_that_was_never_opened(county: County) -> None:
    world = county.api.world
    async with county.app.database.write() as db:
        await people.set_private_chat(db, "telegram", str(LI), "")
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        link = (await county.toast(await county.press(LI, push, "复制文字")))["url"]
        start = link.removeprefix("https://t.me/kepu_bot?start=")
        assert start.startswith("copy_e")
        world.says(LI, LI, f"/start {start}")  # what Telegram sends for whoever follows it
        await county.people_did()
        await county.api.until(lambda: len(county.api.messages(LI)) == 4)
        said = world.says(WANG, OFFICERS, "/mydata")
        await county.people_did()
        answer = await county.said(OFFICERS, "私聊")
    assert answer.text.endswith("https://t.me/kepu_bot?start=mydata")
    assert answer.reply_to == said["message"]["message_id"]
    accounts = {row.user: row.private_chat for row in await county.rows(tables.accounts)}
    assert accounts[str(LI)] == str(LI)


def texts_of(county: County, chat: int) -> Sequence[str]:
    return [message.text for message in county.api.messages(chat)]


async def test_what_telegram_refuses_for_now_arrives_once(county: County) -> None:
    county.api.faults["sendMessage"] = [status(502), RESET_AFTER, status(500)]
    async with county.running():
        with capture_logs():
            await county.push(FRIDAY, MONDAY_PUSH)
            for _ in range(5):
                await county.app.delivery.drain()
                county.clock.move_to(county.clock.now() + timedelta(seconds=20))
            await county.said(OFFICERS, "11月23日")
    found = texts_of(county, OFFICERS)
    assert 1 <= len(found) <= 2, "at most once again where the platform did not answer"
