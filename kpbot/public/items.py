"""/i/<slug>: an item whose text is ours, as a page that is right on a phone and in a link card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from kpbot.domain.content import Item, ItemState
from kpbot.public import page
from kpbot.public.site import Site
from kpbot.storage import items

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_ART = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.(svg|png)")
_ART_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
_ART_HEADERS = {
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def routes(site: Site) -> Sequence[BaseRoute]:
    async def item(request: Request) -> Response:
        slug = request.path_params["slug"]
        found = await _find(site, slug) if _SLUG.fullmatch(slug) else None
        lang = site.settings.language
        if found is None or found.state == ItemState.REJECTED:
            return page.notice(request, lang, "missing", 404)
        if found.state == ItemState.RECALLED:
            return page.notice(request, lang, "recalled", 410)
        return page.shown(request, lang, **_values(site, found))

    async def art(request: Request) -> Response:
        name = request.path_params["name"]
        path = site.illustrations / name
        if not _ART.fullmatch(name) or not path.is_file():
            return page.notice(request, site.settings.language, "missing", 404)
        return FileResponse(path, media_type=_ART_TYPES[path.suffix[1:]], headers=_ART_HEADERS)

    return [Route("/i/art/{name}", art), Route("/i/{slug}", item)]


async def _find(site: Site, slug: str) -> Item | None:
    async with site.database.read() as db:
        return await items.by_slug(db, slug)


def _values(site: Site, item: Item) -> dict[str, object]:
    base = site.settings.web.public_url
    picture = _art(site.illustrations, item.illustration, ("svg", "png"))
    card = _art(site.illustrations, item.illustration, ("png", "svg"))
    published = item.published.astimezone(ZoneInfo(site.settings.time_zone)).date() if item.published else None
    return {
        "item": item,
        "paragraphs": paragraphs(item.body or item.summary),
        "picture": picture,
        "card": f"{base}/i/art/{card}" if base and card else "",
        "address": f"{base}/i/{item.slug}" if base else "",
        "source": item.publisher or site.source_names.get(item.source, ""),
        "published": published,
        "unreviewed": item.state == ItemState.REVIEW,
    }


def _art(folder: Path, name: str, kinds: tuple[str, ...]) -> str:
    """The illustration's file in the first of these kinds that is there; chat apps show no SVG in link cards."""
    return next((f"{name}.{kind}" for kind in kinds if name and (folder / f"{name}.{kind}").is_file()), "")


def paragraphs(body: str) -> list[list[str]]:
    """Plain text in paragraphs (blank lines between them), each in its lines."""
    blocks = re.split(r"\n\s*\n", body.strip())
    return [[line.strip() for line in block.splitlines()] for block in blocks if block.strip()]
