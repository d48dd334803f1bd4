"""The other side's encryption, held against the example of the official documents: nothing else vouches for it."""

from __future__ import annotations

from kpbot.platforms.wechat.envelope import Envelope
from kpbot.settings.platform_sections import WechatSettings
from tests.fakes.wechat.sealing import decrypt, encrypt, signature

# The example that the platform's documents and sample programs have in common (its token, key and account, URL check).
TOKEN, KEY, ACCOUNT = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
TIME, NONCE = "1409659589", "263014780"
SECRET = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


def test_the_official_example() -> None:
    assert signature(TOKEN, TIME, NONCE, SECRET) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert decrypt(KEY, ACCOUNT, SECRET) == "1616140317555161061"


def test_what_is_sealed_is_opened_again_by_either_side() -> None:
    assert decrypt(KEY, ACCOUNT, encrypt(KEY, ACCOUNT, "早上好")) == "早上好"
    settings = WechatSettings.model_validate({"app_id": ACCOUNT, "secret": "s", "token": TOKEN, "aes_key": KEY})
    query = {"timestamp": TIME, "nonce": NONCE, "encrypt_type": "aes"}
    secret = encrypt(KEY, ACCOUNT, "<xml>早上好</xml>")
    query["msg_signature"] = signature(TOKEN, TIME, NONCE, secret)
    body = f"<xml><Encrypt><![CDATA[{secret}]]></Encrypt></xml>".encode()
    assert Envelope(settings).open(query, body) == "<xml>早上好</xml>"
