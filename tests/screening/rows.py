"""Rows that screening's doors are tried on, made through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Organisation, Port
from screening.enums import (
    CheckKind,
    CheckResult,
    ClearanceLevel,
    EntityKind,
    HitState,
    ListSource,
    Outcome,
    UnobtainableReason,
)
from screening.models import (
    Application,
    Assessment,
    Check,
    Clearance,
    CrewHit,
    Decision,
    Hearing,
    Hit,
    Person,
    Post,
)
from screening.selectors.triage import untriaged
from screening.services import (
    application,
    assessment,
    check,
    clearance,
    crew_screening,
    decision,
    hearing,
    hit,
    person,
    person_hit,
    policy,
    post,
    proof,
    triage,
)
from screening.services.check import ConvictionInput
from screening.services.proof import ProofInput
from screening.services.watchlist import load
from screening.suitability.words import ProofKind
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity, ListedName
from tests.moment import port_now
from tests.people import MAKER, Actor, Cast

TRAFFICKING = ConvictionInput(
    offence_code="0701 00",
    country="ES",
    decided_on=date(2022, 3, 1),
    final_on=date(2022, 4, 1),
    offence_date=date(2021, 6, 1),
    sanction_code="1001",
    sanction_months=30,
)


def make_post(port: Port, code: str = "CRANE", **values: Any) -> Post:
    """A post of the port; the policy is loaded with the first one."""
    now = port_now()
    policy.load_files(actor=MAKER, at=now)
    given = {
        "name": "Crane operator",
        "organisation": None,
        "areas": ["QUAY"],
        "field_classes": ["S1"],
        "risk": 1,
    }
    post.define(port=port, code=code, at=now, **given | values)
    return Post.objects.get(port=port, code=code)


def make_person(
    port: Port, organisation: Organisation | None, family_name: str = "Domínguez", **values: Any
) -> Person:
    given: dict[str, Any] = {
        "given_names": "Erin",
        "birth_date": date(1991, 5, 10),
        "nationality": "ES",
        "sex": "F",
        "job_title": "Crane operator",
    }
    return person.register(
        port=port,
        family_name=family_name,
        organisation=organisation,
        actor=MAKER,
        at=port_now(),
        **given | values,
    )


def make_case(
    who: Person, what: Post, officer: Actor, *, at: datetime | None = None, **values: Any
) -> Application:
    given = {"declared_convictions": False, "declared_history": True}
    return application.submit(who, what, **officer.acts(at or port_now()), **given | values)


def load_list(*entities: ListedEntity, source: ListSource = ListSource.UN) -> None:
    """Puts a list in force; without entities one that resembles nobody."""
    listed = entities or (entity("900", "NOBODY AT ALL"),)
    load(WatchlistDocument.of(source, listed), actor=MAKER, at=port_now())


def entity(uid: str, name: str, **values: Any) -> ListedEntity:
    given: dict[str, Any] = {
        "births": (BirthDate.on(date(1970, 1, 2)),),
        "nationalities": ("Iraq",),
        "programmes": ("Al-Qaida",),
        "sex": "male",
    }
    return ListedEntity(uid=uid, kind=EntityKind.PERSON, names=(ListedName(name),), **given | values)


def check_of(case: Application, kind: CheckKind, country: str = "") -> Check:
    """The check of a kind; with a State where several were asked."""
    checks = Check.objects.select_related(
        "application__person", "application__port", "application__policy"
    ).filter(application=case, kind=kind.value)
    return checks.get(country=country) if country else checks.get()


def answer_identity(case: Application, officer: Actor) -> None:
    check.answer_identity(
        check_of(case, CheckKind.IDENTITY),
        result=CheckResult.CLEAR,
        detail="Passport (Spain): chip read, photograph matches",
        **officer.acts(port_now()),
    )


def answer_record(case: Application, officer: Actor, *convictions: ConvictionInput) -> None:
    check.answer_record(
        check_of(case, CheckKind.CRIMINAL_RECORD),
        convictions,
        detail="Central register, Spain",
        **officer.acts(port_now()),
    )


PROOFS = (
    ProofInput(ProofKind.CONSULAR_LETTER, "Consulate of Spain, Antwerp", date(2026, 1, 5), document="D-7"),
    ProofInput(ProofKind.INTERVIEW, "Alice", date(2026, 1, 6), note="Asked about the years in Spain."),
)


def give_up_record(case: Application, officer: Actor) -> None:
    """The record cannot be had; a consul's letter and an interview stand in its place."""
    proof.give_up(
        check_of(case, CheckKind.CRIMINAL_RECORD),
        UnobtainableReason.NO_RECORD_SYSTEM,
        PROOFS,
        **officer.acts(port_now()),
    )


def answer_watchlist(case: Application) -> None:
    """What the worker does."""
    with transaction.atomic():
        check.answer_watchlist(check_of(case, CheckKind.WATCHLIST), at=port_now())


def held_same(found: Hit | CrewHit, *officers: Actor, at: datetime | None = None) -> None:
    """Each officer in turn says that the listed entity is the person; two of them confirm it."""
    for officer in officers:
        acts = {"reason": "The same passport.", **officer.acts(at or port_now())}
        if isinstance(found, CrewHit):
            crew_screening.decide(found, HitState.SAME, **acts)
        elif found.check_answered is None:
            person_hit.decide(found, HitState.SAME, **acts)
        else:
            hit.decide(found, HitState.SAME, **acts)


def triage_all(case: Application, officer: Actor, *, at: datetime | None = None) -> None:
    """Every adverse item answered as the rules suggest; what they leave open is held to be the person's."""
    now = at or port_now()
    for item in untriaged(case, at=now):
        suggested = {name: each.answer for name, each in item.suggestions.items()}
        triage.answer(case, item.about, suggested, **officer.acts(now))


def reviewed(case: Application, officer: Actor, *convictions: ConvictionInput) -> Application:
    """The case with all checks answered; a list is in force already."""
    answer_identity(case, officer)
    answer_record(case, officer, *convictions)
    answer_watchlist(case)
    case.refresh_from_db()
    return case


def assessed(case: Application, officer: Actor) -> Assessment:
    return assessment.assess(case, **officer.acts(port_now()))


def proposed(case: Application, officer: Actor, outcome: Outcome = Outcome.GRANT) -> Decision:
    return decision.propose(
        case, outcome, reason="Nothing speaks against it, wrote Alice.", **officer.acts(port_now())
    )


def noticed(case: Application, cast: Cast, *, at: datetime | None = None) -> Hearing:
    """Alice and Bob would both refuse, so the person has notice of intent, served by Alice."""
    now = at or port_now()
    made = decision.propose(case, Outcome.REFUSE, reason="It weighs too much.", **cast.alice.acts(now))
    decision.give_opinion(made, Outcome.REFUSE, reason="I see it so as well.", **cast.bob.acts(now))
    found = Hearing.objects.get(application=case, state="open")
    hearing.serve(found, **cast.alice.acts(now))
    case.refresh_from_db()
    return found


def heard(case: Application, cast: Cast, *, at: datetime | None = None) -> Hearing:
    """The same, and the person has said everything; the case is in review again."""
    now = at or port_now()
    found = noticed(case, cast, at=now)
    hearing.answer_by_link(found, "It was long ago, says Erin.", is_complete=True, at=now)
    case.refresh_from_db()
    return found


def refused(case: Application, cast: Cast, *, at: datetime | None = None) -> Decision:
    """The case refused by Alice and Bob after a hearing; it is assessed already."""
    now = at or port_now()
    heard(case, cast, at=now)
    made = decision.propose(case, Outcome.REFUSE, reason="It weighs too much.", **cast.alice.acts(now))
    decision.give_opinion(made, Outcome.REFUSE, reason="I see it so as well.", **cast.bob.acts(now))
    case.refresh_from_db()
    return made


def cleared(who: Person, *, days: int = 365) -> Clearance:
    """A clearance as port import grants it."""
    now = port_now()
    return clearance.grant(
        who,
        level=ClearanceLevel.STANDARD,
        valid_from=now.date() - timedelta(days=1),
        valid_until=now.date() + timedelta(days=days),
        actor=MAKER,
        at=now,
    )
