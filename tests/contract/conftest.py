"""The scenario of the address tests goes further than that of others."""

from __future__ import annotations

import pytest

from tests import procedure
from tests.scenario import Scenario


@pytest.fixture
def made(made: Scenario) -> Scenario:
    made.procedure = procedure.make(made)
    return made
