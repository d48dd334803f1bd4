from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.short_codes import ALPHABET, LENGTH, address_of, code_in, is_code, new_code

CODE = "abcdefghjkmn"
PUBLIC = "https://kp.example.cn"


def test_a_code_cannot_be_guessed_and_is_not_misread() -> None:
    assert len(ALPHABET) ** LENGTH > 2**59
    assert not set("0o1il") & set(ALPHABET)
    codes = {new_code(secrets.token_bytes(16)) for _ in range(1000)}
    assert len(codes) == 1000
    assert all(is_code(code) for code in codes)
    with pytest.raises(ValueError, match="16 random bytes"):
        new_code(bytes(15))


@pytest.mark.parametrize(
    "text",
    [
        "",
        CODE[:-1],
        CODE + "a",
        CODE.upper(),
        f"{CODE}\n",
        f"\n{CODE[1:]}",
        "abcdefghjkm0",
        "abcdefghjkm１",
        "../../../etc/",
    ],
)
def test_anything_else_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{PUBLIC}/s/{CODE}", CODE),
        (f"http://KP.example.cn/s/{CODE}", CODE),
        (f"kp.example.cn/s/{CODE}", CODE),
        (f" {PUBLIC}/s/{CODE}/ ", CODE),
        (f"{PUBLIC}/s/{CODE}?from=timeline#x", CODE),
        (f"{PUBLIC}/s/{CODE}x", ""),
        (f"{PUBLIC}/S/{CODE}", CODE),
        (f"{PUBLIC}/i/{CODE}", ""),
        (f"{PUBLIC}.evil.example/s/{CODE}", ""),
        (f"https://evil.example/?{PUBLIC}/s/{CODE}", ""),
        (f"https://evil.example@kp.example.cn/s/{CODE}", ""),
        ("", ""),
    ],
)
def test_the_code_of_an_address_of_ours(address: str, expected: str) -> None:
    assert code_in(address, PUBLIC) == expected


def test_without_a_public_address_nothing_is_ours() -> None:
    assert code_in(f"/s/{CODE}", "") == ""


@given(st.binary(min_size=16, max_size=16), st.sampled_from([PUBLIC, f"{PUBLIC}/", f"{PUBLIC}/kp"]))
def test_an_address_gives_its_code_back(random: bytes, public: str) -> None:
    code = new_code(random)
    assert code_in(address_of(code, public), public) == code


@given(st.text())
def test_no_text_upsets_it(text: str) -> None:
    code_in(text, PUBLIC)
    assert not is_code(text) or len(text) == LENGTH
