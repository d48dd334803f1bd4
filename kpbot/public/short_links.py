"""/s/<code>: leads on to the item, and counts readers without knowing who they are.

The target is made of the item alone: no parameter, header or part of the path but the code is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from starlette.background import BackgroundTask
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kpbot.public import page
from kpbot.public.agents import is_reader
from kpbot.public.site import Site
from kpbot.services.link_targets import ItemState, Target, Targets, address_of
from kpbot.storage.database import is_outage

_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

log = structlog.get_logger(__name__)


def routes(site: Site) -> Sequence[BaseRoute]:
    targets = Targets(site.database)

    async def short_link(request: Request) -> Response:
        code: str = request.path_params.get("code", "")
        try:
            target = await targets.find(code)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("short links lead nowhere while the database is away")
            return page.notice(request, site.settings.language, "later", 503)
        if refused := _refusal(site, target):
            return page.notice(request, site.settings.language, *refused)
        return _onwards(site, request, code, target)  # type: ignore[arg-type]  # None was refused

    return [Route("/s", short_link), Route("/s/{code:anything}", short_link)]


def _refusal(site: Site, target: Target | None) -> tuple[str, int] | None:
    """What to say instead of leading on, and the status."""
    if target is None or target.state == ItemState.REJECTED:
        return "no-link", 404
    if target.state == ItemState.RECALLED:
        return "recalled", 410
    if target.expires_at <= site.clock.now():
        return "expired", 410
    return None if address_of(target, site.settings) else ("no-link", 404)


def _onwards(site: Site, request: Request, code: str, target: Target) -> Response:
    found = Response(status_code=302, headers={**_HEADERS, "Location": address_of(target, site.settings)})
    if site.opens and target.counts and request.method == "GET" and is_reader(request.headers):
        opened = (code, request.client.host if request.client else "", request.headers.get("user-agent", ""))
        if not site.opens.note(*opened):
            found.background = BackgroundTask(site.opens.note_later, *opened)  # nobody waits for it
    return found


class _Anything(Convertor[str]):
    """All of the rest, line breaks too: whatever is no code gets the same page."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("anything", _Anything())
