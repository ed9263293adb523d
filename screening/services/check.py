"""Asks checks and takes their answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import job
from portsec.kernel.errors import Conflict, InvalidInput, Unavailable, require
from portsec.kernel.scope import Scope
from screening.asked_states import MEMBER_STATES, channel_of
from screening.authority_reference import checked_reference
from screening.enums import Advice, Channel, CheckKind, CheckResult, CheckState, ClearanceLevel
from screening.matching.countries import country_names
from screening.models import Application, Check, Conviction, Proceeding
from screening.models.check import STATE_BOUND
from screening.offences import offence, sanction
from screening.permissions import may_answer
from screening.record_entry import ConvictionInput, ProceedingInput, check_rows
from screening.request_texts import purpose_for
from screening.selectors.declaration import states_of_residence, submitted
from screening.selectors.watchlist import is_any_list_in_force
from screening.services import answer, hit, policy, request, step
from screening.suitability.terms import Element
from screening.suitability.words import AdviceSubject
from screening.transitions import ApplicationEvent

__all__ = ["ConvictionInput", "ProceedingInput"]

WATCHLIST_JOB = "screening.watchlist_check"
SYSTEM = "system:screening"
NOT_NEEDED_ACTOR = "system:checks"
# What officers look into themselves, and answer in a line.
PLAIN = (
    CheckKind.EMPLOYMENT,
    CheckKind.RIGHT_TO_WORK,
    CheckKind.FINANCIAL,
    CheckKind.CONFLICT_OF_INTEREST,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One check to ask: what, and of which State or about which subject."""

    kind: CheckKind
    country: str = ""
    subject: str = ""


def request_all(application: Application, *, actor: str, at: datetime) -> None:
    """Ask the checks that policy and level require, in the transaction that makes the case.

    Records: screening.check.requested for each. Wakes: the watchlist check's job.
    """
    rules = policy.parsed(application.policy)
    elements = rules.level(application.level_word).elements
    asked = dict.fromkeys(
        question
        for element in elements
        for question in _questions(element, application, timezone.localdate(at))
    )
    for question in asked:
        _request(application, question, actor=actor, at=at)
    step.take(application, ApplicationEvent.REQUEST_CHECKS)


def ask(
    application: Application, kind: CheckKind, country: str, *, actor: User, scope: Scope, at: datetime
) -> Check:
    """Ask one more State for a record, as when a stay there came to light later.

    Refuses when: the actor lacks the right or is the person (Refused); the kind is not asked of States or the
    country unknown (InvalidInput); that State is asked already, or the case is proposed or closed (Conflict).
    Records: screening.check.requested.
    """
    require(may_answer(actor, scope, application))
    if kind not in STATE_BOUND:
        raise InvalidInput("Only records are asked of a State.", fields={"kind": "Choose a record."})
    if country not in country_names():
        raise InvalidInput("Choose a State.", fields={"country": "Choose a State."})
    if kind is CheckKind.ECRIS and country not in MEMBER_STATES:
        problem = "Only Member States are asked through ECRIS; ask this one for its criminal record."
        raise InvalidInput(problem, fields={"country": problem})
    with transaction.atomic():
        case = step.locked(application)
        answer.expect_open_file(case)
        made = _request(case, Question(kind, country), actor=actor.reference, at=at)
        answer.back_to_checks(case)
        application.state = case.state
    return made


def answer_identity(
    check: Check, *, result: CheckResult, detail: str, actor: User, scope: Scope, at: datetime
) -> None:
    """Say what the identity document check brought.

    Refuses when: the actor lacks the right or is the person (Refused); it is answered already or the case
    is closed (Conflict); nothing is said of the document (InvalidInput).
    Records: screening.check.answered.
    """
    require(may_answer(actor, scope, check.application))
    _expect(check, CheckKind.IDENTITY)
    _expect_found_out(result)
    if not detail.strip():
        problem = "Name the document and what was compared."
        raise InvalidInput(problem, fields={"detail": problem})
    with transaction.atomic():
        answer.put(check, result, detail.strip(), actor=actor.reference, at=at)


def answer_plain(
    check: Check,
    *,
    result: CheckResult,
    detail: str,
    valid_until: date | None = None,
    actor: User,
    scope: Scope,
    at: datetime,
) -> None:
    """Say what an officer found out about work and education, the right to work, finances or interests.

    Refuses when: the actor lacks the right or is the person (Refused); it is another kind of check, nothing
    is said of how it was verified, or the right to work has ended already (InvalidInput); it is answered
    already or the case is closed (Conflict).
    Records: screening.check.answered.
    """
    require(may_answer(actor, scope, check.application))
    _expect(check, *PLAIN)
    _expect_found_out(result)
    if not detail.strip():
        problem = "Say how it was verified, and with whom."
        raise InvalidInput(problem, fields={"detail": problem})
    if valid_until is not None and result is CheckResult.CLEAR and valid_until < timezone.localdate(at):
        problem = f"{valid_until} is past: then the answer is that something was found."
        raise InvalidInput(problem, fields={"valid_until": problem})
    with transaction.atomic():
        answer.put(check, result, detail.strip(), actor=actor.reference, at=at, valid_until=valid_until)


def answer_advice(
    check: Check, *, advice: Advice, reference: str, actor: User, scope: Scope, at: datetime
) -> None:
    """Keep the word of an authority's advice and its reference. Its reasons never come into the file.

    Refuses when: the actor lacks the right or is the person (Refused); it is another kind of check, or the
    reference is empty or looks like a text (InvalidInput); it is answered already or the case is closed
    (Conflict).
    Records: screening.check.answered.
    """
    require(may_answer(actor, scope, check.application))
    _expect(check, CheckKind.AUTHORITY_ADVICE)
    number = checked_reference(reference)
    results = {Advice.POSITIVE: CheckResult.CLEAR, Advice.WITHHELD: CheckResult.UNOBTAINABLE}
    result = results.get(advice, CheckResult.FINDINGS)
    values = {"advice": advice.value, "reference_given": number}
    with transaction.atomic():
        answer.put(check, result, "", actor=actor.reference, at=at, **values)


def answer_record(
    check: Check,
    convictions: Sequence[ConvictionInput],
    *,
    proceedings: Sequence[ProceedingInput] = (),
    ask_directly: Sequence[str] = (),
    detail: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> None:
    """Take the answer of a criminal record or an ECRIS request: codes and dates, or that there is none.

    `ask_directly` names States whose convictions may not be passed on: each of them is asked itself.
    What an earlier answer to the same question said is gone with this one.
    Refuses when: the actor lacks the right or is the person (Refused); it is answered already or the case
    is closed (Conflict); a code is unknown or a date impossible (InvalidInput, `convictions.2.offence_code`).
    Records: screening.check.answered, and screening.check.directed with a new request for each State named.
    """
    require(may_answer(actor, scope, check.application))
    _expect(check, *STATE_BOUND)
    check_rows(convictions, proceedings, today=timezone.localdate(at))
    states = _known_states(ask_directly, check)
    result = CheckResult.FINDINGS if convictions or proceedings else CheckResult.CLEAR
    with transaction.atomic():
        for country in states:
            _direct(check, country, actor=actor.reference, at=at)
        answer.put(check, result, detail.strip(), actor=actor.reference, at=at, ask_directly=states)
        check.convictions.all().delete()
        check.proceedings.all().delete()
        Conviction.objects.bulk_create(
            Conviction(check_answered=check, **conviction_values(row)) for row in convictions
        )
        Proceeding.objects.bulk_create(
            Proceeding(check_answered=check, **asdict(row) | {"offence_code": offence(row.offence_code).code})
            for row in proceedings
        )


@transaction.atomic
def answer_watchlist(check: Check, *, at: datetime) -> int:
    """Screen the person against the lists in force; done by a worker. Returns the number of hits.

    Refuses when: no list is loaded (Unavailable), because "nothing found" on no list would be a lie.
    Records: screening.check.answered.
    Safe to repeat because: an answered check is left alone, and so is one whose case was closed meanwhile:
    who gave up an application is not screened.
    """
    application = step.locked(check.application)
    check.refresh_from_db()  # a second worker waited for the lock above, and finds the answer
    if check.state_word is CheckState.ANSWERED or application.closed_at is not None:
        return check.hits.count()
    if not is_any_list_in_force():
        raise Unavailable("No watchlist is loaded; load one with `manage.py load_watchlist`.")
    found = hit.find(check, at=at)
    result = CheckResult.FINDINGS if found else CheckResult.CLEAR
    detail = f"{found} possible match{'es' if found > 1 else ''} to decide" if found else "No similar entry"
    answer.put(check, result, detail, actor=SYSTEM, at=at)
    return found


def conviction_values(row: ConvictionInput) -> dict[str, object]:
    """The columns of a conviction, with the codes in the spelling of the tables."""
    code = sanction(row.sanction_code).code if row.sanction_code else ""
    return asdict(row) | {
        "offence_code": offence(row.offence_code).code,
        "sanction_code": code,
        "circumstances": list(row.circumstances),
    }


def _questions(element: Element, application: Application, today: date) -> Iterator[Question]:
    """What one element of the level asks in this case."""
    if element.advice is not None:
        yield Question(CheckKind.AUTHORITY_ADVICE, subject=element.advice.value)
    if element.right_to_work:
        yield Question(CheckKind.RIGHT_TO_WORK)
    if element.check is CheckKind.CRIMINAL_RECORD:
        for country in record_states(application, today=today):
            yield Question(CheckKind.CRIMINAL_RECORD, country)
    elif element.check is CheckKind.ECRIS:
        for country in states_of_nationality(application, today=today) or ("",):
            yield Question(CheckKind.ECRIS, country)
    elif element.check is CheckKind.AUTHORITY_ADVICE:
        yield Question(CheckKind.AUTHORITY_ADVICE, subject=AdviceSubject.SECURITY.value)
    elif element.check is not None:
        yield Question(element.check)


def record_states(application: Application, *, today: date) -> tuple[str, ...]:
    """The States whose record is asked: the port's own, and each of a long stay within five years."""
    stays = (stay.country for stay in states_of_residence(application, today=today))
    return tuple(dict.fromkeys([application.port.country, *stays]))


def states_of_nationality(application: Application, *, today: date) -> tuple[str, ...]:
    """The Member States that keep all convictions of their national, without those that are asked anyway."""
    declared = submitted(application)
    nationalities = declared.nationalities if declared is not None else []
    asked = record_states(application, today=today)
    return tuple(
        country
        for country in dict.fromkeys([application.person.nationality, *nationalities])
        if country in MEMBER_STATES and country not in asked
    )


def _request(application: Application, question: Question, *, actor: str, at: datetime) -> Check:
    check = Check(
        application=application,
        kind=question.kind.value,
        country=question.country,
        subject=question.subject,
        requested_at=at,
    )
    if question.country:
        channel = channel_of(question.country, home=application.port.country)
        is_critical = application.level_word is not ClearanceLevel.STANDARD
        check.channel = channel.value
        check.purpose = purpose_for(channel, is_critical=is_critical).value
    elif question.kind is CheckKind.CRIMINAL_RECORD:
        check.channel = Channel.OWN_REGISTER.value
    check.due_on = request.due_of(application, check, timezone.localdate(at))
    try:
        with transaction.atomic():
            check.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"“{check}” is asked already.") from None
    request.tell("requested", check, actor=actor, at=at, due_on=check.due_on)
    if question.kind is CheckKind.WATCHLIST:
        job.request(WATCHLIST_JOB, f"check:{check.pk}", actor=actor, at=at, port=application.port.locode)
    if question.kind is CheckKind.ECRIS and not question.country:
        detail = "The record of the Member State of nationality is asked already, or there is none."
        answer.put(check, CheckResult.NOT_NEEDED, detail, actor=NOT_NEEDED_ACTOR, at=at)
    return check


def _direct(check: Check, country: str, *, actor: str, at: datetime) -> None:
    """Ask a State itself whose convictions another may not pass on; one that is asked already is left."""
    application = check.application
    request.tell("directed", check, actor=actor, at=at, state=country_names()[country])
    if not application.checks.filter(kind=CheckKind.CRIMINAL_RECORD.value, country=country).exists():
        _request(application, Question(CheckKind.CRIMINAL_RECORD, country), actor=actor, at=at)


def _known_states(countries: Sequence[str], check: Check) -> list[str]:
    found = list(dict.fromkeys(country for country in countries if country))
    for country in found:
        if country not in country_names():
            problem = f"'{country}' is no country of ISO 3166-1."
            raise InvalidInput(problem, fields={"ask_directly": problem})
        if country == check.country:
            problem = "A State does not point to itself; name the State that convicted."
            raise InvalidInput(problem, fields={"ask_directly": problem})
    return found


def _expect_found_out(result: CheckResult) -> None:
    """Whether a question need not be put is not for an officer to answer."""
    if result is CheckResult.NOT_NEEDED:
        raise InvalidInput("Choose what was found.", fields={"result": "Choose what was found."})


def _expect(check: Check, *kinds: CheckKind) -> None:
    if check.kind_word not in kinds:
        wanted = " or ".join(kind.label for kind in kinds)
        raise InvalidInput(f"This is the check '{check.kind_word.label}', not '{wanted}'.")
