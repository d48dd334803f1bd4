"""Telegram is there with a token, and costs nothing without."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kpbot.app import App
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from tests.fakes.bot_api.server import TOKEN


@pytest.mark.parametrize(("token", "platforms"), [("", []), (TOKEN, ["telegram"])])
async def test_the_settings_decide(database_url: str, token: str, platforms: list[str]) -> None:
    settings = Settings.model_validate({"database": {"url": database_url}, "telegram": {"token": token}})
    app = App(settings, catalog=Catalog())
    assert list(app.platforms) == platforms
    await app.database.close()


def test_without_a_token_its_library_is_not_even_loaded() -> None:
    code = (
        "import sys; from kpbot.app import App; from kpbot.settings import Settings; "
        "from kpbot.services.catalog import Catalog; "
        "App(Settings(), catalog=Catalog()); sys.exit('telegram' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
