"""The progress bar: on a terminal only, after two seconds, gone at the end."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from portsec.interface import progress
from portsec.interface.progress import Progress

pytestmark = pytest.mark.unit


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def drawn(stream: StringIO) -> str:
    with Progress(OutputWrapper(stream)) as bar:
        bar("gate_events.csv", 5_000, 10_000)
    return stream.getvalue()


def test_bar_when_work_is_long_then_is_drawn_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", 0.0)
    text = drawn(Terminal())
    assert "gate_events.csv" in text
    assert "5,000 of 10,000" in text
    assert text.endswith(progress.CLEAR)


def test_bar_when_work_is_short_then_is_not_seen() -> None:
    assert drawn(Terminal()) == ""


def test_bar_when_the_output_is_kept_then_is_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", 0.0)
    assert drawn(StringIO()) == ""
