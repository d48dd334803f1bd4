"""Ids of cards."""

from __future__ import annotations

import pytest

from kpbot.platforms.wecom.app import tasks


@pytest.mark.parametrize(
    ("task", "read"),
    [
        ("kp01-0", ("kp01", 0)),
        ("kp01-1", ("kp01", 1)),
        ("kp01", ("kp01", 0)),
        ("", ("", 0)),
        ("a-²", ("a-²", 0)),
        ("-", ("-", 0)),
    ],
)
def test_a_press_names_the_message(task: str, read: tuple[str, int]) -> None:
    assert tasks.read(task) == read


def test_they_are_new_and_can_be_read_again() -> None:
    message = tasks.new()
    assert message != tasks.new()
    assert tasks.read(tasks.of_card(message, "1")) == (message, 1)
