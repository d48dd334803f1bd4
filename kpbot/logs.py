"""Logging: structlog and the libraries' own loggers through one pipe; secrets never get out of it.

Readable on a terminal, one JSON object a line otherwise. On standard error, so that what commands print stays clean.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "***"
# Their names come with others in front: corpsecret, clientSecret, EncodingAESKey, KPBOT_WECOM__APP__SECRET.
_NAMES = r"[a-z_]{0,40}?(?:token|secret|password|passwd|pwd|api_?key|aes_?key|private_?key|signature|authorization)"
_SECRETS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\b((?:Bearer|Basic|QQBot) )[\w.+/=~-]{8,}"), rf"\1{HIDDEN}"),
    # the token of a bot: bot<digits>:<token>, in an address or by itself
    (re.compile(r"((?:bot|\b)\d{6,}:)[A-Za-z0-9_-]{20,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w[\w+.-]*://[^\s/:@]*:)[^\s/]+(?=@)"), rf"\1{HIDDEN}"),  # postgresql://user:password@host
    (re.compile(r"([?&](?:key|code|sig|sign|msg_signature|ticket)=)[^\s&\"'#]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(rf"(\b{_NAMES}['\"]?\s*[=:]\s*['\"]?)(?!\*)[^\s&,;'\"}})]+", re.IGNORECASE), rf"\1{HIDDEN}"),
)
_TELLING = re.compile(rf"{_NAMES}$", re.IGNORECASE)
# They tell of every request or wake-up; that is for debugging.
_TALKATIVE = ("httpx", "httpcore", "apscheduler", "alembic", "asyncio")
# When debugging they write out what goes into the database and over the wire: access tokens, and what people say.
_TELLTALES = ("aiosqlite", "websockets")


def scrub(text: str) -> str:
    """`text` without tokens in addresses, passwords in database addresses, and values of telling names."""
    for pattern, hidden in _SECRETS:
        text = pattern.sub(hidden, text)
    return text


def _hide_by_name(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)  # uvicorn says everything twice
    return {name: _hidden(name, value) for name, value in event.items()}


def _hidden(name: object, value: Any) -> Any:
    if isinstance(name, str) and _TELLING.match(name):
        return HIDDEN
    if isinstance(value, Mapping):
        return {inner: _hidden(inner, given) for inner, given in value.items()}
    return value


def _scrub_line(_logger: WrappedLogger, _method: str, line: Any) -> Any:
    """Last of all, when addresses and tracebacks have been put into words."""
    return scrub(line) if isinstance(line, str) else line


def set_up(level: str = "info", style: str = "auto", stream: TextIO | None = None) -> None:
    """Send all logging to `stream` (standard error). May be called again; the last call holds.

    `level`: debug, info, warning or error. `style`: text, json, or auto, which is text on a terminal.
    """
    out = stream or sys.stderr
    terminal = out.isatty()
    as_text = style == "text" or (style == "auto" and terminal)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="%m-%d %H:%M:%S" if as_text else "iso", utc=not as_text),
        structlog.processors.StackInfoRenderer(),
        _hide_by_name,
    ]
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last(as_text, terminal)],
        )
    )
    _listen(handler, logging.getLevelNamesMapping()[level.upper()])
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # loggers are made at import, before this is called
    )


def _last(as_text: bool, colours: bool) -> list[Processor]:
    if as_text:
        plain = structlog.dev.plain_traceback  # the default shows local variables, secrets among them
        return [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain), _scrub_line]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
        _scrub_line,
    ]


def _listen(handler: logging.Handler, level: int) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # it tells from which address what was read
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET if level <= logging.DEBUG else max(level, logging.WARNING))
    for name in _TELLTALES:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
