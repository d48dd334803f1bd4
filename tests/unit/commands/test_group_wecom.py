"""`kpbot group create` and `kpbot check` with WeCom's app, over the wire: its server runs in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kpbot.domain.people import PostRole, PostState
from kpbot.services.place_paths import places_at
from kpbot.storage import groups, people
from kpbot.storage.database import Database
from tests.fakes.wecom.server import QyApi, qyapi
from tests.unit.commands.conftest import Kpbot


@pytest.fixture
def api() -> Iterator[QyApi]:
    ready, done, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    held: list[QyApi] = []

    async def serve() -> None:
        async with qyapi() as made:
            held.append(made)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(20)
    yield held[0]
    loop.call_soon_threadsafe(done.set)
    thread.join(20)
    loop.close()


@pytest.fixture
def wecom(installed: Kpbot, api: QyApi, monkeypatch: pytest.MonkeyPatch) -> Kpbot:
    for name, value in api.app.items():
        monkeypatch.setenv(f"KPBOT_WECOM__APP__{name.upper()}", str(value))
    api.world.members |= {"ZhangSan", "LiSi"}

    async def lisi(db: Any) -> None:
        (county,) = await places_at(db, "演示市/青禾县", units=False)
        now = datetime.now(UTC)
        person = await people.add_person(db, "李四", "zh-CN", now)
        where = (county.region.id, None)
        await people.add_post(db, person, PostRole.COORDINATOR, *where, PostState.ACTIVE, date(2026, 1, 1), now)
        await people.add_account(db, "wecom", "LiSi", person)

    in_database(lisi)
    return installed


def in_database(asked: Any) -> Any:
    async def run() -> Any:
        database = Database("sqlite:///var/kpbot.db")
        async with database.write() as db:
            found = await asked(db)
        await database.close()
        return found

    return asyncio.run(run())


def test_the_app_makes_a_group_of_the_places_people(wecom: Kpbot, api: QyApi) -> None:
    ended = wecom("group", "create", "wecom", "青禾科普", "青禾县", "--kind", "coordinators", "--owner", "ZhangSan")
    assert ended.code == 0, ended.err
    ((chat, made),) = api.world.groups.items()
    assert (made["name"], made["owner"], sorted(made["userlist"])) == ("青禾科普", "ZhangSan", ["LiSi", "ZhangSan"])
    (group,) = in_database(groups.all_groups)
    assert (group.platform, group.chat, group.title, group.kind) == ("wecom", chat, "青禾科普", "coordinators")


def test_an_owner_whom_the_app_does_not_see_is_refused_and_nothing_is_kept(wecom: Kpbot, api: QyApi) -> None:
    ended = wecom("group", "create", "wecom", "青禾科普", "青禾县", "--kind", "coordinators", "--owner", "Nobody")
    assert ended.code == 1
    assert "86007" in ended.err
    assert str(api.app["secret"]) not in ended.err
    assert api.world.groups == {}
    assert in_database(groups.all_groups) == []


def test_check_says_what_the_app_can_do_and_what_is_wrong(wecom: Kpbot, api: QyApi) -> None:
    said = wecom("check").out
    assert "wecom: hears people one-to-one, nothing in groups; may speak first; up to" in said
    assert "科普" in said
