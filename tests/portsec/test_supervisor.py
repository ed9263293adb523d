"""Children under supervision: shown, started again, ended together, never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from portsec import child
from portsec.supervisor import FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER, Child, Supervisor

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
WITH_GRANDCHILD = """
import subprocess, sys, time
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(grandchild.pid, flush=True)
time.sleep(600)
"""
IN_PIECES = """
import time
for piece in ("ha", "lf\\n", "last"):
    print(piece, end="", flush=True)
    time.sleep(0.1)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
"""
PARENT = """
import os, subprocess, sys, time
from pathlib import Path
from portsec import child
process = child.start([sys.executable, "-c", "import time; time.sleep(600)"], env=os.environ, cwd=Path("/"))
print(process.pid, flush=True)
time.sleep(600)
"""


class Screen:
    """Collects what the children say."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def said(self, text: str) -> bool:
        return any(text in line for _, line in self.lines)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def supervisor(screen: Screen) -> Iterator[Supervisor]:
    made = Supervisor(cwd=ROOT, show=screen)
    yield made
    made.kill()


def run(supervisor: Supervisor, name: str, code: str) -> Child:
    return supervisor.start(name, [sys.executable, "-c", code], os.environ)


def attend_until(supervisor: Supervisor, holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not come about in time"
        supervisor.attend(0.05)


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_output_when_lines_come_in_pieces_then_whole_lines_are_shown_with_their_service(
    supervisor: Supervisor, screen: Screen
) -> None:
    run(supervisor, "web", IN_PIECES)
    attend_until(supervisor, lambda: screen.said("last"))
    assert screen.lines[:2] == [("web", "half"), ("web", "last")]


def test_child_when_it_dies_then_it_is_started_again_after_its_pause(
    supervisor: Supervisor, screen: Screen
) -> None:
    worker = run(supervisor, "worker", "import time; print('up', flush=True); time.sleep(600)")
    attend_until(supervisor, lambda: screen.said("up"))
    assert worker.process is not None
    first = worker.process.pid
    os.kill(first, signal.SIGKILL)
    attend_until(supervisor, lambda: len([line for _, line in screen.lines if line == "up"]) == 2)
    assert worker.process.pid != first
    assert worker.deaths == 1
    assert screen.said("ended (signal 9); starting again in 1 s")


def test_child_when_it_dies_then_what_it_had_started_is_ended_too(
    supervisor: Supervisor, screen: Screen
) -> None:
    worker = run(supervisor, "worker", WITH_GRANDCHILD)
    attend_until(supervisor, lambda: bool(screen.lines))
    grandchild = int(screen.lines[0][1])
    assert worker.process is not None
    worker.process.kill()
    attend_until(supervisor, lambda: worker.deaths == 1)
    attend_until(supervisor, lambda: not is_running(grandchild))


def test_stop_when_one_child_does_not_listen_then_all_are_gone_after_the_grace(
    supervisor: Supervisor, screen: Screen
) -> None:
    run(supervisor, "worker", STUBBORN)
    run(supervisor, "beat", WITH_GRANDCHILD)
    attend_until(supervisor, lambda: len(screen.lines) == 2)
    pids = [each.process.pid for each in supervisor.children if each.process]
    pids.append(next(int(line) for name, line in screen.lines if name == "beat"))
    begun = time.monotonic()
    supervisor.stop(grace=1)
    assert time.monotonic() - begun < 3
    attend_until(supervisor, lambda: not any(map(is_running, pids)), seconds=1)
    assert ("worker", "did not end within 1 s and was killed") in screen.lines


def test_stop_when_all_listen_then_it_does_not_wait_for_the_grace(supervisor: Supervisor) -> None:
    run(supervisor, "web", "import time; time.sleep(600)")
    begun = time.monotonic()
    supervisor.stop(grace=30)
    assert time.monotonic() - begun < 5


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
def test_child_when_its_parent_is_killed_then_it_ends(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_running(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_pauses_when_deaths_follow_each_other_then_they_double_up_to_a_limit() -> None:
    dying = Child("worker", [], {}, started_at=0.0)
    pauses = [dying.next_pause(now=1.0) for _ in range(8)]
    assert pauses == [FIRST_PAUSE, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert dying.next_pause(now=STEADY_AFTER) == FIRST_PAUSE


def test_stop_when_gentle_signals_are_ignored_then_the_next_one_follows() -> None:
    process = child.start([sys.executable, "-c", STUBBORN], env=os.environ, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    child.stop(process, ((signal.SIGTERM, 0.2), (signal.SIGKILL, 5)))
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
