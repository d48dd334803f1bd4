"""From a feed's raw entries to found items: identity, link, clean text, date; or why an entry gives no item."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from content_feeds.cleaning import clean, first_sentences, one_line, plain_text
from content_feeds.dates import published, zone_of
from kpbot.domain.content import FoundItem, Source
from kpbot.domain.links import canonical_link

_CJK = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3041-\u30ff\uac00-\ud7af]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LONGEST_GUID = 200


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as its document gave it. `bodies` and `dates`: best first. `title_markup`: whether the title is HTML;
    bodies say for themselves. `base`: what its links are relative to."""

    title: str = ""
    title_markup: bool = True
    bodies: tuple[tuple[str, bool], ...] = ()  # (text, is HTML)
    link: str = ""
    guid: str = ""
    dates: tuple[str, ...] = ()
    author: str = ""
    language: str = ""
    base: str = ""
    picture: str = ""


Skipped = tuple[str, str]
"""(title, code): `code` names a text `feed-skip-<code>`."""


def found_items(entries: Sequence[RawEntry], source: Source, now: datetime) -> tuple[list[FoundItem], list[Skipped]]:
    """The items of one document in its order, and the entries that gave none."""
    vague = _vague_guids(entries)
    items: dict[str, FoundItem] = {}
    skipped: list[Skipped] = []
    for entry in entries:
        found = _item(entry, source, now, vague)
        if isinstance(found, str):
            skipped.append((_title(entry) or one_line(entry.link), found))
        elif found.identity in items:
            skipped.append((found.title, "duplicate"))
        else:
            items[found.identity] = found
    return list(items.values()), skipped


def _item(entry: RawEntry, source: Source, now: datetime, vague: frozenset[str]) -> FoundItem | str:
    """The item, or the code of the reason why there is none."""
    title, body = _title(entry), _body(entry)
    title = title or one_line(first_sentences(body))
    if not title:
        return "empty"
    if not entry.link:
        return "no-link"
    link = _absolute(entry)
    if not link:
        return "bad-link"
    first, _, rest = body.partition("\n")
    if _same(first, title):
        body = rest  # pages repeat the title above the article, some bridges in place of it
    language = language_of(f"{title}{body[:500]}", entry.language, source.language)
    return FoundItem(
        identity=_identity(entry, link, title, body, vague),
        title=title,
        summary=first_sentences(body),
        body=body,
        link=link,
        published=published(entry.dates, zone_of(source.language), now),
        author=one_line(plain_text(entry.author), 60),
        language=language,
        village=source.village,
        picture=entry.picture,
    )


def _title(entry: RawEntry) -> str:
    return one_line(plain_text(entry.title) if entry.title_markup else entry.title)


def _body(entry: RawEntry) -> str:
    """The longest of what the entry offers: some put the article in the summary, others a teaser in the content."""
    texts = (plain_text(text) if markup else clean(text)[:20_000] for text, markup in entry.bodies)
    return max(texts, key=len, default="")


def _same(body: str, title: str) -> bool:
    return re.sub(r"\W", "", body) == re.sub(r"\W", "", title)


def _absolute(entry: RawEntry) -> str:
    try:
        return canonical_link(urljoin(entry.base, entry.link.strip()))
    except ValueError:
        return ""


def _vague_guids(entries: Iterable[RawEntry]) -> frozenset[str]:
    """Guids that different pages share: a publisher's mistake that would make many entries one."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        links[entry.guid.strip()].add(_absolute(entry))
    return frozenset(guid for guid, pages in links.items() if len(pages) > 1) | {""}


def _identity(entry: RawEntry, link: str, title: str, body: str, vague: frozenset[str]) -> str:
    guid = clean(entry.guid).replace("\n", " ")
    if entry.guid.strip() not in vague and guid:
        return f"guid:{guid}" if len(guid) <= _LONGEST_GUID else f"guid:sha256:{_digest(guid)}"
    if link:
        return f"link:{link}" if len(link) <= _LONGEST_GUID else f"link:sha256:{_digest(link)}"
    return f"text:sha256:{_digest(title + chr(0) + body)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def language_of(text: str, declared: str, expected: str) -> str:
    """What the text is written in, since feeds claim anything: `zh-CN`, `zh-TW`, `en`, … or `und` (unknown)."""
    declared = declared.strip().replace("_", "-")[:20]
    chinese, latin, kana = (len(pattern.findall(text)) for pattern in (_CJK, _LATIN, _KANA))
    if chinese * 4 >= latin and chinese > kana:
        claims = [claim for claim in (declared, expected) if claim.lower().startswith("zh")]
        return _cased(claims[0]) if claims else "zh-CN"
    claims = [claim for claim in (declared, expected) if claim and not claim.lower().startswith("zh")]
    return _cased(claims[0]) if claims else "und"


def _cased(code: str) -> str:
    primary, _, region = code.partition("-")
    return f"{primary.lower()}-{region.upper()}" if len(region) == 2 else code.lower()
