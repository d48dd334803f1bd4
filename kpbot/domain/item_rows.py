"""Rows of a sheet as popular science: what each says, or why it gives no item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from kpbot.domain.content import FoundItem, Topic
from kpbot.domain.links import canonical_link
from kpbot.domain.pasted import without_tags
from kpbot.domain.plain_text import one_line
from kpbot.domain.sheet_cells import read_day
from kpbot.domain.sheets import Field, Row, Sheet
from kpbot.domain.similarity import plain

MOST_TITLE = 60
LEAST_SUMMARY, MOST_SUMMARY = 10, 200
MOST_PUBLISHER = 30
"""Characters."""

FIELDS = (
    Field("title", ("标题", "题目", "文章标题", "内容标题", "科普标题", "title", "headline"), needed=True),
    Field(
        "summary", ("摘要", "内容摘要", "简介", "内容简介", "导语", "内容", "正文", "summary", "abstract"), needed=True
    ),
    Field("link", ("链接", "网址", "原文链接", "文章链接", "链接地址", "地址", "link", "url", "address")),
    Field("topic", ("主题", "主题分类", "分类", "类别", "领域", "topic", "category")),
    Field("publisher", ("来源", "内容来源", "出处", "来源单位", "发布单位", "source", "publisher")),
    Field(
        "not_before", ("不早于", "最早推送日期", "最早日期", "推送日期", "推送时间", "not before", "not_before", "from")
    ),
)
TOPICS: Mapping[str, Topic] = {
    **{str(topic): topic for topic in Topic},
    "卫生健康": Topic.HEALTH,
    "健康": Topic.HEALTH,
    "医疗健康": Topic.HEALTH,
    "食品安全": Topic.FOOD_SAFETY,
    "食品": Topic.FOOD_SAFETY,
    "生态环境": Topic.ENVIRONMENT,
    "环境": Topic.ENVIRONMENT,
    "环保": Topic.ENVIRONMENT,
    "防灾减灾": Topic.DISASTER,
    "应急避险": Topic.DISASTER,
    "应急": Topic.DISASTER,
    "安全": Topic.DISASTER,
    "农业农村": Topic.FARMING,
    "农业": Topic.FARMING,
    "农技": Topic.FARMING,
    "生活科学": Topic.EVERYDAY,
    "生活": Topic.EVERYDAY,
    "航天天文": Topic.SPACE,
    "航天": Topic.SPACE,
    "天文": Topic.SPACE,
    "动物植物": Topic.WILDLIFE,
    "动物": Topic.WILDLIFE,
    "植物": Topic.WILDLIFE,
}
_BY_NAME = {plain(name): topic for name, topic in TOPICS.items()}
_INSIDE = (".local", ".lan", ".internal", ".localdomain", ".home.arpa", ".intranet", ".corp")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row gives no item; `code` names a text `feed-skip-row-<code>`."""

    sheet: str
    row: int
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class Told:
    """The item that a row tells of."""

    sheet: str
    row: int
    found: FoundItem


def read_rows(sheets: Sequence[Sheet], scope: str = "") -> Iterator[Told | Fault]:
    """Every row of data, in order. `scope`: path of the region whose items they are to be; empty: everybody's."""
    seen: set[str] = set()
    for sheet in sheets:
        for row in sheet.rows:
            found = _read(sheet, row, scope)
            if isinstance(found, FoundItem) and found.identity in seen:
                found = "duplicate"
            if isinstance(found, str):
                yield Fault(sheet.name, row.number, one_line(sheet.cell(row, "title"))[:MOST_TITLE], found)
            else:
                seen.add(found.identity)
                yield Told(sheet.name, row.number, found)


def _read(sheet: Sheet, row: Row, scope: str) -> FoundItem | str:
    said = {field.name: one_line(sheet.cell(row, field.name)) for field in FIELDS}
    said |= {name: one_line(without_tags(said[name])) for name in ("title", "summary", "publisher")}
    if code := _text_fault(said["title"], said["summary"]) or _link_fault(said["link"]):
        return code
    topic, day = _BY_NAME.get(plain(said["topic"])), read_day(said["not_before"])
    if said["topic"] and topic is None:
        return "topic"
    if said["not_before"] and day is None:
        return "day"
    if len(said["publisher"]) > MOST_PUBLISHER:
        return "publisher"
    return _found(said, topic, day, scope)


def _found(said: Mapping[str, str], topic: Topic | None, day: date | None, scope: str) -> FoundItem:
    """Where a row has no link, its summary is all there is to read."""
    link = canonical_link(said["link"])
    return FoundItem(
        identity=identity_of(link, said["title"], scope),
        title=said["title"],
        summary=said["summary"],
        body="" if link else said["summary"],
        link=link,
        topic=topic,
        language="zh-CN",
        publisher=said["publisher"],
        not_before=day,
        scope=scope,
    )


def identity_of(link: str, title: str, scope: str) -> str:
    """The same for a page however it was added; without a link, for what is called the same."""
    return f"{f'link:{link}' if link else f'title:{plain(title)}'} {scope}".rstrip()


def _text_fault(title: str, summary: str) -> str:
    if not plain(title):
        return "title"
    if len(title) > MOST_TITLE:
        return "long-title"
    if len(plain(summary)) < LEAST_SUMMARY or plain(summary) in plain(title):
        return "summary"
    return "long-summary" if len(summary) > MOST_SUMMARY else ""


def _link_fault(link: str) -> str:
    if not link:
        return ""
    if not canonical_link(link):
        return "link"
    return "" if is_open_host(urlsplit(canonical_link(link)).hostname or "") else "private-link"


def is_open_host(host: str) -> bool:
    """Whether a name may be one of the open internet, as far as it says so itself: nothing is looked up."""
    try:
        return ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." in host and not host.endswith(_INSIDE)
