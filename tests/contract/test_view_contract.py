"""One contract for every address: anonymous refused, wrong role and other port refused, GET changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Organisation, Port
from tests import people, scenario
from tests.contract.routes import PUBLIC, SIGNED_IN, Route, named_patterns, routes
from tests.people import Actor, Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYBODY = tuple(name for name in people.ROLES if name != "reader")
# Written on every request by design: the session that keeps alive, and its last-seen row.
MOVES_BY_ITSELF = frozenset({"django_session", "usersessions_usersession"})

each_route = pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)


@pytest.fixture
def made(port: Port, quayside: Organisation, cast: Cast, now: datetime) -> scenario.Scenario:
    return scenario.make(port, quayside, cast, at=now - timedelta(hours=1))


@pytest.mark.unit
@pytest.mark.django_db(databases=[])
def test_matrix_when_compared_with_the_addresses_then_names_each_one() -> None:
    assert {route.name for route in routes()} == set(named_patterns())


def allowed(route: Route, name: str) -> bool:
    return route.who in {PUBLIC, SIGNED_IN} or (not isinstance(route.who, str) and name in route.who)


@each_route
def test_address_when_anonymous_then_asks_to_sign_in(
    route: Route, made: scenario.Scenario, client: Client
) -> None:
    response = getattr(client, route.method)(route.address(made))
    if route.who == PUBLIC:
        assert response.status_code < 400
    elif route.api:
        assert response.status_code == 401
        assert set(response.json()) == {"code", "detail"}
    else:
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


@each_route
def test_address_when_opened_by_each_role_then_only_those_of_the_matrix_get_in(
    route: Route, made: scenario.Scenario
) -> None:
    wrong = []
    for name in EVERYBODY:
        browser = SignIn(Client())(getattr(made.cast, name))
        status = browser.get(route.address(made)).status_code if route.method == "get" else None
        if status is None:
            status = browser.post(route.address(made), {}).status_code
        inside = status != 404 if not route.api else status not in {403, 404}
        if inside != allowed(route, name):
            wrong.append(f"{name}: {status}")
    assert not wrong, f"{route.name}: {', '.join(wrong)}"


@each_route
def test_address_when_the_row_is_of_another_port_then_answers_as_if_it_were_absent(
    route: Route, made: scenario.Scenario, other_port: Port, quayside: Organisation, now: datetime
) -> None:
    if not route.blanks or not route.scoped or route.who in {PUBLIC, SIGNED_IN}:
        assert route.who in {PUBLIC, SIGNED_IN} or not route.blanks or not route.scoped
        return
    foreign = people.make_cast(other_port, quayside, at=now, suffix="-there")
    for name in route.who:
        actor: Actor = getattr(foreign, name)
        browser = SignIn(Client())(actor)
        response = getattr(browser, route.method)(route.address(made))
        assert response.status_code == 404, f"{name}: {response.status_code}"


@each_route
def test_address_when_got_then_nothing_changes(route: Route, made: scenario.Scenario) -> None:
    name = "alice" if isinstance(route.who, str) else route.who[0]
    browser = SignIn(Client())(getattr(made.cast, name))
    before = row_counts()
    browser.get(route.address(made))
    assert row_counts() == before


def row_counts() -> dict[str, tuple[int, str]]:
    """Rows of every table of ours with the newest transaction that wrote one: a change of any cell shows."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if table not in MOVES_BY_ITSELF and not table.startswith("django_")
        ]
        counts = {}
        for table in tables:
            quoted = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*), coalesce(string_agg(t::text, '' ORDER BY t::text), '') FROM {quoted} t"
            )  # noqa: S608
            number, content = cursor.fetchone()
            counts[table] = (number, str(hash(content)))
    return counts
