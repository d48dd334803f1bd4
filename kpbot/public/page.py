"""Renders the public pages: own style inside the page, allowed by its hash, and nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from kpbot.texts import say

_FOLDER = Path(__file__).parent / "templates"
FRESH = 300  # seconds; a recalled item must not stay in caches for long


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (_FOLDER / "page.css").read_text(encoding="utf-8")


@cache
def _headers() -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src 'self' data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _render(template: str, lang: str, values: dict[str, object]) -> bytes:
    def text(text_id: str, **given: str) -> str:
        return say(lang, text_id, **given)

    html = _environment().get_template(template).render(lang=lang, text=text, style=_style(), **values)
    return html.encode()


def shown(request: Request, lang: str, **values: object) -> Response:
    """An item's page, or 304 if the reader has it as it is."""
    html = _render("item.html", lang, values)
    etag = f'"{hashlib.sha256(html).hexdigest()[:20]}"'
    headers = {**_headers(), "Cache-Control": f"public, max-age={FRESH}", "ETag": etag}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(html, media_type="text/html", headers=headers)


def notice(_request: Request, lang: str, what: str, status: int) -> Response:
    """A page with one plain word; `what` is what a text `pages-<what>` says."""
    html = _render("notice.html", lang, {"what": what})
    return Response(html, status, {**_headers(), "Cache-Control": "no-store"}, media_type="text/html")
