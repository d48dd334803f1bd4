"""The process that reads one workbook: the file by standard input, its cells as JSON by standard output."""

from __future__ import annotations

import json
import sys

from kpbot.services.sheets import limits, workbook
from kpbot.services.sheets.refused import SheetRefused


def main() -> None:
    _bound()
    try:
        sheets = workbook.read(sys.stdin.buffer.read())
        said: dict[str, object] = {"sheets": [(s.name, [(r.number, r.cells) for r in s.rows]) for s in sheets]}
    except SheetRefused as refused:
        said = {"code": refused.code, "details": refused.details}
    except MemoryError:
        said = {"code": "too-much", "details": {}}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode())


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bounds; the time still is bounded from outside
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
