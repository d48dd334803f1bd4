"""Pages for everyone: items of our own, short links, and what an operator's monitoring asks. No cookies, nothing from
elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from kpbot.public import health, items, metrics, short_links
from kpbot.public.site import Site

__all__ = ["Site", "routes"]


def routes(site: Site) -> Sequence[BaseRoute]:
    """/i/<slug>, /i/art/<file>, /s/<code>, /healthz and /metrics."""
    return [*items.routes(site), *short_links.routes(site), *health.routes(site), *metrics.routes(site)]
