"""Settings from the environment: a wrong one stops the start with one line that names it."""

from __future__ import annotations

import ast
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import environ
import pytest
from celery import Celery
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads, prepare_accept_content

from ledger.services import job
from portsec import environment
from portsec.environment import SettingError
from portsec.processes import GRACE, QUEUES
from tests.architecture.tree import modules

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
LONG_ENOUGH = "0123456789abcdef" * 3
WHOLE = {
    "SECRET_KEY": LONG_ENOUGH,
    "DATABASE_URL": "postgresql://somebody@/portsec?host=/nonexistent",
    "REDIS_URL": "unix:///nonexistent/redis.sock",
    "DEMO": "1",
}
OURS = {
    *WHOLE,
    *("SECRET_KEY_FILE", "LEDGER_KEY_FILE", "DATA_DIR", "ALLOWED_HOSTS"),
    *("LEDGER_POLICY_FILE", "LEDGER_PUBLISHED_DIR"),
    *("PORT", "HOTLINE_PORT", "DEVICE_PORT", "HOTLINE_URL", "HOTLINE_DATABASE_URL"),
}
OURS |= {"TIME_ZONE", "LANGUAGES", "CREDENTIAL_KEY_DIR", "PUBLIC_URL", "CLIENT_CERTIFICATE_HEADER"}


def check(**settings: str | None) -> subprocess.CompletedProcess[str]:
    """`manage.py check` under these settings and nothing else of ours; None takes one away."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    given = {name: value for name, value in {**WHOLE, **settings}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**kept, "DATA_DIR": "/nonexistent/portsec", **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_when_all_are_right_then_the_check_finds_nothing() -> None:
    told = check()
    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout


WRONG: list[tuple[str, dict[str, str | None], str]] = [
    ("SECRET_KEY", {"SECRET_KEY": None}, "is missing (or give a file in SECRET_KEY_FILE)"),
    ("SECRET_KEY", {"SECRET_KEY": ""}, "is missing (or give a file in SECRET_KEY_FILE)"),
    ("SECRET_KEY", {"SECRET_KEY": "x" * 31}, "is shorter than 32 characters"),
    ("SECRET_KEY_FILE", {"SECRET_KEY": None, "SECRET_KEY_FILE": "/nonexistent"}, "No such file or directory"),
    ("SECRET_KEY_FILE", {"SECRET_KEY": None, "SECRET_KEY_FILE": "/"}, "Is a directory"),
    ("SECRET_KEY_FILE", {"SECRET_KEY": None, "SECRET_KEY_FILE": sys.executable}, "is not a text file"),
    ("SECRET_KEY", {"SECRET_KEY": None, "SECRET_KEY_FILE": "/dev/null"}, "is missing"),
    ("DATABASE_URL", {"DATABASE_URL": None}, "`make run` starts a database of its own"),
    ("DATABASE_URL", {"DATABASE_URL": "mysql://a@b/c"}, "must start with postgresql://"),
    ("DATABASE_URL", {"DATABASE_URL": "portsec"}, "must start with postgresql://"),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://a@b:no/c"}, "is not an address"),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://a@[b/c"}, "is not an address"),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://a@b"}, "names no database"),
    ("REDIS_URL", {"REDIS_URL": None}, "`make run` starts a Redis of its own"),
    ("REDIS_URL", {"REDIS_URL": "http://localhost"}, "must start with redis://"),
    ("REDIS_URL", {"REDIS_URL": "redis://localhost:99999/0"}, "is not an address"),
    ("REDIS_URL", {"REDIS_URL": "redis://localhost/cache"}, "'cache' is not the number of a Redis database"),
    ("PORT", {"PORT": "0"}, "'0' is not a port number from 1 to 65535"),
    ("PORT", {"PORT": "65536"}, "'65536' is not a port number from 1 to 65535"),
    ("PORT", {"PORT": "٨٠٨٠"}, "is not a port number"),
    ("PORT", {"PORT": "9" * 5000}, "is not a port number"),
    ("HOTLINE_PORT", {"HOTLINE_PORT": "-1"}, "'-1' is not a port number"),
    ("HOTLINE_URL", {"HOTLINE_URL": "hotline.example"}, "must be an address such as"),
    ("HOTLINE_DATABASE_URL", {"HOTLINE_DATABASE_URL": "postgresql:///portsec"}, "names no role"),
    ("DEVICE_PORT", {"DEVICE_PORT": "gate"}, "'gate' is not a port number"),
    ("DEMO", {"DEMO": "perhaps"}, "'perhaps' is neither 1 nor 0"),
    ("TIME_ZONE", {"TIME_ZONE": "Europe/Atlantis"}, "'Europe/Atlantis' is not a known time zone"),
    ("TIME_ZONE", {"TIME_ZONE": "../../etc/passwd"}, "is not a known time zone"),
    ("TIME_ZONE", {"TIME_ZONE": ""}, "is not a known time zone"),
    ("LEDGER_KEY_FILE", {"LEDGER_KEY_FILE": "/nonexistent/key"}, "there is no file /nonexistent/key"),
    ("LEDGER_POLICY_FILE", {"LEDGER_POLICY_FILE": "/"}, "there is no file /"),
    ("LEDGER_PUBLISHED_DIR", {"LEDGER_PUBLISHED_DIR": "/dev/null"}, "/dev/null is not a directory"),
    ("CREDENTIAL_KEY_DIR", {"CREDENTIAL_KEY_DIR": "/dev/null"}, "/dev/null is not a directory"),
    ("PUBLIC_URL", {"PUBLIC_URL": "port.example"}, "must be an address such as"),
    ("PUBLIC_URL", {"PUBLIC_URL": "ftp://port.example"}, "must be an address such as"),
    ("PUBLIC_URL", {"PUBLIC_URL": "https://port.example/?a=1"}, "must be an address such as"),
    ("PUBLIC_URL", {"PUBLIC_URL": f"https://{'p' * 60}.example"}, "has more than 60 characters"),
    (
        "CLIENT_CERTIFICATE_HEADER",
        {"CLIENT_CERTIFICATE_HEADER": "X-Client Subject"},
        "is not the name of a header",
    ),
    ("LANGUAGES", {"LANGUAGES": "en,tlh"}, "'tlh' is not one of en,"),
    ("LANGUAGES", {"LANGUAGES": " , "}, "is empty"),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ""}, "is empty"),
    ("DATA_DIR", {"DATA_DIR": "/dev/null"}, "/dev/null is not a directory"),
]


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    WRONG,
    ids=[f"{name}-{number}" for number, (name, *_) in enumerate(WRONG)],
)
def test_setting_when_wrong_then_one_line_names_it_and_nothing_starts(
    name: str, given: dict[str, str | None], problem: str
) -> None:
    told = check(**given)
    assert told.returncode != 0
    assert told.stdout == ""
    lines = told.stderr.splitlines()
    assert len(lines) == 1, told.stderr
    assert lines[0].startswith(f"portsec: setting {name}: ")
    assert problem in lines[0]


def test_settings_when_listed_here_then_each_has_a_wrong_value_above() -> None:
    assert {name for name, *_ in WRONG} == OURS


def env(**values: str) -> environ.Env:
    given = environ.Env()
    given.ENVIRON = dict(values)
    return given


def test_secret_when_it_begins_with_a_dollar_sign_then_taken_as_it_stands() -> None:
    value = "$HOME" + LONG_ENOUGH
    assert environment.secret(env(SECRET_KEY=value, HOME="x"), "SECRET_KEY", optional=False) == value


def test_secret_when_value_and_file_are_given_then_the_value(tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text(f"{LONG_ENOUGH}-of-the-file\n", encoding="utf-8")
    both = env(SECRET_KEY=LONG_ENOUGH, SECRET_KEY_FILE=str(kept))
    alone = env(SECRET_KEY_FILE=str(kept))
    assert environment.secret(both, "SECRET_KEY", optional=False) == LONG_ENOUGH
    assert environment.secret(alone, "SECRET_KEY", optional=False) == f"{LONG_ENOUGH}-of-the-file"


def test_secret_when_too_short_then_refused_even_for_a_command_that_starts_servers() -> None:
    with pytest.raises(SettingError, match="shorter"):
        environment.secret(env(SECRET_KEY="short"), "SECRET_KEY", optional=True)


@pytest.mark.parametrize(
    ("given", "host", "is_demo", "wanted"),
    [
        ("", "desk.port.example", False, "https://desk.port.example"),
        ("", ".port.example", False, "https://port.example"),
        ("", "*", False, "https://localhost"),
        ("", "desk.port.example", True, "http://127.0.0.1:8123"),
        ("https://badges.port.example/", "x", True, "https://badges.port.example"),
    ],
)
def test_public_url_when_not_given_then_from_the_host_name(
    given: str, host: str, is_demo: bool, wanted: str
) -> None:
    found = environment.public_url(env(PUBLIC_URL=given), "PUBLIC_URL", host=host, port=8123, is_demo=is_demo)
    assert found == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("1", True), ("TRUE", True), (" yes ", True), ("on", True), ("0", False), ("no", False), ("", False)],
)
def test_flag_when_written_in_these_ways_then_read(given: str, wanted: bool) -> None:
    assert environment.flag(env(DEMO=given), "DEMO", default=not wanted) is wanted


def test_header_when_not_named_then_off_and_else_the_name() -> None:
    assert environment.header(env(), "CLIENT_CERTIFICATE_HEADER") == ""
    named = env(CLIENT_CERTIFICATE_HEADER=" X-Client-Subject ")
    assert environment.header(named, "CLIENT_CERTIFICATE_HEADER") == "X-Client-Subject"


def test_words_when_listed_then_without_blanks() -> None:
    assert environment.words(env(X=" a, b ,,c"), "X", default=["z"]) == ["a", "b", "c"]
    assert environment.words(env(), "X", default=["y", "z"]) == ["y", "z"]


def test_languages_when_named_then_with_their_own_names() -> None:
    assert environment.languages(env(LANGUAGES="nl,ar"), default=["en"]) == [
        ("nl", "Nederlands"),
        ("ar", "العربية"),
    ]


def test_database_when_named_then_connections_are_kept_and_checked() -> None:
    config = environment.database(env(DATABASE_URL="postgresql://a:b%40c@db:6543/portsec"), optional=False)
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db", 6543, "portsec")
    assert (config["USER"], config["PASSWORD"]) == ("a", "b@c")
    assert config["CONN_HEALTH_CHECKS"] is True
    assert config["CONN_MAX_AGE"] > 0


# What keeps work from being lost when a worker, the broker or a message is.
WANTED: dict[str, Any] = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_acks_on_failure_or_timeout": True,
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_soft_time_limit": 60,
    "task_time_limit": 90,
    "worker_max_tasks_per_child": 500,
    "worker_soft_shutdown_timeout": GRACE - 5,
}
TRANSPORT = {
    "visibility_timeout": 300,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 25,
}


def test_celery_when_loaded_then_every_setting_that_keeps_work_is_in_force() -> None:
    app = Celery("as-configured", set_as_current=False)  # the desk's own stays the one that tasks use
    app.conf.update(environment.celery("redis://broker:6379/0"))
    assert {name: app.conf[name] for name in WANTED} == WANTED
    assert app.conf.broker_transport_options.items() >= TRANSPORT.items()
    assert app.conf.broker_url == "redis://broker:6379/0"


def test_celery_when_the_desk_loads_it_then_the_same_settings() -> None:
    from portsec.celery import app

    assert {name: app.conf[name] for name in WANTED} == WANTED
    assert app.conf.result_backend is None


def test_celery_when_on_a_unix_socket_then_no_keep_alive_because_that_is_for_tcp() -> None:
    settings = environment.celery("unix:///run/redis.sock")
    assert settings["broker_url"] == "redis+socket:///run/redis.sock"
    assert settings["broker_transport_options"]["socket_keepalive"] is False


def test_lease_when_compared_then_outlives_the_hard_limit_and_ends_before_the_broker_repeats() -> None:
    hard = WANTED["task_time_limit"]
    assert hard < job.LEASE.total_seconds() < TRANSPORT["visibility_timeout"]
    assert WANTED["task_soft_time_limit"] < hard


def test_message_when_pickled_then_refused() -> None:
    accepted = prepare_accept_content(environment.celery("redis://broker")["accept_content"])
    raw = pickle.dumps({"args": []})
    with pytest.raises(ContentDisallowed):
        loads(raw, "application/x-python-serialize", "binary", accept=accepted)
    assert loads(b'{"a":1}', "application/json", "utf-8", accept=accepted) == {"a": 1}


def test_beat_when_listed_then_known_tasks_in_served_queues() -> None:
    from portsec.celery import app

    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["queue"] in QUEUES
        assert (
            0 < entry["schedule"] <= 3600
        )  # what is due once a day is asked for hourly, so no day is missed


def test_code_when_it_sends_work_then_never_with_a_delay_inside_the_broker() -> None:
    """Due times are rows; a message that waits in Redis is lost with it."""
    delayed = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"apply_async", "send_task", "delay"}
        and {word.arg for word in node.keywords} & {"countdown", "eta"}
    ]
    assert not delayed


def test_log_when_an_error_is_written_then_one_line_without_local_variables() -> None:
    script = (
        "import logging, logging.config, pathlib\n"
        "from portsec import environment\n"
        "logging.config.dictConfig(environment.logging(pathlib.Path('.')))\n"
        "def sign_in(password):\n"
        "    raise ValueError('bad\\nline \\x1b[31m')\n"
        "try:\n"
        "    sign_in('tulip-garden-7')\n"
        "except ValueError:\n"
        "    logging.getLogger('portsec.x').exception('failed\\nfor a reason')\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(told.stderr.splitlines()) == 1
    assert "\x1b" not in told.stderr
    assert "tulip-garden-7" not in told.stderr.replace("sign_in('tulip-garden-7')", "")
    assert '"failed\\nfor a reason"' in told.stderr


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("GET /apply/IdNVkkv0ldTXVLNUlW2B/about/", "GET /apply/…/about/"),
        ("GET /hearing/IdNVkkv0ldTXVLNUlW2B/", "GET /hearing/…/"),
        ("GET /hearings/SA-2026-00001/1/", "GET /hearings/SA-2026-00001/1/"),
    ],
)
def test_log_when_a_personal_link_is_in_it_then_the_token_is_left_out(address: str, kept: str) -> None:
    told = environment.without_links(None, "", {"event": "request_started", "request": address, "code": 200})
    assert told == {"event": "request_started", "request": kept, "code": 200}
