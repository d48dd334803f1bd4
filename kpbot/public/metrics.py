"""/metrics: the counters of this process and the state of the outbox, for Prometheus."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kpbot.metrics import outbox_oldest, outbox_waiting, platform_up, registry, sources_in_trouble
from kpbot.public.site import Site
from kpbot.storage.health import look


def routes(site: Site) -> Sequence[BaseRoute]:
    async def metrics(_request: Request) -> Response:
        now = site.clock.now()
        found = await look(site.database, now)
        if found.reachable:
            for state, number in found.waiting.items():
                outbox_waiting.labels(state).set(number)
            sources_in_trouble.set(found.troubled)
            outbox_oldest.set(max((now - found.oldest_due).total_seconds(), 0) if found.oldest_due else 0)
        for name, alive in site.platforms_alive().items():
            platform_up.labels(name).set(alive)
        headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        return Response(generate_latest(registry), headers=headers)

    return [Route("/metrics", metrics)]
