"""The API of WeCom as an app calls it: with its access token, which is fetched anew when it is refused, once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx

from kpbot.platforms.calling import Caller, Json
from kpbot.platforms.wecom.app.limits import MEDIA_BYTES, NAME
from kpbot.platforms.wecom.errcodes import TOKEN_REFUSED, as_send_error, checked, code_of
from kpbot.ports import Clock, SendError
from kpbot.services.access_tokens import AccessToken, TokenRefused, named
from kpbot.settings import WecomAppSettings
from kpbot.storage.database import Database

ROOT = "/cgi-bin"


class Api:
    def __init__(self, settings: WecomAppSettings, database: Database, clock: Clock) -> None:
        self.agent = settings.agent_id
        self._settings = settings
        self._caller = Caller(settings.api_root, settings.proxy)
        name = named(f"{NAME}:{settings.corp_id}:{settings.agent_id}", settings.secret.get_secret_value())
        self._token = AccessToken(database, clock, name, self._fetch)

    async def call(self, method: str, path: str, **rest: Any) -> Json:
        """What was answered, all being well. `path` begins with /cgi-bin/. Raises SendError."""
        params = rest.pop("params", {})

        async def ask(token: str) -> Json:
            answer = await self._caller.call(method, path, params={**params, "access_token": token}, **rest)
            _check(path, code_of(answer))
            return answer

        return await self._token.with_token(ask)

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """The id of a file that may be sent for three days. `kind`: image or file."""
        files = {"media": (name, content, "application/octet-stream")}
        answer = await self.call("POST", f"{ROOT}/media/upload", params={"type": kind}, files=files)
        return str(answer.get("media_id", ""))

    async def download(self, media: str) -> bytes:
        """A file that somebody sent, while WeCom keeps it (three days). Raises SendError."""
        address = f"{self._settings.api_root}{ROOT}/media/get"

        async def ask(token: str) -> bytes:
            params = {"access_token": token, "media_id": media}
            content, headers = await self._caller.download(address, MEDIA_BYTES, params)
            _check("media/get", _code(content, headers))
            return content

        return await self._token.with_token(ask)

    @property
    def date(self) -> str:
        """What WeCom's clock said in its last answer."""
        return self._caller.date

    async def agent_info(self) -> Json:
        """What WeCom says of the app itself. Raises SendError."""
        return await self.call("GET", f"{ROOT}/agent/get", params={"agentid": self.agent})

    async def close(self) -> None:
        await self._caller.close()

    async def _fetch(self) -> tuple[str, timedelta]:
        secret = self._settings.secret.get_secret_value()
        params = {"corpid": self._settings.corp_id, "corpsecret": secret}
        answer = await self._caller.call("GET", f"{ROOT}/gettoken", params=params)
        checked("gettoken", answer)
        token, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lasts, int):
            raise SendError("gettoken gave no token")
        return token, timedelta(seconds=lasts)


def _check(what: str, code: int) -> None:
    """Raises TokenRefused or SendError unless all is well."""
    if code:
        error = as_send_error(what, code)
        raise TokenRefused(error) if code in TOKEN_REFUSED else error


def _code(content: bytes, headers: httpx.Headers) -> int:
    """The errcode of an answer that is no file."""
    if not headers.get("content-type", "").startswith(("application/json", "text/plain")):
        return 0
    try:
        answer = json.loads(content)
    except ValueError:
        return 0
    return code_of(answer) if isinstance(answer, dict) else 0
