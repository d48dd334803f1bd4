import pytest

from kpbot.platforms.telegram.deep_links import address, command_of


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        ("copy_12", "/copy 12"),
        ("me", "/me"),
        ("to", "/to"),
        ("join", "/join"),
        ("ABCD2345", ""),  # an invitation code
        ("forgetme", ""),  # a link must not make people do things
        ("share_1", ""),
        ("copy_1_2", ""),
        ("", ""),
        ("copy 1", ""),
    ],
)
def test_payloads(payload: str, command: str) -> None:
    assert command_of(payload) == command


def test_addresses() -> None:
    assert address("kepu_bot", "copy_12") == "https://t.me/kepu_bot?start=copy_12"
    assert (
        address("", "me") == address("kepu_bot", "") == address("kepu_bot", "很") == address("kepu_bot", "x" * 65) == ""
    )
