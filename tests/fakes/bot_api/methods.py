"""The methods of the Bot API that kpbot calls, as strict as the real ones where strictness matters."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tests.fakes.bot_api import formatting
from tests.fakes.bot_api.wire import Params, Reply, Upload, refusal, result
from tests.fakes.bot_api.world import Json, Message, World, standing

TEXT, CAPTION, DATA, FILE = 4096, 1024, 64, 20_000_000
PHOTO, DOCUMENT = 10_000_000, 50_000_000
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
REACTIONS = {"👍", "👎", "❤", "🔥", "👏", "😁", "🎉", "👌", "🙏"}


class Refused(Exception):
    def __init__(self, description: str, status: int = 400, **parameters: int) -> None:
        super().__init__(description)
        kind = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}.get(status, "")
        self.reply = refusal(status, kind + description, **parameters)


class Methods:
    """One bot's side of a World. `commands` and `webhook` are what it set."""

    def __init__(self, world: World, me: Json) -> None:
        self.world = world
        self.me = me
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.webhook: Json = {}
        self.gone: dict[int, str] = {}  # chats that refuse the bot, with what Telegram says
        self.moved: dict[int, int] = {}
        self.threads: set[tuple[int, int]] = set()
        self.closed: set[tuple[int, int]] = set()  # topics where only administrators write
        self.closed_to_reactions: set[int] = set()
        self.without_media: set[int] = set()  # chats where the bot may write, and show nothing
        self.names: dict[str, str] = {}  # of sent documents, by file id
        self.silenced: set[int] = set()
        self.polling = False
        self._poll = 0

    async def call(self, method: str, params: Params) -> Reply:
        found: Callable[[Params], Awaitable[object]] | None = getattr(self, f"do_{method}", None)
        if found is None:
            return refusal(404, "Not Found: method not found")
        try:
            return result(await found(params))
        except Refused as refused:
            return refused.reply

    # the account

    async def do_getMe(self, _: Params) -> object:  # noqa: N802
        return self.me

    async def do_setMyCommands(self, params: Params) -> object:  # noqa: N802
        scope = json.loads(params.get("scope", '{"type": "default"}'))
        key = scope["type"] + (f":{scope['chat_id']}" if "chat_id" in scope else "")
        self.commands[(key, params.get("language_code", ""))] = json.loads(params["commands"])
        return True

    async def do_setWebhook(self, params: Params) -> object:  # noqa: N802
        if not params["url"].startswith("https://"):
            raise Refused("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = dict(params)
        return True

    async def do_deleteWebhook(self, _: Params) -> object:  # noqa: N802
        self.webhook = {}
        return True

    async def do_getWebhookInfo(self, _: Params) -> object:  # noqa: N802
        info = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
        return {**info, "pending_update_count": len(self.world.pending)}

    async def do_getUpdates(self, params: Params) -> object:  # noqa: N802
        """Confirms what is below `offset`; a second caller ends the first with 409."""
        if self.webhook:
            raise Refused("can't use getUpdates method while webhook is active", 409)
        self._poll += 1
        self.polling = True
        mine, pending = self._poll, self.world.pending
        if offset := int(params.get("offset", 0)):
            pending[:] = [u for u in pending if u["update_id"] >= offset]
        async with self.world.arrived:
            self.world.arrived.notify_all()
            with suppress(TimeoutError):
                async with asyncio.timeout(float(params.get("timeout", 0))):
                    await self.world.arrived.wait_for(lambda: mine != self._poll or pending)
        if mine != self._poll:
            raise Refused(
                "terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )
        return pending[: int(params.get("limit", 100))]  # also of kinds not asked for, as after a change of mind

    # messages

    async def do_sendMessage(self, params: Params) -> object:  # noqa: N802
        return self._put(params, self._text(params, "text", TEXT))

    async def do_sendPhoto(self, params: Params) -> object:  # noqa: N802
        photo = self._file(params, "photo", PHOTO)
        if not photo.startswith(PICTURES):
            raise Refused("IMAGE_PROCESS_FAILED")
        return self._carry(params, photo=photo)

    async def do_sendDocument(self, params: Params) -> object:  # noqa: N802
        return self._carry(params, document=self._file(params, "document", DOCUMENT))

    def _file(self, params: Params, name: str, limit: int) -> bytes:
        """What is uploaded, or what the server has under that id."""
        sent = params.get(name, "")
        content = sent if isinstance(sent, Upload) else self.world.files.get(sent)
        if content is None:
            raise Refused("wrong file identifier/HTTP URL specified")
        if isinstance(sent, Upload) and len(content) > limit:
            raise Refused("Request Entity Too Large", 413)
        if not content:
            raise Refused("file must be non-empty")
        return bytes(content)

    def _carry(self, params: Params, photo: bytes = b"", document: bytes = b"") -> Json:
        where = "photos" if photo else "documents"
        if self._chat(params) in self.without_media:
            raise Refused(f"not enough rights to send {where} to the chat")
        sent = self._put(params, self._text(params, "caption", CAPTION, empty=True))
        message = self.world.messages[(sent["chat"]["id"], sent["message_id"])]
        given = params["photo" if photo else "document"]
        message.photo, message.document, message.file_id = photo, document, self._kept(given, photo or document)
        if document:
            message.name = given.name if isinstance(given, Upload) else self.names[given]
            self.names[message.file_id] = message.name
        return self._shown(message)

    def _kept(self, given: object, content: bytes) -> str:
        if isinstance(given, str):
            return given
        file_id = f"AgAC-sent-{len(self.world.files)}"
        self.world.files[file_id] = content
        return file_id

    def _put(self, params: Params, said: tuple[str, list[formatting.Entity]]) -> Json:
        chat = self._chat(params)
        thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if thread is not None and (chat, thread) not in self.threads:
            raise Refused("message thread not found")
        if thread is not None and (chat, thread) in self.closed:
            raise Refused("TOPIC_CLOSED")
        reply = json.loads(params.get("reply_parameters", "{}"))
        number = self.world.next_message(chat)
        target = reply.get("message_id")
        if reply and not 0 < target < number:
            if not reply.get("allow_sending_without_reply"):
                raise Refused("message to be replied not found")
            target = None
        message = Message(chat, number, *said, self._keyboard(params), thread, target)
        self.world.messages[(chat, number)] = message
        return self._shown(message)

    async def do_editMessageText(self, params: Params) -> object:  # noqa: N802
        text, entities = self._text(params, "text", TEXT)
        message, keyboard = self._mine(params), self._keyboard(params)
        if message.photo or message.document:
            raise Refused("there is no text in the message to edit")
        return self._changed(message, text, entities, keyboard)

    def _changed(
        self, message: Message, text: str, entities: list[formatting.Entity], keyboard: list[list[Json]]
    ) -> Json:
        if (message.text, message.entities, message.keyboard) == (text, entities, keyboard):
            raise Refused(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        message.text, message.entities, message.keyboard = text, entities, keyboard
        message.edits += 1
        return self._shown(message)

    async def do_editMessageCaption(self, params: Params) -> object:  # noqa: N802
        text, entities = self._text(params, "caption", CAPTION, empty=True)
        message, keyboard = self._mine(params), self._keyboard(params)
        if not (message.photo or message.document):
            raise Refused("there is no caption in the message to edit")
        return self._changed(message, text, entities, keyboard)

    async def do_editMessageReplyMarkup(self, params: Params) -> object:  # noqa: N802
        message = self._mine(params)
        message.keyboard = self._keyboard(params)
        message.edits += 1
        return self._shown(message)

    def _mine(self, params: Params) -> Message:
        found = self.world.messages.get((self._chat(params), int(params["message_id"])))
        if found is None:
            raise Refused("message to edit not found")
        return found

    async def do_answerCallbackQuery(self, params: Params) -> object:  # noqa: N802
        press = self.world.callbacks.pop(params["callback_query_id"], None)
        if press is None:
            raise Refused("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > 200:
            raise Refused("MESSAGE_TOO_LONG")
        self.world.toasts.append({**params, "from": press["from"]["id"]})
        return True

    async def do_setMessageReaction(self, params: Params) -> object:  # noqa: N802
        chat = self._chat(params)
        (reaction,) = json.loads(params["reaction"])
        if chat in self.closed_to_reactions or reaction["emoji"] not in REACTIONS:
            raise Refused("REACTION_INVALID")
        self.world.reactions[(chat, int(params["message_id"]))] = reaction["emoji"]
        return True

    # chats and files

    async def do_getChatMember(self, params: Params) -> object:  # noqa: N802
        chat, user = self._chat(params), int(params["user_id"])
        return self.world.members.get((chat, user), standing("member", self.me))

    async def do_getFile(self, params: Params) -> object:  # noqa: N802
        content = self.world.files.get(params["file_id"])
        if content is None:
            raise Refused("invalid file_id")
        if len(content) > FILE:
            raise Refused("file is too big")
        number = list(self.world.files).index(params["file_id"])
        file = {"file_id": params["file_id"], "file_unique_id": f"u{number}", "file_size": len(content)}
        return {**file, "file_path": f"photos/file_{number}.jpg"}

    def file(self, path: str) -> Reply:
        number = path.removeprefix("photos/file_").removesuffix(".jpg")
        if not number.isdecimal() or int(number) >= len(self.world.files):
            return refusal(404, "Not Found")
        content = list(self.world.files.values())[int(number)]
        return Reply(200, content, {"Content-Type": "image/jpeg"})

    # what all of them check

    def _chat(self, params: Params) -> int:
        try:
            chat = int(params["chat_id"])
        except ValueError:
            raise Refused("chat not found") from None
        if new := self.moved.get(chat):
            raise Refused("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        if said := self.gone.get(chat):
            raise Refused(said, 403)
        if chat in self.silenced:
            raise Refused("not enough rights to send text messages to the chat")
        return chat

    def _text(
        self, params: Params, name: str, limit: int, *, empty: bool = False
    ) -> tuple[str, list[formatting.Entity]]:
        text, entities = str(params.get(name, "")), list[formatting.Entity]()
        if params.get("parse_mode") == "HTML":
            try:
                text, entities = formatting.parse(text)
            except formatting.NotParsed as error:
                raise Refused(f"can't parse entities: {error}") from error
        if not text.strip() and not empty:
            raise Refused("message text is empty")
        if formatting.units(text) > limit:
            raise Refused("message caption is too long" if name == "caption" else "message is too long")
        return text, entities

    def _keyboard(self, params: Params) -> list[list[Json]]:
        rows: list[list[Json]] = json.loads(params.get("reply_markup", "{}")).get("inline_keyboard", [])
        for button in (b for row in rows for b in row):
            data = button.get("callback_data", "")
            if len(data.encode()) > DATA:
                raise Refused("BUTTON_DATA_INVALID")
            if not button["text"] or bool(data) == bool(button.get("url")):
                raise Refused("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
        return rows

    def _shown(self, message: Message) -> Json:
        seen: Json = {"message_id": message.id, "date": self.world.now, "chat": self.world.chat(message.chat)}
        seen["from"] = self.me
        if not message.file_id:
            return {**seen, "text": message.text}
        file = {"file_id": message.file_id, "file_unique_id": "u"}
        if message.photo:
            return {**seen, "caption": message.text, "photo": [{**file, "width": 1280, "height": 960}]}
        return {**seen, "caption": message.text, "document": {**file, "file_name": message.name}}
