"""The accounts that the bot has on chat platforms, one section each. Without its secrets there is no such platform;
with only some of them the start says which are missing."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from kpbot.settings.section import Section
from kpbot.settings.values import ProxyAddress, SocketAddress, WebAddress

NOTHING = SecretStr("")


def _token(value: SecretStr) -> SecretStr:
    """The number of the bot's account, a colon, a secret, as BotFather gives it; empty for none."""
    if not re.fullmatch(r"([0-9]+:[A-Za-z0-9_-]+)?", value.get_secret_value()):
        raise PydanticCustomError("token", "a token as BotFather gives it is expected: digits, a colon, a secret")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    """What Telegram takes as one: up to 256 letters, digits, _ and -."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
        raise PydanticCustomError("webhook-secret", "up to 256 letters, digits, _ and - are expected")
    return value


def _aes_key(value: SecretStr) -> SecretStr:
    """The EncodingAESKey of WeChat and WeCom: 43 letters and digits; empty for none."""
    if not re.fullmatch(r"([A-Za-z0-9]{43})?", value.get_secret_value()):
        raise PydanticCustomError("aes-key", "43 letters and digits are expected")
    return value


def _secret(value: SecretStr) -> SecretStr:
    """As consoles give them: nothing between that does not show, nothing of full width. Empty for none."""
    if not re.fullmatch(r"[!-~]*", value.get_secret_value()):
        raise PydanticCustomError("secret", "letters, digits and signs without blanks are expected")
    return value


def _digits(value: str) -> str:
    if not re.fullmatch(r"[0-9]*", value):
        raise PydanticCustomError("digits", "digits are expected")
    return value


AesKey = Annotated[SecretStr, AfterValidator(_aes_key)]
Secret = Annotated[SecretStr, AfterValidator(_secret)]


class AccountSection(Section):
    """`needed()`: names of the fields that an account cannot do without, once one of them is set. Blanks around a
    value come with copying and are dropped."""

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        raise NotImplementedError

    @field_validator("*", mode="before")
    @classmethod
    def _trimmed(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @property
    def configured(self) -> bool:
        return all(self._given(name) for name in self.needed())

    def _given(self, name: str) -> bool:
        value = getattr(self, name)
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        missing = [name for name in self.needed() if not self._given(name)]
        if missing and len(missing) < len(self.needed()):
            raise PydanticCustomError("missing", "{names}", {"names": " ".join(missing)})
        return self


class TelegramSettings(Section):
    """Without a token there is no Telegram."""

    token: Annotated[SecretStr, AfterValidator(_token)] = NOTHING
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = NOTHING  # else from the token
    api_root: WebAddress = "https://api.telegram.org"
    proxy: ProxyAddress = ""


class WechatSettings(AccountSection):
    """An official account. Without `aes_key` its callbacks come in plain mode."""

    app_id: str = ""
    secret: Secret = NOTHING
    token: Secret = NOTHING  # of the callback, chosen by the operator
    aes_key: AesKey = NOTHING
    api_root: WebAddress = "https://api.weixin.qq.com"
    proxy: ProxyAddress = ""

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        return ("app_id", "secret", "token")


class WecomAppSettings(AccountSection):
    """A self-built app of an enterprise. `plain`: everything as text, for members who read it in WeChat."""

    corp_id: str = ""
    agent_id: int = Field(default=0, ge=0)
    secret: Secret = NOTHING
    token: Secret = NOTHING  # of the callback
    aes_key: AesKey = NOTHING
    plain: bool = False
    api_root: WebAddress = "https://qyapi.weixin.qq.com"
    proxy: ProxyAddress = ""

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        return ("corp_id", "agent_id", "secret", "token", "aes_key")


class WecomBotSettings(AccountSection):
    """A smart bot, over its long connection. `name`: what it is called in WeCom; needed only if there is a blank in it,
    for nothing else tells where the mention ends in «@科普 助手 今日»."""

    bot_id: str = ""
    secret: Secret = NOTHING
    name: str = ""
    url: SocketAddress = "wss://openws.work.weixin.qq.com"
    proxy: ProxyAddress = ""

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        return ("bot_id", "secret")


class WecomSettings(Section):
    """`webhooks`: by a name of the operator's, the key of a group's webhook, or its whole address."""

    app: WecomAppSettings = WecomAppSettings()
    aibot: WecomBotSettings = WecomBotSettings()
    webhooks: dict[str, SecretStr] = Field(default_factory=dict)
    webhook_api_root: WebAddress = "https://qyapi.weixin.qq.com"

    @property
    def configured(self) -> bool:
        return self.app.configured or self.aibot.configured or bool(self.webhooks)

    @field_validator("webhooks")
    @classmethod
    def _keys(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        keys = {name.strip(): _webhook_key(given.get_secret_value()) for name, given in value.items()}
        if any(not (0 < len(name) <= 60 and name.isprintable()) for name in keys):
            raise PydanticCustomError("webhook-name", "a name of up to 60 characters is expected")
        if len({key.get_secret_value() for key in keys.values()}) < len(value):
            raise PydanticCustomError("webhook-twice", "the same webhook has two names")
        return keys


def _webhook_key(given: str) -> SecretStr:
    """The key, which may come with the address around it."""
    found = re.fullmatch(r"(?:https?://\S+[?&]key=)?([A-Za-z0-9-]{8,80})", given.strip())
    if not found:
        raise PydanticCustomError("webhook-key", "the key of a group's webhook is expected, or its address")
    return SecretStr(found[1])


class QqSettings(AccountSection):
    """An official bot. `token_root` is where its access token comes from. `keyboards`: QQ gave it the right to send
    Markdown with buttons of its own."""

    app_id: Annotated[str, AfterValidator(_digits)] = ""
    secret: Secret = NOTHING
    keyboards: bool = False
    api_root: WebAddress = "https://api.sgroup.qq.com"
    token_root: WebAddress = "https://bots.qq.com"  # noqa: S105  # an address
    proxy: ProxyAddress = ""

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        return ("app_id", "secret")
