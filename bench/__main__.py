"""`python -m bench [NAME ...]`: runs the benchmarks named, or all."""

from __future__ import annotations

import sys

from bench import presses, process

BENCHES = {"presses": presses.main, "process": process.main}


def main() -> None:
    names = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    for name in names:
        print(f"== {name}")
        BENCHES[name]()


if __name__ == "__main__":
    main()
