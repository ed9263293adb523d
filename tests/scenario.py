"""One of everything at a port, made through the same commands as the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.enums import DataAction, Direction, FieldClass
from access.models import (
    Area,
    Badge,
    CargoVisit,
    GateEvent,
    PersonCase,
    Reader,
    VesselCall,
    WorkOrder,
)
from access.services import badge, data_access, gate_event, scan
from accounts.models import Organisation, Port
from ledger.models import Job
from ledger.services import job
from screening.enums import CheckKind, CheckResult, EntityKind, ListSource, Outcome
from screening.models import Application, Check, Clearance, Hit, Person, Post
from screening.services import (
    application,
    assessment,
    check,
    clearance,
    decision,
    person,
    policy,
    post,
    watchlist,
)
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity, ListedName
from tests.people import MAKER, Cast

CONTAINER = "CSQU3054383"  # the example of ISO 6346
OTHER_CONTAINER = "GESU3927660"
LISTED = "Viktor Morozov"


@dataclass
class Scenario:
    """A working port. `erin` is cleared and holds a badge; `viktor` applies and resembles a listed person."""

    port: Port
    cast: Cast
    at: datetime
    post: Post
    erin: Person
    viktor: Person
    case: Application
    proposed: Application
    hit: Hit
    clearance: Clearance
    badge: Badge
    credential: str
    reader: Reader
    area: Area
    visit: CargoVisit
    event: GateEvent
    person_case: PersonCase
    job: Job


def load_list(*, at: datetime) -> None:
    """A list with one person on it."""
    entity = ListedEntity(
        uid="PB-1",
        kind=EntityKind.PERSON,
        names=(ListedName(LISTED),),
        births=(BirthDate.on(date(1979, 11, 2)),),
        nationalities=("Germany",),
    )
    watchlist.load(WatchlistDocument.of(ListSource.OWN, [entity]), actor=MAKER, at=at)


def define_post(port: Port, organisation: Organisation, *, at: datetime) -> Post:
    post.define(
        port=port,
        code="release-clerk",
        name="Release clerk",
        organisation=organisation,
        areas=["TERMINAL-A"],
        field_classes=["S1", "S2", "S3"],
        risk=3,
        reason="Passes on the right to collect containers.",
        at=at,
    )
    return Post.objects.get(port=port, code="release-clerk")


def apply_for(
    where: Post, cast: Cast, family_name: str, given_names: str, birth_date: date, *, at: datetime
) -> Application:
    someone = person.register(
        port=where.port,
        family_name=family_name,
        given_names=given_names,
        birth_date=birth_date,
        nationality="BE",
        organisation=where.organisation,
        job_title=where.name,
        actor=cast.alice.reference,
        at=at,
    )
    return application.submit(someone, where, declared_history=True, **cast.alice.acts(at))


def answer_checks(case: Application, cast: Cast, *, at: datetime) -> None:
    """Identity confirmed, record empty, lists searched by the job that a worker would do."""
    for asked in case.checks.all():
        if asked.kind == CheckKind.IDENTITY.value:
            check.answer_identity(
                asked, result=CheckResult.CLEAR, detail="Passport, chip read.", **cast.alice.acts(at)
            )
        elif asked.kind == CheckKind.CRIMINAL_RECORD.value:
            check.answer_record(asked, [], **cast.alice.acts(at))
        else:
            run_watchlist_job(asked, at=at)
    case.refresh_from_db()


def run_watchlist_job(asked: Check, *, at: datetime) -> Job:
    waiting = Job.objects.get(kind=check.WATCHLIST_JOB, subject=f"check:{asked.pk}")
    done = job.run(waiting.pk, at=at)
    assert done is not None
    assert done.state == "done", done.error
    return done


def clear(case: Application, cast: Cast, *, at: datetime) -> Clearance:
    """Assess, propose by Alice, countersign by Bob."""
    answer_checks(case, cast, at=at)
    assessment.assess(case, **cast.alice.acts(at))
    proposal = decision.propose(
        case, Outcome.GRANT, reason="Nothing speaks against it.", **cast.alice.acts(at)
    )
    decision.countersign(proposal, reason="Agreed.", **cast.bob.acts(at))
    return Clearance.objects.get(decision=proposal)


def make(port: Port, organisation: Organisation, cast: Cast, *, at: datetime) -> Scenario:
    """Everything, at one port."""
    policy.load_files(actor=MAKER, at=at)
    load_list(at=at)
    where = define_post(port, organisation, at=at)
    area = Area.objects.create(port=port, code="TERMINAL-A", name="Terminal A", level=1)
    reader = Reader.objects.create(
        port=port, code="GA1", area_to=area, terminal="Terminal A", device=cast.reader.user
    )
    granted = clear(apply_for(where, cast, "Vermeer", "Erin", date(1990, 1, 2), at=at), cast, at=at)
    issued = badge.issue(granted.person, [area], at + timedelta(days=200), **cast.carol.acts(at))
    proposed = apply_for(where, cast, "Roth", "Ines", date(1985, 5, 6), at=at)
    answer_checks(proposed, cast, at=at)
    assessment.assess(proposed, **cast.alice.acts(at))
    decision.propose(proposed, Outcome.GRANT, reason="Nothing speaks against it.", **cast.alice.acts(at))
    case = apply_for(where, cast, "Morozov", "Viktor", date(1979, 11, 2), at=at)
    answer_checks(case, cast, at=at)
    visit = _cargo(port, granted.person, at)
    event = _use(reader, issued, cast, at)
    person_case = _misuse(port, granted, reader, issued, cast, at)
    return Scenario(
        port=port,
        cast=cast,
        at=at,
        post=where,
        erin=granted.person,
        viktor=case.person,
        case=case,
        proposed=proposed,
        hit=Hit.objects.get(check_answered__application=case),
        clearance=granted,
        badge=issued.badge,
        credential=issued.credential,
        reader=reader,
        area=area,
        visit=visit,
        event=event,
        person_case=person_case,
        job=Job.objects.filter(requested_by=cast.alice.reference).latest("created_at"),
    )


def _cargo(port: Port, holder: Person, at: datetime) -> CargoVisit:
    call = VesselCall.objects.create(
        port=port, code="VC-1", vessel="Example Star", berth="TERMINAL-A", ata=at
    )
    visit = CargoVisit.objects.create(
        port=port,
        container=CONTAINER,
        owner="BLUELINE",
        origin="ECGYE",
        bill_of_lading="BL-1",
        vessel_call=call,
        terminal="Terminal A",
        block="C12",
        discharged_at=at - timedelta(hours=4),
        risk=3,
    )
    WorkOrder.objects.create(
        port=port,
        ref="W-1",
        kind="job",
        person_ref=holder.log_ref,
        object_ref=CONTAINER,
        opened_at=at - timedelta(hours=2),
        opened_by="PLANNING",
    )
    return visit


def _use(reader: Reader, issued: badge.Issued, cast: Cast, at: datetime) -> GateEvent:
    attempt = gate_event.Attempt(issued.credential, Direction.IN, "first")
    answer = gate_event.record_attempt(
        reader, attempt, actor=cast.reader.reference, scope=cast.reader.scope, at=at
    )
    assert answer.event.result == "granted", answer.reasons
    return answer.event


def _misuse(
    port: Port, granted: Clearance, reader: Reader, issued: badge.Issued, cast: Cast, at: datetime
) -> PersonCase:
    """The clearance is suspended, the badge tried, a container looked up; then the clearance comes back."""
    clearance.suspend(granted, reason="Under review.", **cast.bob.acts(at))
    attempt = gate_event.Attempt(issued.credential, Direction.IN, "second")
    gate_event.record_attempt(
        reader, attempt, actor=cast.reader.reference, scope=cast.reader.scope, at=at + timedelta(minutes=1)
    )
    question = data_access.LookUp(
        "person", granted.person.log_ref, DataAction.READ, FieldClass.S3, OTHER_CONTAINER
    )
    data_access.answer(port, question, actor=cast.dora.reference, scope=cast.dora.scope, at=at)
    scan.scan(port, at=at + timedelta(minutes=2))
    clearance.reinstate(granted, reason="Cleared up.", **cast.bob.acts(at + timedelta(minutes=3)))
    return PersonCase.objects.get(port=port, person=granted.person)
