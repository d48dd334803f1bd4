"""The composition root: builds every part once and runs them together. The only importer of handlers and feeds."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from content_feeds import build_feeds, build_visit
from content_feeds.reserve import ILLUSTRATIONS
from handlers import ROUTES
from kpbot import public
from kpbot.clock import SystemClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Incoming
from kpbot.ports import ACCOUNT_REFUSED, Answer, Clock, ContentFeed, NotTaken, Platform, Refusable
from kpbot.schedule import Schedule
from kpbot.services.catalog import Catalog, load_catalog
from kpbot.services.delivery import Delivery
from kpbot.services.link_opens import Opens
from kpbot.services.routing import Routes
from kpbot.services.uploads import concerns
from kpbot.services.woken import Woken
from kpbot.services.work import Work
from kpbot.settings import Settings
from kpbot.storage import bell, outbox
from kpbot.storage.database import Database, is_outage
from kpbot.storage.ownership import Ownership

USER_AGENT = "kpbot (+science popularization bot)"
SHARE_EVERY = 5.0  # seconds; how soon the accounts of a dead worker are taken over
# A supervisor has a patience of ten, of which the web server may take three, and the slot that runs three.
SHUTDOWN_SECONDS = 2.0
LAST_WORDS_SECONDS = 1.5  # of platforms, ahead of those
CLOSING_SECONDS = 0.5
LEAVING_SECONDS = 5.0  # longer than a platform lets land what is on its way

log = structlog.get_logger(__name__)


def feeds_for(settings: Settings) -> dict[str, ContentFeed]:
    """Every kind of source, by its name in feeds.toml."""
    return build_feeds(frozenset(settings.feeds.allow_hosts), USER_AGENT)


class _Web(uvicorn.Server):
    """Catches no signals itself: uvicorn's raises them anew when it is done, which would end the process before
    anything else of it had come to its end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class App:
    """All parts of one process. `run` serves until it is told to stop. Without `platforms`, those of the settings."""

    def __init__(
        self,
        settings: Settings,
        platforms: Callable[[Database, Clock], Sequence[Platform]] | None = None,
        *,
        clock: Clock | None = None,
        catalog: Catalog | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.catalog = catalog or load_catalog(settings.config_dir)
        self.database = Database(settings.database.url)
        made = platforms(self.database, self.clock) if platforms else self._configured()
        self.platforms: Mapping[str, Platform] = {platform.name: platform for platform in made}
        self.feeds = feeds_for(settings)
        self._ownership = Ownership(self.database, self._disowned)
        self._owned = frozenset(self.platforms)  # all, for what is done at once and not by workers
        self.delivery = Delivery(self.database, self.platforms, self.clock, lambda: self._owned)
        visit = build_visit(frozenset(settings.feeds.allow_hosts), USER_AGENT)
        self.work = Work(self.database, settings, self.catalog, self.clock, self.feeds, self.platforms, visit)
        self.uploads = Woken(self._take_sheets_on, "sheets")
        self.pictures = Woken(self._fetch_pictures, "pictures")
        self.schedule = Schedule(self.work, self.delivery)
        self.opens = Opens(self.database, self.clock, settings.time_zone)
        self.dispatcher = Dispatcher(
            self.database,
            Routes(ROUTES),
            settings,
            self.clock,
            {name: platform.capabilities for name, platform in self.platforms.items()},
            self.catalog,
            self.delivery.wake,
        )
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: dict[asyncio.Task[None], str] = {}  # of accounts that were lost, until they came to their end

    def _configured(self) -> Sequence[Platform]:
        """The platforms that have an account in the settings; the library of each is imported only then."""
        found: list[Platform] = []
        if self.settings.telegram.token.get_secret_value():
            from kpbot.platforms.telegram import Telegram

            found.append(Telegram(self.settings, self.database, self.clock))
        if self.settings.wechat.configured:
            from kpbot.platforms.wechat import Wechat

            found.append(Wechat(self.settings, self.database, self.clock))
        if self.settings.wecom.configured:
            from kpbot.platforms import wecom

            found += wecom.platforms(self.settings, self.database, self.clock)
        if self.settings.qq.configured:
            from kpbot.platforms.qq import Qq

            found.append(Qq(self.settings, self.database, self.clock))
        return found

    def asgi(self) -> Starlette:
        """The one web application: public pages, and what each platform adds."""
        site = public.Site(
            self.database,
            self.settings,
            self.clock,
            Path(str(ILLUSTRATIONS)),
            {key: source.brand or source.name for key, source in self.catalog.sources.items()},
            lambda: self.schedule.alive,
            lambda: {name: self._works(name) for name in self.platforms},
            self.opens,
        )
        routes = [*public.routes(site)]
        for platform in self.platforms.values():
            routes += platform.routes(self.on_messages)
        return Starlette(routes=routes, middleware=[Middleware(GZipMiddleware, minimum_size=1000)])

    def _works(self, name: str) -> bool:
        """Whether a platform this process looks after is there and takes us; another worker's is not ours to judge."""
        if name not in self._owned:
            return True
        task, platform = self._tasks.get(name), self.platforms[name]
        refused = isinstance(platform, Refusable) and platform.refused
        return task is not None and not task.done() and not refused

    async def on_messages(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        """What platforms hand over; raises NotTaken unless there is somebody to handle it."""
        dispatching = self._tasks.get("dispatch")
        if dispatching is None or dispatching.done() or dispatching.cancelling():
            raise NotTaken
        answers = await self.dispatcher.on_messages(messages)
        if concerns(messages):
            self.uploads.wake()
        if any(m.photos and self.platforms[m.chat.platform].capabilities.photos_fleeting for m in messages):
            self.pictures.wake()
        return answers

    async def _take_sheets_on(self) -> int:
        """One step for the sheets that wait, answers included; how many there were."""
        count = await self.work.uploads(self.clock.now())
        if count:
            self.delivery.wake()
        return count

    async def _fetch_pictures(self) -> int:
        return await self.work.photos(self.clock.now())

    async def start(self, *, virtual: bool = False) -> None:
        """Start everything but the web server."""
        self._owned = frozenset()  # until it is known who else is there
        self._spawn("dispatch", self.dispatcher.run())
        self._spawn("delivery", self.delivery.run())
        self._spawn("opens", self.opens.run())
        self._spawn("uploads", self.uploads.run())
        self._spawn("pictures", self.pictures.run())
        self._spawn("bell", bell.listen(self.database, self.delivery.wake))
        await self.share_accounts()
        self._spawn("accounts", self._keep_sharing())
        await self.schedule.start(virtual=virtual)

    async def share_accounts(self) -> None:
        """Look after the platform accounts that no other worker has, and no longer after those that were lost."""
        owned = await self._ownership.hold(frozenset(self.platforms))
        for name in self.platforms.keys() - owned:
            if task := self._tasks.pop(name, None):
                task.cancel()
                self._leaving[task] = name
                task.add_done_callback(self._leaving.pop)
        for name in owned - self._tasks.keys():
            self._spawn(name, self._look_after(name))
        self._owned = owned
        self.delivery.wake()

    async def _look_after(self, name: str) -> None:
        """Begin anew with a platform account, once the last time came to its end: that closes its connections."""
        if ending := [task for task, of in self._leaving.items() if of == name]:
            await asyncio.wait(ending, timeout=LEAVING_SECONDS)
        await self._hasten(name)
        await self.platforms[name].run(self.on_messages)

    async def _hasten(self, name: str) -> None:
        """The account may be accepted again: what waits because it was refused need not wait longer."""
        try:
            async with self.database.write() as db:
                await outbox.hasten(db, name, ACCOUNT_REFUSED, self.clock.now())
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("what a refused account put off waits until then", platform=name)
        self.delivery.wake()

    def _disowned(self) -> None:
        """What is on its way may land; nothing more is sent until the next look says whose the accounts are."""
        log.warning("accounts lost: the connection that held them broke", accounts=sorted(self._owned))
        self._owned = frozenset()

    async def _keep_sharing(self) -> None:
        while True:
            await asyncio.sleep(SHARE_EVERY)
            await self.share_accounts()

    def _spawn(self, name: str, coroutine: object) -> None:
        task = asyncio.ensure_future(coroutine)  # type: ignore[call-overload]
        task.add_done_callback(lambda done: self._report(name, done))
        self._tasks[name] = task

    def _report(self, name: str, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("a part stopped working; /healthz says so", part=name, exc_info=error)

    async def stop(self) -> None:
        """Take nothing new, finish what was claimed, close."""
        await self.schedule.finish()
        await self._let_platforms_end()
        if dispatching := self._tasks.get("dispatch"):
            dispatching.cancel()
        if ending := [*self._tasks.values(), *self._leaving]:
            _, late = await asyncio.wait(ending, timeout=SHUTDOWN_SECONDS)
            for task in late:
                task.cancel()  # once more: nothing may open the database again after it was closed
            await asyncio.wait(ending, timeout=CLOSING_SECONDS)
        closing = (asyncio.wait_for(platform.close(), CLOSING_SECONDS) for platform in self.platforms.values())
        await asyncio.gather(*closing, return_exceptions=True)
        with suppress(Exception):
            await self._ownership.let_go()
            await self.database.close()

    async def _let_platforms_end(self) -> None:
        """Nothing is sent or begun any more, but what platforms heard before they ended is still taken: not all of them
        are told it again."""
        for name, task in self._tasks.items():
            if name != "dispatch":
                task.cancel()
        if ending := [task for name, task in self._tasks.items() if name in self.platforms] + [*self._leaving]:
            await asyncio.wait(ending, timeout=LAST_WORDS_SECONDS)

    def web(self) -> uvicorn.Server:
        """The web server of this process; it catches no signals."""
        config = uvicorn.Config(
            self.asgi(),
            host=self.settings.web.host,
            port=self.settings.web.port,
            log_config=None,
            access_log=False,  # it would name who opened which short link
            forwarded_allow_ips=list(self.settings.web.proxies),
            lifespan="off",
            timeout_graceful_shutdown=3,
            ws="websockets-sansio",
        )
        return _Web(config)

    async def run(self, *, virtual: bool = False) -> None:
        """Serve until SIGINT or SIGTERM."""
        server = self.web()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
        await self.start(virtual=virtual)
        gc.freeze()  # what is here now stays: looking through it again and again cost a tenth of each press
        try:
            await server.serve()
        finally:
            await self.stop()
