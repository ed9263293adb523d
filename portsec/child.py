"""Child processes that cannot outlive us, and how each is ended."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeAlias

# Which signal to send and how many seconds to wait for its effect, gentlest first.
Steps: TypeAlias = Sequence[tuple[signal.Signals, float]]

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def start(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    account: str | None = None,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `argv` in a process group of its own, so that Ctrl-C reaches us alone and we end it in order.

    When we die without a word (kill -9), Linux sends it `death_signal`. Call this from the main thread:
    the kernel counts the death of the starting *thread*.
    """
    return subprocess.Popen(  # noqa: S603  every argv is written in this project
        list(argv),
        env=dict(env),
        cwd=cwd,
        user=account,
        group=pwd.getpwnam(account).pw_gid if account else None,
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        preexec_fn=_die_with(os.getpid(), death_signal),
    )


def end_with_parent(death_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when the one that started it is gone (Linux; nothing elsewhere)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)


def stop(process: subprocess.Popen[bytes], steps: Steps) -> None:
    """Send the signals one after another until the process is gone, then end what is left of its group."""
    for step, patience in steps:
        if process.poll() is not None:
            break
        process.send_signal(step)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    end_group(process)
    process.wait()


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever still runs in the child's process group: a killed server leaves its workers behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nobody is left (macOS answers with a permission error when only zombies are)


def _die_with(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    def in_child() -> None:
        end_with_parent(death_signal)
        if os.getppid() != parent:  # the parent died between fork and prctl
            os._exit(1)

    return in_child
