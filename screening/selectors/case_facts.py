"""Gathers what is known of a case into the frozen values that judgement reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from screening.enums import Advice, CheckKind, CheckResult, CheckState, PersonCategory, TriageOutcome
from screening.kinds.words import BanState
from screening.models import (
    Application,
    Check,
    CompensatingProof,
    Conviction,
    Hit,
    PortBan,
    Proceeding,
    Triage,
)
from screening.selectors import declaration
from screening.selectors.triage_answer import taken_out
from screening.services import post as posts
from screening.suitability.facts import (
    AdviceFact,
    CaseFacts,
    CheckFact,
    ConvictionFact,
    HitFact,
    PortBanFact,
    ProceedingFact,
    ProofFact,
    RightToWorkFact,
)
from screening.suitability.words import (
    AdviceOutcome,
    Circumstance,
    Completion,
    Exemption,
    Grade,
    Intent,
    Participation,
    RightToWork,
)

# A person whom an authority holds to be of high risk is advised against; the engine knows no stronger word.
ADVICE = {
    Advice.POSITIVE: AdviceOutcome.POSITIVE,
    Advice.RESERVATIONS: AdviceOutcome.RESERVATIONS,
    Advice.NEGATIVE: AdviceOutcome.NEGATIVE,
    Advice.HIGH_RISK: AdviceOutcome.NEGATIVE,
    Advice.WITHHELD: AdviceOutcome.WITHHELD,
}
RIGHT_TO_WORK = {
    CheckResult.CLEAR: RightToWork.ENTITLED,
    CheckResult.FINDINGS: RightToWork.NOT_ENTITLED,
    CheckResult.UNOBTAINABLE: RightToWork.UNKNOWN,
}
STANDING_BANS = (BanState.CONFIRMED.value, BanState.LIFTING.value)
NAMES = {
    "conviction": "A conviction",
    "proceeding": "Proceedings",
    "hit": "A watchlist hit",
    "check": "An advice",
}


def gather(application: Application, *, at: datetime) -> CaseFacts:
    """What the policy may look at, without the items that an officer took out in triage."""
    return _facts(application, at=at, without=taken_out(application))


def gather_all(application: Application, *, at: datetime) -> CaseFacts:
    """The same with every item, as triage needs it."""
    return _facts(application, at=at, without=())


def said_of(about: str, row: Triage) -> str:
    """Why an item that an officer took out does not count, without its content."""
    name = NAMES.get(about.partition(":")[0], "An entry")
    if row.outcome_word is TriageOutcome.FALSE_MATCH:
        return f"{name} is about another person, says {row.made_by}."
    return f"{name} no longer counts, says {row.made_by}."


def _facts(application: Application, *, at: datetime, without: Collection[str]) -> CaseFacts:
    today = timezone.localdate(at)
    checks = list(application.checks.prefetch_related("convictions", "proceedings", "hits"))
    answered = [check for check in checks if check.state_word is CheckState.ANSWERED]
    return CaseFacts(
        at=today,
        level=application.level_word,
        post=posts.facts_of(application.post),
        category=PersonCategory(application.person.category),
        birth_date=application.person.birth_date,
        checks=tuple(_check(check, is_emptied=_items(check) <= set(without)) for check in checks),
        convictions=tuple(fact for fact in _convictions(answered) if fact.id not in without),
        hits=tuple(fact for fact in _hits(application) if fact.id not in without),
        declarations=declaration.facts(application, today=today),
        applied_on=timezone.localdate(application.submitted_at),
        proceedings=tuple(fact for fact in _proceedings(answered) if fact.id not in without),
        advice=tuple(fact for fact in _advice(answered) if fact.id not in without),
        bans=_bans(application, today),
        right_to_work=_right_to_work(answered),
        proofs=_proofs(application),
    )


def _check(check: Check, *, is_emptied: bool) -> CheckFact:
    """A check that found something which is all taken out has found nothing about this person."""
    found = check.result_word
    return CheckFact(
        id=f"check:{check.pk}",
        kind=check.kind_word,
        state=check.state_word,
        result=CheckResult.CLEAR if found is CheckResult.FINDINGS and is_emptied else found,
        country=check.country,
    )


def _items(check: Check) -> set[str]:
    """What a check found, as triage names it. An item that nobody names can never be taken out."""
    named = {f"conviction:{row.pk}" for row in check.convictions.all()}
    named |= {f"proceeding:{row.pk}" for row in check.proceedings.all()}
    named |= {f"hit:{row.pk}" for row in check.hits.all()}
    return named or {f"check:{check.pk}"}


def _convictions(answered: list[Check]) -> list[ConvictionFact]:
    rows = Conviction.objects.filter(check_answered__in=answered)
    return [
        ConvictionFact(
            id=f"conviction:{row.pk}",
            offence_code=row.offence_code,
            completion=Completion(row.completion),
            participation=Participation(row.participation),
            exemption=Exemption(row.exemption),
            sanction_code=row.sanction_code,
            sanction_months=row.sanction_months,
            sanction_suspended=row.sanction_suspended,
            day_rates=row.day_rates,
            offence_date=row.offence_date,
            decided_on=row.decided_on,
            final_on=row.final_on,
            released_on=row.released_on,
            country=row.country,
            rehabilitated=row.rehabilitated,
            pardoned=row.pardoned,
            amnesty=row.amnesty,
            juvenile=row.juvenile,
            declared=row.declared,
            grade=Grade(row.grade),
            intent=Intent(row.intent),
            circumstances=frozenset(Circumstance(word) for word in row.circumstances),
            custody_since=row.custody_since,
        )
        for row in rows
    ]


def _proceedings(answered: list[Check]) -> list[ProceedingFact]:
    return [
        ProceedingFact(
            id=f"proceeding:{row.pk}",
            state=row.state_word,
            offence_code=row.offence_code,
            since=row.since,
            ended_on=row.ended_on,
            country=row.country,
        )
        for row in Proceeding.objects.filter(check_answered__in=answered)
    ]


def _hits(application: Application) -> list[HitFact]:
    rows = Hit.objects.filter(check_answered__application=application).select_related("entry")
    return [
        HitFact(
            id=f"hit:{row.pk}",
            entry_name=row.title,
            source=row.entry.source,
            score=float(row.score),
            state=row.state_word,
        )
        for row in rows
    ]


def _advice(answered: list[Check]) -> list[AdviceFact]:
    return [
        AdviceFact(
            id=f"check:{check.pk}",
            subject=check.subject_word,
            outcome=ADVICE[check.advice_word],
            reference=check.reference_given,
            given_on=timezone.localdate(check.answered_at) if check.answered_at else None,
        )
        for check in answered
        if check.subject_word is not None and check.advice_word is not None
    ]


def _right_to_work(answered: list[Check]) -> RightToWorkFact | None:
    """None where it was not asked."""
    check = next((each for each in answered if each.kind_word is CheckKind.RIGHT_TO_WORK), None)
    if check is None or check.result_word not in RIGHT_TO_WORK:
        return None
    return RightToWorkFact(RIGHT_TO_WORK[check.result_word], check.valid_until)


def _bans(application: Application, today: date) -> tuple[PortBanFact, ...]:
    """Confirmed bans of the person at this port that have not ended."""
    bans = PortBan.objects.filter(
        person=application.person, port=application.port, state__in=STANDING_BANS, ends_on__gte=today
    )
    return tuple(
        PortBanFact(
            id=f"port_ban:{ban.ref}",
            since=ban.starts_on,
            until=ban.ends_on,
            port=application.port.locode,
            reference=ban.order_ref,
        )
        for ban in bans
    )


def _proofs(application: Application) -> tuple[ProofFact, ...]:
    """What stands for answers that cannot be had; an officer accepted each by entering it."""
    rows = CompensatingProof.objects.filter(check_answered__application=application)
    return tuple(ProofFact(kind=row.kind_word, id=f"proof:{row.pk}", accepted=True) for row in rows)
