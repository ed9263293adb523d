"""Asks hiring firm and host to sign for a contractor, and begins the case when both have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organisation, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import deny
from screening.enums import ApplicationKind, ApplicationState, PersonCategory
from screening.kinds.words import SponsorRole, SponsorState
from screening.models import Application, Contract, Person, Post, Sponsorship
from screening.models.sponsorship import DEEPEST_TIER
from screening.permissions import is_not_own_file, may_enter, may_sign
from screening.selectors.sponsorship import is_signed_by_both
from screening.services import application as applications
from screening.services import check, invitation, need, step
from screening.transitions import ApplicationEvent

LONGEST_CONTRACT_YEARS = 10  # a later end is a typing error; no clearance lasts as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a contractor's application says beyond an employee's: the contract, and whose ground it is for."""

    host: Organisation
    contract_number: str
    tier: int
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """What an officer takes over from a declaration on paper; nobody is invited then."""

    declared_convictions: bool | None
    declared_history: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """An answer, and the link to hand over when it was the last one and the person is invited."""

    sponsorship: Sponsorship
    invited: invitation.Invited | None


@transaction.atomic
def enter(
    person: Person,
    post: Post,
    terms: Terms,
    *,
    reason: str,
    since: date,
    language: str = "en",
    on_paper: OnPaper | None = None,
    kind: ApplicationKind = ApplicationKind.INITIAL,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Application:
    """Enter a contractor's application; it waits until hiring firm and host have both signed.

    Refuses when: the actor may not enter applications for this person or is the person (Refused); the
    person is no contractor or has no hiring firm, host and hiring firm are one, or the contract is incomplete
    or past (InvalidInput); an application for the post is open already (Conflict).
    Records: screening.sponsorship.asked, twice, and what opening a case records.
    """
    require(may_enter(scope, port_id=person.port_id, organisation_id=person.organisation_id))
    require(is_not_own_file(actor, person))
    firm = _hiring_firm(person, terms)
    _check_terms(terms, since, at)
    if on_paper is None:
        application = need.declare(
            person,
            post,
            reason=reason,
            since=since,
            until=terms.ends_on,
            language=language,
            kind=kind,
            actor=actor,
            scope=scope,
            at=at,
        ).application
        _expect_birth_date(person)
    else:
        application = applications.open_case(
            person,
            post,
            kind=kind,
            start=ApplicationState.SPONSORING,
            actor=actor.reference,
            at=at,
            ground=reason.strip(),
            declared_convictions=on_paper.declared_convictions,
            declared_history=on_paper.declared_history,
        )
    _ask(application, firm, terms, on_paper=on_paper is not None, language=language, actor=actor, at=at)
    return application


@transaction.atomic
def sign(sponsorship: Sponsorship, *, actor: User, scope: Scope, at: datetime) -> Signed:
    """Sign for a contractor. With the second signature the person is invited, or the checks are asked for.

    Refuses when: the actor does not act for the organisation that was asked, is the person, or signed for the
    other one (Refused); it was answered already or the case is over (Conflict).
    Records: screening.sponsorship.signed, then as `invitation.invite` or `check.request_all` do.
    """
    application = _answer(sponsorship, SponsorState.SIGNED, "", actor=actor, scope=scope, at=at)
    if not is_signed_by_both(application):
        return Signed(sponsorship, None)
    contract = application.contract
    if contract.on_paper:
        check.request_all(application, actor=actor.reference, at=at)
        return Signed(sponsorship, None)
    invited = invitation.invite(application, language=contract.language, actor=actor, at=at)
    return Signed(sponsorship, invited)


@transaction.atomic
def decline(sponsorship: Sponsorship, *, reason: str, actor: User, scope: Scope, at: datetime) -> Sponsorship:
    """Do not sign; the case ends, because nobody comes without two sponsors.

    Refuses as `sign` does, and when the reason is empty (InvalidInput).
    Records: screening.sponsorship.declined, screening.application.withdrawn.
    """
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    application = _answer(sponsorship, SponsorState.DECLINED, reason.strip(), actor=actor, scope=scope, at=at)
    step.close(application, ApplicationEvent.WITHDRAW, at=at)
    record.append(
        "screening.application.withdrawn",
        actor=actor.reference,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        reason=f"{sponsorship.role_word.label} declined to sign.",
    )
    return sponsorship


def _answer(
    sponsorship: Sponsorship,
    answer: SponsorState,
    reason: str,
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Application:
    require(may_sign(actor, scope, sponsorship))
    application = step.locked(sponsorship.application)
    if application.state_word is not ApplicationState.SPONSORING:
        raise Conflict("This case no longer waits for its sponsors.")
    try:
        with transaction.atomic():
            changed = Sponsorship.objects.filter(pk=sponsorship.pk, state=SponsorState.WAITING.value).update(
                state=answer.value, answered_by=actor, answered_at=at, reason=reason
            )
    except IntegrityError:
        raise Refused(
            deny("signed_for_the_other", "You signed for the other organisation; a colleague must sign here.")
        ) from None
    if changed != 1:
        raise Conflict("This was answered already.")
    sponsorship.refresh_from_db()
    _record(sponsorship, answer.value, actor=actor.reference, at=at, **({"reason": reason} if reason else {}))
    return application


def _ask(
    application: Application,
    firm: Organisation,
    terms: Terms,
    *,
    on_paper: bool,
    language: str,
    actor: User,
    at: datetime,
) -> None:
    Contract.objects.create(
        application=application,
        number=terms.contract_number.strip(),
        tier=terms.tier,
        ends_on=terms.ends_on,
        on_paper=on_paper,
        language=language,
    )
    for role, organisation in ((SponsorRole.HIRING_FIRM, firm), (SponsorRole.HOST, terms.host)):
        asked = Sponsorship.objects.create(
            application=application, role=role.value, organisation=organisation, asked_at=at
        )
        _record(asked, "asked", actor=actor.reference, at=at)


def _hiring_firm(person: Person, terms: Terms) -> Organisation:
    if PersonCategory(person.category) is not PersonCategory.CONTRACTOR:
        problem = f"{person.full_name} is registered as {PersonCategory(person.category).label.lower()}."
        raise InvalidInput(problem, fields={"category": problem})
    if person.organisation is None:
        problem = "A contractor needs a hiring firm; enter it as the employer."
        raise InvalidInput(problem, fields={"organisation": problem})
    if person.organisation == terms.host:
        problem = (
            "The host is another organisation than the hiring firm; whose own people come are employees."
        )
        raise InvalidInput(problem, fields={"host": problem})
    return person.organisation


def _check_terms(terms: Terms, since: date, at: datetime) -> None:
    today = timezone.localdate(at)
    problems: dict[str, str] = {}
    if not terms.contract_number.strip():
        problems["contract_number"] = "Enter the number of the contract."
    if not 1 <= terms.tier <= DEEPEST_TIER:
        problems["tier"] = f"A subcontract tier is 1 to {DEEPEST_TIER}."
    if terms.ends_on <= max(today, since):
        problems["ends_on"] = "The contract must end after today and after the work begins."
    elif terms.ends_on.year - today.year > LONGEST_CONTRACT_YEARS:
        problems["ends_on"] = f"Enter an end within {LONGEST_CONTRACT_YEARS} years."
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)


def _expect_birth_date(person: Person) -> None:
    """The invitation needs it once both have signed; better said now than to the last one who signs."""
    if person.birth_date is None:
        problem = "Enter the date of birth; the person needs it to open the invitation."
        raise InvalidInput(problem, fields={"birth_date": problem})


def _record(sponsorship: Sponsorship, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.sponsorship.{verb}",
        actor=actor,
        at=at,
        subject=sponsorship.application.reference,
        port=sponsorship.application.port.locode,
        role=sponsorship.role_word.label,
        organisation=sponsorship.organisation.name,
        **body,
    )
