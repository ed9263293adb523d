"""What screening's doors are tried on."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Organisation, Port
from screening.models import Application, Person, Post
from tests import people
from tests.people import Actor, Cast
from tests.screening import rows


@pytest.fixture
def crane(port: Port) -> Post:
    return rows.make_post(port)


@pytest.fixture
def erin(port: Port, quayside: Organisation) -> Person:
    return rows.make_person(port, quayside)


@pytest.fixture
def case(erin: Person, crane: Post, alice: Actor) -> Application:
    """Erin's application, its checks just asked for; a list is in force."""
    rows.load_list()
    return rows.make_case(erin, crane, alice)


@pytest.fixture
def other_cast(other_port: Port, quayside: Organisation, now: datetime) -> Cast:
    """The same roles at another port."""
    return people.make_cast(other_port, quayside, at=now, suffix="2")
