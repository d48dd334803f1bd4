"""WeChat's side of the encrypted mode, from its published description («消息加解密说明»): AES-256-CBC with the key
from EncodingAESKey, the first 16 bytes of the key as vector; 16 random bytes, length, message, account; padding to 32
bytes; SHA-1 over the sorted parts. Shares nothing with the code under test."""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def encrypt(key: str, account: str, message: str) -> str:
    raw = message.encode()
    plain = os.urandom(16) + len(raw).to_bytes(4, "big") + raw + account.encode()
    padding = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(key).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()).decode()


def decrypt(key: str, account: str, secret: str) -> str:
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(base64.b64decode(secret, validate=True)) + decryptor.finalize()
    padding = plain[-1]
    assert 1 <= padding <= BLOCK
    assert plain[-padding:] == bytes([padding]) * padding
    plain = plain[16:-padding]
    length = int.from_bytes(plain[:4], "big")
    assert plain[4 + length :].decode() == account
    return plain[4 : 4 + length].decode()


def _cipher(key: str) -> Cipher[CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(AES(raw), CBC(raw[:16]))
