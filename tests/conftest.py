"""What every test may ask for: a port, the standing people, and an emptied database after each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase, override_settings

from accounts.models import Organisation, Port
from portsec.kernel import clock
from tests import people, scenario
from tests.people import Actor, Cast
from tests.scenario import Scenario
from tests.witness import Record

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


@pytest.fixture(autouse=True, scope="session")
def _static_files_by_their_own_names() -> Iterator[None]:
    """Pages are rendered without collected static files; the manifest has its own test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


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
def made(port: Port, quayside: Organisation, cast: Cast, now: datetime) -> Scenario:
    """One of everything, an hour ago; see tests/scenario.py."""
    return scenario.make(port, quayside, cast, at=now - timedelta(hours=1))


@pytest.fixture
def elsewhere(other_port: Port, now: datetime) -> Scenario:
    """The same at another port, with other people and another employer."""
    blueline = Organisation.objects.create(code="BLUELINE", name="Blueline", kind="carrier", country="NL")
    others = people.make_cast(other_port, blueline, at=now, suffix="2")
    return scenario.make(other_port, blueline, others, at=now - timedelta(hours=1))


@pytest.fixture
def record(db: None) -> Record:
    """What comes on record from here on; ask for it after the fixtures that act themselves."""
    return Record()


@pytest.fixture
def signed_in(client: Client) -> people.SignIn:
    """`signed_in(alice)` is a browser in which Alice signed in just now."""
    return people.SignIn(client)
