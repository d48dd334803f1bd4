"""How WeCom seals its callbacks, built from the published algorithm (developer.work.weixin.qq.com/document/path/90968)
and nothing of what is tested.

AES-256-CBC with the key of 32 bytes and its first 16 as IV, over 16 random bytes, the length of the message in network
order, the message, and the receiver's id, padded to 32 as PKCS #7 does; the signature is the SHA-1 of token, timestamp,
nonce and the sealed message, sorted.
"""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


def seal(message: bytes, aes_key: str, receiver: str, random: bytes = b"") -> str:
    key = base64.b64decode(aes_key + "=")
    padded = (random or os.urandom(16)) + len(message).to_bytes(4, "big") + message + receiver.encode()
    missing = BLOCK - len(padded) % BLOCK
    padded += bytes([missing]) * missing
    cipher = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(cipher.update(padded) + cipher.finalize()).decode()


def unseal(sealed: str, aes_key: str) -> tuple[bytes, str]:
    """The message and its receiver."""
    key = base64.b64decode(aes_key + "=")
    cipher = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
    padded = cipher.update(base64.b64decode(sealed)) + cipher.finalize()
    plain = padded[: -padded[-1]]
    end = 20 + int.from_bytes(plain[16:20], "big")
    return plain[20:end], plain[end:].decode()


def signature(token: str, timestamp: str, nonce: str, sealed: str) -> str:
    return hashlib.sha1("".join(sorted([token, timestamp, nonce, sealed])).encode()).hexdigest()
