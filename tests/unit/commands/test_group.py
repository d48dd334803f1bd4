"""`kpbot group`: groups are listed, and bound where nobody can type a code."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from kpbot.app import App
from kpbot.domain.messages import Capabilities, Chat, Outgoing
from kpbot.domain.people import GroupState, PostRole, PostState
from kpbot.domain.places import UnitKind
from kpbot.ports import SendError
from kpbot.services.place_paths import add_unit_at, places_at
from kpbot.storage import groups, people
from kpbot.storage.database import Database, insert
from kpbot.storage.outbox import Owed, Priority, State, row_of
from kpbot.storage.pushes import PushState, key
from kpbot.storage.tables import audit, outbox, pushes
from tests.unit.commands.conftest import Kpbot

HOOK = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
COUNTY = "演示市/青禾县"


@pytest.fixture
def hooked(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> Kpbot:
    monkeypatch.setenv("KPBOT_WECOM__WEBHOOKS", json.dumps({"青禾群": HOOK, "白水群": HOOK.replace("6", "7")}))
    return installed


def in_database(asked: Any) -> Any:
    """What `asked(db)` gives in the installation's database."""

    async def run() -> Any:
        database = Database("sqlite:///var/kpbot.db")
        async with database.write() as db:
            found = await asked(db)
        await database.close()
        return found

    return asyncio.run(run())


def columns(kpbot: Kpbot, chat: str) -> list[str]:
    listed = kpbot("group", "list")
    assert listed.code == 0, listed.err
    return next(line.split("\t") for line in listed.out.splitlines() if line.split("\t")[1] == chat)


def acts() -> list[tuple[str, int | None]]:
    async def asked(db: Any) -> list[tuple[str, int | None]]:
        query = select(audit.c.act, audit.c.person_id).where(audit.c.act.like("group.%")).order_by(audit.c.id)
        return [(row.act, row.person_id) for row in await db.execute(query)]

    return list(in_database(asked))


def test_without_any_it_says_how_to_get_one(installed: Kpbot) -> None:
    ended = installed("group", "list")
    assert (ended.code, ended.out) == (0, "")
    assert "Add the bot to a group" in ended.err


def test_a_webhook_of_the_settings_is_listed_with_the_command_that_binds_it(hooked: Kpbot) -> None:
    listed = hooked("group", "list")
    assert listed.out.splitlines()[0].split("\t")[:5] == ["wecom-group", "青禾群", "青禾群", "—", "not bound"]
    assert "kpbot group bind wecom-group 青禾群 PLACE --kind public" in listed.err
    assert HOOK not in listed.out + listed.err


def test_it_is_bound_and_bound_again_elsewhere(hooked: Kpbot) -> None:
    ended = hooked("group", "bind", "wecom-group", "青禾群", "青禾县", "--kind", "officers", "--language", "en")
    assert ended.code == 0, ended.err
    assert ended.out == "Bound: “青禾群” is the officers' group of 演示市/青禾县.\n"
    assert "hears nothing" in ended.err
    assert columns(hooked, "青禾群") == [
        "wecom-group",
        "青禾群",
        "青禾群",
        COUNTY,
        "officers' group",
        "active",
        "no push yet",
    ]
    group = in_database(groups.all_groups)[0]
    assert (group.language, group.push, group.state) == ("en", True, GroupState.ACTIVE)
    again = hooked("group", "bind", "wecom-group", "青禾群", "青禾县", "--kind", "officers")
    assert again.out.startswith("Nothing to change")
    assert acts() == [("group.noted", None), ("group.bind", None)]
    assert hooked("group", "bind", "wecom-group", "青禾群", "白水县", "--kind", "public").code == 0
    assert columns(hooked, "青禾群")[3:5] == ["演示市/白水县", "public group"]
    assert in_database(groups.all_groups)[0].language == "en"


def test_coordinators_of_a_group_that_hears_nothing_are_asked_in_private(hooked: Kpbot) -> None:
    ended = hooked("group", "bind", "wecom-group", "青禾群", "青禾县", "--kind", "coordinators")
    assert ended.code == 0
    assert "go to the coordinators in private" in ended.err


def test_a_group_that_was_out_of_reach_is_back(hooked: Kpbot) -> None:
    bind = ("group", "bind", "wecom-group", "青禾群", "青禾县", "--kind", "officers")
    hooked(*bind)
    number = in_database(groups.all_groups)[0].id
    in_database(lambda db: groups.update_group(db, number, state=GroupState.GONE, state_reason="away"))
    assert columns(hooked, "青禾群")[5] == "out of reach"
    assert hooked(*bind).out.startswith("Bound")
    assert columns(hooked, "青禾群")[5] == "active"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("wecom-group", "青禾群", "青禾乡", "--kind", "officers"), "  演示市/青禾县"),
        (("wecom-group", "青禾群", "县", "--kind", "officers"), "please be more exact"),
        (("wecom-group", "青禾县群", "青禾县", "--kind", "officers"), "  青禾群"),
        (("wecom-group", "x", "青禾县", "--kind", "officers"), "wecom.webhooks has no “x”"),
        (("qq", "1", "青禾县", "--kind", "officers"), "Fill in qq in config/kpbot.toml"),
        (("wecom-bot", "1", "青禾县", "--kind", "officers"), "wecom.aibot"),
        (("feishu", "1", "青禾县", "--kind", "officers"), "Known: telegram, wechat"),
        (("wecom-group", "青禾群", "青禾县", "--kind", "officers", "--language", "fr"), "Known: zh-CN, en"),
    ],
)
def test_what_cannot_be_bound_is_refused_in_words(hooked: Kpbot, arguments: Sequence[str], said: str) -> None:
    ended = hooked("group", "bind", *arguments)
    assert ended.code == 1
    assert said in ended.err
    assert in_database(groups.all_groups) == []


def test_a_kind_has_to_be_given(hooked: Kpbot) -> None:
    assert hooked("group", "bind", "wecom-group", "青禾群", "青禾县").code == 2
    assert in_database(groups.all_groups) == []


def test_a_coordinators_group_is_of_a_region(hooked: Kpbot) -> None:
    in_database(lambda db: add_unit_at(db, "青禾县/柳河镇/槐树村", UnitKind.VILLAGE, demonstration=False))
    assert hooked("group", "bind", "wecom-group", "青禾群", "槐树村", "--kind", "officers").code == 0
    refused = hooked("group", "bind", "wecom-group", "白水群", "槐树村", "--kind", "coordinators")
    assert refused.code == 1


def test_the_last_push_is_listed_with_what_became_of_it(hooked: Kpbot) -> None:
    hooked("group", "bind", "wecom-group", "青禾群", "青禾县", "--kind", "officers")
    group = in_database(groups.all_groups)[0]

    async def push(db: Any) -> None:
        now, days = datetime.now(UTC), (date(2026, 11, 22), date(2026, 11, 23))
        for number, day in enumerate(days):
            row = {"id": number, "edition_id": 1, "group_id": group.id, "day": day, "at": now}
            await db.execute(insert(db, pushes), {**row, "state": PushState.OWED, "items": 3})
            owed = Owed(key(group.id, day), group.address, Outgoing(text="…"), Priority.PUSH, now, now)
            state = State.SENT if number == 0 else State.FAILED
            await db.execute(insert(db, outbox), {**row_of(owed), "state": state})

    in_database(push)
    assert columns(hooked, "青禾群")[6] == "2026-11-23 failed"


def test_where_the_days_three_are_fetched_one_to_one_nothing_is_called_sent(hooked: Kpbot) -> None:
    async def private(db: Any) -> None:
        (county,) = await places_at(db, COUNTY, units=False)
        now = datetime.now(UTC)
        await groups.add_private(db, "wechat", [county.region.id], "", now)
        (group,) = await groups.all_groups(db)
        row = {"id": 1, "edition_id": 1, "group_id": group.id, "day": date(2026, 11, 23), "at": now}
        await db.execute(insert(db, pushes), {**row, "state": PushState.OWED, "items": 3})

    in_database(private)
    first = hooked("group", "list").out.splitlines()[0].split("\t")
    assert (first[0], first[3], first[6]) == ("wechat", COUNTY, "2026-11-23 there to be fetched")


def test_check_says_which_webhook_is_not_bound(hooked: Kpbot) -> None:
    hooked("group", "bind", "wecom-group", "青禾群", "青禾县", "--kind", "officers")
    said = hooked("check").out
    assert "kpbot group bind wecom-group 白水群 PLACE --kind public" in said
    assert "kpbot group bind wecom-group 青禾群" not in said
    assert "wecom-group: only pushes, hears no answer" in said


def test_a_webhook_that_was_taken_out_of_the_settings_is_shown_as_such(
    hooked: Kpbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("青禾群", "白水群"):
        hooked("group", "bind", "wecom-group", name, "青禾县", "--kind", "officers")
    monkeypatch.setenv("KPBOT_WECOM__WEBHOOKS", json.dumps({"白水群": HOOK.replace("6", "7")}))
    assert (columns(hooked, "青禾群")[5], columns(hooked, "白水群")[5]) == ("not in the settings", "active")
    assert "A group of wecom-group is bound but is not in the settings (青禾群)" in hooked("check").out
    monkeypatch.delenv("KPBOT_WECOM__WEBHOOKS")
    assert columns(hooked, "白水群")[5] == "not in the settings"
    assert "2 groups of wecom-group are bound but are not in the settings (青禾群、白水群)" in hooked("check").out


class Creating:
    """A platform of ours that makes groups: it notes what it was asked for."""

    name = "maker"
    capabilities = Capabilities(private_chats=True)
    refuses: SendError | None = None

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, list[str]]] = []

    async def create_group(self, title: str, owner: str, users: Sequence[str]) -> Chat:
        self.asked.append((title, owner, list(users)))
        if self.refuses:
            raise self.refuses
        return Chat(self.name, f"made-{len(self.asked)}")

    async def close(self) -> None:
        pass


@pytest.fixture
def maker(installed: Kpbot, monkeypatch: pytest.MonkeyPatch) -> Creating:
    """Plugged in as platforms are; 李 of 槐树村 and the coordinator 赵 have accounts there, 王 of the school none."""
    platform = Creating()
    monkeypatch.setattr(App, "_configured", lambda _app: [platform])

    async def people_of(db: Any) -> None:
        village = await add_unit_at(db, "青禾县/槐树村", UnitKind.VILLAGE, demonstration=False)
        school = await add_unit_at(db, "青禾县/第一小学", UnitKind.SCHOOL, demonstration=False)
        (county,) = await places_at(db, COUNTY, units=False)
        now = datetime.now(UTC)
        for name, place, role in (
            ("li", village, PostRole.OFFICER),
            ("wang", school, PostRole.OFFICER),
            ("zhao", county, PostRole.COORDINATOR),
        ):
            person = await people.add_person(db, name, "zh-CN", now)
            where = (place.region.id, place.unit.id if place.unit else None)
            await people.add_post(db, person, role, *where, PostState.ACTIVE, date(2026, 1, 1), now)
            if name != "wang":
                await people.add_account(db, platform.name, f"{name}@maker", person)
                await people.add_account(db, "elsewhere", f"{name}@elsewhere", person)

    in_database(people_of)
    return platform


@pytest.mark.parametrize(
    ("place", "kind", "members"),
    [
        ("青禾县", "officers", ["boss", "li@maker", "zhao@maker"]),
        ("槐树村", "officers", ["boss", "li@maker", "zhao@maker"]),
        ("第一小学", "public", ["boss", "zhao@maker"]),
        ("青禾县", "coordinators", ["boss", "zhao@maker"]),
    ],
)
def test_a_group_is_made_with_the_people_of_the_place(
    installed: Kpbot, maker: Creating, place: str, kind: str, members: list[str]
) -> None:
    ended = installed("group", "create", "maker", "青禾科普", place, "--kind", kind, "--owner", "boss")
    assert ended.code == 0, ended.err
    ((title, owner, users),) = maker.asked
    assert (title, owner, sorted(users)) == ("青禾科普", "boss", members)
    assert columns(installed, "made-1")[2] == "青禾科普"
    assert ("1 person has no account" in ended.err) is (place != "槐树村" and kind != "coordinators")
    assert acts() == [("group.noted", None), ("group.bind", None), ("group.create", None)]


@pytest.mark.parametrize(("doubt", "said"), [(False, "created no group"), (True, "not known whether")])
def test_what_the_platform_refuses_leaves_nothing(installed: Kpbot, maker: Creating, doubt: bool, said: str) -> None:
    maker.refuses = SendError("60011 secret=abcdefghijk", permanent=not doubt, in_doubt=doubt)
    ended = installed("group", "create", "maker", "青禾科普", "青禾县", "--kind", "officers", "--owner", "boss")
    assert ended.code == 1
    assert said in ended.err
    assert "abcdefghijk" not in ended.err
    assert in_database(groups.all_groups) == []


def test_where_the_bot_cannot_make_groups_it_says_so(hooked: Kpbot) -> None:
    ended = hooked("group", "create", "wecom-group", "青禾科普", "青禾县", "--kind", "officers", "--owner", "boss")
    assert ended.code == 1
    assert "cannot create groups on wecom-group" in ended.err


def test_a_group_the_bot_is_in_is_bound_by_id_or_title(installed: Kpbot, maker: Creating) -> None:
    async def known(db: Any) -> None:
        for chat, title in (("g1", "一群"), ("g2", "同名"), ("g3", "同名")):
            await groups.add(db, Chat("maker", chat), title, "zh-CN", datetime.now(UTC))

    in_database(known)
    assert installed("group", "bind", "maker", "一群", "青禾县", "--kind", "public").code == 0
    assert columns(installed, "g1")[3] == COUNTY
    several = installed("group", "bind", "maker", "同名", "青禾县", "--kind", "public")
    assert (several.code, "g2" in several.err, "g3" in several.err) == (1, True, True)
    assert installed("group", "bind", "maker", "g3", "青禾县", "--kind", "public").code == 0
    unknown = installed("group", "bind", "maker", "g9", "青禾县", "--kind", "public")
    assert unknown.code == 1
    assert "knows no group “g9”" in unknown.err


def test_nobody_is_put_into_a_group_alone(installed: Kpbot, maker: Creating) -> None:
    ended = installed("group", "create", "maker", "青禾科普", "白水县", "--kind", "officers", "--owner", "boss")
    assert (ended.code, maker.asked) == (1, [])
    assert "two people at least: nobody else of 演示市/白水县 has an account on maker" in ended.err
