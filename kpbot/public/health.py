"""/healthz: whether the parts work, for a supervisor or a monitoring; no detail that would help an intruder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from kpbot.public.site import Site
from kpbot.storage.health import DatabaseHealth, look

STUCK_AFTER = timedelta(minutes=15)  # a full push to a busy platform takes minutes; more means that nobody delivers


def routes(site: Site) -> Sequence[BaseRoute]:
    async def healthz(_request: Request) -> JSONResponse:
        now = site.clock.now()
        found = await look(site.database, now)
        waited = max(now - found.oldest_due, timedelta(0)) if found.oldest_due else timedelta(0)
        report = _report(site, found, waited)
        status = 200 if report["status"] == "ok" else 503
        return JSONResponse(report, status, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz)]


def _report(site: Site, found: DatabaseHealth, waited: timedelta) -> dict[str, Any]:
    platforms = {name: _word(alive) for name, alive in sorted(site.platforms_alive().items())}
    parts = {
        "database": _word(found.reachable),
        "scheduler": _word(site.scheduler_alive()),
        "delivery": _word(waited <= STUCK_AFTER),
    }
    healthy = {*parts.values(), *platforms.values()} == {"ok"}
    return {
        "status": _word(healthy),
        **parts,
        "platforms": platforms,
        "oldest_due_seconds": round(waited.total_seconds(), 1),
    }


def _word(fine: bool) -> str:
    return "ok" if fine else "broken"
