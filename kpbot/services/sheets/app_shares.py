"""The kind of sheet `app-shares`: what the official app counted, so that nobody has to report it twice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kpbot.domain.app_ledger import Additions, Items, Ledger, Named, Namesakes, NewItem
from kpbot.domain.app_shares import FIELDS, Line, Match, Nobody, Officers, Unusable, oldest_day, read_line
from kpbot.domain.shares import Evidence
from kpbot.domain.sheets import Field, Sheet
from kpbot.domain.unlisted import unlisted_id, unlisted_number
from kpbot.services.rendering import date_text
from kpbot.services.rhythm import local_day
from kpbot.services.sheets.kind import Applied, Loading, Plan, Remark
from kpbot.storage import app_shares, audit
from kpbot.storage.audit import Entry
from kpbot.storage.ids import reserve
from kpbot.texts import say

SHARED_FOR = timedelta(days=60)  # after an item was gathered; evergreens are found by their pushes
_NAMES_IT = ("title", "link", "count")


@dataclass(slots=True)
class _Read:
    """What a file says: lines with the posts they belong to, and what is to be said of the others."""

    lines: list[tuple[Line, int]] = field(default_factory=list)
    unusable: list[tuple[str, int, Unusable]] = field(default_factory=list)
    nobody: list[tuple[str, int, Line, Match]] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)  # sheets in which nothing says what was shared
    total: int = 0

    @property
    def days(self) -> set[date]:
        return {line.day for line, _ in self.lines}

    @property
    def posts(self) -> set[int]:
        return {post_id for _, post_id in self.lines}


@dataclass(frozen=True, slots=True)
class _Work:
    read: _Read
    today: date
    additions: Additions
    new_items: Mapping[str, NewItem]  # by identity


class AppShares:
    """Implements `SheetKind`. Lines that are nobody's are listed, and the others loaded."""

    name = "app-shares"
    fields: tuple[Field, ...] = FIELDS

    async def plan(self, loading: Loading, sheets: Sequence[Sheet]) -> Plan:
        work = await _look(loading, sheets)
        summary = "\n".join(_summary(loading.lang, work))
        remarks = tuple(_remarks(loading.lang, work.read, loading.settings.app_shares.oldest_days))
        return Plan(summary, remarks, len(work.additions.proofs), _mark(work.additions))

    async def apply(self, loading: Loading, sheets: Sequence[Sheet]) -> Applied:
        work = await _look(loading, sheets)
        if not await _keep_items(loading, work):
            work = await _look(loading, sheets)  # somebody else made one of them at the same moment
            await _keep_items(loading, work)
        if not work.additions.proofs:
            return Applied(say(loading.lang, "app-shares-nothing-new"))
        await app_shares.write(loading.db, work.additions.shares, work.additions.proofs, loading.now)
        details = {"lines": work.additions.fresh, "shares": len(work.additions.shares)}
        entry = Entry(loading.now, loading.person_id, "app-shares.load", "sheet:app-shares", details)
        await audit.record(loading.db, [entry])
        values = {"lines": work.additions.fresh, "shares": len(work.additions.shares)}
        return Applied(say(loading.lang, "app-shares-done", **values))


async def _look(loading: Loading, sheets: Sequence[Sheet]) -> _Work:
    """Everything but writing."""
    db, rules = loading.db, loading.settings.app_shares
    zone = loading.scope[0].time_zone if loading.scope else loading.settings.time_zone
    today = local_day(loading.now, zone)
    paths = [region.path for region in loading.scope]
    if not paths and loading.person_id is None:
        paths = ["/"]  # an operator who named no region
    held = await app_shares.officers(db, paths) if paths else []
    officers = Officers(held, await app_shares.unit_names(db, paths) if paths else ())
    read = await asyncio.to_thread(_read, sheets, officers, today, oldest_day(today, rules.oldest_days))
    booked = await app_shares.booked(db, read.posts, read.days)
    proofs = await app_shares.proofs(db, read.posts, read.days)
    items = await _items(loading, read)
    known = await app_shares.of_app(db, sorted({f"line:{line.what}" for line, _ in read.lines if line.what}))
    namesakes = Namesakes(await app_shares.of_app_called(db, {line.title for line, _ in read.lines if line.title}))

    def book() -> tuple[Additions, dict[str, NewItem]]:
        made: dict[str, NewItem] = {}
        first = reserve(len(read.lines) + 1)

        def item_of(line: Line) -> Named:
            if found := items.find(line):
                return found
            identity = f"line:{line.what}"
            found_as = known.get(identity) or namesakes.find(line)
            if found_as is None:
                found_as = first + len(made)
                made[identity] = NewItem(found_as, identity, line.title or line.link, line.link)
                namesakes.add(made[identity])
            known[identity] = found_as
            return Named(found_as, rules.counts)

        ledger = Ledger(booked, proofs, app_counts=rules.counts)
        return ledger.add(read.lines, item_of), made

    additions, made = await asyncio.to_thread(book)
    made |= _unlisted(additions)
    return _Work(read, today, additions, made)


def _read(sheets: Sequence[Sheet], officers: Officers, today: date, oldest: date) -> _Read:
    read = _Read()
    for sheet in sheets:
        if sheet.rows and not any(name in sheet.columns for name in _NAMES_IT):
            read.silent.append(sheet.name)
            continue
        for row in sheet.rows:
            read.total += 1
            line = read_line(lambda name, sheet=sheet, row=row: sheet.cell(row, name), today, oldest)  # type: ignore[misc]
            if isinstance(line, Unusable):
                read.unusable.append((sheet.name, row.number, line))
            elif line is not None:
                match = officers.match(line)
                if match.post_id is None:
                    read.nobody.append((sheet.name, row.number, line, match))
                else:
                    read.lines.append((line, match.post_id))
    return read


async def _items(loading: Loading, read: _Read) -> Items:
    if not read.days:
        return Items(())
    kept = await app_shares.items_of_time(loading.db, min(read.days), max(read.days), SHARED_FOR)
    linked = await app_shares.items_at(loading.db, sorted({line.link for line, _ in read.lines if line.link}))
    return await asyncio.to_thread(Items, list({item.id: item for item in (*kept, *linked)}.values()))


def _unlisted(additions: Additions) -> dict[str, NewItem]:
    """The records of the items that were only counted, where they are not there yet. Their title is in the language
    of the content, as other titles are."""
    numbers = {unlisted_number(proof.share.item_id) for proof in additions.proofs} - {0}
    titles = {number: say("zh-CN", "app-shares-unlisted", number=number) for number in sorted(numbers)}
    return {
        f"count:{number}": NewItem(unlisted_id(number), f"count:{number}", title) for number, title in titles.items()
    }


async def _keep_items(loading: Loading, work: _Work) -> bool:
    """Whether all the new items are there, under the numbers that the shares have."""
    counts = loading.settings.app_shares.counts
    await app_shares.keep(loading.db, list(work.new_items.values()), loading.now, counts=counts)
    there = await app_shares.of_app(loading.db, sorted(work.new_items))
    return all(there.get(identity) == item.id for identity, item in work.new_items.items())


def _mark(additions: Additions) -> str:
    """By what is added, as the file says it: items that are not kept yet have another number each time."""
    said = sorted(f"{proof.share.day} {proof.share.post_id} {proof.reference}" for proof in additions.proofs)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _summary(lang: str, work: _Work) -> Iterable[str]:
    read, additions = work.read, work.additions
    yield say(lang, "app-shares-lines", count=read.total)
    if read.days:
        since, until = (date_text(day, lang, work.today) for day in (min(read.days), max(read.days)))
        if since == until:
            yield say(lang, "app-shares-day", since=since, officers=len(read.posts))
        else:
            yield say(lang, "app-shares-days", since=since, until=until, officers=len(read.posts))
    yield say(lang, "app-shares-new", count=additions.fresh, shares=len(additions.shares))
    if added := len({proof.share for proof in additions.proofs} - {one.share for one in additions.shares}):
        yield say(lang, "app-shares-added", count=added)
    if additions.known:
        yield say(lang, "app-shares-known", count=additions.known)
    several = sum(match.why is Nobody.SEVERAL for *_, match in read.nobody)
    for text, count in (
        ("app-shares-nobody", len(read.nobody) - several),
        ("app-shares-several", several),
        ("app-shares-unusable", len(read.unusable)),
    ):
        if count:
            yield say(lang, text, count=count)
    if additions.fresh:
        yield say(lang, "app-shares-evidence", kind=say(lang, f"mydata-evidence-{Evidence.IMPORTED}"))


def _remarks(lang: str, read: _Read, oldest_days: int) -> Iterable[Remark]:
    for name in read.silent:
        yield Remark(name, 1, say(lang, "app-shares-no-content"), serious=True)
    lines = [(sheet, row, say(lang, f"app-shares-line-{why}", days=oldest_days)) for sheet, row, why in read.unusable]
    lines += [(sheet, row, _nobody(lang, line, match)) for sheet, row, line, match in read.nobody]
    for sheet, row, text in sorted(lines, key=lambda one: (one[0], one[1])):
        yield Remark(sheet, row, text)


def _nobody(lang: str, line: Line, match: Match) -> str:
    units = say(lang, "list-joiner").join(unit or say(lang, "spot-no-unit") for unit in match.others)
    return say(lang, f"app-shares-nobody-{match.why}", name=line.person, unit=line.unit, units=units)
