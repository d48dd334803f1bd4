"""Pictures and files that people sent: fetched from an address that lasts five minutes, and decrypted with their key.

Source: WeCom, path/101463, «Decrypting media»: AES-256-CBC, the key in base64, its first 16 bytes as initial vector,
PKCS#7 padding to 32 bytes. A wrong key ends in an error, never in a broken picture: what is no picture is refused here.
"""

from __future__ import annotations

import base64
import binascii
import json

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kpbot.platforms.downloading import Downloading
from kpbot.platforms.wecom.bot.limits import FILE_BYTES
from kpbot.ports import SendError

BLOCK = 32
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")


class Downloads:
    """From anywhere in the open internet, or from the server of the connection, `own`."""

    def __init__(self, own: str, proxy: str) -> None:
        self._downloading = Downloading(own, proxy, lambda _url: True)

    async def fetch(self, ref: str) -> bytes:
        """Raises SendError, permanent where asking again cannot help."""
        kind, address, key = _read(ref)
        plain = decrypted(await self._downloading.fetch(address, FILE_BYTES + BLOCK), key)
        if kind == "image" and not is_picture(plain):
            raise SendError("what was decrypted is no picture", permanent=True)
        return plain

    async def close(self) -> None:
        await self._downloading.close()


def _read(ref: str) -> tuple[str, str, bytes]:
    try:
        said = json.loads(ref)
        kind, address, key = str(said["kind"]), str(said["url"]), key_of(str(said["key"]))
    except (ValueError, TypeError, LookupError) as error:
        raise SendError("no reference of this platform", permanent=True) from error
    if not address.startswith(("https://", "http://")):
        raise SendError("a file without an address", permanent=True)
    return kind, address, key


def key_of(given: str) -> bytes:
    """32 bytes of base64, padded or not. Raises ValueError."""
    try:
        key = base64.b64decode(given + "=" * (-len(given) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("the key is not base64") from error
    if len(key) != algorithms.AES256.key_size // 8:
        raise ValueError("the key has not 32 bytes")
    return key


def decrypted(content: bytes, key: bytes) -> bytes:
    """Raises SendError, for good, where the key does not fit."""
    if not content or len(content) % (algorithms.AES.block_size // 8):
        raise SendError("an encrypted file has a length that none can have", permanent=True)
    opened = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
    padded = opened.update(content) + opened.finalize()
    count = padded[-1]
    if not 1 <= count <= min(BLOCK, len(padded)) or padded[-count:] != bytes([count]) * count:
        raise SendError("the key of a file does not fit", permanent=True)
    return padded[:-count]


def is_picture(content: bytes) -> bool:
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return webp or content[4:8] == b"ftyp" or content.startswith(_PICTURES)
