"""Which items addresses lead to: an item's own link however it was copied, our page of it, an officer's short link."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kpbot.domain.content import Item, ItemState
from kpbot.domain.links import canonical_link
from kpbot.domain.short_codes import code_in
from kpbot.storage import items, short_links
from kpbot.storage.database import Db
from kpbot.storage.portions import portions

OTHER = {"http": "https", "https": "http"}


async def items_of(db: Db, addresses: Collection[str], public_url: str) -> dict[str, Item]:
    """The item each address leads to, those that lead to one that may be passed on: kept, approved and not recalled,
    from sources that count or not. One query for all addresses, and two more if there are short links among them;
    none for none. `public_url` is our own address, empty if nobody can open it."""
    names = {address: _names(address, public_url) for address in addresses}
    codes = {address: code for address in addresses if (code := code_in(address, public_url))}
    by_name = await _by_name(db, {name for found in names.values() for name in found})
    by_code = await _by_code(db, set(codes.values()))
    meant = {address: _first(by_name.get(name) for name in found) for address, found in names.items()}
    meant |= {address: by_code.get(code) for address, code in codes.items()}
    return {address: item for address, item in meant.items() if item is not None}


def _names(address: str, public_url: str) -> list[str]:
    """What the item at an address may be kept as (`Item.canonical`)."""
    canonical = canonical_link(address)
    if not canonical:
        return []
    scheme, _, rest = canonical.partition("://")
    own = canonical_link(public_url).partition("://")[2].rstrip("/")
    if own and rest.startswith(f"{own}/i/"):
        return [f"slug:{rest.removeprefix(f'{own}/i/').partition('?')[0].rstrip('/')}"]
    return [canonical, f"{OTHER[scheme]}://{rest}"]


async def _by_name(db: Db, names: Collection[str]) -> dict[str, Item]:
    kept = [item for some in portions(sorted(names)) for item in await items.by_canonical(db, some)]
    return {item.canonical: item for item in _best_last(kept)}


async def _by_code(db: Db, codes: Collection[str]) -> dict[str, Item]:
    ids = await short_links.items_of(db, codes)
    there = await items.by_ids(db, set(ids.values()))
    passed_on = {item.id: item for item in _best_last(there.values())}
    return {code: passed_on[item] for code, item in ids.items() if item in passed_on}


def _best_last(found: Iterable[Item]) -> list[Item]:
    """Of several sources' copies of one page the one that counts, else the one that was there first."""
    ready = [item for item in found if item.state == ItemState.READY]
    return sorted(ready, key=lambda item: (item.counts, -item.id))


def _first(found: Iterable[Item | None]) -> Item | None:
    return next((item for item in found if item is not None), None)
