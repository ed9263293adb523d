"""The scenario of the address tests goes further than that of others."""

from __future__ import annotations

import pytest

from tests import procedure, releases
from tests.scenario import Scenario


@pytest.fixture
def made(made: Scenario) -> Scenario:
    made.procedure = procedure.make(made)
    made.release = releases.held_by_quayside(made)
    return made
