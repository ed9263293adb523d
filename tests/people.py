"""The standing people: Alice assesses, Bob and Bea decide, Carol and Cees issue badges, Dave has no grant,
Erin applies and, once cleared, looks up cargo; Frank audits; Gita guards a gate, Sven and Siri keep the
port's security, Hugo hosts visitors, Cleo cares for people under duress; Anna analyses, Dora owns data,
Emma employs, Adam administers, Paul and Pia keep policies, Hana hears reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.test import Client

from accounts.models import Organisation, Port, User
from accounts.roles import Role
from accounts.selectors.scope import scope_of
from accounts.services import role, user
from portsec.kernel.scope import Scope

PASSWORD = "correct-horse-harbour"
MAKER = "system:test"
SECONDS = ("bea", "cees", "pia", "siri")
LONG_AGO = 3600  # seconds; a proof this old is stale


@dataclass(frozen=True)
class Actor:
    """A person of the tests with what every command asks for."""

    user: User

    @property
    def scope(self) -> Scope:
        return scope_of(self.user)

    @property
    def reference(self) -> str:
        return self.user.reference

    def acts(self, at: datetime) -> dict[str, Any]:
        """The keyword arguments of a command: actor, scope and time."""
        return {"actor": self.user, "scope": self.scope, "at": at}


@dataclass(frozen=True)
class Cast:
    alice: Actor
    bob: Actor
    bea: Actor
    carol: Actor
    cees: Actor
    gita: Actor
    sven: Actor
    siri: Actor
    hugo: Actor
    cleo: Actor
    dave: Actor
    erin: Actor
    frank: Actor
    anna: Actor
    dora: Actor
    emma: Actor
    adam: Actor
    paul: Actor
    pia: Actor
    hana: Actor
    reader: Actor

    def everybody(self) -> dict[str, Actor]:
        """One of each role: without the seconds, who are there where two of a role must act."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in SECONDS}


ROLES: dict[str, Role | None] = {
    "alice": Role.VETTING_OFFICER,
    "bob": Role.DECIDING_OFFICER,
    "bea": Role.DECIDING_OFFICER,
    "carol": Role.BADGE_OFFICER,
    "cees": Role.BADGE_OFFICER,
    "gita": Role.GUARD,
    "sven": Role.SECURITY_OFFICER,
    "siri": Role.SECURITY_OFFICER,
    "hugo": Role.HOST,
    "cleo": Role.CARE_OFFICER,
    "dave": None,
    "erin": Role.CARGO_USER,
    "frank": Role.AUDITOR,
    "anna": Role.ANALYST,
    "dora": Role.DATA_OWNER,
    "emma": Role.EMPLOYER,
    "adam": Role.ADMINISTRATOR,
    "paul": Role.POLICY_OFFICER,
    "pia": Role.POLICY_OFFICER,
    "hana": Role.HOTLINE_OFFICER,
    "reader": Role.GATE_READER,
}


def make_cast(port: Port, organisation: Organisation, *, at: datetime, suffix: str = "") -> Cast:
    """Everybody, at a port. A suffix makes a second cast at another port possible."""
    return Cast(
        **{
            name: make_actor(f"{name}{suffix}", held, port, at=at, organisation=organisation)
            for name, held in ROLES.items()
        }
    )


def make_actor(
    username: str, held: Role | None, port: Port, *, at: datetime, organisation: Organisation | None = None
) -> Actor:
    made = user.create(
        username=username,
        display_name=username.title(),
        password=None,
        organisation=organisation,
        is_device=held is Role.GATE_READER,
        actor=MAKER,
        at=at,
    )
    if held is not Role.GATE_READER:
        made.password = _hashed()
        made.save(update_fields=["password"])
    if held is not None:
        role.give(made, held, port, actor=MAKER, at=at)
    return Actor(made)


@cache
def _hashed() -> str:
    """Everybody's password, hashed once: it takes a quarter of a second, as it should."""
    return make_password(PASSWORD)


class SignIn:
    """Signs people in, with a fresh proof of who they are, as allauth keeps it in the session."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, actor: Actor, *, fresh: bool = True) -> Client:
        self.client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
        request = HttpRequest()
        request.session = self.client.session
        record_authentication(request, actor.user, method="password")
        if not fresh:
            for proof in request.session[AUTHENTICATION_METHODS_SESSION_KEY]:
                proof["at"] -= LONG_AGO
        request.session.save()
        return self.client
