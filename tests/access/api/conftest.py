"""Callers of the API: devices with a token, systems with a token, officers with a session."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from knox.models import AuthToken

from tests.people import Actor

Call = Callable[..., Any]


@pytest.fixture
def token() -> Callable[[Actor], str]:
    """A token of an account, as `accounts.services.sign_in` makes them."""

    def make(actor: Actor) -> str:
        _, value = AuthToken.objects.create(user=actor.user, expiry=timedelta(days=1))
        return str(value)

    return make


@pytest.fixture
def post(token: Callable[[Actor], str]) -> Call:
    """`post(address, body, actor)`: JSON with the actor's token, and the answer."""

    def send(address: str, body: Any, actor: Actor | None, *, scheme: str = "Token", **headers: str) -> Any:
        given = {"authorization": f"{scheme} {token(actor)}"} if actor else {}
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        content_type = headers.pop("content_type", "application/json")
        return Client().post(address, data, content_type=content_type, headers=given | headers)

    return send
