"""A small made-up port, simulated once for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest

from portsec.simulation.port import Order, simulate

ORDER = Order(people=240, days=14, seed=4, insiders=20)


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("simulated")
    simulate(directory, ORDER)
    return directory
