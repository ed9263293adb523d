"""Runs services as children: shows what they say, starts again what dies, ends all of them together."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portsec import child

FIRST_PAUSE = 1.0  # seconds before a dead service is started again; doubles with each death
LONGEST_PAUSE = 30.0  # seconds
STEADY_AFTER = 60.0  # seconds of life after which earlier deaths are forgotten
CHUNK = 65_536  # bytes read at once


@dataclass(slots=True)
class Child:
    """One supervised service. `process` is None while it waits to be started again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_at: float = 0.0
    pending: bytes = field(default=b"")

    def next_pause(self, now: float) -> float:
        """Seconds to wait before the next start, after a death at `now`."""
        self.deaths = 1 if now - self.started_at >= STEADY_AFTER else self.deaths + 1
        return min(FIRST_PAUSE * 2.0 ** (self.deaths - 1), LONGEST_PAUSE)


class Supervisor:
    """Single-threaded: call `attend` again and again. `show(name, line)` receives what the children say."""

    def __init__(self, *, cwd: Path, show: Callable[[str, str], None]) -> None:
        self.children: list[Child] = []
        self._cwd = cwd
        self._show = show
        self._selector = selectors.DefaultSelector()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
        newcomer = Child(name, command, environment)
        self.children.append(newcomer)
        self._launch(newcomer)
        return newcomer

    def attend(self, seconds: float) -> None:
        """Show output for up to `seconds`, note deaths, start again whose pause is over."""
        self._listen(seconds)
        now = time.monotonic()
        for each in self.children:
            if each.process is not None and each.process.poll() is not None:
                pause = self._bury(each, now)
                self._show(each.name, f"ended ({_how(each)}); starting again in {pause:.0f} s")
                each.process = None
            elif each.process is None and now >= each.start_at:
                self._launch(each)

    def stop(self, grace: float) -> None:
        """Ask every child to end, in the order of their start; kill what is left after `grace` seconds."""
        for each in self.children:
            if each.process is not None and each.process.poll() is None:
                each.process.terminate()
        deadline = time.monotonic() + grace
        while self._alive() and time.monotonic() < deadline:
            self._listen(0.1)
        for each in self._alive():
            self._show(each.name, f"did not end within {grace:.0f} s and was killed")
        self.kill()
        self._listen(0)

    def kill(self) -> None:
        """End every child at once, with all that it started."""
        for each in self.children:
            if each.process is not None:
                child.end_group(each.process)
                each.process.wait()

    def _alive(self) -> list[Child]:
        return [each for each in self.children if each.process is not None and each.process.poll() is None]

    def _launch(self, each: Child) -> None:
        each.process = child.start(
            each.command,
            env=each.environment,
            cwd=self._cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        each.started_at = time.monotonic()
        assert each.process.stdout is not None  # noqa: S101
        os.set_blocking(each.process.stdout.fileno(), False)
        self._selector.register(each.process.stdout, selectors.EVENT_READ, each)

    def _bury(self, each: Child, now: float) -> float:
        """A dead server leaves workers behind that hold its port and its messages: end them too."""
        assert each.process is not None  # noqa: S101
        child.end_group(each.process)
        while self._read(each):
            pass
        self._close(each)
        pause = each.next_pause(now)
        each.start_at = now + pause
        return pause

    def _listen(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _ in self._selector.select(seconds):
            self._read(key.data)

    def _read(self, each: Child) -> bool:
        """Show the whole lines that have come. False when nothing is there now or will be."""
        stream = each.process.stdout if each.process is not None else None
        if stream is None or stream.closed:
            return False
        try:
            data = os.read(stream.fileno(), CHUNK)
        except BlockingIOError:
            return False
        *lines, each.pending = (each.pending + data).split(b"\n")
        for line in lines:
            self._show_line(each, line)
        if not data:
            self._close(each)
        return bool(data)

    def _close(self, each: Child) -> None:
        """Show what came after the last line end, and forget the stream."""
        stream = each.process.stdout if each.process is not None else None
        if stream is not None and not stream.closed:
            self._selector.unregister(stream)
            stream.close()
        self._show_line(each, each.pending)
        each.pending = b""

    def _show_line(self, each: Child, line: bytes) -> None:
        if line.strip():
            self._show(each.name, line.decode(errors="replace").rstrip())


def _how(each: Child) -> str:
    assert each.process is not None  # noqa: S101
    code = each.process.returncode
    return f"signal {-code}" if code < 0 else f"exit status {code}"
