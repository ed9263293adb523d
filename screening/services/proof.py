"""Takes what stands for an answer that cannot be had; on two such proofs the question is given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import CheckKind, CheckResult, CheckState, UnobtainableReason
from screening.models import Check, CompensatingProof
from screening.permissions import may_answer
from screening.record_entry import EARLIEST
from screening.request_clock import days_since, given_up_after
from screening.services import answer, policy, step
from screening.services.request import tell
from screening.suitability.words import ProofKind

NEEDED = (
    2  # different kinds of proof; a proposal, as the cap on the clearance is (European Cockpit Association)
)
REFEREES = 2  # one referee alone is no proof
PROVABLE = (CheckKind.CRIMINAL_RECORD, CheckKind.ECRIS, CheckKind.EMPLOYMENT)


@dataclass(frozen=True, slots=True)
class ProofInput:
    """One proof as the officer types it in: from whom, of when, and the document or what was said."""

    kind: ProofKind
    from_whom: str
    dated_on: date
    document: str = ""
    note: str = ""


def add(check: Check, proof: ProofInput, *, actor: User, scope: Scope, at: datetime) -> CompensatingProof:
    """Keep one proof while the answer is still awaited.

    Refuses when: the actor lacks the right or is the person (Refused); the check takes no proofs, the giver
    is not named, the date is impossible, or neither document nor note is given (InvalidInput, naming the
    field); the check is answered or the case is closed (Conflict).
    Records: screening.check.proof_added.
    """
    require(may_answer(actor, scope, check.application))
    _expect_provable(check)
    problems = _problems(proof, timezone.localdate(at))
    if problems:
        raise InvalidInput(next(iter(problems.values())), fields=problems)
    with transaction.atomic():
        answer.expect_open_file(step.locked(check.application))
        if Check.objects.get(pk=check.pk).state_word is not CheckState.REQUESTED:
            raise Conflict("The check is answered; ask again before proofs are added.")
        return _keep(check, proof, actor=actor, at=at)


def give_up(
    check: Check,
    reason: UnobtainableReason,
    proofs: Sequence[ProofInput] = (),
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> None:
    """Say that the answer cannot be had, on two proofs of different kinds; two referees count as one.

    The policy then shortens the clearance; a missing answer is no finding against the person.
    Refuses when: the actor lacks the right or is the person (Refused); the check takes no proofs, a proof is
    incomplete (InvalidInput, `proofs.1.from_whom`), fewer than two different proofs are there (InvalidInput
    at `proofs`), or "no reply" is given before its working days have passed (InvalidInput at `reason`); it
    is answered already or the case is closed (Conflict).
    Records: screening.check.proof_added for each new proof, screening.check.answered and
    screening.check.given_up.
    """
    require(may_answer(actor, scope, check.application))
    _expect_provable(check)
    today = timezone.localdate(at)
    problems = {
        f"proofs.{number}.{field}": problem
        for number, proof in enumerate(proofs)
        for field, problem in _problems(proof, today).items()
    }
    if problems:
        raise InvalidInput(next(iter(problems.values())), fields=problems)
    if reason is UnobtainableReason.NO_REPLY:
        _expect_silence(check, today)
    with transaction.atomic():
        case = step.locked(check.application)
        for proof in proofs:
            _keep(check, proof, actor=actor, at=at)
        kinds = different_kinds(check.proofs.all())
        if len(kinds) < NEEDED:
            raise InvalidInput(_too_few(kinds), fields={"proofs": _too_few(kinds)})
        values = {"unobtainable_reason": reason.value}
        answer.put(check, CheckResult.UNOBTAINABLE, "", actor=actor.reference, at=at, **values)
        tell(
            "given_up",
            check,
            actor=actor.reference,
            at=at,
            reason=reason.label,
            proofs=", ".join(kind.label.lower() for kind in kinds),
        )
        check.application.state = step.locked(case).state


def different_kinds(proofs: Iterable[CompensatingProof]) -> tuple[ProofKind, ...]:
    """The kinds that count: each once, referees only when there are two of them."""
    kinds = [proof.kind_word for proof in proofs]
    return tuple(
        kind for kind in ProofKind if kinds.count(kind) >= (REFEREES if kind is ProofKind.REFEREE else 1)
    )


def _too_few(kinds: Sequence[ProofKind]) -> str:
    there = f" There is only: {kinds[0].label.lower()}." if kinds else ""
    return (
        "An answer that cannot be had is replaced by two proofs of different kinds; "
        f"two referees count as one.{there}"
    )


def _problems(proof: ProofInput, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if not proof.from_whom.strip():
        found["from_whom"] = "Say from whom it comes."
    if not EARLIEST <= proof.dated_on <= today:
        found["dated_on"] = f"{proof.dated_on} lies in the future, or too far back."
    if not proof.document.strip() and not proof.note.strip():
        found["document"] = "Give the document's reference, or note what was said."
    return found


def _expect_provable(check: Check) -> None:
    if check.kind_word not in PROVABLE:
        raise InvalidInput(f"“{check}” is answered, not replaced by other proofs.")


def _expect_silence(check: Check, today: date) -> None:
    """Silence is a reason only after the working days in which a State could have answered."""
    needed = given_up_after(policy.parsed(check.application.policy))
    asked = check.sent_on or timezone.localdate(check.requested_at)
    passed = days_since(asked, today, check.country or check.application.port.country)
    if passed < needed:
        problem = f"Only {passed} of {needed} working days have passed since {asked}; send a reminder first."
        raise InvalidInput(problem, fields={"reason": problem})


def _keep(check: Check, proof: ProofInput, *, actor: User, at: datetime) -> CompensatingProof:
    kept = CompensatingProof.objects.create(
        check_answered=check,
        kind=proof.kind.value,
        from_whom=proof.from_whom.strip(),
        dated_on=proof.dated_on,
        document=proof.document.strip(),
        note=proof.note.strip(),
        recorded_by=actor.reference,
        recorded_at=at,
    )
    tell("proof_added", check, actor=actor.reference, at=at, proof=proof.kind.label.lower())
    return kept
