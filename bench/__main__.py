"""`python -m bench [NAME[=SIZE] ...]`: runs the benchmarks named, or all; SIZE is what each says it is."""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench import (
    app_shares,
    callbacks,
    cards,
    chaos,
    delivery,
    fan_out,
    fuzz_feeds,
    gate,
    limits,
    presses,
    process,
    redirects,
    roll_ups,
    workers,
)

BENCHES: dict[str, Callable[..., None]] = {
    "app_shares": app_shares.main,  # lines
    "callbacks": callbacks.main,  # callbacks
    "cards": cards.main,  # officers
    "presses": presses.main,
    "delivery": delivery.main,  # messages
    "fan_out": fan_out.main,  # groups
    "fuzz_feeds": fuzz_feeds.main,  # seconds of processor time
    "gate": gate.main,
    "limits": limits.main,  # seconds
    "process": process.main,
    "redirects": redirects.main,  # requests
    "roll_ups": roll_ups.main,  # officers
    "workers": workers.main,
    "chaos": chaos.main,  # kills
}


def main() -> None:
    wanted = [name.partition("=") for name in sys.argv[1:]] or [(name, "", "") for name in BENCHES]
    unknown = [name for name, _, size in wanted if name not in BENCHES or not (size or "1").isdecimal()]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHES)}, some with =SIZE")
    for name, _, size in wanted:
        print(f"== {name}")
        BENCHES[name](*([int(size)] if size else []))


if __name__ == "__main__":
    main()
