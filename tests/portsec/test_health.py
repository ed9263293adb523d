"""Alive, ready, measured: what watches the service may ask, and who may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from portsec.embedded import EmbeddedServers

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ALL_WELL = {"status": "ready", "database": "ok", "broker": "ok", "ledger": "ok"}


@pytest.fixture
def own_redis() -> Iterator[EmbeddedServers]:
    """A Redis that a test may end."""
    servers = EmbeddedServers.throw_away(postgres=False)
    with servers:
        yield servers


@contextmanager
def no_database() -> Iterator[None]:
    """The server is gone: a new connection fails as it does then."""
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="/nonexistent", OPTIONS={})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def test_ready_when_all_answer_then_200_and_each_is_named(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, ALL_WELL)


def test_ready_when_redis_ends_then_503_names_the_broker_alone(
    client: Client, own_redis: EmbeddedServers, settings: Any
) -> None:
    settings.REDIS_URL = own_redis.environment["REDIS_URL"]
    assert client.get("/readyz").status_code == 200
    own_redis.stop()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == ALL_WELL | {"status": "not ready", "broker": "unreachable"}


@pytest.mark.django_db(transaction=True)
def test_ready_when_the_database_is_gone_then_503_names_it_and_alive_is_still_said(client: Client) -> None:
    with no_database():
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == ALL_WELL | {
            "status": "not ready",
            "database": "unreachable",
            "ledger": "unreachable",
        }
        assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_alive_when_asked_then_nothing_else_is_asked(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_health_when_asked_then_no_cookie_and_no_name_of_a_server(client: Client) -> None:
    for address in ("/healthz", "/readyz"):
        answer = client.get(address)
        assert not answer.cookies
        assert "redis" not in answer.content.decode()
        assert "postgres" not in answer.content.decode()


def test_metrics_when_the_machine_itself_asks_then_given(client: Client) -> None:
    client.get("/healthz")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"django_http_requests_total_by_view_transport_method_total" in answer.content


@pytest.mark.parametrize(
    "request_from",
    [
        {"headers": {"x-forwarded-for": "127.0.0.1"}},
        {"headers": {"x-forwarded-for": ""}},
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "172.17.0.1"},
    ],
    ids=repr,
)
def test_metrics_when_asked_from_elsewhere_or_through_the_proxy_then_refused(
    client: Client, request_from: dict[str, Any]
) -> None:
    answer = client.get("/metrics", **request_from)
    assert answer.status_code == 403
    assert b"django_http" not in answer.content
