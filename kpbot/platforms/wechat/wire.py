"""WeChat's API as kpbot calls it: JSON whose Chinese is not escaped (WeChat would show the escapes), refusals at HTTP
200, and an access token that every call needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kpbot.platforms.calling import Caller, Json
from kpbot.platforms.wechat.limits import NAME, PHOTO_BYTES
from kpbot.platforms.wechat.refusals import NO_PERMISSION, TOKEN_CODES, Refusal, refusal
from kpbot.ports import Clock, SendError
from kpbot.services.access_tokens import AccessToken, TokenRefused, named
from kpbot.settings.platform_sections import WechatSettings
from kpbot.storage.database import Database

_JSON = {"content-type": "application/json; charset=utf-8"}
_LASTS = 7200  # seconds, unless WeChat says otherwise


class Api:
    """All raise SendError, where WeChat said why a Refusal."""

    def __init__(self, settings: WechatSettings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._caller = Caller(settings.api_root, settings.proxy)
        name = named(f"{NAME}:{settings.app_id}", settings.secret.get_secret_value())
        self._token = AccessToken(database, clock, name, self._fetch)

    async def get(self, path: str) -> Json:
        return await self._ask("GET", path)

    async def post(self, path: str, said: Json) -> Json:
        return await self._ask("POST", path, content=_written(said), headers=_JSON)

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """The id of a temporary medium: «新增临时素材»."""
        answer = await self._ask(
            "POST", "/cgi-bin/media/upload", params={"type": kind}, files={"media": (name, content)}
        )
        media = answer.get("media_id")
        if not isinstance(media, str) or not media:
            raise SendError("an upload got no media_id")
        return media

    async def medium(self, media_id: str) -> bytes:
        """What somebody sent: «获取临时素材»."""
        address = f"{self._settings.api_root}/cgi-bin/media/get"

        async def ask(token: str) -> bytes:
            params = {"access_token": token, "media_id": media_id}
            content, headers = await self._caller.download(address, PHOTO_BYTES, params)
            if (said := _refused(content, headers)) is not None:
                raise _refusal_of(said, token)
            return content

        return await self._token.with_token(ask)

    @property
    def date(self) -> str:
        """What WeChat's clock said in its last answer."""
        return self._caller.date

    async def sound(self) -> None:
        """Asks what every account may ask, from where we are and with the token that is at hand."""
        try:
            await self.get("/cgi-bin/getcallbackip")
        except Refusal as error:
            if error.code != NO_PERMISSION:
                raise

    async def close(self) -> None:
        await self._caller.close()

    async def _ask(self, method: str, path: str, params: Mapping[str, str] | None = None, **rest: Any) -> Json:
        async def ask(token: str) -> Json:
            answer = await self._caller.call(method, path, params={**(params or {}), "access_token": token}, **rest)
            if answer.get("errcode"):
                raise _refusal_of(answer, token)
            return answer

        return await self._token.with_token(ask)

    async def _fetch(self) -> tuple[str, timedelta]:
        """«获取稳定版接口调用凭据»: asked again it gives the same token; one that was refused is replaced by force."""
        token, lasts = await self._fetched(force=False)
        return await self._fetched(force=True) if self._token.was_refused(token) else (token, lasts)

    async def _fetched(self, *, force: bool) -> tuple[str, timedelta]:
        asked = {
            "grant_type": "client_credential",
            "appid": self._settings.app_id,
            "secret": self._settings.secret.get_secret_value(),
            "force_refresh": force,
        }
        answer = await self._caller.call("POST", "/cgi-bin/stable_token", content=_written(asked), headers=_JSON)
        token, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token:
            raise refusal(_code(answer), str(answer.get("errmsg", "")), account=True)
        return token, timedelta(seconds=lasts if isinstance(lasts, int) else _LASTS)


def _refusal_of(answer: Json, token: str) -> Exception:
    """A Refusal; one of the token itself as TokenRefused."""
    code = _code(answer)
    refused = refusal(code, str(answer.get("errmsg", "")).replace(token, "…"))
    return TokenRefused(refused) if code in TOKEN_CODES else refused


def _code(answer: Json) -> int:
    code = answer.get("errcode")
    return code if isinstance(code, int) else 0


def _written(said: Json) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _refused(content: bytes, headers: Mapping[str, str]) -> Json | None:
    """Instead of a medium there may come JSON, which says why, or where a video is; None for a medium."""
    if not content.startswith(b"{") or "image" in headers.get("content-type", ""):
        return None
    try:
        said = json.loads(content)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
