"""What is done to a document before a feed reader gets it (bench/fuzz_feeds)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

LARGEST = 400_000  # bytes
_TOKENS = [
    b"<item>",
    b"</item>",
    b"<entry>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<link/>",
    b"<link>",
    b"<guid>",
    b"<?xml ",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"&lt;p&gt;",
    b"&nbsp;",
    b"xmlns:x='y'",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"encoding='gb2312'",
    b"encoding='utf-16'",
    b"encoding='unicode_escape'",
    b"\x81\x30\x81\x30",
    "\u202e字\ufeff。".encode(),
    "2026年2月30日 下午25点".encode(),
    b"2020/1/10 14:33:00",
    b"Wed, 99 Foo 99999 99:99 CST",
    b"9999-12-31T23:59:59+23:59",
    b"0001-01-01",
    b"1e999",
    b"-1",
    b"9" * 40,
    b'"\\ud800"',
    b"\\u0000",
    b"null",
    b"true",
    b"[[[[",
    b"{}",
    b'"items":',
    b'"url":1',
    b"https://[::1",
    b"//[",
    b"http://a:b@c:99999/%zz?utm_source=1#",
    b"javascript:alert(1)",
    b"http://xn--.com/",
    b"xml:base='http://['",
    b"type='xhtml'",
    b"mode='base64'",
    b"<content type='text/html' mode='base64'>",
    b"<media:group>",
    b"<itunes:duration>1e9</itunes:duration>",
    b"<georss:polygon>1 2 a</georss:polygon>",
    b"<gml:pos>x</gml:pos>",
    b"<script>",
    b"<svg><style>",
    b"<img src=x width=1>",
    b"rdf:about=''",
    b"<ttl>9999999</ttl>",
    b"<sy:updateFrequency>0",
    b"<psc:chapters>",
    b"<cap:geocode>",
    b"<slash:comments>",
    b"<creativeCommons:license>",
    b"<dc:date>",
    b"<podcast:x>",
]
_CODECS = ("gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "shift_jis", "utf-7")
_PIECES = re.compile(rb"<[^<>]*>|[^<>]+")
_VALUES = re.compile(rb">([^<>]{1,300})<|\"([^\"]{1,300})\"")


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """`data` after one to six changes, crossed now and then with one of `others`; at most LARGEST bytes."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        change = chance.choice(_CHANGES)
        data = change(data, chance.choice(others), chance)[:LARGEST]
    return data


def _flip(data: bytes, _: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _n in range(chance.randint(1, 8)):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _insert(data: bytes, _: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(_TOKENS) + data[at:]


def _insert_at_a_seam(data: bytes, _: bytes, chance: random.Random) -> bytes:
    seams = [match.start() for match in _PIECES.finditer(data[:20_000])] or [0]
    at = chance.choice(seams)
    return data[:at] + chance.choice(_TOKENS) * chance.choice((1, 1, 2, 50)) + data[at:]


def _replace_value(data: bytes, other: bytes, chance: random.Random) -> bytes:
    spans = [match.span(match.lastindex or 0) for match in _VALUES.finditer(data[:50_000])]
    if not spans:
        return data
    start, end = chance.choice(spans)
    values = [match[match.lastindex or 0] for match in _VALUES.finditer(other[:20_000])]
    return data[:start] + chance.choice([*_TOKENS, *values]) + data[end:]


def _cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + int(chance.expovariate(1 / 60)) :]


def _end(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _repeat(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    end = start + int(chance.expovariate(1 / 200))
    times = chance.choice((2, 3, 10, 300, 5_000, 50_000))
    most = max(1, LARGEST // max(1, end - start))
    return data[:start] + data[start:end] * min(times, most) + data[end:]


def _cross(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _move(data: bytes, _: bytes, chance: random.Random) -> bytes:
    pieces = _PIECES.findall(data[:20_000])
    if len(pieces) > 3:
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def _encode(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_CODECS), "replace")


_CHANGES = (
    _flip,
    _insert,
    _insert_at_a_seam,
    _insert_at_a_seam,
    _replace_value,
    _replace_value,
    _replace_value,
    _cut,
    _end,
    _repeat,
    _cross,
    _move,
    _encode,
)
