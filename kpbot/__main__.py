"""Entry point of the command line: `kpbot` and `python -m kpbot`."""

from __future__ import annotations


def main() -> None:
    from kpbot.commands import run

    run()


if __name__ == "__main__":
    main()
