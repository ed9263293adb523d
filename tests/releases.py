"""Parties of a release chain: a line, a forwarder and a haulier, each with a cleared clerk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.models import CargoVisit, ReleaseHop, ReleaseRight, WorkOrder
from access.services import release_code, release_right
from accounts.models import Organisation
from accounts.roles import Role
from screening.enums import ClearanceLevel
from screening.models import Clearance, Person
from screening.services import clearance, person
from tests import badges
from tests.people import MAKER, Actor, make_actor
from tests.scenario import Scenario

WHY = "The customer asked for the box."
LINE, FORWARDER, HAULIER = "BLUELINE", "SWIFTFORWARD", "FASTHAUL"


@dataclass(frozen=True)
class Party:
    """An organisation with one clerk."""

    organisation: Organisation
    clerk: Actor
    person: Person

    @property
    def code(self) -> str:
        return self.organisation.code

    @property
    def clearance(self) -> Clearance:
        return self.person.clearances.get()


@dataclass(frozen=True)
class Parties:
    line: Party
    forwarder: Party
    haulier: Party

    def of(self, code: str) -> Party:
        return {one.code: one for one in (self.line, self.forwarder, self.haulier)}[code]


def make_party(made: Scenario, code: str, family_name: str, *, at: datetime) -> Party:
    """The clerk is cleared in depth, holds a badge, and is inside the one area."""
    organisation, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name": code.title(), "kind": "forwarder"}
    )
    someone = person.register(
        port=made.port,
        family_name=family_name,
        given_names="Kim",
        birth_date=date(1988, 3, 14),
        nationality="BE",
        organisation=organisation,
        job_title="Clerk",
        actor=MAKER,
        at=at,
    )
    begins = (at - timedelta(days=1)).date()
    clearance.grant(
        someone,
        level=ClearanceLevel.ENHANCED,
        valid_from=begins,
        valid_until=begins + timedelta(days=300),
        actor=MAKER,
        at=at,
    )
    badges.issued(someone, [made.area], made.cast, at=at, days=100)
    clerk = make_actor(family_name.lower(), Role.CARGO_USER, made.port, at=at, organisation=organisation)
    clerk.user.person_ref = someone.ref
    clerk.user.save(update_fields=["person_ref"])
    return Party(organisation, clerk, someone)


def make_parties(made: Scenario, *, at: datetime) -> Parties:
    return Parties(
        make_party(made, LINE, "Lina", at=at),
        make_party(made, FORWARDER, "Fons", at=at),
        make_party(made, HAULIER, "Hein", at=at),
    )


def begun(made: Scenario, *, at: datetime) -> ReleaseRight:
    """The chain of the one container, with its owner, the line, as the first holder."""
    return release_right.begin(made.visit, **made.cast.dora.acts(at))


def held_by_quayside(made: Scenario) -> ReleaseRight:
    """The line gave the right to the terminal, for which Erin looks up cargo; a code waits for her."""
    clerk = made.cast.erin.user
    clerk.person_ref = made.erin.ref
    clerk.save(update_fields=["person_ref"])
    assert clerk.organisation is not None
    ReleaseHop.objects.create(
        port=made.port,
        container=made.visit.container,
        from_organisation=LINE,
        to_organisation=clerk.organisation.code,
        at=made.at - timedelta(hours=1),
    )
    release_code.keep(made.visit, "4711-A", **made.cast.dora.acts(made.at))
    return begun(made, at=made.at)


def passed(visit: CargoVisit, giver: Party, receiver: Party, *, at: datetime) -> ReleaseRight:
    """Offered by the one and accepted by the other, in the same minute."""
    offered = release_right.offer(visit, receiver.code, purpose=WHY, **giver.clerk.acts(at))
    return release_right.accept(offered, **receiver.clerk.acts(at))


def ordered(made: Scenario, party: Party, *, at: datetime) -> WorkOrder:
    """Work that the planning gave the party's clerk on the one container."""
    return WorkOrder.objects.create(
        port=made.port,
        ref=f"W-{party.code}",
        kind="job",
        person_ref=party.person.log_ref,
        object_ref=made.visit.container,
        opened_at=at - timedelta(hours=2),
        opened_by="PLANNING",
    )
