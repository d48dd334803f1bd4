"""Reads QR codes out of pictures, by ISO/IEC 18004 and by nothing of the code that draws them.

Enough for codes as a program draws them, upright and exact: no error is corrected, versions 1 to 20, bytes and digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PIL import Image

Modules = list[list[bool]]

# Per version: words of correction in a block, then how many blocks of how many words (table 9).
_LOW = (
    "7 1 19|10 1 34|15 1 55|20 1 80|26 1 108|18 2 68|20 2 78|24 2 97|30 2 116|18 2 68 2 69|20 4 81|24 2 92 2 93"
    "|26 4 107|30 3 115 1 116|22 5 87 1 88|24 5 98 1 99|28 1 107 5 108|30 5 120 1 121|28 3 113 4 114|28 3 107 5 108"
)
_MEDIUM = (
    "10 1 16|16 1 28|26 1 44|18 2 32|24 2 43|16 4 27|18 4 31|22 2 38 2 39|22 3 36 2 37|26 4 43 1 44|30 1 50 4 51"
    "|22 6 36 2 37|22 8 37 1 38|24 4 40 5 41|24 5 41 5 42|28 7 45 3 46|28 10 46 1 47|26 9 43 4 44|26 3 44 11 45"
    "|26 3 41 13 42"
)
_BLOCKS = {1: _LOW.split("|"), 0: _MEDIUM.split("|")}  # by what the format says
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, _c: r % 2 == 0,
    lambda _r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
_FORMAT_MASK = 0b101010000010010


def read(code: Image.Image) -> str:
    """What a code says that fills the picture exactly."""
    modules = _modules(code.convert("L"))
    version = (len(modules) - 17) // 4
    level, mask = _format(modules)
    words = list(_words(modules, version, _MASKS[mask]))
    return _said(_put_together(words, _BLOCKS[level][version - 1]), version)


def side_of_module(code: Image.Image) -> int:
    """Pixels: a seventh of the dark run that the first corner begins with."""
    grey, run = code.convert("L"), 0
    while grey.getpixel((run, 0)) == 0:
        run += 1
    assert run % 7 == 0, f"the corner is {run} pixels wide"
    return run // 7


def _modules(code: Image.Image) -> Modules:
    side = side_of_module(code)
    size, left = divmod(code.width, side)
    assert (left, code.width, size % 4) == (0, code.height, 1)
    found = [[{0: True, 255: False}[_at(code, c, r)] for c in range(code.width)] for r in range(code.height)]
    for row, line in enumerate(found):
        assert line == found[row // side * side], "a module is not of one colour"
        assert all(dark == line[n // side * side] for n, dark in enumerate(line)), "a module is not of one colour"
    return [line[::side] for line in found[::side]]


def _at(code: Image.Image, column: int, row: int) -> int:
    found = code.getpixel((column, row))
    assert isinstance(found, int)
    return found


def _format(modules: Modules) -> tuple[int, int]:
    spots = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8)] + [
        (r, 8) for r in range(5, -1, -1)
    ]
    bits = int("".join("1" if modules[r][c] else "0" for r, c in spots), 2) ^ _FORMAT_MASK
    return bits >> 13, bits >> 10 & 7


def _words(modules: Modules, version: int, mask: Callable[[int, int], bool]) -> Iterator[int]:
    """Eight modules each, in pairs of columns from the right, up and down by turns."""
    size, taken = len(modules), _taken(version)
    bits: list[bool] = []
    for number, right in enumerate(c - (c <= 6) for c in range(size - 1, 0, -2)):
        for row in range(size) if number % 2 else range(size - 1, -1, -1):
            bits += [modules[row][c] ^ mask(row, c) for c in (right, right - 1) if (row, c) not in taken]
    for n in range(0, len(bits) - 7, 8):
        yield int("".join("1" if bit else "0" for bit in bits[n : n + 8]), 2)


def _taken(version: int) -> set[tuple[int, int]]:
    """Where something else than data stands: corners, timing, alignment, format and version."""
    size = 17 + 4 * version
    taken = {(r, c) for r in range(9) for c in range(9)}
    taken |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    taken |= {(c, r) for r in range(9) for c in range(size - 8, size)}
    taken |= {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    places = _alignment(version)
    for r in places:
        for c in places:
            if (r, c) not in {(6, 6), (6, size - 7), (size - 7, 6)}:
                taken |= {(r + a, c + b) for a in range(-2, 3) for b in range(-2, 3)}
    if version > 6:
        block = {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        taken |= block | {(c, r) for r, c in block}
    return taken


def _alignment(version: int) -> list[int]:
    if version == 1:
        return []
    count, last = version // 7 + 2, 10 + 4 * version
    step = (last - 6 + 2 * (count - 1) - 1) // (2 * (count - 1)) * 2  # even, the first gap is the odd one
    return [6, *reversed([last - n * step for n in range(count - 1)])]


def _put_together(words: list[int], blocks: str) -> list[int]:
    _, *groups = map(int, blocks.split())
    lengths = [n for count, n in zip(groups[::2], groups[1::2], strict=True) for _ in range(count)]
    parts: list[list[int]] = [[] for _ in lengths]
    coming = iter(words)
    for n in range(max(lengths)):
        for part, length in zip(parts, lengths, strict=True):
            if n < length:
                part.append(next(coming))
    return [word for part in parts for word in part]


def _said(words: list[int], version: int) -> str:
    bits, said = "".join(f"{word:08b}" for word in words), b""
    while len(bits) >= 4 and (mode := int(bits[:4], 2)):
        assert mode == 4, f"a mode of {mode} is not read here"
        width = 8 if version < 10 else 16
        length = int(bits[4 : 4 + width], 2)
        bits = bits[4 + width :]
        said += bytes(int(bits[n : n + 8], 2) for n in range(0, length * 8, 8))
        bits = bits[length * 8 :]
    return said.decode()
