"""Rules of the house that neither ruff nor import-linter can hold."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import ROUTES

ROOT = Path(__file__).parents[2]
CODE = ("kpbot", "handlers", "content_feeds")
EVERYWHERE = (*CODE, "tests", "bench", "config", "docs")
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}

# Who may catch everything, and why.
BROAD = {
    "kpbot/app.py _hasten": "a database that is away hastens nothing; all else goes on",
    "kpbot/app.py stop": "the last act of a process: the database is closed if it can be",
    "kpbot/commands/opening.py opened": "a database that is away becomes a sentence; all else goes on",
    "kpbot/dispatch.py _settle": "the top of the loop: the platform is told, the next messages are handled",
    "kpbot/dispatch.py _until_committed": "messages wait while the database is away; all else goes on",
    "kpbot/dispatch.py handle": "the top of a batch: it is replayed message by message",
    "kpbot/dispatch.py _alone": "the top of a message: it is set aside",
    "kpbot/platforms/standing.py _is_well": "nobody can be asked without a database; anything else is raised",
    "kpbot/platforms/telegram/polling.py _give": "the top of the loop: the same updates come again",
    "kpbot/platforms/wechat/callback.py _owed": "a database that is away confirms nothing; all else goes on",
    "kpbot/platforms/wecom/app/platform.py _tidy": "the top of the loop: what is left over is swept the next time",
    "kpbot/platforms/wecom/bot/taking.py _give": "the top of the loop: the same messages are tried again",
    "kpbot/platforms/wecom/bot/taking.py _give_the_rest": "the last act at shutdown: what is lost is said",
    "kpbot/public/short_links.py short_link": "a database that is away becomes a page; all else goes on",
    "kpbot/schedule/slots.py run": "the top of a job",
    "kpbot/services/archive/photo_folder.py staged_photos": "whatever interrupts, the staged pictures are put away",
    "kpbot/storage/bell.py listen": "a broken connection is opened again; all else goes on",
    "kpbot/storage/ownership.py hold": "a database that is away owns nothing for us; all else goes on",
    "kpbot/storage/ownership.py let_go": "a connection that is gone has let go already; all else goes on",
    "kpbot/services/answered.py _written": "marks wait while the database is away; all else goes on",
    "kpbot/services/delivery.py _step": "outcomes that cannot be written together are written one by one",
    "kpbot/services/delivery.py _try": "a platform's own fault must not stop the others",
    "kpbot/services/delivery.py _work": "the top of the loop",
    "kpbot/services/link_opens.py _ask": "a database that is away leaves an opening uncounted; all else goes on",
    "kpbot/services/link_opens.py _write_or_wait": "the top of the loop: openings wait while the database is away",
    "kpbot/services/link_opens.py _write_the_rest": "the last act at shutdown: what cannot be written is lost",
    "kpbot/services/marking.py write": "outcomes that cannot be written together are written one by one",
    "kpbot/services/marking.py write_each": "one outcome must not keep the others from being written",
    "kpbot/services/delivery.py _finish": "the last act at shutdown; leases end by themselves",
    "kpbot/services/adding.py fetch_waiting": "one page must not keep the others waiting; an outage goes on",
    "kpbot/services/uploads.py _step": "one sheet must not keep the others waiting; an outage goes on",
    "kpbot/services/woken.py run": "the top of the loop",
    "kpbot/services/gathering.py _ask_alone": "a defect over one source must not hold up the others",
    "kpbot/services/media.py _fetch": "a platform's own fault must not hold up the other pictures",
}


def sources() -> Iterator[Path]:
    for package in CODE:
        yield from sorted((ROOT / package).rglob("*.py"))


def is_broad(node: ast.AST) -> bool:
    """`except:`, `except Exception`, also in a tuple, and `suppress(Exception)`."""
    if isinstance(node, ast.ExceptHandler):
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "suppress":
        caught = list(node.args)
    else:
        return False
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in caught)


def broad_places(path: Path) -> Iterator[str]:
    """`file function` for each broad except, of the innermost function around it."""
    around: dict[ast.AST, str] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):  # outer functions come first
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            around |= dict.fromkeys(ast.walk(node), node.name)
        if is_broad(node):
            yield f"{path.relative_to(ROOT)} {around.get(node, '')}".strip()


def test_every_file_is_named_after_what_it_holds() -> None:
    found = [path for folder in EVERYWHERE for path in (ROOT / folder).rglob("*") if path.stem.lower() in NAMELESS]
    assert found == []


def test_broad_excepts_are_only_where_they_are_meant_to_be() -> None:
    found = {place for path in sources() for place in broad_places(path)}
    assert sorted(found - set(BROAD)) == []
    assert sorted(set(BROAD) - found) == []  # what is not needed any more is not allowed any more


def test_a_broad_except_is_seen() -> None:
    samples = ("except:", "except Exception:", "except (ValueError, Exception) as e:", "except BaseException:")
    for line in samples:
        assert any(is_broad(node) for node in ast.walk(ast.parse(f"try:\n  pass\n{line}\n  pass"))), line
    assert any(is_broad(node) for node in ast.walk(ast.parse("with suppress(Exception): pass")))
    assert not any(is_broad(node) for node in ast.walk(ast.parse("try:\n  pass\nexcept ValueError:\n  pass")))


def test_the_operators_folder_holds_no_code() -> None:
    held = {path.suffix for path in (ROOT / "config").rglob("*") if path.is_file()}
    assert held == {".toml"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_hashed_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"--(extra-)?(index|find|trusted)", text)
    entries = re.findall(r"^(\S+)==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    bare = [line for line in text.splitlines() if re.match(r"[A-Za-z]", line) and "==" not in line]
    assert len(entries) > 30
    assert bare == []
    for entry in re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_requirements_hold_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = {
        line.partition("==")[0].lower()
        for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
        if re.match(r"[A-Za-z].*==", line)
    }
    wanted = {
        re.split(r"[\[<>=]", dependency)[0].replace(".", "-") for dependency in project["project"]["dependencies"]
    }
    assert wanted - pinned == set()


def test_no_two_routes_answer_to_the_same_name() -> None:
    names = Counter(route.name for route in ROUTES)
    assert [name for name, times in names.items() if times > 1] == []
    commands = Counter(command.lower() for route in ROUTES for command in route.commands)
    assert [command for command, times in commands.items() if times > 1] == []


def test_the_first_name_of_a_command_is_one_that_every_platform_can_offer() -> None:
    for route in ROUTES:
        if route.commands:
            assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", route.commands[0]), route.name
            assert route.command, route.name


def test_nothing_names_the_machine_it_was_written_on() -> None:
    text_files = {".py", ".toml", ".md", ".ftl", ".html", ".js", ".css", ".txt", ""}
    places = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")]
    places += [path for folder in EVERYWHERE for path in (ROOT / folder).rglob("*") if path.suffix in text_files]
    here = str(ROOT) + "/"
    found = [str(path) for path in places if path.is_file() and here in path.read_text("utf-8")]
    assert found == []
