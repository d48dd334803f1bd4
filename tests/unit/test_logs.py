"""Logging: one pipe for everything, and no secret comes out of it."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from kpbot.logs import scrub, set_up

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


def logged(level: str = "info", style: str = "auto", out: io.StringIO | None = None) -> io.StringIO:
    out = out or io.StringIO()
    set_up(level, style, out)
    return out


def test_json_lines_when_nobody_watches() -> None:
    out = logged()
    structlog.get_logger("kpbot.x").info("已推送", group=3)
    logging.getLogger("uvicorn.error").warning("port %d", 80, extra={"color_message": "port \x1b[1m%d"})
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert (first["message"], first["group"], first["level"], first["logger"]) == ("已推送", 3, "info", "kpbot.x")
    assert first["timestamp"].endswith("Z")
    assert "color_message" not in second
    assert (second["message"], second["level"], second["logger"]) == ("port 80", "warning", "uvicorn.error")


@pytest.mark.parametrize(("out", "coloured"), [(io.StringIO(), False), (Terminal(), True)])
def test_text_has_colours_only_on_a_terminal(out: io.StringIO, coloured: bool) -> None:
    logged("info", "text", out)
    structlog.get_logger("kpbot.x").warning("迟了", minutes=5)
    assert "迟了" in out.getvalue()
    assert ("\x1b[" in out.getvalue()) is coloured


def test_a_terminal_gets_text_and_a_level_is_kept() -> None:
    out = logged("warning", "auto", Terminal())
    structlog.get_logger("kpbot").info("quiet")
    structlog.get_logger("kpbot").error("loud")
    assert "quiet" not in out.getvalue()
    assert not out.getvalue().startswith("{")


def test_talkative_libraries_speak_only_when_debugging() -> None:
    out = logged("info")
    logging.getLogger("httpx").info("request")
    logging.getLogger("httpx").warning("trouble")
    assert [json.loads(line)["message"] for line in out.getvalue().splitlines()] == ["trouble"]
    out = logged("debug")
    logging.getLogger("httpx").info("request")
    assert "request" in out.getvalue()


@pytest.mark.parametrize("library", ["aiosqlite", "websockets.client"])
def test_what_goes_into_the_database_and_over_the_wire_is_in_no_log(library: str) -> None:
    out = logged("debug")
    logging.getLogger(library).debug("< TEXT 我的身份证 210782199001011234")
    logging.getLogger(library).warning("trouble")
    assert [json.loads(line)["message"] for line in out.getvalue().splitlines()] == ["trouble"]


@pytest.mark.parametrize("style", ["text", "json"])
def test_tracebacks_show_no_variables_and_no_secrets(style: str) -> None:
    out = logged("info", style)
    hidden_variable = "visible-only-in-locals"[::-1]
    try:
        raise ValueError(f"GET https://api.example/bot{TOKEN}/getMe {len(hidden_variable)}")
    except ValueError:
        structlog.get_logger("kpbot").exception("failed", password="hunter2", inner={"app_secret": "hunter2"})
    text = out.getvalue()
    assert "Traceback" in text
    assert "bot123456789:***/getMe" in text
    assert hidden_variable not in text
    assert "hunter2" not in text


def test_warnings_go_the_same_way() -> None:
    out = logged()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("old", UserWarning, stacklevel=1)
    assert "old" in json.loads(out.getvalue())["message"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"https://api.x/bot{TOKEN}/send", "https://api.x/bot123456789:***/send"),
        (f"token is {TOKEN}", "token is 123456789:***"),
        ("postgresql+asyncpg://kp:p@ss@db:5432/kp", "postgresql+asyncpg://kp:***@db:5432/kp"),
        ("postgresql://kp@db/kp", "postgresql://kp@db/kp"),
        ("sqlite:////data/kpbot.db", "sqlite:////data/kpbot.db"),
        ("/send?key=693a91f6-7xxx&x=1", "/send?key=***&x=1"),
        ("/cgi?access_token=ABC.DEF&openid=1", "/cgi?access_token=***&openid=1"),
        ('{"access_token": "abc", "n": 1}', '{"access_token": "***", "n": 1}'),
        ("{'corp_secret': 'abc'}", "{'corp_secret': '***'}"),
        ("password=hunter2, user=a", "password=***, user=a"),
        ("Authorization: Bearer abcdefgh12345", "Authorization: *** ***"),
        ("/gettoken?corpid=ww1&corpsecret=S-3_cret&debug=1", "/gettoken?corpid=ww1&corpsecret=***&debug=1"),
        ("/token?appid=wx1&secret=0a1b2c&grant_type=x", "/token?appid=wx1&secret=***&grant_type=x"),
        ('{"appId": "102", "clientSecret": "aB3x"}', '{"appId": "102", "clientSecret": "***"}'),
        ("Authorization: QQBot aBcDeFgH123456", "Authorization: *** ***"),
        ("/webhook/upload_media?key=693a91f6-7xxx&type=file", "/webhook/upload_media?key=***&type=file"),
        ("EncodingAESKey: jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "EncodingAESKey: ***"),
        ('{"image": {"url": "https://f/1", "aeskey": "q2w3e4"}}', '{"image": {"url": "https://f/1", "aeskey": "***"}}'),
        ('{"bot_id": "b1", "secret": "q2w3e4"}', '{"bot_id": "b1", "secret": "***"}'),
        ("KPBOT_WECOM__AIBOT__SECRET=q2w3e4", "KPBOT_WECOM__AIBOT__SECRET=***"),
        ("https://f/1?sign=q-sign-algorithm&x=1", "https://f/1?sign=***&x=1"),
        ("/callback?msg_signature=5c45ff&timestamp=1&nonce=2", "/callback?msg_signature=***&timestamp=1&nonce=2"),
        ("3 tokens: two of one secretary", "3 tokens: two of one secretary"),
        ("message key=telegram:17 code=404", "message key=telegram:17 code=404"),
        ("09:00 分享 123456 条", "09:00 分享 123456 条"),
    ],
)
def test_scrub(text: str, clean: str) -> None:
    assert scrub(text) == clean
