"""The token is a secret, and what Telegram would refuse is refused at the start."""

import pytest

from kpbot.settings import Settings, SettingsError, load_settings
from kpbot.texts import LANGUAGES, say

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPBOT_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("KPBOT_TELEGRAM__WEBHOOK_SECRET", "a_secret-1")
    settings = load_settings()
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)
    assert "a_secret" not in str(settings)
    assert TOKEN not in settings.model_dump_json()


@pytest.mark.parametrize(
    "token",
    ["abcdef", "110201543", "110201543:", ":AAHdq", "bot110201543:AAHdq", f" {TOKEN}", f"{TOKEN}\n", "11:AA dq"],
)
def test_what_no_token_looks_like_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("KPBOT_TELEGRAM__TOKEN", token)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    (problem,) = refused.value.problems
    assert (problem.code, problem.key, problem.where) == ("token", "telegram.token", "KPBOT_TELEGRAM__TOKEN")
    assert token not in str(refused.value)
    for language in LANGUAGES:
        assert "BotFather" in say(language, f"settings-{problem.code}")


@pytest.mark.parametrize("secret", ["a b", "很", "x" * 257, "a\n"])
def test_a_secret_telegram_would_refuse(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("KPBOT_TELEGRAM__WEBHOOK_SECRET", secret)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert [(p.key, p.where) for p in refused.value.problems] == [
        ("telegram.webhook_secret", "KPBOT_TELEGRAM__WEBHOOK_SECRET")
    ]
    assert refused.value.problems[0].code == "webhook-secret"
    assert secret not in str(refused.value)


def test_addresses_lose_their_slash() -> None:
    told = {"api_root": "http://10.0.0.7:8081/", "proxy": "http://127.0.0.1:7890/"}
    telegram = Settings.model_validate({"telegram": told}).telegram
    assert (telegram.api_root, telegram.proxy) == ("http://10.0.0.7:8081", "http://127.0.0.1:7890")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "SOCKS5h://u:secret@10.0.0.7:1080", " socks4://x:1"])
def test_a_socks_proxy_is_refused_with_what_works(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("KPBOT_TELEGRAM__PROXY", proxy)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    (problem,) = refused.value.problems
    assert (problem.code, problem.key) == ("proxy", "telegram.proxy")
    assert "secret" not in str(refused.value)
    for language in LANGUAGES:
        assert "http://127.0.0.1:7890" in say(language, f"settings-{problem.code}")


@pytest.mark.parametrize("proxy", ["ftp://127.0.0.1", "127.0.0.1:7890"])
def test_what_is_no_proxy_at_all(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("KPBOT_TELEGRAM__PROXY", proxy)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert [(problem.code, problem.key) for problem in refused.value.problems] == [("address", "telegram.proxy")]
