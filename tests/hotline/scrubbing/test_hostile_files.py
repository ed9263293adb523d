"""The whole corpus of hostile files goes through the sandbox."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from hotline.scrubbing import sandbox
from hotline.scrubbing.report import Scrubbed
from hotline.scrubbing.words import Obstacle
from tests.hotline.scrubbing import hostile, pictures

pytestmark = pytest.mark.flow

LEAST_FILES = 300
MOST_GIVEN_UP = 6  # bombs, and what a machine with other work did not end in time
HEADS = (b"\xff\xd8\xff", b"%PDF-1.4\n1 0 obj\n<</Type/Catalog")


def test_hostile_files_when_scrubbed_then_each_gets_an_answer_and_none_a_way_out() -> None:
    """The end of a process that reads is an answer too; ours lives on, and every copy is a plain picture.

    How much memory a reading process can take is limited by the kernel; tests of the sandbox show that.
    """
    files = list(hostile.corpus())
    assert len({content for _, content in files}) >= LEAST_FILES
    with ThreadPoolExecutor(2) as rooms:
        done = list(rooms.map(sandbox.scrub, (content for _, content in files)))
    wrong = [
        f"{name}: {problem}"
        for (name, _), each in zip(files, done, strict=True)
        if (problem := _problem(each))
    ]
    assert not wrong, "\n".join(wrong)
    assert sum(each.report.obstacle is Obstacle.TOO_HEAVY for each in done) <= MOST_GIVEN_UP


def _problem(done: Scrubbed) -> str:
    if done.report.obstacle is Obstacle.NO_ROOM:
        return "it was not confined"
    if done.copy is None:
        return ""
    if not done.copy.startswith(HEADS):
        return "the copy is neither picture nor pages"
    return "something of the original is left" if any(each in done.copy for each in pictures.SECRETS) else ""
