"""What WeCom brings: the check of the address when the operator enters it, then messages and events.

It waits five seconds for an answer and brings a message up to three times; what came twice is told by its key. The
answer says no more than that it was committed: what the bot has to say goes through the API, so that nothing depends
on those five seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kpbot.platforms.callback_xml import Unreadable, read
from kpbot.platforms.callbacks import Forged, TooLong, body, forbidden, not_now, unreadable
from kpbot.platforms.wecom.app.limits import CALLBACK, DEADLINE, NAME
from kpbot.platforms.wecom.app.sealing import Sealing
from kpbot.ports import NotTaken

PATH = "/platforms/wecom/callback"

Take = Callable[[Mapping[str, str]], Awaitable[None]]


def route(sealing: Sealing, take: Take, deadline: float = DEADLINE) -> Route:
    """`take` gets the fields of a message and returns once they are committed. What takes longer than `deadline`
    seconds is to come again, committed later or not. Any worker may be asked."""

    async def callback(request: Request) -> Response:
        try:
            if request.method == "POST":
                async with asyncio.timeout(deadline):
                    return await _message(request, sealing, take)
            return PlainTextResponse(sealing.open(request.query_params, request.query_params.get("echostr", "")))
        except Forged as error:
            return forbidden(NAME, error.reason)
        except (ClientDisconnect, TooLong, Unreadable):
            return unreadable(NAME, "body")
        except (NotTaken, TimeoutError):
            return not_now()

    return Route(PATH, callback, methods=["GET", "POST"])


async def _message(request: Request, sealing: Sealing, take: Take) -> Response:
    envelope = read(await body(request, CALLBACK), CALLBACK)
    opened = sealing.open(request.query_params, envelope.get("Encrypt", ""))
    await take(read(opened.encode(), CALLBACK))
    return Response()
