"""Contractors, experts, crews and bans that screening is tried on, made through the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Organisation, Port
from accounts.roles import Role
from ledger.models import Job
from ledger.services import job
from screening.crew.columns import Field
from screening.enums import PersonCategory
from screening.kinds.words import BanScope
from screening.models import Application, CrewList, Person, PortBan, Post
from screening.services import crew, expert, port_ban, sponsorship
from tests import people
from tests.moment import port_now
from tests.people import Actor
from tests.screening import rows
from tests.screening.crew.files import row, written

IMO = "9074729"


def cranecare() -> Organisation:
    """A firm that sends contractors."""
    made, _ = Organisation.objects.get_or_create(
        code="CRANECARE", defaults={"name": "Crane Care", "kind": "contractor", "country": "BE"}
    )
    return made


def employer(username: str, organisation: Organisation, port: Port) -> Actor:
    """Somebody else who acts for an employer."""
    now = port_now()
    return people.make_actor(username, Role.EMPLOYER, port, at=now, organisation=organisation)


def contractor(port: Port, **values: Any) -> Person:
    given = {"category": PersonCategory.CONTRACTOR}
    return rows.make_person(port, cranecare(), "Reyes", **given | values)


def terms(host: Organisation, *, days: int = 300, **values: Any) -> sponsorship.Terms:
    ends_on = port_now().date() + timedelta(days=days)
    given = {"host": host, "contract_number": "C-77", "tier": 1, "ends_on": ends_on}
    return sponsorship.Terms(**given | values)


def asked(who: Person, what: Post, host: Organisation, actor: Actor, **values: Any) -> Application:
    """A contractor's application that waits for both signatures."""
    now = port_now()
    given: dict[str, Any] = {"reason": "Overhaul of crane 4.", "since": now.date()}
    return sponsorship.enter(who, what, terms(host), **given | values, **actor.acts(now))


def surveyor(port: Port, organisation: Organisation | None, **values: Any) -> Person:
    given = {"category": PersonCategory.FOREIGN_EXPERT, "nationality": "NO", "given_names": "Kari"}
    return rows.make_person(port, organisation, "Lie", **given | values)


def invited_expert(
    who: Person, what: Post, host: Organisation, actor: Actor, *, days: int = 200
) -> Application:
    now = port_now()
    said = expert.Terms(
        host=host, purpose="Class survey of the quay crane.", ends_on=now.date() + timedelta(days=days)
    )
    return expert.enter(who, what, said, since=now.date(), **actor.acts(now)).application


def call(*, hours: int = 48, **values: Any) -> crew.ShipCall:
    now = port_now()
    given: dict[str, Any] = {
        "ref": "VC-1",
        "ship_name": "Example Star",
        "imo_number": IMO,
        "eta": now - timedelta(hours=1),
        "etd": now + timedelta(hours=hours),
    }
    return crew.ShipCall(**given | values)


def staged(
    port: Port, actor: Actor, *members: Mapping[Field, str], text: str = "", **values: Any
) -> CrewList:
    said = text or written(members or [row()])
    return crew.stage(port, call(**values), said, **actor.acts(port_now()))


def taken(port: Port, actor: Actor, *members: Mapping[Field, str], **values: Any) -> CrewList:
    """A crew list taken in; nobody on it is screened yet."""
    return crew.take(staged(port, actor, *members, **values), **actor.acts(port_now()))


def screened(port: Port, actor: Actor, *members: Mapping[Field, str], **values: Any) -> CrewList:
    """A crew list taken in and screened, as a worker does it."""
    crew_list = taken(port, actor, *members, **values)
    run_jobs(crew.SCREENING_JOB, crew_list.reference)
    return crew_list


def run_jobs(kind: str, subject: str, *, at: datetime | None = None) -> None:
    for waiting in Job.objects.filter(kind=kind, subject=subject, state="waiting"):
        done = job.run(waiting.pk, at=at or port_now())
        assert done is not None
        assert done.state == "done", done.error


def entered_ban(who: Person, actor: Actor, *, first: int = 0, last: int = 365, **values: Any) -> PortBan:
    """A ban that waits for the second officer; days count from today."""
    now = port_now()
    given: dict[str, Any] = {
        "forbids": BanScope.PLACE,
        "authority": "Court of Antwerp",
        "legal_ref": "Criminal Code, art. 55",
        "order_ref": "2026/117",
        "starts_on": now.date() + timedelta(days=first),
        "ends_on": now.date() + timedelta(days=last),
    }
    return port_ban.enter(who, **given | values, **actor.acts(now))


def confirmed_ban(who: Person, one: Actor, other: Actor, **values: Any) -> PortBan:
    return port_ban.confirm(
        entered_ban(who, one, **values),
        reason="The order lies before me.",
        **other.acts(port_now()),
    )


def today() -> date:
    return port_now().date()
