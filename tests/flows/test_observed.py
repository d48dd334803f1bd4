"""Part 3 of the evidence: what an officer posts in a group is seen, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.messages import Incoming
from kpbot.domain.people import PostState
from kpbot.domain.places import Level, UnitKind
from kpbot.domain.shares import DayVerdict, Evidence, judge_day
from kpbot.settings import Settings, WebSettings
from kpbot.storage import items, places, roll_ups, shares, short_links
from kpbot.storage import pushes as push_storage
from kpbot.storage import tables as t
from tests.fakes.stage import CAPABILITIES, Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
DAY = date(2026, 11, 23)
SITE = "https://kp.example.org"
LINK = "https://www.example.org/article?id=7"
TRACKED = "http://WWW.example.org/article?id=7&utm_source=wx&from=rss1#top"


def item(number: int, link: str = LINK, **rest: Any) -> Item:
    made = Item(
        number,
        "news",
        f"i{number}",
        f"标题{number}",
        "摘要一句，够长的摘要。",
        "正文。",
        link,
        link,
        f"f{number}",
        Topic.HEALTH,
        ItemState.READY,
        PUSH,
        counts=True,
    )
    return replace(made, **rest)


@pytest.fixture
async def shelf(stage: Stage) -> Stage:
    """The stage with our pages at SITE and one item with a link of its own."""
    stage.settings = Settings(web=WebSettings(public_url=SITE))
    stage.__post_init__()
    stage.clock.move_to(PUSH + timedelta(hours=1))
    async with stage.database.write() as db:
        await items.keep(db, [item(7)])
    return stage


async def evidence(stage: Stage) -> list[tuple[date, int, int, str, str, str]]:
    async with stage.database.read() as db:
        e = t.evidence.c
        query = select(e.day, e.post_id, e.item_id, e.destination, e.kind, e.reference).order_by(
            *t.evidence.primary_key
        )
        return [tuple(row) for row in await db.execute(query)]


async def whole(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Everything there is, but for the keys that tell a redelivery."""
    async with stage.database.read() as db:
        kept = [table for table in t.metadata.sorted_tables if table.name != "inbox"]
        return {table.name: sorted(map(tuple, await db.execute(select(table))), key=repr) for table in kept}


def reactions(heard: Sequence[Heard]) -> list[tuple[str, str, str]]:
    return [(one.chat, one.outgoing.react, one.text) for one in heard]


FORMS = {
    "its link": {"text": LINK},
    "with tracking": {"text": f"大家看看{TRACKED}，有用"},
    "without a scheme": {"text": "www.example.org/article?id=7"},
    "under words": {"text": "点这里看", "links": (TRACKED,)},
    "forwarded": {"text": "今日三条\n1. 标题7", "links": (LINK,), "forwarded": True},
}


@pytest.mark.parametrize("group", ["officers", "public"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
async def test_an_officers_link_is_evidence_and_answered_by_a_reaction(
    shelf: Stage, form: dict[str, Any], group: str
) -> None:
    heard = await shelf.say("李", group, message="m77", **form)
    assert reactions(heard) == [(group, "👌", "")]
    assert heard[0].outgoing.reply_to == "m77"
    reference = f"{shelf.groups[group]}:m77"
    assert await evidence(shelf) == [(DAY, shelf.posts["李"], 7, "other", "observed", reference)]
    async with shelf.database.read() as db:
        (share,) = await shares.of_posts(db, [shelf.posts["李"]], DAY, DAY)
        assert (share.counts, share.flags, share.entered_by) == (True, "", None)
        assert share.kinds == {Evidence.OBSERVED}
        row = (await roll_ups.of_day(db, [shelf.posts["李"]], DAY))[shelf.posts["李"]]
    assert (dict(row.counting), row.said) == ({frozenset({Evidence.OBSERVED}): 1}, False)


async def test_what_was_seen_is_no_word_that_there_was_no_more(shelf: Stage) -> None:
    await shelf.say("李", "public", LINK)
    async with shelf.database.read() as db:
        row = (await roll_ups.of_day(db, [shelf.posts["李"]], DAY))[shelf.posts["李"]]
    assert judge_day(row.counting, said_anything=row.said).verdict is DayVerdict.NOT_KNOWN
    await shelf.say("李", "officers", f"/share {LINK}")
    async with shelf.database.read() as db:
        row = (await roll_ups.of_day(db, [shelf.posts["李"]], DAY))[shelf.posts["李"]]
    assert judge_day(row.counting, said_anything=row.said).verdict is DayVerdict.NOT_MET


async def test_three_items_that_were_seen_are_a_day_done(shelf: Stage) -> None:
    async with shelf.database.write() as db:
        await items.keep(db, [item(8, "https://x.example/8"), item(9, "https://x.example/9")])
    heard = await shelf.say("李", "public", f"{LINK} https://x.example/8\nhttps://x.example/9")
    assert len(heard) == 1, "one reaction for one message"
    async with shelf.database.read() as db:
        row = (await roll_ups.of_day(db, [shelf.posts["李"]], DAY))[shelf.posts["李"]]
    assert judge_day(row.counting, said_anything=row.said).verdict is DayVerdict.MET


async def test_however_often_it_is_posted_it_is_recorded_once(shelf: Stage) -> None:
    at_once = [shelf.message("李", chat, LINK) for chat in ("public", "officers", "public")]
    assert len(await shelf.hear(*at_once)) == 1
    for chat in ("public", "officers"):
        assert await shelf.say("李", chat, TRACKED) == []
    assert len(await evidence(shelf)) == 1
    shelf.clock.move_to(PUSH + timedelta(days=1))
    assert len(await shelf.say("李", "public", LINK)) == 1, "another day"
    assert len(await shelf.say("王", "public", LINK)) == 1, "another officer"
    assert len(await evidence(shelf)) == 3


def silent(stage: Stage) -> list[Incoming]:
    """Messages that leave nothing behind."""
    return [
        stage.message("路人", "public", LINK),
        stage.message("路人", "officers", "今日三条", links=(LINK,), forwarded=True),
        stage.message("赵", "public", LINK),
        stage.message("李", "public", "今天讲座62人，照片见 https://elsewhere.example/9"),
        stage.message("李", "public", "大家早上好"),
        stage.message("李", "public", "看看这个", links=("https://elsewhere.example/9",), forwarded=True),
        stage.message("李", "coordinators", LINK),
        stage.message("李", "nowhere", LINK),
        stage.message("李", "unbound", LINK),
        stage.message("等", "public", LINK),
        stage.message("李", "public", f"{SITE}/i/nothing {SITE}/s/abcdefghjkmn {SITE}/i/ {SITE}"),
    ]


async def test_bystanders_and_other_words_leave_no_trace(shelf: Stage) -> None:
    await shelf.officer("等", shelf.village, PostState.PENDING)
    await shelf.group("unbound", None, None)
    before = await whole(shelf)
    for message in silent(shelf):
        masked = replace(message, sender=replace(message.sender, faceless=True), key=f"{message.key}f")
        assert await shelf.hear(message, masked) == [], message
    machine = shelf.message("李", "public", LINK)
    assert await shelf.hear(replace(machine, sender=replace(machine.sender, is_bot=True))) == []
    assert await whole(shelf) == before
    async with shelf.database.read() as db:
        kept = list((await db.execute(select(t.inbox))).mappings())
    assert {(row["error"], row["payload"]) for row in kept} == {("", "")}


async def test_a_recalled_item_does_not_count_nor_one_that_waits_for_review(shelf: Stage) -> None:
    for state in (ItemState.RECALLED, ItemState.REVIEW, ItemState.REJECTED):
        async with shelf.database.write() as db:
            await items.set_state(db, [7], state)
        assert await shelf.say("李", "public", LINK) == []
    assert await evidence(shelf) == []


async def test_an_officer_of_another_county_has_it_in_their_own_books(shelf: Stage) -> None:
    async with shelf.database.write() as db:
        other = await places.add_region(db, "白河县", Level.COUNTY, shelf.city)
        school = await places.add_unit(db, other, "白河小学", UnitKind.SCHOOL)
    post = await shelf.officer("郑", school)
    assert len(await shelf.say("郑", "public", LINK)) == 1
    assert [row[1] for row in await evidence(shelf)] == [post]


async def test_an_edited_message_is_one_message(shelf: Stage) -> None:
    """Telegram gives both versions one key: what was looked at once is not looked at again."""
    assert await shelf.say("李", "public", "大家看看", key="m1", message="1") == []
    assert await shelf.say("李", "public", f"大家看看 {LINK}", key="m1", message="1") == []
    assert len(await shelf.say("李", "public", f"大家看看 {LINK}", key="m2", message="2")) == 1
    assert await shelf.say("李", "public", "没有了", key="m2", message="2") == []
    assert len(await evidence(shelf)) == 1


async def test_commands_and_numbers_come_first(shelf: Stage) -> None:
    heard = await shelf.say("李", "public", f"/share {LINK} 微博")
    assert [row[4] for row in await evidence(shelf)] == ["claimed"]
    assert heard[0].outgoing.react
    await shelf.say("李", "officers", "/report")
    await shelf.say("李", "officers", f"雷雨天讲座 {LINK}")
    assert [row[4] for row in await evidence(shelf)] == ["claimed"], "it answered the open talk"


async def test_a_claim_for_what_was_seen_is_a_second_kind_of_the_same_share(shelf: Stage) -> None:
    await shelf.say("李", "public", LINK)
    heard = await shelf.say("李", "~", f"/share {LINK} 其他")
    assert "记过了" in heard[0].text
    assert [row[4] for row in await evidence(shelf)] == ["claimed", "observed"]
    assert len({row[:4] for row in await evidence(shelf)}) == 1
    await shelf.say("李", "~", f"/share {LINK} 其他")
    assert len(await evidence(shelf)) == 2


async def test_what_was_claimed_and_then_seen_rests_on_both(shelf: Stage) -> None:
    await shelf.say("李", "~", f"/share {LINK} 其他")
    assert len(await shelf.say("李", "public", LINK)) == 1
    assert [row[4] for row in await evidence(shelf)] == ["claimed", "observed"]


async def test_what_was_withdrawn_stays_so_until_it_is_claimed(shelf: Stage) -> None:
    await shelf.say("李", "public", LINK)
    shown = await shelf.say("李", "~", "/me")
    assert "标题7" in shown[0].text
    await shelf.press("李", "~", f"me:withdraw:{DAY}:7")
    before = await whole(shelf)
    assert await shelf.say("李", "officers", LINK) == []
    assert await shelf.say("李", "public", LINK) == []
    assert await whole(shelf) == before
    await shelf.say("李", "~", f"/share {LINK} 其他")
    async with shelf.database.read() as db:
        (share,) = await shares.of_posts(db, [shelf.posts["李"]], DAY, DAY)
    assert share.kinds == {Evidence.CLAIMED, Evidence.OBSERVED}


async def test_a_withdrawal_in_the_same_batch_counts(shelf: Stage) -> None:
    await shelf.say("李", "~", f"/share {LINK} 微博")
    withdraw = shelf.message("李", "~", button=f"me:withdraw:{DAY}:7", message="p")
    await shelf.hear(withdraw, shelf.message("李", "public", LINK))
    async with shelf.database.read() as db:
        assert await shares.of_posts(db, [shelf.posts["李"]], DAY, DAY) == []


async def test_messages_of_yesterday_count_for_yesterday_and_are_flagged(shelf: Stage) -> None:
    await shelf.say("李", "public", LINK, at=PUSH - timedelta(days=1))
    async with shelf.database.read() as db:
        row = (await db.execute(select(t.shares.c.day, t.shares.c.flags, t.shares.c.at))).one()
    assert (row.day, row.flags, row.at) == (DAY - timedelta(days=1), "backlog", PUSH - timedelta(days=1))


async def test_the_group_is_told_how_many_shared(stage: Stage) -> None:
    await stage.stock()
    async with stage.database.write() as db:
        await items.keep(db, [item(7)])
    await stage.push(PUSH)
    await stage.say("李", "officers", LINK)
    await stage.say("李", "officers", "1 3")
    await stage.say("王", "officers", "2")
    async with stage.database.read() as db:
        push = (await push_storage.of_groups(db, [stage.groups["officers"]], DAY))[stage.groups["officers"]]
    assert push.sharers == 2


async def test_our_own_page_and_short_links_lead_to_the_item(shelf: Stage) -> None:
    async with shelf.database.write() as db:
        ours = [item(n, "", slug=f"lei-yu-{n}", canonical=f"slug:lei-yu-{n}") for n in (8, 9)]
        await items.keep(db, ours)
        until = PUSH + timedelta(days=30)
        codes = await short_links.take(db, shelf.posts["王"], [9], "wechat", DAY, until)
    assert len(await shelf.say("李", "public", f"{SITE}/i/lei-yu-8?from=timeline")) == 1
    assert len(await shelf.say("李", "public", f"看 {SITE}/s/{codes[9]}。")) == 1
    assert [row[2] for row in await evidence(shelf)] == [8, 9]
    assert await shelf.say("李", "public", "https://other.example/i/lei-yu-9") == []


async def test_of_two_copies_of_a_page_the_one_that_counts_is_meant(shelf: Stage) -> None:
    async with shelf.database.write() as db:
        await items.keep(db, [item(1, counts=False, source="copies"), item(9, source="later")])
    await shelf.say("李", "public", LINK)
    assert [row[2] for row in await evidence(shelf)] == [7]
    async with shelf.database.write() as db:
        await db.execute(update(t.items).where(t.items.c.id == 7).values(state=ItemState.RECALLED))
    await shelf.say("王", "public", LINK)
    assert {row[2] for row in await evidence(shelf)} == {7, 9}


async def test_items_sent_in_full_are_known_by_their_words(stage: Stage) -> None:
    await stage.stock()
    push = next(one for one in await stage.push(PUSH) if one.chat == "officers")
    cards = push.outgoing.cards
    assert not any(card.link for card in cards), "without a public address"
    text = "\n\n".join(f"{card.number}. {card.title}\n{card.summary}\n{card.body}" for card in cards[:2])
    assert await stage.say("李", "public", text) == [], "no forward of ours, and no address"
    titles = "\n".join(card.title for card in cards)
    assert await stage.say("李", "public", titles, forwarded=True) == [], "a list of titles"
    assert len(await stage.say("李", "public", text, forwarded=True)) == 1
    assert len(await evidence(stage)) == 2
    stage.clock.move_to(PUSH + timedelta(days=8))
    assert await stage.say("王", "public", text, forwarded=True) == [], "of an edition long past"


async def test_where_there_are_no_reactions_nothing_is_said(shelf: Stage) -> None:
    shelf.capabilities = replace(CAPABILITIES, reactions=False, destination="wechat")
    shelf.__post_init__()
    assert await shelf.say("李", "public", LINK) == []
    assert [row[3:5] for row in await evidence(shelf)] == [("wechat", "observed")]


async def test_many_links_are_no_flood(shelf: Stage) -> None:
    async with shelf.database.write() as db:
        await items.keep(db, [item(n, f"https://x.example/{n}") for n in range(100, 130)])
    heard = await shelf.hear(*(shelf.message("李", "public", f"https://x.example/{n}") for n in range(100, 130)))
    assert [one.text for one in heard] == [""] * 30


async def looks(stage: Stage, *messages: Incoming) -> int:
    """How many queries of links, evidence or editions a batch needs."""
    counted: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM shares" in statement:
            return  # the day so far, as for every press; it looks at evidence within
        if statement.lstrip().startswith("SELECT") and any(
            f"FROM {name}" in statement for name in ("items", "short_links", "editions", "evidence")
        ):
            counted.append(statement)

    engine = stage.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        await stage.dispatcher.handle(messages)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(counted)


async def test_a_busy_group_costs_one_query(shelf: Stage) -> None:
    chatter = [shelf.message(who, "public", "早上好 1/2") for who in ("李", "路人") for _ in range(100)]
    assert await looks(shelf, *chatter) == 0
    strangers = [shelf.message("路人", "public", f"https://elsewhere.example/{n}") for n in range(200)]
    assert await looks(shelf, *strangers) == 0
    others = [shelf.message("李", "public", f"https://elsewhere.example/{n}") for n in range(200)]
    assert await looks(shelf, *others) == 1
    assert await looks(shelf, *others, shelf.message("李", "public", LINK)) == 2


async def test_forgetting_empties_the_reference(shelf: Stage) -> None:
    await shelf.say("李", "public", LINK, message="m77")
    await shelf.press("李", "~", next(iter((await shelf.say("李", "~", "/forgetme"))[0].buttons.values())))
    async with shelf.database.read() as db:
        found = (await db.execute(select(t.evidence.c.kind, t.evidence.c.reference))).all()
    assert [tuple(row) for row in found] == [("observed", "")]
