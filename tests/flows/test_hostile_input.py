"""Names, titles, codes and anything else people or feeds send: stored and shown as text, or refused in a sentence."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, cast, select

from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.domain.content import FoundItem, Source, Topic, Trust
from kpbot.domain.messages import Happening
from kpbot.ports import Gathered, Validators
from kpbot.services.catalog import Catalog
from kpbot.services.codes import CodeKind, make_code
from kpbot.services.gathering import gather
from kpbot.storage import items, people
from kpbot.storage.database import Database
from kpbot.storage.tables import events, groups, inbox, metadata
from tests.fakes.stage import PLATFORM, Heard, Stage

SQL = "'); DROP TABLE shares; --"
HTML = "<script>alert(1)</script><b>&amp;"
HOSTILE = {
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️",
    "rtl": "\u202egnahz\u2066\u200f",
    "nul": "张\x00三",
    "half a pair": "\ud83d",
    "sql": SQL,
    "html": HTML,
    "fluent": '{ $name } { -brand } {"x"}',
    "format": "%s {0} {} %(x)s {{x}}",
    "zalgo": "z" + "\u0301" * 500,
    "digits": "9" * 400,
    "odd digits": "²③４๕",
    "lines": "a\r\nb\u2028c\n\n\n\nd",
    "letters": "很" * 100_000,
    "words": "1 2 3 微博 " * 12_000,
    "brackets": "(" * 50_000,
    "path": "../" * 1000 + "etc/passwd",
    "address": "https://example.org/" + "%00" * 3000,
}
SHOWN = {"emoji", "rtl", "nul", "sql", "html", "fluent", "format"}
COMMANDS = sorted(name for route in ROUTES for name in route.commands)


@pytest.fixture
async def stage(stage: Stage) -> AsyncIterator[Stage]:
    """The stage, on which no message may be set aside with an error."""
    yield stage
    assert await aside(stage.database) == []


async def aside(database: Database) -> list[tuple[str, str]]:
    async with database.read() as db:
        query = select(inbox.c.error, inbox.c.payload).where(inbox.c.error != "")
        return [(error, payload[:300]) for error, payload in await db.execute(query)]


def harmless(text: str) -> bool:
    return not any(mark in text for mark in "\x00\u202e\u2066\u200f\ud83d")


async def code_for_village(stage: Stage) -> str:
    async with stage.database.write() as db:
        return await make_code(db, CodeKind.UNIT, stage.county, stage.village, None, None, stage.clock.now())


@pytest.mark.parametrize("who", ["李", "赵", "路人"])
async def test_every_command_bears_every_argument(stage: Stage, who: str) -> None:
    await stage.stock()
    await stage.push(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    for command in (route.commands[0] for route in ROUTES if route.commands):
        said = [stage.message(who, at, f"/{command} {words}") for words in HOSTILE.values() for at in ("~", "officers")]
        for heard in await stage.hear(*said):
            assert harmless(heard.outgoing.to_json())
            assert len(heard.text) < 20_000, "nobody gets back what is too long to read"


@pytest.mark.parametrize("route", [route.name for route in ROUTES if route.press])
async def test_every_button_bears_every_data(stage: Stage, route: str) -> None:
    odd = [
        "",
        ":",
        "x",
        "0",
        "-1",
        "²",
        "9" * 30,
        str(2**63),
        "1:2:3:4:5:6",
        "9" * 19 + ":1",
        "\x00",
        "ok:٣",
        "很" * 30,
    ]
    data = [f"{route}:{first}{part}" for first in ("", "yes:", "no:", "1:") for part in odd]
    said = [stage.message(who, "officers", button=one, message="m") for one in data for who in ("李", "赵")]
    await stage.hear(*said)


async def names(stage: Stage, who: str) -> list[str]:
    async with stage.database.read() as db:
        found = await people.load_accounts(db, [(PLATFORM, who)])
    return [person.name for _, person in found.values()]


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_name_is_kept_as_text_or_refused(stage: Stage, kind: str) -> None:
    notice = (await stage.say("孙", "~", f"/join {await code_for_village(stage)}"))[-1]
    await stage.press("孙", "~", notice.buttons["同意"])
    heard = await stage.say("孙", "~", HOSTILE[kind])
    assert heard, "there is an answer either way"
    assert all(harmless(one.outgoing.to_json()) for one in heard)
    kept = await names(stage, "孙")
    for name in kept:
        assert 0 < len(name) < 200
        assert harmless(name)
    if kind in {"sql", "html"}:
        assert kept == [HOSTILE[kind]] or "字" in heard[0].text
    if not kept:
        assert await stage.say("孙", "~", "孙小梅")
        assert await names(stage, "孙") == ["孙小梅"], "refused, and nothing lost: a better name is taken"


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_title_is_kept_as_text_or_refused(stage: Stage, kind: str) -> None:
    heard = await stage.say("李", "~", f"/report {HOSTILE[kind]} 62人 今天")
    heard += await stage.say("李", "~", HOSTILE[kind])
    assert all(harmless(one.outgoing.to_json()) for one in heard)
    for _ in range(6):
        yes = [data for one in heard for label, data in one.buttons.items() if label.startswith(("确认", "是同一场"))]
        if not yes:
            break
        heard = await stage.press("李", "~", yes[-1])
    async with stage.database.read() as db:
        titles = list((await db.execute(select(events.c.title))).scalars())
    for title in titles:
        assert 0 < len(title) < 300
        assert harmless(title)
    if kind in {"sql", "html"}:
        assert titles, "an ugly title is a title"
        assert HOSTILE[kind].split()[0].rstrip(";") in titles[0]


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_groups_title_is_kept_as_text(stage: Stage, kind: str) -> None:
    await stage.happen(Happening.ADDED, "new", title=HOSTILE[kind])
    await stage.hear(stage.message("", "new", HOSTILE[kind], happening=Happening.RENAMED))
    await stage.say("李", "new", "/help")
    async with stage.database.read() as db:
        (title,) = (await db.execute(select(groups.c.title).where(groups.c.chat == "new"))).scalars()
    assert harmless(title)
    assert len(title) < 200


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_wrong_code_is_refused_in_a_sentence(stage: Stage, kind: str) -> None:
    heard = await stage.say("路人", "~", f"/join {HOSTILE[kind]}") + await stage.say(
        "赵", "new", f"/bind {HOSTILE[kind]}"
    )
    assert len(heard) >= 2
    assert all(one.text and len(one.text) < 500 for one in heard)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_ids_a_platform_gives_may_be_anything_short(stage: Stage, kind: str) -> None:
    strange = HOSTILE[kind][:60]
    await stage.hear(stage.message(strange, strange, "/help", key=HOSTILE[kind], message=strange, reply_to=strange))


class Hostile:
    """A feed whose entries are all of the above, everywhere."""

    kind = "hostile"

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        at = now - timedelta(hours=1)
        number = count()
        found = tuple(
            FoundItem(
                identity=f"{next(number)}{text}",
                title=f"{text[:5000]}垃圾分类小知识",
                summary=f"{text}厨余垃圾要沥干水分再投放。" * 2,
                body=f"{text}厨余垃圾要沥干水分再投放。" * 2,
                link=f"https://example.org/{next(number)}?{text}",
                published=at,
                topic=topic,
            )
            for text, topic in zip(self._texts, list(Topic) * 9, strict=False)
        )
        return Gathered(found, Validators(etag=f'"{self._texts[2]}"', last_modified=self._texts[0]))


async def test_items_of_a_feed_are_kept_and_shown_as_text(stage: Stage) -> None:
    source = Source("h", "来源", "hostile", address="https://example.org/", trust=Trust.HIGH, enabled=True)
    catalog = stage.catalog = Catalog({"h": source})
    await gather(
        stage.database, {"hostile": Hostile(list(HOSTILE.values()))}, catalog, stage.settings, stage.clock.now()
    )
    async with stage.database.read() as db:
        kept = await items.of_source(db, "h")
    assert kept
    for item in kept:
        assert harmless(item.title + item.summary + item.body + item.link + item.identity)
        assert len(item.title) <= 300
    heard = await stage.prepare(datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    heard += await stage.push(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
    assert any(one.outgoing.cards for one in heard)


async def test_the_tables_are_all_still_there(stage: Stage) -> None:
    for words in HOSTILE.values():
        await stage.say("李", "~", words)
    async with stage.database.read() as db:
        for table in metadata.sorted_tables:
            await db.execute(select(*(cast(column, Text) for column in table.columns)).limit(1))


class Standing:
    """A stage on SQLite that stays while hypothesis says one thing after another."""

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.Runner()
        self._database = Database(f"sqlite:///{path}")
        clock = MovableClock(datetime(2026, 11, 23, 1, 5, tzinfo=UTC))
        self.stage = self._loop.run(Stage(self._database, clock).build())
        self._loop.run(self.stage.stock())

    def say(self, *said: tuple[str, str, str]) -> list[Heard]:
        return self._loop.run(self.stage.hear(*(self.stage.message(*one) for one in said)))

    def aside(self) -> list[tuple[str, str]]:
        return self._loop.run(aside(self._database))

    def close(self) -> None:
        self._loop.run(self._database.close())
        self._loop.close()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Standing]:
    standing = Standing(Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("standing") / "kpbot.db")))
    yield standing
    standing.close()


ANYTHING = (
    st.text()
    | st.text("0123456789０９ 人点年月日-/:今明后天上下午周百千万零〇两半①②", max_size=30)
    | st.from_regex(r"\d+[人日月点]")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(COMMANDS),
    ANYTHING,
    ANYTHING,
    st.sampled_from(["李", "赵", "路人"]),
    st.sampled_from(["~", "officers"]),
)
def test_nothing_said_to_any_command_is_set_aside(
    standing: Standing, command: str, argument: str, then: str, who: str, chat: str
) -> None:
    standing.say((who, chat, f"/{command} {argument}"), (who, chat, then))
    assert standing.aside() == []
