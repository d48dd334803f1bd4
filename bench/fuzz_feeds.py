"""Feeds made of nonsense: real-looking documents, cut, crossed, blown up and re-encoded, read until time is over.

Whatever comes in, `read_document` gives items that keep what `_promises` says, or a FeedError: no other exception, no
document that takes longer than its size allows, no memory that grows. SIZE is seconds of processor time. FUZZ_SEEDS may
name a folder of further documents to begin with. What breaks is written to FUZZ_FINDINGS (default: `fuzz-feeds` in the
system's temporary folder) and should become a test.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.fuzz_mutations import mutated
from content_feeds.cleaning import first_sentences, plain_text
from content_feeds.dates import EARLIEST, read_date, zone_of
from content_feeds.syndication import Contents, read_document
from kpbot.domain.content import Source
from kpbot.ports import FeedError

SECONDS = 60
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DOCUMENTS = Path(__file__).parent.parent / "tests/unit/content_feeds/documents"
MOST_KEPT, LARGEST_KEPT = 2_000, 20_000  # documents to go on from, bytes of each
SLOWEST = (1.0, 15e-6)  # seconds of processor time for any document, and for each of its bytes
CONTENT_TYPES = (
    "",
    "text/xml",
    "application/rss+xml; charset=gb2312",
    "text/html; charset=utf-8",
    "application/json",
    "text/xml; charset=big5",
    "text/xml; charset=unicode_escape",
    "application/feed+json;charset=gbk",
)
BASES = ("https://example.cn/a/feed.xml", "", "https://[::1]/x", "http://例子.cn:8080/?a=b#c")


@dataclass
class Run:
    """What one run saw."""

    seeds: list[bytes]
    outcomes: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    executions: int = 0
    slowest: tuple[float, int] = (0.0, 0)  # processor seconds, bytes
    findings: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)  # megabytes, sampled


def main(seconds: int = SECONDS) -> None:
    seed = int.from_bytes(os.urandom(4))
    chance = random.Random(seed)
    run = Run(_seeds())
    begun = sampled = reported = time.process_time()
    run.memory.append(_megabytes())
    print(f"  {len(run.seeds)} documents to begin with, seed {seed}", flush=True)
    while (now := time.process_time()) - begun < seconds:
        _once(run, chance)
        if now - sampled > 5:
            run.memory.append(_megabytes())
            sampled = now
        if now - reported > 300:
            _print(run, now - begun)
            reported = now
    _print(run, time.process_time() - begun)


def _seeds() -> list[bytes]:
    folders = [DOCUMENTS, *([Path(os.environ["FUZZ_SEEDS"])] if os.environ.get("FUZZ_SEEDS") else [])]
    return [path.read_bytes() for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]


def _once(run: Run, chance: random.Random) -> None:
    data = mutated(chance.choice(run.seeds), run.seeds, chance)
    content_type, base = chance.choice(CONTENT_TYPES), chance.choice(BASES)
    language = chance.choice(("zh-CN", "en", ""))
    began = time.process_time()
    try:
        signature = read_once(data, content_type, base, language)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        where = traceback.extract_tb(error.__traceback__)[-1]
        signature = f"{type(error).__name__} {Path(where.filename).name}:{where.lineno}"
        _keep(run, signature, data, content_type, traceback.format_exc())
    took = time.process_time() - began
    run.executions += 1
    run.slowest = max(run.slowest, (took, len(data)))
    if took > SLOWEST[0] + SLOWEST[1] * len(data):
        _keep(run, f"slow {took:.0f}", data, content_type, f"{took:.2f} s for {len(data)} bytes")
    run.outcomes[signature.partition(" ")[0]] += 1
    if signature not in run.seen:  # something new happened: worth going on from
        run.seen.add(signature)
        if len(run.seeds) < MOST_KEPT and len(data) <= LARGEST_KEPT:
            run.seeds.append(data)


def read_once(data: bytes, content_type: str, base: str, language: str) -> str:
    """Read one document and hold it to what items promise; what happened in short, to tell new from known.

    Raises whatever is wrong, AssertionError included.
    """
    text = data[:3_000].decode("utf-8", "replace")
    read_date(text[:150], zone_of(language))
    first_sentences(plain_text(text))
    source = Source("fuzz", "fuzz", "syndication", "https://example.cn/feed", language=language)
    try:
        contents = read_document(data, content_type, base, source, NOW)
    except FeedError as error:
        return f"{error.code} {sorted(error.details)}"
    _promises(contents)
    skipped = sorted({reason for _, reason in contents.skipped})
    kinds = sorted(
        {f"{i.language}{bool(i.link)}{bool(i.published)}{bool(i.body)}{bool(i.author)}" for i in contents.items}
    )
    return f"items {min(len(contents.items), 5)} {skipped} {kinds} {contents.wait}"


def _promises(contents: Contents) -> None:
    items = contents.items
    assert len({item.identity for item in items}) == len(items), "identities"
    assert all(0 < len(item.identity) <= 300 for item in items), "identity"
    assert all(0 < len(item.title) <= 200 and "\n" not in item.title for item in items), "title"
    assert all(len(item.summary) <= 400 and len(item.body) <= 20_000 for item in items), "length"
    assert not any(c < " " and c != "\n" for item in items for c in item.title + item.summary + item.body), "control"
    assert all(item.link.startswith(("http://", "https://")) for item in items), "link"
    assert not any(c <= " " for item in items for c in item.link), "blank in link"
    assert all(item.published is None or EARLIEST <= item.published <= NOW for item in items), "published"


def _keep(run: Run, what: str, data: bytes, content_type: str, remark: str) -> None:
    run.findings[what] += 1
    if run.findings[what] > 3:
        return
    folder = Path(os.environ.get("FUZZ_FINDINGS") or Path(tempfile.gettempdir()) / "fuzz-feeds")
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c if c.isalnum() else "-" for c in what) + f"-{run.findings[what]}"
    (folder / name).write_bytes(data)
    (folder / f"{name}.txt").write_text(f"{content_type!r}\n{remark}\n", "utf-8")
    print(f"  FOUND {what}: {folder / name}", flush=True)


def _megabytes() -> int:
    with open("/proc/self/statm") as statm:  # noqa: PTH123  # a pseudo-file
        return int(statm.read().split()[1]) * resource.getpagesize() // 1_000_000


def _print(run: Run, seconds: float) -> None:
    took, size = run.slowest
    print(f"  {run.executions} documents in {seconds:.0f} s of processor time, {len(run.seen)} different outcomes")
    print(f"    {', '.join(f'{code} {count}' for code, count in run.outcomes.most_common())}")
    print(f"    slowest {took:.2f} s for {size} bytes; memory {run.memory[:1]} → {run.memory[-1:]} MB, "
          f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000} MB")  # fmt: skip
    print(f"    findings: {dict(run.findings) or 'none'}", flush=True)


if __name__ == "__main__":
    main(*(int(size) for size in sys.argv[1:2]))
