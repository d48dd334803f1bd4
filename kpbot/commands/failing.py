"""How a command ends when the operator, or what it works with, is at fault: with a sentence, never a traceback."""

from __future__ import annotations


class Failed(Exception):
    """The message is the sentence; the command ends with exit code 1."""
