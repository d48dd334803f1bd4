"""What the bot says as an app: to members by `message/send`, to its own groups by `appchat/send`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import structlog

from kpbot.domain.messages import Capabilities, Chat, Outgoing, Receipt
from kpbot.platforms.begun import Begun
from kpbot.platforms.wecom.app import letter, presses, tasks
from kpbot.platforms.wecom.app.api import ROOT, Api
from kpbot.platforms.wecom.app.card import card, closed, replaced
from kpbot.platforms.wecom.app.media import Media
from kpbot.platforms.wecom.errcodes import NO_SUCH_MEDIA, Refusal
from kpbot.platforms.wecom.replacing import replacement, without_what_stands
from kpbot.ports import Clock, SendError
from kpbot.services.enclosed import Enclosure, enclosure_of
from kpbot.storage import shown
from kpbot.storage.database import Database

log = structlog.get_logger(__name__)
Body = dict[str, Any]


class Sending:
    """`send` has the contract of kpbot.ports.Platform."""

    def __init__(
        self, api: Api, database: Database, clock: Clock, can: Capabilities, data_dir: Path, language: str
    ) -> None:
        self._api = api
        self._media = Media(api, clock)
        self._begun = Begun()
        self._database = database
        self._clock = clock
        self._can = can
        self._data_dir = data_dir
        self._language = language

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.toast:
            return await self._note(chat, outgoing)
        if outgoing.react:
            return Receipt(outgoing.reply_to)
        if outgoing.edits:
            raise SendError("an app cannot change what it sent", permanent=True)
        return await (self._instead(chat, outgoing) if outgoing.answers else self._write(chat, outgoing))

    async def _instead(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        """In place of the pressed card; else as a message, whose words are not said again where they stand already."""
        pressed, speaks = await self._pressed(chat, outgoing.answers), outgoing.language or self._language
        original = pressed.outgoing if pressed else await self._shown(chat, outgoing.instead_of)
        made = replacement(original, outgoing, pressed.sheet if pressed else 0)
        if pressed:
            card = {"template_card": replaced(made, pressed.buttons, speaks)} if made else closed(speaks)
            if await self._changed(chat, pressed.code, card) and made:
                return Receipt(outgoing.instead_of)
        return await self._write(chat, without_what_stands(original, outgoing))

    async def _pressed(self, chat: Chat, key: str) -> presses.Pressed | None:
        return await presses.take(self._database, self._clock, chat, key)

    async def _shown(self, chat: Chat, message: str) -> Outgoing | None:
        async with self._database.read() as db:
            return await shown.message(db, chat, message)

    async def _note(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        """On the card itself, or else in words: a member has nobody there whom they would disturb. Not having come
        through is no failure."""
        if not outgoing.text or not chat.private:
            return Receipt()
        try:
            pressed = await self._pressed(chat, outgoing.toast)
            noted = self._noted(pressed, outgoing.text) if pressed else {}
            if pressed is None or not await self._changed(chat, pressed.code, noted, in_doubt=True):
                return await self._write(chat, Outgoing(text=outgoing.text, language=outgoing.language))
        except SendError as error:
            log.warning("a press got no answer", reason=error.reason)
        return Receipt()

    def _noted(self, pressed: presses.Pressed, said: str) -> Body:
        return {"template_card": card(pressed.outgoing, pressed.sheet, self._language, said)}

    async def _changed(self, chat: Chat, code: str, changed: Body, *, in_doubt: bool = False) -> bool:
        """With a code, which is good for once. `in_doubt`: what is said of a card that may have been changed."""
        try:
            await self._api.call(
                "POST",
                f"{ROOT}/message/update_template_card",
                json={"userids": [chat.id], "agentid": self._api.agent, "response_code": code, **changed},
            )
        except SendError as error:
            log.info("a card was not changed, the answer goes in words", reason=error.reason)
            return error.in_doubt and in_doubt
        return True

    async def _write(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        held = await enclosure_of(self._data_dir, outgoing)
        carries = held is not None
        if chat.private:
            made = letter.private(outgoing, self._can, self._language, carries=carries)
        else:
            made = letter.group(outgoing, self._can, self._language, carries=carries)
        parts: list[Enclosure | Body] = [*([held] if held else []), *made]

        task = tasks.new()

        async def post(part: Enclosure | Body) -> str:
            return await (self._carry(chat, part) if isinstance(part, Enclosure) else self._post(chat, part, task))

        return Receipt(await self._begun.go_on(chat, parts, post))

    async def _carry(self, chat: Chat, held: Enclosure) -> str:
        """What was uploaded before and WeCom has forgotten is uploaded anew."""
        for attempt in (1, 2):
            kind, media = await self._media.uploaded(held)
            try:
                return await self._post(chat, {"msgtype": kind, kind: {"media_id": media}})
            except Refusal as error:
                if error.code != NO_SUCH_MEDIA or attempt == 2:
                    raise
            self._media.forget(held)
        raise AssertionError

    async def _post(self, chat: Chat, body: Body, task: str = "") -> str:
        """The id by which a press names it: the task of its card."""
        if not chat.private:
            await self._api.call("POST", f"{ROOT}/appchat/send", json={"chatid": chat.id, **body})
            return secrets.token_hex(8)  # it gives no ids
        carded = "template_card" in body
        if carded:
            content = body["template_card"]
            body = {**body, "template_card": {**content, "task_id": tasks.of_card(task, content["task_id"])}}
        addressed = {"touser": chat.id, "agentid": self._api.agent, **body}
        answer = await self._api.call("POST", f"{ROOT}/message/send", json=addressed)
        if answer.get("invaliduser"):
            raise SendError("message/send: no such member, or the app may not see them", permanent=True, chat_gone=True)
        if answer.get("unlicenseduser"):
            raise SendError("message/send: the member's account has no licence for the API", permanent=True)
        return task if carded else str(answer.get("msgid") or secrets.token_hex(8))
