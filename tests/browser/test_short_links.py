"""Short links as readers meet them in a real browser, on a phone and at a desk."""

from datetime import date, datetime

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select

from kpbot.domain.content import ItemState
from kpbot.storage import items, places, short_links
from kpbot.storage.tables import evidence, posts
from tests.browser.visitor import Size
from tests.fakes.room import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")

DAY = date(2026, 11, 23)
PHONES = ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.49", "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.47")


async def make(room: Served, expires: datetime) -> tuple[str, int]:
    """A link of some officer for an item of the reserve, where links are on: its address, and the item."""
    app = room.room.app
    async with app.database.write() as db:
        city = next(region for region in await places.all_regions(db) if region.parent_id is None)
        await places.update_region(db, city.id, short_links=True)
        post = (await db.execute(select(posts.c.id).where(posts.c.role == "officer"))).scalars().first()
        assert post is not None
        item = (await items.of_source(db, "reserve"))[0]
        codes = await short_links.take(db, post, [item.id], "wechat", DAY, expires)
    await app.opens.prepare()
    return f"{room.url}/s/{codes[item.id]}", item.id


async def test_two_who_tap_have_read_it_and_a_program_has_not(browser: Browser, room: Served, size: Size) -> None:
    app = room.room.app
    link, _ = await make(room, app.clock.now().replace(year=2027))
    for agent in (None, *PHONES):  # without one the browser says that nobody is looking
        context = await browser.new_context(user_agent=agent, viewport={"width": size[0], "height": size[1]})
        page = await context.new_page()
        await page.goto(link)
        assert page.url.startswith(f"{room.url}/i/")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert await context.cookies() == []
        await context.close()
        await app.opens.flush()
        async with app.database.read() as db:
            reached = list(await db.execute(select(evidence).where(evidence.c.kind == "reached")))
        assert len(reached) == (agent == PHONES[1])


async def test_pages_that_say_why_there_is_nothing(browser: Browser, room: Served, size: Size) -> None:
    app = room.room.app
    expired, _ = await make(room, app.clock.now())
    pages = {f"{room.url}/s/nonsense": "没有找到这一页", expired: "这个链接过期了"}
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = await context.new_page()
    for address, words in pages.items():
        await page.goto(address)
        await expect(page.get_by_role("heading", level=1)).to_have_text(words)
        assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    await context.close()


async def test_a_recalled_item_is_not_led_to(browser: Browser, room: Served, size: Size) -> None:
    app = room.room.app
    link, item = await make(room, app.clock.now().replace(year=2027))
    async with app.database.write() as db:
        await items.set_state(db, [item], ItemState.RECALLED)
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = await context.new_page()
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text("这条内容已经撤回")
    await context.close()
