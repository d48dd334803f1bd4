"""What is shipped for operators says only what kpbot knows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kpbot import metrics
from kpbot.settings import Settings
from kpbot.settings.problems import known_keys

ROOT = Path(__file__).parents[2]
DEPLOY = (
    *("Dockerfile", ".dockerignore", "compose.yaml"),
    *("deploy/kpbot.service", "deploy/prometheus-alerts.yaml", "deploy/grafana-dashboard.json"),
)
GUIDES = ("docs/how-to/deploy.md", "docs/how-to/back-up.md", "docs/how-to/upgrade.md")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def shown() -> set[str]:
    """The names that /metrics may show."""
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    families = metrics.registry.collect()
    return {family.name + suffix for family in families for suffix in suffixes.get(family.type, ("",))}


@pytest.mark.parametrize("name", ["deploy/prometheus-alerts.yaml", "deploy/grafana-dashboard.json"])
def test_only_metrics_that_there_are_are_asked_for(name: str) -> None:
    asked = set(re.findall(r"\b(?:kpbot|process)_[a-z_]+\b", text(name)))
    assert len(asked) > 5
    assert asked - shown() == set()


def test_alerts_name_results_and_jobs_that_there_are() -> None:
    from kpbot.schedule.jobs import jobs
    from kpbot.services.work import Work
    from kpbot.storage.outbox import State

    alerts = text("deploy/prometheus-alerts.yaml")
    assert set(re.findall(r'result="(\w+)"', alerts)) <= {state.value for state in State} | {"postponed"}
    named = set(re.findall(r'task="(\w+)"', alerts))
    assert named
    assert named <= {job.name for job in jobs(Work)}


def test_the_dashboard_is_one_that_grafana_reads() -> None:
    board = json.loads(text("deploy/grafana-dashboard.json"))
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids)) > 10
    for panel in board["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        assert panel["title"]
        assert all(target["expr"].count("(") == target["expr"].count(")") for target in panel["targets"])
    assert {variable["name"] for variable in board["templating"]["list"]} == {"datasource", "job"}


@pytest.mark.parametrize("name", [*DEPLOY, *GUIDES])
def test_only_settings_that_there_are_are_set(name: str) -> None:
    known = {"KPBOT_" + key.upper().replace(".", "__") for key in known_keys(Settings)}
    assert set(re.findall(r"\bKPBOT_[A-Z0-9_]+\b", text(name))) - known == set()


@pytest.mark.parametrize("name", DEPLOY)
def test_nothing_is_fetched_from_an_address(name: str) -> None:
    addresses = re.findall(r"\w+://[^\s\"']*", text(name))
    ours = ("http://127.0.0.1", "postgresql://kpbot:${POSTGRES_PASSWORD", "file:///srv/kpbot/")
    assert [address for address in addresses if not address.startswith(ours)] == []


def test_the_image_is_made_of_what_is_sent_to_the_builder_and_runs_as_nobody_special() -> None:
    lines = re.sub(r"\\\n\s*", "", text("Dockerfile")).splitlines()
    sent = {line.removeprefix("!") for line in text(".dockerignore").splitlines() if line.startswith("!")}
    copied = {part for line in lines if line.startswith("COPY") and "--from" not in line for part in line.split()[1:-1]}
    assert copied == sent
    assert all((ROOT / name).exists() for name in sent)
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert bases
    assert all(":" in base and "." not in base.partition(":")[0] and "/" not in base for base in bases)
    assert "--require-hashes" in text("Dockerfile")
    last = "\n".join(lines)[("\n".join(lines)).rindex("FROM") :]
    assert re.search(r"^USER kpbot$", last, re.MULTILINE)
    assert last.index("USER kpbot") < last.index("ENTRYPOINT")


def test_the_health_check_of_the_image_is_python_that_compiles() -> None:
    joined = re.sub(r"\\\n\s*", "", text("Dockerfile"))
    command = re.search(r"^HEALTHCHECK.* CMD (\[.*\])$", joined, re.MULTILINE)
    assert command
    program, option, code = json.loads(command[1])
    assert (program, option) == ("python", "-c")
    compile(code, "HEALTHCHECK", "exec")


@pytest.mark.parametrize("name", GUIDES)
def test_guides_name_files_and_commands_that_there_are(name: str) -> None:
    from kpbot.commands import build

    known = {command.name for command in build().registered_commands}
    known |= {group.name for group in build().registered_groups}
    code = re.findall(r"```.*?```|`[^`\n]+`", text(name), re.DOTALL)
    said = set(re.findall(r"\bkpbot ([a-z]+)\b", "\n".join(code))) - {"kpbot"}
    assert said
    assert said - known == set()
    links = re.findall(r"\]\(([^)#]+)", text(name))
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []
