"""Whether a callback is WeCom's, and what it says: a signature over four values, and AES.

Source: WeCom, «Encryption and decryption» (developer.work.weixin.qq.com/document/path/90968).
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Mapping

from wechatpy.enterprise.crypto import PrpCrypto, WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException

from kpbot.platforms.callbacks import Forged, is_fresh
from kpbot.ports import Clock
from kpbot.settings import WecomAppSettings


class Sealing:
    """With the token and the key that the operator entered on both sides."""

    def __init__(self, settings: WecomAppSettings, clock: Clock) -> None:
        self._token = settings.token.get_secret_value()
        self._corp = settings.corp_id
        self._key = WeChatCrypto(self._token, settings.aes_key.get_secret_value(), self._corp).key
        self._clock = clock

    def open(self, query: Mapping[str, str], sealed: str) -> str:
        """What was sealed. `query`: that of the request, with `msg_signature`, `timestamp` and `nonce`. Raises
        Forged."""
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        signed = self._signature(timestamp, nonce, sealed)
        if not hmac.compare_digest(signed.encode(), query.get("msg_signature", "").encode("utf-8", "replace")):
            raise Forged("signature")
        if not is_fresh(timestamp, self._clock.now()):
            raise Forged("old")
        try:
            return str(PrpCrypto(self._key).decrypt(sealed, self._corp))
        except InvalidCorpIdException as error:
            raise Forged("receiver") from error
        except (ValueError, IndexError, TypeError, struct.error) as error:
            raise Forged("cipher") from error

    def _signature(self, *values: str) -> str:
        parts = sorted([self._token, *values])
        return hashlib.sha1("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
