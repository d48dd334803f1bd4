"""Webhooks of groups as a platform: each chat is one webhook, under the name that the operator gave it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.routing import BaseRoute

from kpbot.domain.messages import Capabilities, Chat, Outgoing, Receipt
from kpbot.platforms.begun import Begun
from kpbot.platforms.calling import Caller
from kpbot.platforms.wecom.errcodes import checked
from kpbot.platforms.wecom.fitting import IMAGE, fitting
from kpbot.platforms.wecom.webhook import letter
from kpbot.platforms.wecom.webhook.limits import CAPABILITIES, FILE_BYTES, FILE_LEAST, NAME, PICTURE_BYTES
from kpbot.ports import Clock, OnMessages, SendError
from kpbot.services.checking.finding import Finding, fine
from kpbot.services.enclosed import Enclosure, enclosure_of
from kpbot.settings import Settings
from kpbot.storage.database import Database

ROOT = "/cgi-bin/webhook"
_Part = Enclosure | dict[str, Any]  # a file, or the body of a request


class WecomGroup:
    """Implements kpbot.ports.Platform. The key of a webhook is all that one needs to write to its group, so it is in no
    error and no log."""

    name = NAME

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, *, capabilities: Capabilities = CAPABILITIES
    ) -> None:
        self.capabilities = capabilities
        self._data_dir = settings.data_dir
        chosen = settings.wecom
        self._keys: Mapping[str, str] = {name: key.get_secret_value() for name, key in chosen.webhooks.items()}
        self._caller = Caller(chosen.webhook_api_root)
        self._begun = Begun()

    async def run(self, on_messages: OnMessages) -> None:
        """Nobody says anything."""
        await asyncio.Event().wait()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.toast or outgoing.react:
            return Receipt(outgoing.reply_to)
        key = self._keys.get(chat.id)
        if key is None:
            raise SendError(
                "no webhook of this name is in the settings (wecom.webhooks)", permanent=True, chat_gone=True
            )
        if outgoing.edits:
            raise SendError("what a webhook posted cannot be changed", permanent=True)
        held = await enclosure_of(self._data_dir, outgoing)
        parts: list[_Part] = [held] if held else []
        if held is None or letter.has_words(outgoing):
            parts += letter.words(outgoing)

        async def post(part: _Part) -> str:
            body = await self._enclosed(key, part) if isinstance(part, Enclosure) else part
            checked("webhook/send", await self._caller.call("POST", f"{ROOT}/send", params={"key": key}, json=body))
            return secrets.token_hex(8)  # it gives no ids

        return Receipt(await self._begun.go_on(chat, parts, post))

    async def _enclosed(self, key: str, held: Enclosure) -> dict[str, Any]:
        kind, name, content = await fitting(held, PICTURE_BYTES, FILE_LEAST, FILE_BYTES)
        if kind == IMAGE:
            return letter.picture(content)
        answer = await self._caller.call(
            "POST",
            f"{ROOT}/upload_media",
            params={"key": key, "type": kind},
            files={"media": (name, content, "application/octet-stream")},
        )
        checked("webhook/upload_media", answer)
        return letter.document(str(answer.get("media_id", "")))

    async def fetch(self, ref: str) -> bytes:
        raise SendError("a webhook brings no pictures", permanent=True)

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return ()

    def named_chats(self) -> Sequence[Chat]:
        """For `kpbot group`: nobody can type a code there."""
        return [Chat(NAME, name) for name in self._keys]

    async def findings(self) -> Sequence[Finding]:
        """For `kpbot check`. Whether a key is good shows only when something is posted, so nothing is asked."""
        return [fine("wecom-group", count=len(self._keys), names="、".join(sorted(self._keys)[:10]))]

    async def close(self) -> None:
        await self._caller.close()
