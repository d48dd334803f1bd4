"""The sample county of the rehearsal: invented, and plainly so named; made afresh relative to the day it starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kpbot.domain.events import EventState
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level, Region, Unit, UnitKind
from kpbot.domain.report_line import EventKind
from kpbot.domain.upkeep import FacilityKind, add_months
from kpbot.storage import events, groups, people, places, upkeeps
from kpbot.storage.database import Db
from kpbot.storage.events import Facts

CITY = "演示市（虚构）"
COUNTY = "青禾县（虚构）"
OFFICERS, PUBLIC, COORDINATORS, CITY_DESK = "officers", "public", "coordinators", "city"

C, S, V = UnitKind.COMMUNITY, UnitKind.SCHOOL, UnitKind.VILLAGE
_UNITS: dict[str, list[tuple[str, UnitKind, bool, str]]] = {
    "城关街道": [
        ("和平社区", C, True, "刘桂兰 陈建国"),
        ("文庙社区", C, False, "周美玲"),
        ("东关社区", C, False, "孙志强"),
        ("河滨社区", C, False, "郑秀英"),
        ("县实验小学", S, True, "林晓梅 高翔"),
        ("县第二中学", S, False, "何文斌 罗倩"),
        ("城关第三小学", S, False, "宋佳"),
    ],
    "柳河镇": [
        ("槐树村", V, True, "李守田 李春燕"),
        ("上柳村", V, False, "王德福"),
        ("下柳村", V, False, "赵玉芬 马国栋"),
        ("柳河社区", C, False, "吴海燕 徐长江"),
        ("柳河镇中心小学", S, False, "许静"),
        ("桥头村", V, False, "冯有才"),
    ],
    "石桥镇": [
        ("石桥村", V, True, "张凤霞 曹大勇"),
        ("南沟村", V, False, "杨继承 秦小芳"),
        ("北坡村", V, False, "董秀兰"),
        ("果园村", V, False, "韩永贵 谢红梅"),
        ("石桥社区", C, False, "唐丽华"),
        ("石桥镇中学", S, False, "邓志远 曾雪"),
        ("石桥镇小学", S, False, "彭慧"),
    ],
}
_COORDINATORS = (("赵敏", COUNTY), ("钱立新", COUNTY), ("沈卫东", CITY))
_BYSTANDERS = ("路过的小周", "居民老魏")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the room: `account` is the user id, `chats` the groups they sit in besides the public one."""

    account: str
    name: str
    about: str
    about_en: str
    chats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was made, for the room to show and for the operator to read."""

    members: tuple[Member, ...]


async def make_sample(db: Db, platform: str, now: datetime, today: date) -> Sample:
    """The whole county, with a history that makes something fall due today. `now` is UTC, `today` its local day."""
    city = await places.add_region(db, CITY, Level.CITY, None)
    county = await places.add_region(db, COUNTY, Level.COUNTY, city)
    members: list[Member] = []
    units: list[Unit] = []
    holders: dict[int, int] = {}
    for town, listed in _UNITS.items():
        township = await places.add_region(db, town, Level.TOWNSHIP, county)
        for name, kind, demonstration, names in listed:
            unit = await places.add_unit(db, township, name, kind, demonstration)
            units.append(unit)
            for officer in names.split():
                member = Member(
                    f"o{len(members) + 1:02}", officer, f"{name} · 科普信息员", f"officer, {name}", (OFFICERS,)
                )
                members.append(member)
                person = await _person(db, platform, member, now)
                post = await people.add_post(
                    db, person, PostRole.OFFICER, township.id, unit.id, PostState.ACTIVE, date(2026, 3, 1), now
                )
                holders.setdefault(unit.id, post)
    for name, place in _COORDINATORS:
        about = "县科协 · 协调员" if place == COUNTY else "市科协 · 协调员"
        english = "coordinator, county" if place == COUNTY else "coordinator, city"
        chats = (OFFICERS, COORDINATORS) if place == COUNTY else (OFFICERS, CITY_DESK)
        member = Member(f"c{len(members) + 1:02}", name, about, english, chats)
        members.append(member)
        person = await _person(db, platform, member, now)
        region = county if place == COUNTY else city
        await people.add_post(
            db, person, PostRole.COORDINATOR, region.id, None, PostState.ACTIVE, date(2026, 3, 1), now
        )
    members += [
        Member(f"r{n:02}", name, "居民 · 没有登记", "resident, not registered", ())
        for n, name in enumerate(_BYSTANDERS, start=1)
    ]
    await _groups(db, platform, city, county, now)
    for number, unit in enumerate(units):
        await _equip(db, unit, number, holders[unit.id], now, today)
    return Sample(tuple(members))


async def _person(db: Db, platform: str, member: Member, now: datetime) -> int:
    person = await people.add_person(db, member.name, "", now)
    await people.add_account(db, platform, member.account, person, f"~{member.account}")
    return person


async def _groups(db: Db, platform: str, city: Region, county: Region, now: datetime) -> None:
    """Three of the county; what is passed up beyond it, and the city's digest, arrive in the fourth."""
    named = {
        OFFICERS: (GroupKind.OFFICERS, county, "青禾县科普信息员群"),
        PUBLIC: (GroupKind.PUBLIC, county, "青禾县科普爱好者群"),
        COORDINATORS: (GroupKind.COORDINATORS, county, "青禾县科协协调群"),
        CITY_DESK: (GroupKind.COORDINATORS, city, "演示市科协协调群"),
    }
    for chat, (kind, region, title) in named.items():
        await groups.add(db, Chat(platform, chat), title, "zh-CN", now)
        found = (await groups.load(db, [(platform, chat)]))[platform, chat]
        await groups.update_group(db, found.id, kind=kind, region_id=region.id)


async def _equip(db: Db, unit: Unit, number: int, post: int, now: datetime, today: date) -> None:
    """Boards everywhere; stations, screens and bookshelves in some units. The board of the eighth unit (槐树村) falls
    due today, that of the twelfth was due long ago."""
    since = date(2026, 3, 1)
    board = await places.add_facility(db, unit.id, FacilityKind.BOARD, "宣传栏", since)
    last = add_months(today, -2) if number == 7 else today - timedelta(days=95 if number == 11 else 2 * number + 5)
    await _kept(db, board.id, post, last, now)
    if number % 3 == 0:
        screen = await places.add_facility(db, unit.id, FacilityKind.SCREEN, "电子屏", since)
        await _kept(db, screen.id, post, today - timedelta(days=number % 12 + 2), now)
    if number % 3 == 1:
        books = await places.add_facility(db, unit.id, FacilityKind.BOOKS, "图书角", since)
        await _kept(db, books.id, post, today - timedelta(days=40 + 5 * number), now)
    if unit.demonstration or number % 2 == 0 or number == 7:
        await _station(db, unit, number, post, now, today)


async def _kept(db: Db, facility: int, post: int, day: date, now: datetime) -> None:
    await upkeeps.add(db, facility, post, None, day, now - timedelta(days=1), late=False)


async def _station(db: Db, unit: Unit, number: int, post: int, now: datetime, today: date) -> None:
    station = await places.add_station(db, unit.id, f"{unit.name}e站", date(2026, 3, 1))
    topics = ("健康生活", "防灾减灾", "食品安全", "垃圾分类", "农业技术")
    title = f"{topics[number % len(topics)]}讲座"
    for months in (1, 2):
        day = add_months(today.replace(day=10 + number % 9), -months)
        facts = Facts(station.id, title, EventKind.LECTURE, day, "", 52 + 3 * number, False)
        event = await events.add(db, facts, post, None, now - timedelta(days=30 * months), late=False)
        made = await events.get(db, event)
        if made:
            await events.decide(db, made, EventState.ACCEPTED, None, now - timedelta(days=29 * months))
