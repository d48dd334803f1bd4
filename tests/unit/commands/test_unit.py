"""`kpbot unit`: what a county registers before its officers can join."""

from __future__ import annotations

import pytest

from tests.unit.commands.conftest import Kpbot


def test_units_are_registered_with_their_townships_and_listed(installed: Kpbot) -> None:
    ended = installed(
        "unit", "add", "青禾县/闾阳镇/杨树村", "青禾县/闾阳镇/柳树村", "--kind", "village", "--demonstration"
    )
    assert ended.code == 0, ended.err
    assert "闾阳镇/杨树村" in ended.out
    assert installed("unit", "add", "青禾县/东关社区", "--kind", "community").code == 0
    listed = installed("unit", "list").out.splitlines()
    assert sum("闾阳镇" in line for line in listed) >= 2
    assert installed("code", "unit", "杨树村").code == 0


def test_brackets_may_be_typed_either_way(installed: Kpbot) -> None:
    """Full width is how Chinese is typed, and how the names of the sample are written."""
    assert installed("unit", "add", "青禾县/闾阳镇（东）/好村（一）", "--kind", "village").code == 0
    assert installed("unit", "add", "青禾县／闾阳镇(东)／好村(二)", "--kind", "village").code == 0
    assert installed("unit", "add", "青禾县/闾阳镇(东)/好村(一)", "--kind", "village").code == 1
    listed = installed("unit", "list").out
    assert "闾阳镇（东）/好村（一）" in listed
    assert "闾阳镇（东）/好村(二)" in listed


@pytest.mark.parametrize("path", ["杨树村", "没有这个县/杨树村", "青禾县//杨树村"])
def test_a_path_that_leads_nowhere_registers_nothing(installed: Kpbot, path: str) -> None:
    before = installed("unit", "list").out
    ended = installed("unit", "add", "青禾县/闾阳镇/好村", path, "--kind", "village")
    assert ended.code == 1
    assert path in ended.err
    assert installed("unit", "list").out == before


def test_the_same_unit_twice_is_said(installed: Kpbot) -> None:
    assert installed("unit", "add", "青禾县/东关社区", "--kind", "community").code == 0
    assert installed("unit", "add", "青禾县/东关社区", "--kind", "community").code == 1
