from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain.codes import (
    ALPHABET,
    LENGTH,
    Code,
    CodeKind,
    CodeState,
    digest,
    expires_at,
    is_code,
    new_code,
    normalise,
    state,
)

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
RANDOM = st.binary(min_size=16, max_size=32)


@given(RANDOM)
def test_codes_are_eight_unambiguous_characters(random_bytes: bytes) -> None:
    code = new_code(random_bytes)
    assert len(code) == 8
    assert not set(code) & set("01OIL")
    assert is_code(code)
    assert normalise(code) == code


def test_every_character_comes_up_and_few_bytes_are_refused() -> None:
    two = ALPHABET.index("2") * len(ALPHABET)  # the second of each
    codes = {new_code((n + two).to_bytes(16)) for n in range(len(ALPHABET))}
    assert len(codes) == len(ALPHABET)
    with pytest.raises(ValueError, match="16 random bytes"):
        new_code(b"short")


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD2345",
        "abcd2345",
        " ABCD-2345\n",
        "ABCD 2345",
        "ＡＢＣＤ２３４５",
        "abcd－2345",
        "A B C D·2 3 4 5",
        "“abcd—2345”。",
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    assert normalise(typed) == "ABCD2345"
    assert is_code(typed)


@pytest.mark.parametrize("text", ["", "ABCD234", "ABCD23456", "ABCD0345", "幸福社区健康讲座", "\x00" * 8])
def test_what_cannot_be_a_code(text: str) -> None:
    assert not is_code(text)


@settings(max_examples=20)
@given(RANDOM, RANDOM)
def test_the_digest_tells_codes_apart_and_hides_them(one: bytes, other: bytes) -> None:
    a, b = new_code(one), new_code(other)
    assert (digest(a) == digest(b)) is (a == b)
    assert digest(f" {a[:4].lower()}-{a[4:]}") == digest(a)
    assert a not in digest(a).upper()


@pytest.mark.parametrize(
    ("kind", "age", "uses", "revoked", "expected"),
    [
        (CodeKind.COORDINATOR, timedelta(hours=23, minutes=59), 0, False, CodeState.VALID),
        (CodeKind.COORDINATOR, timedelta(hours=24), 0, False, CodeState.EXPIRED),
        (CodeKind.COORDINATOR, timedelta(hours=1), 1, False, CodeState.USED),
        (CodeKind.GROUP, timedelta(days=6), 0, False, CodeState.VALID),
        (CodeKind.GROUP, timedelta(days=7), 0, False, CodeState.EXPIRED),
        (CodeKind.GROUP, timedelta(days=8), 1, False, CodeState.USED),
        (CodeKind.UNIT, timedelta(days=29), 40, False, CodeState.VALID),
        (CodeKind.UNIT, timedelta(days=30), 40, False, CodeState.EXPIRED),
        (CodeKind.UNIT, timedelta(days=1), 3, True, CodeState.REVOKED),
    ],
)
def test_how_long_and_how_often(kind: CodeKind, age: timedelta, uses: int, revoked: bool, expected: CodeState) -> None:
    assert state(Code(kind, expires_at(kind, NOW - age), uses, revoked), NOW) is expected


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_never_a_mere_word(random_bytes: bytes) -> None:
    code = new_code(random_bytes)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert any(map(str.isdigit, code))


def test_one_that_would_be_of_letters_only_gets_a_digit() -> None:
    letters = sum(number * len(ALPHABET) ** place for place, number in enumerate([3, 7, 1, 15, 9, 20, 11, 5]))
    code = new_code((letters + 5 * len(ALPHABET) ** 8).to_bytes(16))
    assert sum(map(str.isdigit, code)) == 1
