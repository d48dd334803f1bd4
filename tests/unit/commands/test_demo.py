"""`kpbot demo --reset`: what it removes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

from kpbot.commands.demo import clear


def test_a_reset_removes_the_rehearsal(tmp_path: Path) -> None:
    for name in ("rehearsal.db", "rehearsal.db-wal", "room/1.jpg", "photos/2.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    clear(tmp_path)
    assert list(tmp_path.iterdir()) == []
    clear(tmp_path / "not there yet")


def test_a_reset_leaves_an_installation_and_everything_else_alone(tmp_path: Path) -> None:
    kept = ["kpbot.db", "photos/1.jpg", "letters.txt"]
    for name in [*kept, "rehearsal.db"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    clear(tmp_path)
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()) == sorted(kept)
