"""A small simulated port with planted insiders, judged whole once for all tests here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from access.detection.registry import run
from access.detection.rule import Flag
from access.detection.window import Window
from portsec.simulation.directory import PortData, read_directory
from portsec.simulation.port import START, Order, simulate

DAYS = 8


@dataclass(frozen=True)
class Whole:
    """The port's log, and by rule what is found in all of it at once."""

    port: PortData
    window: Window
    found: dict[str, set[tuple[str, ...]]]


def findings(flags: tuple[Flag, ...]) -> dict[str, set[tuple[str, ...]]]:
    by_rule: dict[str, set[tuple[str, ...]]] = {}
    for flag in flags:
        by_rule.setdefault(flag.rule, set()).add((flag.key, flag.person, flag.text, *flag.events))
    return by_rule


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    directory: Path = tmp_path_factory.mktemp("scanned")
    simulate(directory, Order(people=160, days=DAYS, seed=5, insiders=20))
    port = read_directory(directory)
    window = Window(
        since=START,
        until=START + timedelta(days=DAYS),
        gate=port.gate,
        data=port.data,
        context=port.context,
        loaded_since=START,
    )
    return Whole(port, window, findings(run(window).flags))
