"""A personnel system that is connected to an organisation, as the tests of SCIM need it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from access.services import personnel_feed
from accounts.models import Organisation, Port
from tests.people import Actor

ROOT = "/scim/v2/"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass(frozen=True)
class Feed:
    """The account of a personnel system with its token."""

    actor: Actor
    token: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/scim+json"}
        given = {"Authorization": f"Bearer {self.token}"} | headers
        response: HttpResponse = getattr(Client(), method)(f"{ROOT}{path}", headers=given, **sent)
        return response

    def made_user(self, username: str, **said: Any) -> dict[str, Any]:
        response = self.send("post", "Users", {"schemas": [USER], "userName": username} | said)
        assert response.status_code == 201, response.content
        return dict(response.json())

    def made_group(self, name: str, *members: str, **said: Any) -> dict[str, Any]:
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": each} for each in members]}
        response = self.send("post", "Groups", body | said)
        assert response.status_code == 201, response.content
        return dict(response.json())

    def patch(self, path: str, *operations: dict[str, Any], **headers: str) -> HttpResponse:
        return self.send("patch", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)


def connected(organisation: Organisation, port: Port, adam: Actor, *, at: datetime) -> Feed:
    made = personnel_feed.connect(organisation, port, **adam.acts(at))
    return Feed(Actor(made.account), made.token)
