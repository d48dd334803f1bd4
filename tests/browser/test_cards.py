"""A card to forward, from the button under today's three to the picture on the screen."""

import io

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Size
from tests.fakes.qr import read
from tests.unit.services.cards.test_drawing import code_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_card_is_seen_whole_and_can_be_saved(arrive: Arrive, size: Size) -> None:
    officer = await arrive(size, "陈建国")
    await officer.open("~")
    await officer.say("今日")
    today = await officer.hears("今日三条")
    await officer.tap(today.get_by_role("button", name="卡片 1"))
    message = await officer.hears("长按图片")
    image = message.locator("img.picture")
    await expect(image).to_have_js_property("complete", value=True)
    assert await image.evaluate("(node) => node.naturalWidth") == 1080
    assert await image.evaluate("(node) => node.getBoundingClientRect().width") > 200
    assert str(await image.get_attribute("alt")) in await today.inner_text()
    await officer.is_well()
    answer = await officer.page.request.get(str(await image.get_attribute("src")))
    with Image.open(io.BytesIO(await answer.body())) as card:
        assert read(code_of(card.convert("RGB"))) in await message.inner_text()
