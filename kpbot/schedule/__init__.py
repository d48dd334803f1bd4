"""When timed jobs run: their table, and the one way they are run."""

from kpbot.schedule.schedule import Schedule

__all__ = ["Schedule"]
