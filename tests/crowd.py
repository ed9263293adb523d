"""The further kinds of people at a port: a contractor, an expert, a crew, somebody banned, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Organisation
from ledger.models import Job
from ledger.services import job
from screening.enums import ClearanceLevel, PersonCategory
from screening.kinds.words import BanScope, PermitKind
from screening.models import (
    Application,
    Clearance,
    CrewHit,
    CrewList,
    CrewMember,
    Permit,
    Person,
    PortBan,
    Post,
    Sponsorship,
)
from screening.services import clearance, crew, expert, permit, person, port_ban, sponsorship
from tests.people import MAKER, Cast
from tests.screening.crew.files import row, written


@dataclass
class Crowd:
    """One of each. `asked` waits for the host, `staged` for an officer's look, `ban` for a second hand."""

    asked: Sponsorship
    visit: Application
    permit: Permit
    staged: CrewList
    taken: CrewList
    member: CrewMember
    hit: CrewHit
    ban: PortBan
    ending: Clearance


def make(where: Post, cast: Cast, *, at: datetime) -> Crowd:
    """Rosa overhauls cranes, Kari surveys them, a crew has one listed name, Otto's clearance ends soon."""
    firm, _ = Organisation.objects.get_or_create(
        code="CRANECARE", defaults={"name": "Crane Care", "kind": "contractor", "country": "BE"}
    )
    rosa = _someone(where, "Reyes", "Rosa", PersonCategory.CONTRACTOR, firm, at)
    contract = sponsorship.enter(rosa, where, _terms(where, at), **_work(at), **cast.alice.acts(at))
    visit = _visit(where, cast, at)
    listed = row(2, family_name="Morozov", given_names="Viktor", gender="M", birth_date="1979-11-02")
    taken = _crew(where, cast, at, "VC-1", written([row(1), listed, row(3, gender="?")]))
    crew.take(taken, **cast.alice.acts(at))
    for waiting in Job.objects.filter(kind=crew.SCREENING_JOB, subject=taken.reference):
        job.run(waiting.pk, at=at)
    hit = CrewHit.objects.select_related("member").get(member__crew_list=taken)
    otto = _someone(where, "Weber", "Otto", PersonCategory.EMPLOYEE, where.organisation, at)
    return Crowd(
        asked=contract.sponsorships.get(organisation=where.organisation),
        visit=visit,
        permit=_permit(visit, cast, at),
        staged=_crew(where, cast, at, "VC-2", written([row(11), row(12, birth_date="soon")])),
        taken=taken,
        member=hit.member,
        hit=hit,
        ban=_ban(_someone(where, "Bakker", "Piet", PersonCategory.EMPLOYEE, firm, at), cast, at),
        ending=clearance.grant(
            otto,
            level=ClearanceLevel.STANDARD,
            valid_from=timezone.localdate(at) - timedelta(days=300),
            valid_until=timezone.localdate(at) + timedelta(days=80),
            actor=MAKER,
            at=at,
        ),
    )


def _someone(
    where: Post,
    family_name: str,
    given_names: str,
    category: PersonCategory,
    organisation: Organisation | None,
    at: datetime,
) -> Person:
    return person.register(
        port=where.port,
        family_name=family_name,
        given_names=given_names,
        birth_date=date(1986, 7, 8),
        category=category,
        organisation=organisation,
        actor=MAKER,
        at=at,
    )


def _terms(where: Post, at: datetime) -> sponsorship.Terms:
    assert where.organisation is not None
    ends_on = timezone.localdate(at) + timedelta(days=300)
    return sponsorship.Terms(host=where.organisation, contract_number="C-77", tier=2, ends_on=ends_on)


def _work(at: datetime) -> dict[str, object]:
    return {"reason": "Overhaul of crane 4.", "since": timezone.localdate(at)}


def _visit(where: Post, cast: Cast, at: datetime) -> Application:
    kari = _someone(where, "Lie", "Kari", PersonCategory.FOREIGN_EXPERT, where.organisation, at)
    assert where.organisation is not None
    said = expert.Terms(
        host=where.organisation,
        purpose="Class survey of the quay crane.",
        ends_on=timezone.localdate(at) + timedelta(days=200),
    )
    since = timezone.localdate(at)
    return expert.enter(kari, where, said, since=since, **cast.alice.acts(at)).application


def _permit(visit: Application, cast: Cast, at: datetime) -> Permit:
    today = timezone.localdate(at)
    return permit.issue_escorted(
        visit,
        PermitKind.ESCORTED_TEMPORARY,
        first=today,
        last=today + timedelta(days=30),
        days=10,
        **cast.alice.acts(at),
    )


def _crew(where: Post, cast: Cast, at: datetime, ref: str, text: str) -> CrewList:
    call = crew.ShipCall(
        ref=ref,
        ship_name="Example Star",
        imo_number="9074729",
        eta=at,
        etd=at + timedelta(days=2),
    )
    return crew.stage(where.port, call, text, file_name="crew.csv", **cast.alice.acts(at))


def _ban(who: Person, cast: Cast, at: datetime) -> PortBan:
    today = timezone.localdate(at)
    return port_ban.enter(
        who,
        forbids=BanScope.PLACE,
        authority="Court of Antwerp",
        legal_ref="Criminal Code, art. 55",
        order_ref="2026/117",
        starts_on=today,
        ends_on=today + timedelta(days=1000),
        **cast.bea.acts(at),
    )
