"""`kpbot demo`: the rehearsal room with a sample county, on this computer only."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from kpbot.commands.finishing import finish
from kpbot.commands.port import require_free
from kpbot.commands.words import words

HOST = "127.0.0.1"
FOLDER = Path("var/demo")


def run(
    port: Annotated[int, typer.Option(help=words("demo-option-port"), min=1, max=65535)] = 8765,
    folder: Annotated[Path, typer.Option(help=words("demo-option-folder"))] = FOLDER,
    reset: Annotated[bool, typer.Option("--reset", help=words("demo-option-reset"))] = False,
) -> None:
    from kpbot.settings import make_private

    require_free(HOST, port)
    if reset:
        clear(folder)
    make_private(folder)
    finish(_run(folder, port))


def clear(folder: Path) -> None:
    """Remove what a rehearsal left there; nothing else that somebody may keep in the folder."""
    for path in folder.glob("rehearsal.db*"):
        path.unlink()
    shutil.rmtree(folder / "room", ignore_errors=True)
    if not (folder / "kpbot.db").exists():
        shutil.rmtree(folder / "photos", ignore_errors=True)


async def _run(folder: Path, port: int) -> None:
    from rich.console import Console

    from kpbot import logs
    from kpbot.commands.rehearsal import Rehearsing

    logs.set_up("warning", "auto")
    console = Console(highlight=False)
    with console.status(words("demo-preparing")):
        room = await Rehearsing.open(folder, HOST, port)
        codes = await room.codes()
    console.print(words("demo-ready"))
    console.print(f"\n    [bold]http://{HOST}:{port}[/bold]\n")
    for name, code in codes.items():
        console.print(f"{words(f'demo-code-{name}')}  [bold]{code}[/bold]")
    console.print(words("demo-reminder"))
    console.print("\n" + words("demo-stop"))
    await room.run()
