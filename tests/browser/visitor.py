"""Somebody at the page of the room, in a real browser: taps on a phone, clicks at a desk, and looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

Size = tuple[int, int]
PHONE: Size = (390, 844)
DESK: Size = (1280, 800)
TOUCH = 44  # CSS pixels a finger needs
HAN = re.compile(r"[\u4e00-\u9fff]")

NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, textarea, select, [role=button]')]
  .filter((node) => node.checkVisibility())
  .filter((node) => !((node.getAttribute('aria-label') || '').trim() || node.textContent.trim() || node.title
    || (node.labels && node.labels.length > 0)
    || (node.getAttribute('aria-labelledby') && document.getElementById(node.getAttribute('aria-labelledby')))))
  .map((node) => node.outerHTML.slice(0, 120))"""
TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""
MUTE = "() => [...document.images].filter((image) => !image.hasAttribute('alt')).map((image) => image.src)"
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"
SMALL = """(least) => [...document.querySelectorAll('.keyboard .key')].map((node) => node.getBoundingClientRect())
  .filter((box) => box.width > 0 && (box.height < least || box.width < least)).length"""


@dataclass
class Visitor:
    """One window of the room. `troubles` collects what the console or the network complained about."""

    page: Page
    phone: bool
    troubles: list[str] = field(default_factory=list)

    @classmethod
    async def arrive(cls, browser: Browser, url: str, size: Size, name: str = "", *, lang: str = "zh-CN") -> Visitor:
        """Opens the page and, if a name is given, becomes that person and closes the hint."""
        phone = size[0] < 700
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=phone, is_mobile=phone, locale=lang
        )
        page = await context.new_page()
        visitor = cls(page, phone)
        page.on("console", lambda said: visitor._hear(said.type, said.text))
        page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        page.on("requestfailed", lambda request: visitor.troubles.append(f"{request.url} {request.failure}"))
        page.on("response", lambda answer: visitor._look(answer.status, answer.url))
        await page.goto(url)
        if name:
            await visitor.become(name)
            await visitor.tap(page.get_by_test_id("hint-start" if phone else "hint-close"))
        return visitor

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.troubles.append(f"{kind}: {text}")

    def _look(self, status: int, url: str) -> None:
        if status >= 400:
            self.troubles.append(f"{status} {url}")

    async def tap(self, what: Locator) -> None:
        if self.phone:
            await what.tap()
        else:
            await what.click()

    async def become(self, name: str) -> None:
        await self.tap(self.page.get_by_test_id("people").get_by_role("button").filter(has_text=name).first)
        await expect(self.page.get_by_test_id("people")).to_be_hidden()

    async def open(self, chat: str) -> None:
        """Opens a chat; `~` is the private one."""
        if self.phone and await self.page.get_by_test_id("back").is_visible():
            await self.tap(self.page.get_by_test_id("back"))
        place = self.page.locator(f"[data-testid^='chat-{chat}']").and_(self.page.locator(".chat-item")).first
        await self.tap(place)
        await expect(self.page.get_by_test_id("composer")).to_be_visible()

    def message(self, words: str) -> Locator:
        """The latest message of the bot with these words."""
        return self.page.get_by_test_id("messages").locator("li.by-bot").filter(has_text=words).last

    async def hears(self, words: str) -> Locator:
        found = self.message(words)
        await expect(found).to_be_visible()
        return found

    async def press(self, message: Locator, label: str) -> None:
        await self.tap(message.locator(".key").filter(has_text=label).first)

    async def toasted(self, words: str) -> None:
        await expect(self.page.get_by_test_id("toast")).to_contain_text(words)

    async def command(self, name: str) -> None:
        """Chooses a command from the menu."""
        await self.tap(self.page.get_by_test_id("slash"))
        await self.tap(self.page.get_by_test_id(f"command-{name}"))

    async def say(self, text: str) -> None:
        await self.page.get_by_test_id("text").fill(text)
        await self.tap(self.page.get_by_test_id("send"))

    async def move(self, to: str, arrives: str) -> None:
        """Moves the clock; `arrives` is part of what it shows then."""
        await self.tap(self.page.get_by_test_id(f"clock-{to}"))
        await expect(self.page.get_by_test_id("clock-label")).to_contain_text(arrives, timeout=90_000)
        await expect(self.page.get_by_test_id("clock-progress")).to_be_hidden(timeout=90_000)

    async def is_well(self) -> None:
        """Nothing complained, nothing is too wide or too small, and everything has a name."""
        assert self.troubles == []
        assert await self.page.evaluate(WIDER) <= 0
        assert await self.page.evaluate(SMALL, TOUCH) == 0
        assert await self.page.evaluate(NAMELESS) == []
        assert await self.page.evaluate(TWICE) == []
        assert await self.page.evaluate(MUTE) == []
        assert await self.page.evaluate("() => document.documentElement.lang")

    async def box(self, what: Locator) -> dict[str, Any]:
        found = await what.bounding_box()
        assert found is not None
        return dict(found)


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two boxes don't cover each other."""
    return bool(
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )
