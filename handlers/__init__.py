"""What people can say to the bot: one file per intent, and the table that plugs them in."""

from kpbot.services.routing import Route

ROUTES: tuple[Route, ...] = ()
