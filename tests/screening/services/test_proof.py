"""Answers that cannot be had, and what stands in their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import CheckKind, UnobtainableReason
from screening.models import Application, Check, CompensatingProof
from screening.services import assessment, check, proof
from screening.services.proof import ProofInput
from screening.suitability.words import ProofKind, RuleKind
from tests.people import Actor, Cast
from tests.screening import rows
from tests.screening.rows import PROOFS
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LETTER, INTERVIEW = PROOFS
REFEREE = ProofInput(ProofKind.REFEREE, "Harbour master", date(2026, 1, 7), note="Known for ten years.")
NO_SYSTEM = UnobtainableReason.NO_RECORD_SYSTEM


@pytest.fixture
def asked(case: Application) -> Check:
    return rows.check_of(case, CheckKind.CRIMINAL_RECORD)


def test_answer_when_two_different_proofs_stand_for_it_then_given_up_and_on_record(
    asked: Check, alice: Actor, now: datetime, record: Record
) -> None:
    proof.give_up(asked, NO_SYSTEM, PROOFS, **alice.acts(now))
    assert (asked.state, asked.result, asked.unobtainable_reason) == (
        "answered",
        "unobtainable",
        "no_record_system",
    )
    assert record.one("screening.check.given_up").body == {
        "check": "Criminal record, Belgium",
        "reason": "The State keeps no record that can be asked",
        "proofs": "letter of a consulate, interview",
    }


def test_answer_when_given_up_then_the_clearance_is_capped_by_the_policy(
    case: Application, alice: Actor
) -> None:
    rows.answer_identity(case, alice)
    rows.answer_watchlist(case)
    rows.give_up_record(case, alice)
    case.refresh_from_db()
    made = rows.assessed(case, alice)
    assert made.validity_months == 12
    assert made.findings.filter(criterion=RuleKind.RECORD_NOT_OBTAINABLE.value).count() == 1


@pytest.mark.parametrize(
    "given",
    [(), (LETTER,), (LETTER, LETTER), (LETTER, REFEREE), (REFEREE, REFEREE)],
    ids=["none", "one", "twice the same kind", "one referee", "two referees alone"],
)
def test_answer_when_proofs_are_too_few_then_refused_and_nothing_is_kept(
    asked: Check, alice: Actor, now: datetime, given: tuple[ProofInput, ...]
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="two proofs of different kinds") as refusal:
        proof.give_up(asked, NO_SYSTEM, given, **alice.acts(now))
    assert set(refusal.value.fields) == {"proofs"}


def test_answer_when_two_referees_and_a_letter_then_enough(asked: Check, alice: Actor, now: datetime) -> None:
    proof.give_up(asked, NO_SYSTEM, (REFEREE, LETTER, REFEREE), **alice.acts(now))
    assert asked.result == "unobtainable"


def test_proofs_when_added_one_by_one_then_counted_together(
    asked: Check, alice: Actor, now: datetime, record: Record
) -> None:
    proof.add(asked, LETTER, **alice.acts(now))
    proof.add(asked, INTERVIEW, **alice.acts(now))
    assert len(record.new("screening.check.proof_added")) == 2
    proof.give_up(asked, UnobtainableReason.UNSAFE_TO_ASK, **alice.acts(now))
    facts = assessment.gather(asked.application, at=now)
    assert facts.proofs is not None
    assert {fact.kind for fact in facts.proofs} == {ProofKind.CONSULAR_LETTER, ProofKind.INTERVIEW}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_whom": " "}, "from_whom"),
        ({"dated_on": date(2999, 1, 1)}, "dated_on"),
        ({"document": "", "note": " "}, "document"),
    ],
)
def test_proof_when_a_value_is_wrong_then_named_alone_and_by_row(
    asked: Check, alice: Actor, now: datetime, changes: dict[str, Any], field: str
) -> None:
    wrong = replace(LETTER, **changes)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        proof.add(asked, wrong, **alice.acts(now))
    assert set(refusal.value.fields) == {field}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        proof.give_up(asked, NO_SYSTEM, (INTERVIEW, wrong), **alice.acts(now))
    assert set(refusal.value.fields) == {f"proofs.1.{field}"}


def test_answer_when_silence_is_the_reason_then_only_after_forty_working_days(
    asked: Check, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="of 40 working days") as refusal:
        proof.give_up(asked, UnobtainableReason.NO_REPLY, PROOFS, **alice.acts(now))
    assert set(refusal.value.fields) == {"reason"}
    proof.give_up(asked, UnobtainableReason.NO_REPLY, PROOFS, **alice.acts(now + timedelta(days=80)))
    assert asked.unobtainable_reason == "no_reply"


def test_proof_when_the_check_is_answered_or_takes_none_then_refused(
    case: Application, asked: Check, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="not replaced"):
        proof.add(rows.check_of(case, CheckKind.IDENTITY), LETTER, **alice.acts(now))
    check.answer_record(asked, [], **alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        proof.add(asked, LETTER, **alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        proof.give_up(asked, NO_SYSTEM, PROOFS, **alice.acts(now))


@pytest.mark.parametrize("name", ["bob", "frank", "emma", "dave"])
def test_proof_when_right_is_missing_then_refused(asked: Check, cast: Cast, now: datetime, name: str) -> None:
    acts = cast.everybody()[name].acts(now)
    with unchanged(), pytest.raises(Refused):
        proof.add(asked, LETTER, **acts)
    with unchanged(), pytest.raises(Refused):
        proof.give_up(asked, NO_SYSTEM, PROOFS, **acts)


def test_proof_when_kept_then_never_changed(asked: Check, alice: Actor, now: datetime) -> None:
    kept = proof.add(asked, LETTER, **alice.acts(now))
    with pytest.raises(Exception, match="Cannot update"):
        CompensatingProof.objects.filter(pk=kept.pk).update(from_whom="Somebody else")
