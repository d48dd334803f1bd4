"""Callbacks are WeCom's or they are nothing. The two examples are those of WeCom's own sample programs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.clock import MovableClock
from kpbot.platforms.callbacks import Forged
from kpbot.platforms.wecom.app.sealing import Sealing
from kpbot.settings import WecomAppSettings
from tests.fakes.wecom.sealing import seal, signature, unseal

TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
HELLO = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3"
    "TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs"
    "ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG"
    "HBZZIs2pDBS8R07+qN+E7Q=="
)
THEN = 1409659589


def sealing(now: int = THEN) -> Sealing:
    account = WecomAppSettings.model_validate(
        {"corp_id": CORP, "agent_id": 218, "secret": "s", "token": TOKEN, "aes_key": KEY}
    )
    return Sealing(account, MovableClock(datetime.fromtimestamp(now, UTC)))


def query(signed: str, timestamp: str, nonce: str) -> dict[str, str]:
    return {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce}


def test_the_official_examples_are_opened() -> None:
    check = query("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780")
    assert sealing().open(check, ECHO) == "1616140317555161061"
    hello = query("477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149")
    assert "<Content><![CDATA[hello]]></Content>" in sealing().open(hello, HELLO)


def test_the_fake_reads_the_official_examples_too() -> None:
    assert unseal(ECHO, KEY) == (b"1616140317555161061", CORP)
    assert signature(TOKEN, "1409659813", "1372623149", HELLO) == "477715d11cdb4164915debcba66cb864d751f3e6"


@given(st.text(max_size=300))
def test_whatever_is_sealed_is_opened(words: str) -> None:
    words = words.encode("utf-8", "ignore").decode()
    sealed = seal(words.encode(), KEY, CORP)
    signed = signature(TOKEN, str(THEN), "n", sealed)
    assert sealing().open(query(signed, str(THEN), "n"), sealed) == words


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"token": "another"}, "signature"),
        ({"nonce": "another"}, "signature"),
        ({"cut": 4}, "cipher"),
        ({"cut": 1}, "cipher"),
        ({"key": "B" * 43}, "cipher"),
        ({"corp": "wwsomebodyelse00"}, "receiver"),
        ({"late": 301}, "old"),
        ({"late": -301}, "old"),
        ({"timestamp": "yesterday"}, "old"),
        ({"timestamp": ""}, "old"),
        ({"sealed": ""}, "cipher"),
        ({"sealed": "AAAA"}, "cipher"),
        ({"sealed": "密"}, "cipher"),
        ({"sealed": "A" * 64}, "cipher"),
    ],
)
def test_what_is_not_theirs_or_not_for_us_is_forged(changed: dict[str, object], reason: str) -> None:
    sealed = str(changed.get("sealed", seal(b"<xml/>", str(changed.get("key", KEY)), str(changed.get("corp", CORP)))))
    sealed = sealed[: len(sealed) - int(str(changed.get("cut", 0)))]
    timestamp = str(changed.get("timestamp", THEN))
    signed = signature(str(changed.get("token", TOKEN)), timestamp, "n", sealed)
    with pytest.raises(Forged) as refused:
        sealing(THEN + int(str(changed.get("late", 0)))).open(
            query(signed, timestamp, str(changed.get("nonce", "n"))), sealed
        )
    assert refused.value.reason == reason or (changed.get("key") and refused.value.reason == "receiver")


@pytest.mark.parametrize("asked", [{}, {"msg_signature": "密"}, {"msg_signature": "\ud800"}, {"timestamp": "\ud800"}])
def test_a_request_without_or_with_odd_values_is_forged(asked: dict[str, str]) -> None:
    with pytest.raises(Forged):
        sealing().open(asked, ECHO)
