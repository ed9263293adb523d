"""What every test may ask for: a port, the standing people, and an emptied database after each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pgtrigger
import pytest
from django.test import Client, TransactionTestCase

from accounts.models import Organisation, Port
from portsec.kernel import clock
from tests import people
from tests.people import Actor, Cast

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(autouse=True, scope="session")
def _ledger_may_be_emptied_between_tests() -> Iterator[None]:
    """A test that commits is followed by a flush, which the ledger rightly refuses; only here it may pass."""
    flush = TransactionTestCase._fixture_teardown

    def with_triggers_off(case: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            flush(case)

    TransactionTestCase._fixture_teardown = with_triggers_off  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def port(db: None) -> Port:
    return Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")


@pytest.fixture
def other_port(db: None) -> Port:
    return Port.objects.create(locode="XXOTH", name="Other Port", country="NL")


@pytest.fixture
def quayside(db: None) -> Organisation:
    return Organisation.objects.create(
        code="QUAYSIDE", name="Quayside Terminals", kind="terminal", country="BE"
    )


@pytest.fixture
def cast(port: Port, quayside: Organisation, now: datetime) -> Cast:
    """The standing people of the tests, one for each role; see tests/people.py."""
    return people.make_cast(port, quayside, at=now)


@pytest.fixture
def alice(cast: Cast) -> Actor:
    return cast.alice


@pytest.fixture
def bob(cast: Cast) -> Actor:
    return cast.bob


@pytest.fixture
def carol(cast: Cast) -> Actor:
    return cast.carol


@pytest.fixture
def anna(cast: Cast) -> Actor:
    return cast.anna


@pytest.fixture
def frank(cast: Cast) -> Actor:
    return cast.frank


@pytest.fixture
def dave(cast: Cast) -> Actor:
    return cast.dave


@pytest.fixture
def signed_in(client: Client) -> people.SignIn:
    """`signed_in(alice)` is a browser in which Alice signed in just now."""
    return people.SignIn(client)
