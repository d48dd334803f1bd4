"""Forwardable cards: who gets them, where, and what is on them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from kpbot.clock import MovableClock
from kpbot.domain.content import ItemState
from kpbot.domain.messages import Face
from kpbot.services.catalog import Catalog
from kpbot.services.enclosed import enclosure_of
from kpbot.settings import LinkSettings, Settings, WebSettings
from kpbot.storage import items, places
from kpbot.storage.database import Database
from tests.fakes.qr import read
from tests.fakes.stage import CAPABILITIES, RESERVE, Heard, Stage
from tests.unit.services.cards.test_drawing import a_mark, code_of

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
PUBLIC = "https://kp.example.cn"


async def morning(stage: Stage) -> Stage:
    """After the push of Monday."""
    await stage.build()
    await stage.stock()
    await stage.prepare(FRIDAY)
    await stage.push(MONDAY_PUSH)
    return stage


def settings(folder: Path, public: str = PUBLIC) -> Settings:
    return Settings(data_dir=folder, web=WebSettings(public_url=public), links=LinkSettings(valid_days=10))


@pytest.fixture
async def stage(database: Database, clock: MovableClock, tmp_path: Path) -> Stage:
    return await morning(Stage(database, clock, settings(tmp_path)))


def faces(heard: list[Heard]) -> list[Face]:
    found = [one.outgoing.face for one in heard]
    assert all(found)
    return [face for face in found if face]


async def code_on(stage: Stage, one: Heard) -> str:
    held = await enclosure_of(stage.settings.data_dir, one.outgoing)
    assert held
    with Image.open(io.BytesIO(held.content)) as card:
        return read(code_of(card.convert("RGB")))


async def edition_of(stage: Stage, who: str = "李") -> str:
    """As the buttons under the push name it."""
    (today,) = await stage.say(who, "~", "/today")
    return today.buttons["卡片 1"].split(":")[1]


async def test_three_cards_with_their_links_below(stage: Stage) -> None:
    heard = await stage.say("李", "~", "/card")
    assert [one.chat for one in heard] == ["~李"] * 3
    for one, face in zip(heard, faces(heard), strict=True):
        assert re.fullmatch(rf"{PUBLIC}/i/[a-z0-9-]+", face.address)
        assert one.text.endswith(f"\n{face.address}")
        assert (face.label, face.source, face.mark, face.counted) != ("", "", "", True)
        assert (face.source, face.mark) == ("常备内容", "")
        assert await code_on(stage, one) == face.address
    (today,) = await stage.say("李", "~", "/today")
    assert [card.title for card in today.outgoing.cards] == [face.title for face in faces(heard)]


@pytest.mark.parametrize(
    ("said", "wanted"), [("/card 2", [1]), ("卡片 1 3", [0, 2]), ("转发卡片", [0, 1, 2]), ("/card 9", [0, 1, 2])]
)
async def test_some_of_them(stage: Stage, said: str, wanted: list[int]) -> None:
    every = faces(await stage.say("李", "~", "/card"))
    assert faces(await stage.say("李", "~", said)) == [every[n] for n in wanted]


async def test_buttons_lead_there_from_today_and_from_the_text(stage: Stage) -> None:
    (today,) = await stage.say("李", "~", "/today")
    every = faces(await stage.say("李", "~", "/card"))
    assert [label for label in today.buttons if "卡片" in label] == ["卡片 1", "卡片 2", "卡片 3"]
    assert faces(await stage.press("李", "~", today.buttons["卡片 2"])) == [every[1]]
    texts = await stage.say("李", "~", "/copy")
    assert [list(one.buttons) for one in texts] == [["转发卡片"]] * 3
    assert faces(await stage.press("李", "~", texts[2].buttons["转发卡片"])) == [every[2]]


async def test_the_push_and_today_in_a_group_have_no_more_buttons(stage: Stage) -> None:
    (today,) = await stage.say("李", "officers", "/today")
    assert len(today.buttons) == 6
    assert not any("卡片" in label for label in today.buttons)


async def test_from_a_group_it_is_sent_privately(stage: Stage) -> None:
    edition = await edition_of(stage)
    heard = await stage.press("李", "officers", f"card:{edition}:1")
    assert [one.chat for one in heard] == ["~李", "officers"]
    assert heard[0].outgoing.face
    assert heard[1].outgoing.toast
    (told,) = await stage.press("路人", "officers", f"card:{edition}:2")
    assert told.outgoing.opens == f"card_e{edition}-2"
    (told,) = await stage.say("路人", "officers", f"/card e{edition}")
    assert told.outgoing.opens == f"card_e{edition}"
    every = faces(await stage.say("李", "~", "/card"))
    assert faces(await stage.say("李", "~", f"/card e{edition}-3")) == [every[2]]
    assert faces(await stage.say("李", "~", f"/card e{edition}")) == every


@pytest.mark.parametrize(
    "made_up", ["card", "card:", "card:x", "card:0:1", "card:99:1", f"card:{2**70}:1", "card:e:e:e"]
)
async def test_made_up_presses_bring_nothing(stage: Stage, made_up: str) -> None:
    for one in await stage.forge("李", "~", made_up):
        assert one.outgoing.face is None


async def test_officers_own_links_are_on_the_card_and_say_that_they_count(stage: Stage) -> None:
    async with stage.database.write() as db:
        await places.update_region(db, stage.county.id, short_links=True)
    mine, theirs = await stage.say("李", "~", "/card"), await stage.say("王", "~", "/card")
    copied = [re.findall(rf"{PUBLIC}/s/\w+", one.text) for one in await stage.say("李", "~", "/copy")]
    assert [[face.address] for face in faces(mine)] == copied
    assert not {face.address for face in faces(mine)} & {face.address for face in faces(theirs)}
    assert all(face.counted for face in faces(mine))
    assert await code_on(stage, mine[0]) == copied[0][0]


async def test_an_item_that_can_be_read_nowhere_has_its_text(
    database: Database, clock: MovableClock, tmp_path: Path
) -> None:
    stage = await morning(Stage(database, clock, settings(tmp_path, public="")))
    heard = await stage.say("李", "~", "/card")
    for one, face in zip(heard, faces(heard), strict=True):
        assert (face.address, len(face.summary) > 100) == ("", True)
        assert face.summary[:100] in one.text
        assert "http" not in one.text
        assert await enclosure_of(tmp_path, one.outgoing)


async def test_a_recalled_item_has_no_card(stage: Stage) -> None:
    edition, titles = await edition_of(stage), [face.title for face in faces(await stage.say("李", "~", "/card"))]
    async with stage.database.write() as db:
        gone = next(one for one in await items.of_source(db, "reserve") if one.title == titles[1])
        await items.set_state(db, [gone.id], ItemState.RECALLED)
    assert [face.title for face in faces(await stage.say("李", "~", "/card"))] == [titles[0], titles[2]]
    (refused,) = await stage.press("李", "~", f"card:{edition}:2")
    assert "撤回" in refused.text
    (today,) = await stage.say("李", "~", "/today")
    assert [label for label in today.buttons if "卡片" in label] == ["卡片 1", "卡片 3"]


async def test_before_the_push_there_is_none(database: Database, clock: MovableClock, tmp_path: Path) -> None:
    stage = await Stage(database, clock, settings(tmp_path)).build()
    (refused,) = await stage.say("李", "~", "/card")
    assert not refused.outgoing.face


async def test_the_mark_is_on_items_of_the_brand(database: Database, clock: MovableClock, tmp_path: Path) -> None:
    branded = replace(RESERVE, brand="科普中国", mark="china.png")
    catalog = Catalog({"reserve": branded}, marks={"china.png": a_mark()})
    stage = await morning(Stage(database, clock, settings(tmp_path), catalog))
    heard = await stage.say("李", "~", "/card")
    assert {(face.source, bool(face.mark)) for face in faces(heard)} == {("科普中国", True)}
    assert (tmp_path / faces(heard)[0].mark).read_bytes() == a_mark()
    assert await code_on(stage, heard[0]) == faces(heard)[0].address
    bare = replace(heard[0].outgoing, face=replace(faces(heard)[0], mark=""))
    assert await enclosure_of(tmp_path, heard[0].outgoing) != await enclosure_of(tmp_path, bare)


async def on(database: Database, clock: MovableClock, tmp_path: Path, **lacks: object) -> Stage:
    made = Stage(database, clock, settings(tmp_path), capabilities=replace(CAPABILITIES, **lacks))  # type: ignore[arg-type]
    return await morning(made)


async def test_without_pictures_the_text_is_offered(database: Database, clock: MovableClock, tmp_path: Path) -> None:
    stage = await on(database, clock, tmp_path, pictures=False)
    (told,) = await stage.say("李", "~", "/card")
    assert (told.outgoing.face, list(told.buttons)) == (None, ["复制文字"])
    assert len(await stage.press("李", "~", told.buttons["复制文字"])) == 3
    (today,) = await stage.say("李", "~", "/today")
    assert not any("卡片" in label for label in today.buttons)
    assert not any(one.buttons for one in await stage.say("李", "~", "/copy"))


async def test_where_buttons_are_few_today_names_the_command(
    database: Database, clock: MovableClock, tmp_path: Path
) -> None:
    stage = await on(database, clock, tmp_path, most_buttons=6)
    (today,) = await stage.say("李", "~", "/today")
    assert len(today.buttons) == 6
    assert "/card" in today.outgoing.footer
    assert not any(one.buttons for one in await stage.say("李", "~", "/copy"))


async def test_where_buttons_become_numbers_one_stands_for_all(
    database: Database, clock: MovableClock, tmp_path: Path
) -> None:
    stage = await on(database, clock, tmp_path, buttons=False)
    (today,) = await stage.say("李", "~", "/today")
    assert [label for label in today.buttons if "卡片" in label] == ["转发卡片"]
    assert len(faces(await stage.press("李", "~", today.buttons["转发卡片"]))) == 3
    assert not any(one.buttons for one in await stage.say("李", "~", "/copy"))


@pytest.mark.parametrize("public", [PUBLIC, ""])
async def test_where_pictures_go_alone_the_links_come_together(
    database: Database, clock: MovableClock, tmp_path: Path, public: str
) -> None:
    """Five messages are all that some platforms let the bot say: three pictures and one with the words."""
    can = replace(CAPABILITIES, caption_limit=1)
    stage = await morning(Stage(database, clock, settings(tmp_path, public), capabilities=can))
    *cards, words = await stage.say("李", "~", "/card")
    assert [one.text for one in cards] == [""] * 3
    assert sum(one.outgoing.messages(can) for one in (*cards, words)) <= 4 or not public
    found = [(face.title in words.text, face.address in words.text) for face in faces(cards)]
    assert found == ([(True, True)] * 3 if public else [(False, True)] * 3)
    assert public or "/copy" in words.text
    (one,) = await stage.say("李", "~", "/card 2")
    assert one.outgoing.face
    assert one.text
