"""/healthz: whether the parts work, for a supervisor or a monitoring; no detail that would help an intruder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from kpbot.public.site import Site
from kpbot.storage.health import DatabaseHealth, look

STUCK_AFTER = timedelta(minutes=15)  # that a message waits while no platform takes any


def routes(site: Site) -> Sequence[BaseRoute]:
    async def healthz(_request: Request) -> JSONResponse:
        now = site.clock.now()
        found = await look(site.database, now)
        waited = _since(found.oldest_due, now)
        still = min(waited, _since(found.last_sent, now)) if found.last_sent else waited
        report = _report(site, found, waited, stuck=still > STUCK_AFTER)
        status = 200 if report["status"] == "ok" else 503
        return JSONResponse(report, status, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz)]


def _since(moment: datetime | None, now: datetime) -> timedelta:
    return max(now - moment, timedelta(0)) if moment else timedelta(0)


def _report(site: Site, found: DatabaseHealth, waited: timedelta, *, stuck: bool) -> dict[str, Any]:
    platforms = {name: _word(alive) for name, alive in sorted(site.platforms_alive().items())}
    parts = {
        "database": _word(found.reachable),
        "scheduler": _word(site.scheduler_alive()),
        "delivery": _word(not stuck),
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
