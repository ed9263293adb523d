"""Address, browser and memory of a crash are forgotten before any other code runs."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hotline.public.forgetting import CALLER, Forgetful
from hotline.public.place_log import PlaceFormatter

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[3]
MARKER = "marker-7f3a"
FROM_SERVER: dict[str, Any] = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/report/en/",
    "HTTP_HOST": "hotline.example",
    "wsgi.input": None,
    "REMOTE_ADDR": f"203.0.113.7 {MARKER}",
    "REMOTE_PORT": MARKER,
    "REMOTE_HOST": MARKER,
    "HTTP_USER_AGENT": MARKER,
    "HTTP_X_FORWARDED_FOR": MARKER,
    "HTTP_FORWARDED": MARKER,
    "HTTP_ACCEPT_LANGUAGE": MARKER,
    "HTTP_COOKIE": MARKER,
    "HTTP_REFERER": MARKER,
    "HTTP_DNT": MARKER,
    "HTTP_SEC_CH_UA_PLATFORM": MARKER,
}


def passed_on(environ: dict[str, Any]) -> dict[str, Any]:
    """What the application behind a door of its own sees."""
    seen: dict[str, Any] = {}
    Forgetful(lambda given, _: seen.update(given) or [])(environ, lambda *_: None)
    return seen


def test_request_when_passed_on_then_nothing_of_the_caller_is_in_it() -> None:
    seen = passed_on(FROM_SERVER)
    assert MARKER not in repr(seen)
    assert seen["HTTP_HOST"] == "hotline.example"
    assert seen["PATH_INFO"] == "/report/en/"


def test_caller_when_two_requests_come_then_told_apart_without_an_address() -> None:
    names: list[str] = []
    door = Forgetful(lambda given, _: names.append(given[CALLER]) or [])
    for address in ("203.0.113.7", "203.0.113.8", "203.0.113.7"):
        door({"REMOTE_ADDR": address}, lambda *_: None)
    assert names[0] == names[2] != names[1]
    assert passed_on({"REMOTE_ADDR": "203.0.113.7"})[CALLER] != names[0]  # another process, another key


CRASH = "import os, signal\n{first}\nos.kill(os.getpid(), signal.SIGSEGV)"
FORGET = "from hotline.public.forgetting import leave_no_dump; leave_no_dump()"


def test_process_when_it_crashes_then_no_memory_is_dumped(tmp_path: Path) -> None:
    if not dumps("import resource; resource.setrlimit(resource.RLIMIT_CORE, (10**9, 10**9))", tmp_path):
        pytest.skip("this machine dumps no memory of any process")
    assert not dumps(FORGET, tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's own word for it")
def test_process_when_it_left_no_dump_then_the_kernel_and_the_limit_say_so() -> None:
    code = (
        f"{FORGET}\nimport ctypes, resource\n"
        "assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0\n"  # PR_GET_DUMPABLE
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def dumps(first: str, directory: Path) -> bool:
    """Whether a process that crashes after these lines leaves its memory behind, in the directory."""
    process = subprocess.Popen(
        [sys.executable, "-c", CRASH.format(first=first)],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -1
    assert os.WIFSIGNALED(status)
    return os.WCOREDUMP(status)


def test_log_line_when_written_then_names_the_place_and_the_day_and_no_word() -> None:
    try:
        raise ValueError(f"cannot read {MARKER}")
    except ValueError:
        record = logging.LogRecord(
            "hotline.public", logging.ERROR, __file__, 1, f"failed for {MARKER}", (), sys.exc_info()
        )
    line = PlaceFormatter().format(record)
    assert MARKER not in line
    assert "ValueError" in line
    assert "tests/hotline/public/test_forgetting.py:" in line
    assert line.count(":") == 1  # no hour: the only colon stands before the line number
    assert "\n" not in line
