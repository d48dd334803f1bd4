"""The rehearsal room: a chat platform on a local web page, so that everything can be tried without an account."""

from kpbot.platforms.rehearsal.platform import Rehearsal

__all__ = ["Rehearsal"]
