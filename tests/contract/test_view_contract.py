"""One contract for every address: anonymous refused, wrong role and other port refused, GET changes nothing.

Each test walks all addresses over one scenario, rolled back after each request, and names every breach.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import Organisation, Port
from tests import people
from tests.contract.routes import PUBLIC, SIGNED_IN, Route, named_patterns, routes
from tests.people import Actor, SignIn
from tests.scenario import Scenario

EVERYBODY = tuple(name for name in people.ROLES if name != "reader" and name not in people.SECONDS)
# Written on every request by design: the session that keeps alive, and its last-seen row.
MOVES_BY_ITSELF = frozenset({"django_session", "usersessions_usersession"})
WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND relname NOT LIKE 'django\\_%'
"""

pytestmark = pytest.mark.db


@pytest.mark.unit
def test_matrix_when_compared_with_the_addresses_then_names_each_one() -> None:
    assert {route.name for route in routes()} == set(named_patterns())


@pytest.mark.django_db
def test_addresses_when_anonymous_then_ask_to_sign_in(made: Scenario) -> None:
    wrong = []
    for route in routes():
        response = ask(Client(), route, made)
        if route.who == PUBLIC:
            # A door that is open to all and wants a body says what is wrong with this one.
            wants_a_body = route.api and route.method == "post" and response.status_code in {400, 415}
            right = response.status_code < 400 or wants_a_body
        elif route.api:
            right = response.status_code == 401 and is_error(response.json())
        elif route.fragment:
            right = response.status_code == 401
        else:
            right = response.status_code == 302 and response.url.startswith("/accounts/login/")
        if not right:
            wrong.append(f"{route.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_addresses_when_opened_by_each_role_then_only_those_of_the_matrix_get_in(made: Scenario) -> None:
    wrong = []
    for name in EVERYBODY:
        browser = SignIn(Client())(getattr(made.cast, name))
        for route in routes():
            status = ask(browser, route, made).status_code
            if (status not in {403, 404}) != may_open(route, name) or status >= 500:
                wrong.append(f"{name} at {route.name}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_addresses_when_the_row_is_of_another_port_then_answer_as_if_it_were_absent(
    made: Scenario, other_port: Port, quayside: Organisation, now: datetime
) -> None:
    foreign = people.make_cast(other_port, quayside, at=now, suffix="-there")
    wrong = []
    for route in routes():
        if not route.blanks or not route.scoped or isinstance(route.who, str):
            continue
        for name in route.who:
            actor: Actor = getattr(foreign, name)
            status = ask(SignIn(Client())(actor), route, made).status_code
            if status != 404:
                wrong.append(f"{name} of another port at {route.name}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_addresses_when_got_then_nothing_changes(made: Scenario) -> None:
    wrong = []
    for route in routes():
        name = "alice" if isinstance(route.who, str) or not route.who else route.who[0]
        browser = SignIn(Client())(getattr(made.cast, name))
        address = route.address(made)
        before = written()
        browser.get(address)
        after = written()
        wrong += [f"{route.name} wrote {table}" for table in after if after[table] != before.get(table)]
    assert not wrong, "\n".join(wrong)


def is_error(body: dict[str, object]) -> bool:
    """Our shape of error, or SCIM's."""
    return set(body) in ({"code", "detail"}, {"schemas", "status", "detail"})


def may_open(route: Route, name: str) -> bool:
    return route.who in {PUBLIC, SIGNED_IN} or (not isinstance(route.who, str) and name in route.who)


def ask(browser: Client, route: Route, made: Scenario) -> HttpResponse:
    """One request by the method that the address is made for; what it writes is taken back."""
    with taken_back():
        response: HttpResponse = getattr(browser, route.method)(route.address(made))
    return response


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written() -> dict[str, int]:
    """How many rows of each of our tables this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table: rows for table, rows in cursor.fetchall() if table not in MOVES_BY_ITSELF}
