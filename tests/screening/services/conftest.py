"""A case on its way: answered, assessed, proposed."""

from __future__ import annotations

import pytest

from screening.models import Application, Assessment, Decision
from tests.people import Actor
from tests.screening import rows


@pytest.fixture
def reviewed(case: Application, alice: Actor) -> Application:
    """All checks answered, nothing found."""
    return rows.reviewed(case, alice)


@pytest.fixture
def assessed(reviewed: Application, alice: Actor) -> Assessment:
    return rows.assessed(reviewed, alice)


@pytest.fixture
def proposal(assessed: Assessment, reviewed: Application, alice: Actor) -> Decision:
    """Alice proposes to grant."""
    return rows.proposed(reviewed, alice)
