from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kpbot.domain.content import FoundItem, ItemState, Source, Topic, Trust
from kpbot.domain.people import GroupKind
from kpbot.domain.places import UnitKind
from kpbot.ports import Gathered, Validators
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.settings import Settings
from kpbot.storage import editions, groups, items, pushes
from kpbot.storage.editions import EditionState
from tests.fakes.stage import RESERVE, Heard, Stage

FRIDAY = datetime(2026, 11, 27, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
SATURDAY_PUSH = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)  # 09:00


def to(heard: list[Heard], chat: str) -> list[Heard]:
    return [one for one in heard if one.chat == chat]


async def prepared(stage: Stage) -> list[Heard]:
    await stage.stock()
    return await stage.prepare(FRIDAY)


async def test_on_friday_the_weekend_and_monday_are_prepared(stage: Stage) -> None:
    previews = to(await prepared(stage), "coordinators")
    assert [p.outgoing.title for p in previews] == [
        "请审看 · 11月28日（周六）三条",
        "请审看 · 11月29日（周日）三条",
        "请审看 · 11月30日（周一）三条",
    ]
    assert all(len(p.outgoing.cards) == 3 for p in previews)
    assert await stage.prepare(FRIDAY + timedelta(minutes=1)) == []


async def test_the_push_reaches_officers_with_buttons_and_comes_once(stage: Stage) -> None:
    await prepared(stage)
    heard = await stage.push(SATURDAY_PUSH)
    assert {one.chat for one in heard if not one.outgoing.edits} == {"officers", "public"}
    officers, public = to(heard, "officers")[0], to(heard, "public")[0]
    assert list(officers.buttons) == ["已分享 1", "已分享 2", "已分享 3", "三条都分享了", "复制文字", "改转发去向"]
    assert public.buttons == {}
    assert officers.outgoing.cards == public.outgoing.cards
    assert all(card.body for card in officers.outgoing.cards), "without a public address items come in full"
    assert await stage.push(SATURDAY_PUSH) == []


async def test_a_push_missed_while_down_is_caught_up_within_the_window(stage: Stage) -> None:
    await prepared(stage)
    assert to(await stage.push(SATURDAY_PUSH, SATURDAY_PUSH + timedelta(hours=2)), "officers")


async def test_a_push_missed_for_longer_is_recorded_and_told(stage: Stage) -> None:
    await prepared(stage)
    heard = await stage.push(SATURDAY_PUSH, SATURDAY_PUSH + timedelta(hours=4))
    assert [one.chat for one in heard] == ["coordinators"]
    assert "错过" in heard[0].text
    async with stage.database.read() as db:
        found = await pushes.of_groups(db, stage.groups.values(), SATURDAY_PUSH.date())
    assert {push.state for push in found.values()} == {pushes.PushState.MISSED}
    assert await stage.push(SATURDAY_PUSH, SATURDAY_PUSH + timedelta(hours=5)) == []


async def test_coordinators_swap_and_approve(stage: Stage) -> None:
    preview = (await prepared(stage))[0]
    before = [card.title for card in preview.outgoing.cards]
    swapped = await stage.press("赵", "coordinators", preview.buttons["换第2条"])
    after = [card.title for card in swapped[-1].outgoing.cards]
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]
    approved = await stage.press("赵", "coordinators", preview.buttons["批准"])
    assert approved[0].text == "已批准"
    assert "赵已批准" in approved[-1].outgoing.footer
    pushed = to(await stage.push(SATURDAY_PUSH), "officers")[0]
    assert [card.title for card in pushed.outgoing.cards] == after


async def test_others_cannot_decide(stage: Stage) -> None:
    preview = (await prepared(stage))[0]
    for who in ("李", "路人"):
        heard = await stage.press(who, "coordinators", preview.buttons["批准"])
        assert [one.text for one in heard] == ["这件事由本地区的协调员来办。"]
    async with stage.database.read() as db:
        found = await editions.of_days(db, [stage.county.id], [SATURDAY_PUSH.date()])
    assert [edition.state for edition in found] == [EditionState.PROPOSED]


async def test_a_skipped_day_pushes_nothing_and_can_be_taken_back(stage: Stage) -> None:
    preview = (await prepared(stage))[0]
    skipped = await stage.press("赵", "coordinators", preview.buttons["这天不推"])
    assert await stage.push(SATURDAY_PUSH) == []
    late = await stage.press("赵", "coordinators", skipped[-1].buttons["还是推送"])
    assert "已批准" in [one.text for one in late]
    assert {one.chat for one in late} == {"officers", "public", "coordinators"}, "its hour is past: pushed at once"
    assert "已推送" in to(late, "coordinators")[-1].outgoing.footer


async def test_the_preview_says_what_was_pushed_where_nobody_approved(stage: Stage) -> None:
    preview = (await prepared(stage))[0]
    heard = await stage.push(SATURDAY_PUSH)
    closed = to(heard, "coordinators")[0]
    assert closed.outgoing.edits == f"key:{preview.key}"
    assert closed.outgoing.footer.endswith(
        "到时没有批准，已改用储备内容推送，就是上面这几条。要撤回某一条，请发 /recall"
    )
    assert [c.title for c in closed.outgoing.cards] == [c.title for c in to(heard, "officers")[0].outgoing.cards]
    assert closed.buttons == {}


async def test_the_preview_of_an_approved_day_is_closed_by_the_push(stage: Stage) -> None:
    preview = (await prepared(stage))[0]
    await stage.press("赵", "coordinators", preview.buttons["批准"])
    closed = to(await stage.push(SATURDAY_PUSH), "coordinators")[0]
    assert closed.outgoing.footer.endswith("已批准，已推送。要撤回某一条，请发 /recall")


async def test_held_until_approved_then_pushed_at_once(stage: Stage) -> None:
    stage.settings = stage.settings.model_copy(
        update={"edition": stage.settings.edition.model_copy(update={"when_not_approved": "hold"})}
    )
    await prepared(stage)
    held = await stage.push(SATURDAY_PUSH)
    assert [one.chat for one in held] == ["coordinators"]
    released = await stage.press("赵", "coordinators", held[0].buttons["批准"])
    assert {"officers", "public"} <= {one.chat for one in released}


async def test_what_was_held_goes_to_no_group_that_was_paused_since(stage: Stage) -> None:
    stage.settings = stage.settings.model_copy(
        update={"edition": stage.settings.edition.model_copy(update={"when_not_approved": "hold"})}
    )
    await prepared(stage)
    held = await stage.push(SATURDAY_PUSH)
    await stage.say("赵", "officers", "/pause")
    released = await stage.press("赵", "coordinators", held[0].buttons["批准"])
    assert "public" in {one.chat for one in released}
    assert to(released, "officers") == []


async def test_swapping_after_the_push_is_refused(stage: Stage) -> None:
    preview = (await prepared(stage))[0]
    await stage.push(SATURDAY_PUSH)
    heard = await stage.press("赵", "coordinators", preview.buttons["换第1条"])
    assert "/recall" in heard[0].text


async def test_what_never_went_out_is_not_offered_for_recall(stage: Stage) -> None:
    await prepared(stage)
    await stage.push(SATURDAY_PUSH)
    went = set(to(await stage.say("赵", "~", "/recall"), "~赵")[0].buttons)
    sunday = SATURDAY_PUSH + timedelta(days=1)
    assert any("错过了" in one.text for one in await stage.push(sunday, sunday + timedelta(hours=9)))
    offered = to(await stage.say("赵", "~", "/recall"), "~赵")[0].buttons
    assert went
    assert set(offered) == went


async def test_a_recalled_item_is_corrected_everywhere_and_never_comes_back(stage: Stage) -> None:
    await prepared(stage)
    pushed = to(await stage.push(SATURDAY_PUSH), "officers")[0]
    await stage.deliver()
    title = pushed.outgoing.cards[0].title
    await stage.press("李", "officers", pushed.buttons["已分享 1"])
    asked = await stage.say("赵", "coordinators", "/recall")
    sure = await stage.press("赵", "coordinators", asked[0].buttons[title])
    heard = await stage.press("赵", "coordinators", sure[0].buttons["确定撤回"])
    corrected = [one for one in to(heard, "officers") if one.outgoing.edits]
    assert corrected[0].outgoing.edits == f"key:{pushed.key}"
    assert "撤回" in corrected[0].outgoing.cards[0].summary
    assert title in to(heard, "~李")[0].text
    for days in range(2, 40):
        at = FRIDAY + timedelta(days=days)
        for preview in to(await stage.prepare(at), "coordinators"):
            assert title not in [card.title for card in preview.outgoing.cards]


async def test_without_items_coordinators_are_told(stage: Stage) -> None:
    heard = await stage.push(SATURDAY_PUSH)
    assert {one.chat for one in heard} == {"coordinators"}
    assert "没有可推送的内容" in heard[-1].text


async def test_a_village_group_gets_an_edition_that_leans_to_farming(stage: Stage) -> None:
    assert stage.village.kind == UnitKind.VILLAGE
    await stage.group("village", GroupKind.OFFICERS, stage.county, stage.village)
    previews = await prepared(stage)
    assert any("发给村里的群" in p.outgoing.title for p in previews)
    heard = await stage.push(SATURDAY_PUSH)
    titles = {card.title for card in to(heard, "village")[0].outgoing.cards}
    async with stage.database.read() as db:
        meant = {item.title for item in await items.of_source(db, "reserve") if item.village}
    assert titles <= meant


def test_defaults_are_those_of_the_plan() -> None:
    settings = Settings()
    assert (settings.push.at, settings.edition.prepare_at, settings.shares.need) == ("09:00", "15:30", 3)


async def edition_of(stage: Stage, group: str) -> editions.Edition:
    """What a group was sent on Saturday."""
    async with stage.database.read() as db:
        push = (await pushes.of_groups(db, [stage.groups[group]], SATURDAY_PUSH.date()))[stage.groups[group]]
        return (await editions.load(db, [push.edition_id or 0]))[push.edition_id or 0]


async def test_a_group_of_the_city_leaves_the_counties_their_own_edition(stage: Stage) -> None:
    await stage.group("city public", GroupKind.PUBLIC, stage.city)
    await stage.group("city desk", GroupKind.COORDINATORS, stage.city)
    previews = await prepared(stage)
    assert len(to(previews, "coordinators")) == len(to(previews, "city desk")) == 3
    await stage.push(SATURDAY_PUSH)
    assert (await edition_of(stage, "city public")).region_id == stage.city.id
    assert (await edition_of(stage, "officers")).region_id == stage.county.id


async def test_the_nearest_coordinators_decide_where_a_county_has_no_group_of_them(stage: Stage) -> None:
    async with stage.database.write() as db:
        await groups.update_group(db, stage.groups["coordinators"], region_id=stage.city.id)
    await stage.coordinator("孙", stage.city)
    preview = to(await prepared(stage), "coordinators")[0]
    await stage.press("孙", "coordinators", preview.buttons["批准"])
    await stage.push(SATURDAY_PUSH)
    assert (await edition_of(stage, "officers")).state is EditionState.APPROVED


async def test_an_edition_that_lost_an_item_is_numbered_anew(stage: Stage) -> None:
    preview = to(await prepared(stage), "coordinators")[0]
    edition_id = int(preview.buttons["批准"].split(":")[2])
    async with stage.database.write() as db:
        edition = (await editions.load(db, [edition_id]))[edition_id]
        used = {item.id for item in edition.items}
        others = [item.id for item in await items.of_source(db, "reserve") if item.id not in used]
        await items.set_state(db, others, ItemState.REJECTED)
    await stage.press("赵", "coordinators", f"desk:recalled:{edition.items[0].id}")
    async with stage.database.read() as db:
        left = (await editions.load(db, [edition_id]))[edition_id]
    assert [(place.position, place.item.id) for place in left.places] == [
        (1, edition.items[1].id),
        (2, edition.items[2].id),
    ]
    assert "没有" in (await stage.press("赵", "coordinators", f"desk:swap:{edition_id}:2"))[0].text


UNREAD = Source("county", "县科普网", "page", trust=Trust.REVIEW, counts=True, enabled=True)
FRESH = FoundItem(
    "1",
    "冬天开窗通风有讲究",
    "屋里待久了要开窗。",
    "屋里待久了要开窗通风，每次十来分钟就够了，老人孩子先到别的屋里。",
    "http://kepu.example/1",
)


class Page:
    """A source with one page that nobody has read yet."""

    kind = "page"

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        return Gathered((replace(FRESH, published=now, topic=Topic.HEALTH),))


async def with_unread(stage: Stage) -> Heard:
    await stage.stock()
    stage.catalog = stage.dispatcher._catalog = Catalog({"reserve": RESERVE, "county": UNREAD})
    await gather(stage.database, {"page": Page()}, stage.catalog, stage.settings, FRIDAY - timedelta(hours=1))
    return (await stage.prepare(FRIDAY))[0]


async def test_an_item_nobody_has_read_is_proposed_and_approved_with_its_day(stage: Stage) -> None:
    preview = await with_unread(stage)
    assert FRESH.title in [card.title for card in preview.outgoing.cards]
    assert "还没有人看过" in preview.outgoing.footer
    await stage.press("赵", "coordinators", preview.buttons["批准"])
    pushed = to(await stage.push(SATURDAY_PUSH), "officers")[0]
    assert FRESH.title in [card.title for card in pushed.outgoing.cards]


@pytest.mark.parametrize("rule", ["reserve", "send"])
async def test_an_item_nobody_has_read_is_never_pushed(stage: Stage, rule: str) -> None:
    edition = stage.settings.edition.model_copy(update={"when_not_approved": rule})
    stage.settings = stage.settings.model_copy(update={"edition": edition})
    await with_unread(stage)
    pushed = to(await stage.push(SATURDAY_PUSH), "officers")[0]
    assert FRESH.title not in [card.title for card in pushed.outgoing.cards]
    assert len(pushed.outgoing.cards) == 3
