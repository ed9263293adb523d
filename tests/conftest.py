"""What every test may ask for: a port, the standing people, and an emptied database after each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from pytest_django.plugin import blocking_manager_key

from accounts.models import Organisation, Port
from tests import emptying, people, scenario, template
from tests.moment import port_now
from tests.people import Actor, Cast
from tests.scenario import Scenario
from tests.snapshot import Snapshot
from tests.witness import Record

# Files of minutes begin first, or one worker is left alone with the last of them while others stand still.
LONG_FIRST = (
    "tests/browser/",
    "tests/portsec/test_up.py",
    "tests/test_servers.py",
    "tests/contract/",
    "tests/flows/",
    "tests/portsec/lane/",
    "tests/matrix/test_permissions_matrix.py",
)

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database of the tests begins as a copy of the template, where the server is one of ours."""
    if "TEST_DATABASE_URL" not in os.environ:
        connection.settings_dict["TEST"]["TEMPLATE"] = template.DATABASE


@pytest.fixture(autouse=True, scope="session")
def _emptied_after_a_commit() -> Iterator[None]:
    """A test that commits is followed by an empty database, although the ledger refuses to be emptied.

    Django's own way fills the tables of permissions anew, whose keys the rows of the scenario name.
    """
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: emptying.empty()  # type: ignore[method-assign]
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
    return port_now()


def _one() -> tuple[Scenario]:
    now = port_now()
    port, quayside = _port(), _quayside()
    cast = people.make_cast(port, quayside, at=now)
    return (scenario.make(port, quayside, cast, at=now - timedelta(hours=1)),)


def _two() -> tuple[Scenario, Scenario]:
    now = port_now()
    blueline = Organisation.objects.create(code="BLUELINE", name="Blueline", kind="carrier", country="NL")
    port = _other_port()
    others = people.make_cast(port, blueline, at=now, suffix="2")
    return (*_one(), scenario.make(port, blueline, others, at=now - timedelta(hours=1)))


def _peopled() -> tuple[Port, Organisation, Cast]:
    port, quayside = _port(), _quayside()
    return port, quayside, people.make_cast(port, quayside, at=port_now())


ALONE, BOTH, PEOPLED = Snapshot(_one), Snapshot(_two), Snapshot(_peopled)


def _snapshot_for(item: pytest.Item) -> Snapshot | None:
    """The rows that this test begins with: the scenario, the one elsewhere too, or its people alone."""
    names = getattr(item, "fixturenames", ())
    if "staged" in names:
        return BOTH if "elsewhere" in names else ALONE
    return PEOPLED if "cast" in names else None


@pytest.fixture(scope="session")
def _made_once(django_db_setup: None, django_db_blocker: Any) -> None:
    """The people are made before the first test that asks for rows begins its transaction."""
    with django_db_blocker.unblock():
        PEOPLED.renew()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After all others: pytest-django puts what commits last, which is most of what takes long.

    `make check` runs what is marked unit and starts no database, so nothing may be marked both.
    """
    both = [
        item.nodeid for item in items if {"unit", "django_db"} <= {mark.name for mark in item.iter_markers()}
    ]
    if both:
        raise pytest.UsageError(f"marked unit, and asks for a database: {', '.join(both)}")
    for item in items:
        if isinstance(item, pytest.Function) and _snapshot_for(item) is not None:
            item.fixturenames.insert(0, "_made_once")  # before fixtures of the test's own that write rows
    items.sort(key=lambda item: not item.nodeid.startswith(LONG_FIRST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is missing or old is made before the test's own transaction, once there is a database."""
    snapshot = _snapshot_for(item)
    if snapshot is not None and PEOPLED.was_taken:
        with item.config.stash[blocking_manager_key].unblock():
            snapshot.renew()


@pytest.fixture
def _restored(_made_once: None, db: None, request: pytest.FixtureRequest) -> Any:
    """The rows that this test begins with are there; what was made with them."""
    snapshot = _snapshot_for(request.node)
    if snapshot is None:
        return None
    return snapshot.restore() if snapshot.was_taken else snapshot.make()  # the first test of all


@pytest.fixture
def staged(_restored: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """The scenario, and the one elsewhere where a test asks for it."""
    return _restored


def _part(request: pytest.FixtureRequest, place: int = 0) -> Scenario | None:
    """The scenario of this test, if it has one."""
    if "staged" not in request.node.fixturenames:
        return None
    scenarios: tuple[Scenario, ...] = request.getfixturevalue("staged")
    return scenarios[place] if place < len(scenarios) else None


def _people_of(request: pytest.FixtureRequest) -> tuple[Port, Organisation, Cast] | None:
    """Port, organisation and standing people of this test, if it asks for people and no scenario."""
    names = request.node.fixturenames
    if "cast" not in names or "staged" in names:
        return None
    found: tuple[Port, Organisation, Cast] = request.getfixturevalue("_restored")
    return found


def _port() -> Port:
    return Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")


def _other_port() -> Port:
    return Port.objects.create(locode="XXOTH", name="Other Port", country="NL")


def _quayside() -> Organisation:
    return Organisation.objects.create(
        code="QUAYSIDE", name="Quayside Terminals", kind="terminal", country="BE"
    )


@pytest.fixture
def port(db: None, request: pytest.FixtureRequest) -> Port:
    made, peopled = _part(request), _people_of(request)
    if made is not None:
        return made.port
    return peopled[0] if peopled is not None else _port()


@pytest.fixture
def other_port(db: None, request: pytest.FixtureRequest) -> Port:
    elsewhere = _part(request, 1)
    return elsewhere.port if elsewhere else _other_port()


@pytest.fixture
def quayside(db: None, request: pytest.FixtureRequest) -> Organisation:
    made, peopled = _part(request), _people_of(request)
    if made is None:
        return peopled[1] if peopled is not None else _quayside()
    assert made.post.organisation is not None
    return made.post.organisation


@pytest.fixture
def cast(port: Port, quayside: Organisation, now: datetime, request: pytest.FixtureRequest) -> Cast:
    """The standing people of the tests, one for each role; see tests/people.py."""
    made, peopled = _part(request), _people_of(request)
    if made is not None:
        return made.cast
    return peopled[2] if peopled is not None else people.make_cast(port, quayside, at=now)


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
def made(staged: tuple[Scenario, ...]) -> Scenario:
    """One of everything, an hour ago; see tests/scenario.py."""
    return staged[0]


@pytest.fixture
def elsewhere(staged: tuple[Scenario, ...]) -> Scenario:
    """The same at another port, with other people and another employer."""
    return staged[1]


@pytest.fixture
def record(db: None) -> Record:
    """What comes on record from here on; ask for it after the fixtures that act themselves."""
    return Record()


@pytest.fixture
def signed_in(client: Client) -> people.SignIn:
    """`signed_in(alice)` is a browser in which Alice signed in just now."""
    return people.SignIn(client)
