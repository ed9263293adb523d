"""One of everything at a port, made through the same commands as the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from access.enums import DataAction, Direction, FieldClass
from access.granting.terms import Asked
from access.models import (
    Area,
    Badge,
    BadgeRequest,
    CargoVisit,
    DutyConfirmation,
    Gate,
    GateEvent,
    Grant,
    PersonCase,
    Reader,
    ReleaseRight,
    SafetyFunction,
    Team,
    TrainingCertificate,
    VesselCall,
    Visit,
    WorkOrder,
)
from access.services import badge, data_access, gate_event, grant, personnel_feed, scan
from access.services import team as teams
from accounts.models import Organisation, Port
from accounts.selectors.scope import scope_of
from ledger.models import Job
from ledger.services import job
from screening.enums import Advice, CheckKind, CheckResult, DocumentKind, EntityKind, ListSource, Outcome
from screening.models import (
    Application,
    Check,
    Clearance,
    Conviction,
    Document,
    Hit,
    Person,
    PolicyDraft,
    PortPolicy,
    Post,
    ScreeningRun,
    Simulation,
)
from screening.services import (
    application,
    assessment,
    check,
    clearance,
    decision,
    document,
    person,
    policy,
    policy_draft,
    port_policy,
    post,
    simulation,
    watchlist,
)
from screening.services.check import ConvictionInput
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity, ListedName
from tests import badges, casework, crowd, custody, needs, security, trained, visits
from tests.crowd import Crowd
from tests.custody import Custody
from tests.hotline import at_desk
from tests.hotline.at_desk import AtDesk
from tests.needs import Needs
from tests.people import MAKER, Cast
from tests.procedure import Procedure
from tests.screening import declaring, screened
from tests.security import Security

CONTAINER = "CSQU3054383"  # the example of ISO 6346
OTHER_CONTAINER = "GESU3927660"
LISTED = "Viktor Morozov"
OLD_THEFT = ConvictionInput(
    offence_code="1702 00",
    country="DE",
    decided_on=date(2005, 3, 1),
    final_on=date(2005, 4, 1),
    declared=True,
)


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
    conviction: Conviction
    clearance: Clearance
    badge: Badge
    credential: str
    badge_request: BadgeRequest
    certificate: TrainingCertificate
    function: SafetyFunction
    reader: Reader
    gate: Gate
    area: Area
    security: Security
    visit: CargoVisit
    grant: Grant
    needs: Needs
    expected: Visit
    event: GateEvent
    person_case: PersonCase
    job: Job
    draft: PolicyDraft
    simulation: Simulation
    port_change: PortPolicy
    handed_in: Application
    paper: Document
    link: str
    custody: Custody
    crowd: Crowd
    run: ScreeningRun
    person_hit: Hit
    team: Team
    hotline: AtDesk
    procedure: Procedure | None = None
    release: ReleaseRight | None = None


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


def answer_checks(case: Application, cast: Cast, *convictions: ConvictionInput, at: datetime) -> None:
    """Identity confirmed, the record answered, lists searched by the job that a worker would do."""
    for asked in case.checks.all():
        if asked.kind == CheckKind.IDENTITY.value:
            check.answer_identity(
                asked, result=CheckResult.CLEAR, detail="Passport, chip read.", **cast.alice.acts(at)
            )
        elif asked.kind == CheckKind.CRIMINAL_RECORD.value:
            check.answer_record(asked, convictions, **cast.alice.acts(at))
        elif asked.kind == CheckKind.AUTHORITY_ADVICE.value:
            check.answer_advice(asked, advice=Advice.POSITIVE, reference="NSA/2026-1", **cast.alice.acts(at))
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
    """Assess, propose by Alice, the same opinion by Bob."""
    answer_checks(case, cast, at=at)
    assessment.assess(case, **cast.alice.acts(at))
    proposal = decision.propose(
        case, Outcome.GRANT, reason="Nothing speaks against it.", **cast.alice.acts(at)
    )
    decision.give_opinion(proposal, Outcome.GRANT, reason="Agreed.", **cast.bob.acts(at))
    return Clearance.objects.get(decision=proposal)


def make(port: Port, organisation: Organisation, cast: Cast, *, at: datetime) -> Scenario:
    """Everything, at one port."""
    policy.load_files(actor=MAKER, at=at)
    load_list(at=at)
    where = define_post(port, organisation, at=at)
    area = Area.objects.create(port=port, code="TERMINAL-A", name="Terminal A", level=1)
    gate = Gate.objects.create(port=port, code="GATE-A", name="Gate A")
    reader = Reader.objects.create(
        port=port, code="GA1", gate=gate, area_to=area, terminal="Terminal A", device=cast.reader.user
    )
    granted = clear(apply_for(where, cast, "Vermeer", "Erin", date(1990, 1, 2), at=at), cast, at=at)
    issued = badges.issued(granted.person, [area], cast, at=at, days=200)
    proposed = apply_for(where, cast, "Roth", "Ines", date(1985, 5, 6), at=at)
    answer_checks(proposed, cast, at=at)
    assessment.assess(proposed, **cast.alice.acts(at))
    decision.propose(proposed, Outcome.GRANT, reason="Nothing speaks against it.", **cast.alice.acts(at))
    case = apply_for(where, cast, "Morozov", "Viktor", date(1979, 11, 2), at=at)
    answer_checks(case, cast, OLD_THEFT, at=at)
    visit = _cargo(port, granted.person, at)
    event = _use(reader, issued, cast, at)
    person_case = _misuse(port, granted, reader, issued, cast, at)
    own_parts = _own_parts(where, cast, at)
    held = _grant(port, cast, at)
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
        conviction=Conviction.objects.get(check_answered__application=case),
        clearance=granted,
        badge=issued.badge,
        credential=issued.credential,
        reader=reader,
        gate=gate,
        area=area,
        security=security.secured(area, gate, cast, at=at),
        visit=visit,
        grant=held,
        needs=needs.needed(held, cast, at=at),
        # For today, also where the hour before was yesterday.
        expected=visits.announced(area, granted.person, cast, at=at + timedelta(hours=1)),
        event=event,
        person_case=person_case,
        job=Job.objects.filter(requested_by=cast.alice.reference).latest("created_at"),
        **_policy_work(port, cast, at),
        **own_parts,
        team=_team(port, organisation, cast, at),
        certificate=trained.certified(granted.person, cast, at=at),
        function=trained.first_aider(granted.person, cast, at=at),
        badge_request=badges.asked_for(own_parts["handed_in"].person, [area], cast, at=at),
        crowd=crowd.make(where, cast, at=at),
        hotline=at_desk.make(port, cast, at=at),
        custody=custody.make(granted.decision.application, case, where, cast, at=at),
        **screened.again(case.person, where.port, at=at),
    )


def _team(port: Port, organisation: Organisation, cast: Cast, at: datetime) -> Team:
    """The employer's personnel system keeps a team of one."""
    feed = personnel_feed.connect(organisation, port, **cast.adam.acts(at)).account
    given = {"actor": feed, "scope": scope_of(feed), "at": at}
    return teams.make("Crane 2", [cast.dora.user.pk], **given)


def _own_parts(where: Post, cast: Cast, at: datetime) -> dict[str, Any]:
    """Greta handed her part in, with a paper; Hugo is at it, and `link` is the token of his link."""
    given = {"organisation": where.organisation, "nationality": "ES", "actor": MAKER, "at": at}
    greta = person.register(
        port=where.port, family_name="Lund", given_names="Greta", birth_date=declaring.BIRTH, **given
    )
    hugo = person.register(
        port=where.port, family_name="Faber", given_names="Hugo", birth_date=declaring.BIRTH, **given
    )
    handed_in, _ = declaring.hand_in(greta, where, cast.alice, at=at)
    paper = document.add(
        handed_in, DocumentKind.OTHER, declaring.pdf(), title="Letter", **cast.alice.acts(at)
    )
    invitation, token = declaring.begin(hugo, where, cast.alice, at=at)
    declaring.fill_in(invitation, at=at)
    return {"handed_in": handed_in, "paper": paper, "link": token}


def _policy_work(port: Port, cast: Cast, at: datetime) -> dict[str, Any]:
    """Paul drafts a version and has it simulated, and proposes another regime for the port."""
    draft = policy_draft.start(policy.in_force(on=at.date()), **cast.paul.acts(at))
    change = port_policy.propose(
        port,
        "de-luftsig",
        valid_from=at.date() + timedelta(days=30),
        reason="The operator asks for it.",
        **cast.paul.acts(at),
    )
    return {
        "draft": draft,
        "simulation": simulation.request(draft, **cast.paul.acts(at)),
        "port_change": change,
    }


def _grant(port: Port, cast: Cast, at: datetime) -> Grant:
    """To Hugo, who answers to the consignee of another container."""
    asked = Asked(
        account=cast.hugo.user.username,
        object_type="container",
        object_ref=OTHER_CONTAINER,
        field_class=FieldClass.S2,
        purpose="Claim of the consignee",
        valid_from=at,
        valid_until=at + timedelta(days=30),
        case_ref="CL-1",
    )
    return grant.give(port, asked, **cast.dora.acts(at))


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
    # She works from outside the areas, so that tests of look-ups need no badge at a gate.
    DutyConfirmation.objects.create(
        person=holder,
        starts_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=2),
        remote=True,
        reason="Clears the papers from the office in town.",
        by="user:sven",
        at=at - timedelta(days=1),
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
    """The clearance is suspended, the badge tried under duress, a container looked up; then it comes back."""
    clearance.suspend(granted, reason="Under review.", **cast.bob.acts(at))
    attempt = gate_event.Attempt(issued.credential, Direction.IN, "second", duress=True)
    gate_event.record_attempt(
        reader, attempt, actor=cast.reader.reference, scope=cast.reader.scope, at=at + timedelta(minutes=1)
    )
    question = data_access.LookUp(
        "person", granted.person.log_ref, DataAction.READ, FieldClass.S3, OTHER_CONTAINER
    )
    data_access.answer(port, question, actor=cast.dora.reference, scope=cast.dora.scope, at=at)
    scan.scan(port, at=at + timedelta(minutes=2))
    clearance.reinstate(granted, reason="Cleared up.", **cast.bob.acts(at + timedelta(minutes=3)))
    casework.make(port, cast, at=at, container=OTHER_CONTAINER)
    return PersonCase.objects.get(port=port, person=granted.person)
