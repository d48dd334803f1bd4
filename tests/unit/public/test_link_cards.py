"""The picture of a link card, as a chat app fetches it: from the page's own words, through the whole application."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from content_feeds.reserve import Reserve
from kpbot.app import App
from kpbot.domain.content import Item, ItemState, Source, Topic
from kpbot.ports import Validators
from kpbot.services.catalog import Catalog
from kpbot.settings import DatabaseSettings, Settings, WebSettings
from kpbot.storage import items

PUBLIC = "https://kp.example.cn"
AT = datetime(2026, 11, 1, tzinfo=UTC)
ITEM = Item(0, "reserve", "", "标题", "摘要。", "正文。", "", "", "", Topic.HEALTH, ItemState.READY, AT)


async def shipped_pictures() -> dict[str, str]:
    """A slug of the reserve for each picture its items have."""
    source = Source(key="reserve", name="科普储备", kind="reserve", reserve=True)
    found = (await Reserve().gather(source, Validators(), AT)).items
    return {item.illustration: item.slug for item in found}


@pytest.mark.parametrize("address", [PUBLIC, f"{PUBLIC}/"])
async def test_the_card_of_every_picture_is_an_absolute_png_that_is_served(database_url: str, address: str) -> None:
    settings = Settings(database=DatabaseSettings(url=database_url), web=WebSettings(public_url=address))
    pictures = await shipped_pictures()
    assert len(pictures) >= len(Topic)
    app = App(settings, catalog=Catalog())
    async with app.database.write() as db:
        for number, (picture, slug) in enumerate(pictures.items(), start=1):
            known = replace(ITEM, id=number, identity=slug, canonical=f"slug:{slug}", fingerprint=slug)
            await items.keep(db, [replace(known, slug=slug, illustration=picture)])
    transport = httpx.ASGITransport(app.asgi())
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        for picture, slug in pictures.items():
            page = (await client.get(f"/i/{slug}")).text
            (card,) = re.findall(r'<meta property="og:image" content="([^"]*)">', page)
            assert card == f"{PUBLIC}/i/art/{picture}.png"
            answer = await client.get(card)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
            assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
            assert (await client.head(card)).status_code == 200
    await app.database.close()
