"""Which callbacks are WeChat's: the signature over token, time and nonce, and in encrypted mode over the ciphertext,
which also holds the account's id («消息加解密说明»). wechatpy computes; what is compared, and when, is decided here."""

from __future__ import annotations

import hmac
import struct
from collections.abc import Mapping
from datetime import datetime

from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.utils import WeChatSigner

from kpbot.platforms.callback_xml import read, sound
from kpbot.platforms.callbacks import Forged, is_fresh
from kpbot.platforms.wechat.limits import BODY
from kpbot.settings.platform_sections import WechatSettings

_MOST = 200  # characters of a signature, a time or a nonce


class Envelope:
    """Opens callbacks of one account and seals the answers to them."""

    def __init__(self, settings: WechatSettings) -> None:
        self._token = settings.token.get_secret_value()
        key = settings.aes_key.get_secret_value()
        self._crypto = WeChatCrypto(self._token, key, settings.app_id) if key else None

    def check(self, query: Mapping[str, str], now: datetime) -> None:
        """Before anything else of a request is read. Raises Forged."""
        said = [query.get(name, "") for name in ("timestamp", "nonce", "signature")]
        if any(len(part) > _MOST for part in said):
            raise Forged("signature")
        timestamp, nonce, signature = said
        if not _matches(signature, self._token, timestamp, nonce):
            raise Forged("signature")
        if not is_fresh(timestamp, now):
            raise Forged("replayed")

    def open(self, query: Mapping[str, str], content: bytes) -> str:
        """The XML of a callback whose query was checked, as plain as it is. Raises Forged, or Unreadable."""
        if self._crypto is None:
            if query.get("encrypt_type", "raw") != "raw":
                raise Forged("encrypted")
            return sound(content, BODY)
        if query.get("encrypt_type") != "aes":
            raise Forged("plain")
        return sound(_decrypted(self._crypto, query, read(content, BODY)).encode(), BODY)

    def seal(self, xml: str, query: Mapping[str, str]) -> str:
        """An answer as WeChat takes it in the account's mode."""
        if self._crypto is None:
            return xml
        sealed: str = self._crypto.encrypt_message(xml, query.get("nonce", ""), query.get("timestamp", ""))
        return sealed


class _Steady(str):
    """A signature that whoever compares it, the library too, compares in a time that says nothing of how much of it was
    right."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and hmac.compare_digest(self.encode(), other.encode())

    def __ne__(self, other: object) -> bool:
        return not self == other


def _matches(signature: str, *parts: str) -> bool:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return _Steady(signature) == str(signer.signature)


def _decrypted(crypto: WeChatCrypto, query: Mapping[str, str], sealed: Mapping[str, str]) -> str:
    """The library checks the second signature, which covers the ciphertext, before it decrypts; and whose account it is
    for."""
    signature, timestamp, nonce = (query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
    try:
        plain: str = crypto.decrypt_message(dict(sealed), _Steady(signature), timestamp, nonce)
    except (WeChatException, ValueError, LookupError, TypeError, struct.error):
        raise Forged("tampered") from None  # also what is plain, or for another account
    return plain
