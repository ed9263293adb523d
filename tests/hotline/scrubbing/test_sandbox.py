"""A foreign file is read by a process that can do nothing else, and an answer always comes back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hotline.scrubbing import sandbox
from hotline.scrubbing.words import FileKind, Obstacle, Removed
from tests.hotline.scrubbing import documents, hostile, pictures

pytestmark = pytest.mark.unit

ATTEMPTS = {
    "opens a connection": "import socket; deed = socket.socket",
    "opens a file": "deed = lambda: open('/etc/hostname')",
    "writes a file": "deed = lambda: open('/tmp/portsec-left-behind', 'w')",
    "starts a program": "import os; deed = lambda: os.execv('/bin/true', ['true'])",
    "starts a process": "import os; deed = os.fork",
    "sends a signal": "import os; deed = lambda: os.kill(os.getppid(), 0)",
    "lists a folder": "import os; deed = lambda: os.listdir('/')",
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda name: name.replace(" ", "-"))
def test_process_when_confined_then_is_not_permitted_to(attempt: str) -> None:
    """Each attempt works before and answers "not permitted" after."""
    program = (
        f"from hotline.scrubbing import confinement\n{ATTEMPTS[attempt]}\n"
        "confinement.confine()\n"
        "import sys\n"
        "try:\n    deed()\nexcept PermissionError:\n    sys.stdout.write('refused'); sys.stdout.flush()\n"
    )
    done = subprocess.run(
        [sys.executable, "-E", "-c", program], cwd=sandbox.ROOT, capture_output=True, check=False
    )
    assert done.stdout == b"refused", done.stderr


def test_process_when_limited_then_takes_no_more_memory_than_it_may() -> None:
    program = (
        "from hotline.scrubbing import confinement\nconfinement.limit()\n"
        "try:\n    bytearray(confinement.MOST_MEMORY)\nexcept MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-E", "-c", program], cwd=sandbox.ROOT, capture_output=True, check=False
    )
    assert done.stdout == b"refused\n", done.stderr


def test_photo_when_scrubbed_then_comes_back_clean_with_its_report() -> None:
    done = sandbox.scrub(pictures.phone_jpeg())
    assert done.report.is_clean
    assert Removed.PLACE in done.report.removed
    assert done.media_type == "image/jpeg"
    assert done.copy is not None
    assert not [secret for secret in pictures.SECRETS if secret in done.copy]


def test_document_when_scrubbed_then_comes_back_as_pictures() -> None:
    done = sandbox.scrub(documents.script())
    assert done.media_type == "application/pdf"
    assert done.copy is not None
    assert b"JavaScript" not in done.copy
    assert b"/DCTDecode" in done.copy


@pytest.mark.parametrize(
    ("content", "obstacle", "is_kept"),
    [
        (b"", Obstacle.EMPTY, False),
        (bytes(sandbox.MOST_BYTES + 1), Obstacle.TOO_LARGE, False),
        (b"PK\x03\x04", Obstacle.OTHER_KIND, True),
        (hostile.png_head(20_000, 20_000), Obstacle.TOO_MANY_PIXELS, True),
        (documents.flate_bomb(), None, True),
    ],
    ids=["empty", "too-large", "archive", "bomb", "page-bomb"],
)
def test_file_when_it_cannot_be_cleaned_then_the_report_says_why(
    content: bytes, obstacle: Obstacle | None, is_kept: bool
) -> None:
    report = sandbox.scrub(content).report
    assert obstacle is None or report.obstacle is obstacle
    assert report.is_kept is is_kept


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no json\n",
        b'{"kind": "jpeg"}\n',
        b"[]\nx",
        b'{"kind": "pdf", "removed": [], "pages": 1, "obstacle": null}\n<html>',
        b"[" * 100_000,
    ],
    ids=["nothing", "words", "half", "list", "another-kind", "deep"],
)
def test_answer_when_the_process_was_taken_over_then_its_form_is_not_believed(answer: bytes) -> None:
    done = sandbox._read(answer, FileKind.JPEG)
    assert done.copy is None
    assert done.report.obstacle is Obstacle.TOO_HEAVY
    assert done.report.kind is FileKind.JPEG
