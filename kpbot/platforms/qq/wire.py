"""QQ's API as kpbot calls it (api-v2, «接口调用与鉴权»)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx

from kpbot.domain.messages import Chat
from kpbot.platforms.calling import Caller, Json
from kpbot.platforms.qq.limits import NAME
from kpbot.platforms.qq.refusals import ACCOUNT_WAIT, Kind, Refused
from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError
from kpbot.services.access_tokens import EARLY, AccessToken, TokenRefused, named
from kpbot.settings import QqSettings
from kpbot.storage.database import Database

# QQ gives out the same token until the last minute of its life, and only then a new one beside it.
RENEWED = timedelta(seconds=50)  # before the end


class Api:
    """Raises Refused where QQ says no, SendError where it does not answer or the account is not taken."""

    def __init__(self, settings: QqSettings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._caller = Caller(settings.api_root, settings.proxy)
        self._bots = Caller(settings.token_root, settings.proxy)
        secret = settings.secret.get_secret_value()
        self._token = AccessToken(database, clock, named(f"{NAME}:{settings.app_id}", secret), self._fetch_token)

    async def call(self, method: str, path: str, **rest: Any) -> Json:
        return await self._token.with_token(lambda token: self._ask(token, method, path, **rest))

    @property
    def date(self) -> str:
        """What QQ's clock said in its last answer."""
        return self._caller.date or self._bots.date

    async def me(self) -> Json:
        """The bot itself: id, username."""
        return await self.call("GET", "/users/@me")

    async def post(self, chat: Chat, what: str, body: Json) -> Json:
        """To `messages` or `files` of a group or a person."""
        whose = "users" if chat.private else "groups"
        return await self.call("POST", f"/v2/{whose}/{_part(chat.id)}/{what}", json=body)

    async def acknowledge(self, interaction: str) -> None:
        """A press was taken: the button looks busy until then. It shows the word of QQ's for success."""
        await self.call("PUT", f"/interactions/{_part(interaction)}", json={"code": 0})

    async def close(self) -> None:
        await self._caller.close()
        await self._bots.close()

    async def _ask(self, token: str, method: str, path: str, **rest: Any) -> Json:
        answer = await self._caller.any_answer(method, path, headers={"Authorization": f"QQBot {token}"}, **rest)
        said = _read(answer)
        if answer.is_success and (said.get("id") or said.get("file_info") or not _code(said)):
            return said
        if answer.status_code == httpx.codes.ACCEPTED:
            return {}  # somebody at QQ looks at it first
        if answer.status_code == httpx.codes.GATEWAY_TIMEOUT and not _code(said):
            raise SendError("somebody behind QQ's door did not answer", in_doubt=True)
        refused = Refused(_code(said), answer.status_code)
        raise TokenRefused(refused) if refused.kind is Kind.TOKEN else refused

    async def _fetch_token(self) -> tuple[str, timedelta]:
        secret = self._settings.secret.get_secret_value()
        asked = {"appId": self._settings.app_id, "clientSecret": secret}
        said = await self._bots.call("POST", "/app/getAppAccessToken", json=asked)
        value, lasts = said.get("access_token"), str(said.get("expires_in", ""))
        if not isinstance(value, str) or not value or not lasts.isdecimal() or len(lasts) > 9:
            reason = f"{ACCOUNT_REFUSED}: no access token, code {_code(said)}"
            raise SendError(reason, retry_after=ACCOUNT_WAIT)
        return value, timedelta(seconds=int(lasts)) + EARLY - RENEWED


def _part(id: str) -> str:
    """An id within an address, whatever it is made of."""
    return quote(id, safe="")


def _read(answer: httpx.Response) -> Json:
    with suppress(ValueError):
        said = answer.json()
        if isinstance(said, dict):
            return said
    return {}


def _code(said: Json) -> int:
    for name in ("err_code", "code"):
        if isinstance(code := said.get(name), int) and code:
            return code
    return 0
