"""Whether a port can be listened on, said before anything else is started."""

from __future__ import annotations

import socket

from kpbot.commands.failing import Failed
from kpbot.commands.words import words


def require_free(host: str, port: int) -> None:
    """Raises Failed that says what to do if the port is taken or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Failed(words("serve-port-taken", host=host, port=str(port), reason=reason)) from error
