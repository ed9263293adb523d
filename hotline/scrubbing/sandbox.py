"""Cleans a file in a process of its own that can do nothing else. The only way in for other code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from hotline.scrubbing.kind import kind_of, media_type_of
from hotline.scrubbing.report import Scrubbed, ScrubReport
from hotline.scrubbing.words import FileKind, Obstacle
from hotline.scrubbing.worker import NO_ROOM

MOST_BYTES: Final = 31 * 1024 * 1024  # a file; with its envelope it fits the largest class of sealed files
MOST_WAIT: Final = 60.0  # seconds by the clock; computing ends after 20, the rest is for a busy machine
ROOT: Final = Path(__file__).resolve().parent.parent.parent
COMMAND: Final = (sys.executable, "-E", "-s", "-B", "-m", "hotline.scrubbing.worker")
ROOMS = BoundedSemaphore(2)  # files read at once by one process of the service; further ones wait


def scrub(content: bytes) -> Scrubbed:
    """The clean copy with its report. Whatever the file does, an answer comes back, in a minute at most.

    Content goes in and out through memory, never through a file system. Without a copy the report names the
    obstacle; whether the original may be kept says `report.is_kept`.
    """
    kind = kind_of(content)
    if not content:
        return Scrubbed(ScrubReport(kind, obstacle=Obstacle.EMPTY))
    if len(content) > MOST_BYTES:
        return Scrubbed(ScrubReport(kind, obstacle=Obstacle.TOO_LARGE))
    if sys.platform != "linux":
        return Scrubbed(ScrubReport(kind, obstacle=Obstacle.NO_ROOM))
    with ROOMS:
        code, answer = _run(content)
    if code != 0:
        return Scrubbed(
            ScrubReport(kind, obstacle=Obstacle.NO_ROOM if code == NO_ROOM else Obstacle.TOO_HEAVY)
        )
    return _read(answer, kind)


def _run(content: bytes) -> tuple[int, bytes]:
    """Exit code and answer; a process that does not end is ended."""
    given, answered = os.memfd_create("given"), os.memfd_create("answered")
    try:
        with open(given, "wb", closefd=False) as whole:
            whole.write(content)
        os.lseek(given, 0, os.SEEK_SET)
        with subprocess.Popen(  # noqa: S603 our own program, without arguments from outside
            COMMAND, stdin=given, stdout=answered, stderr=subprocess.DEVNULL, cwd=ROOT, env={}
        ) as process:
            try:
                code = process.wait(timeout=MOST_WAIT)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
        os.lseek(answered, 0, os.SEEK_SET)
        with open(answered, "rb", closefd=False) as whole:
            return code, whole.read()
    finally:
        os.close(given)
        os.close(answered)


def _read(answer: bytes, kind: FileKind) -> Scrubbed:
    """The worker's answer. A file that took it over can write what it likes, so its form is not believed."""
    head, _, copy = answer.partition(b"\n")
    try:
        report = ScrubReport.from_dict(json.loads(head))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Scrubbed(ScrubReport(kind, obstacle=Obstacle.TOO_HEAVY))
    if not report.is_clean or report.kind is not kind:
        return Scrubbed(ScrubReport(kind, obstacle=report.obstacle or Obstacle.TOO_HEAVY))
    return Scrubbed(report, copy, media_type_of(kind))
