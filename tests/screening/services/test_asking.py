"""Which checks a case asks, of which States, and the answers that are no convictions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import Advice, CheckKind, CheckResult
from screening.models import Address, Application, Check, Person, Post
from screening.services import answer, assessment, check, completeness, declaration, history
from screening.services.history import AddressInput
from screening.suitability.words import AdviceOutcome, AdviceSubject, RightToWork
from tests.people import Actor
from tests.screening import declaring, rows
from tests.screening.rows import TRAFFICKING
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def make(case: Application, kind: CheckKind, **values: Any) -> Check:
    """A check of a kind that the case's policy does not ask by itself."""
    return Check.objects.create(
        application=case,
        kind=kind.value,
        requested_at=case.submitted_at,
        due_on=case.due_on,
        **values,
    )


def test_record_when_nothing_else_is_known_then_the_ports_own_state_is_asked(case: Application) -> None:
    record = rows.check_of(case, CheckKind.CRIMINAL_RECORD)
    assert (record.country, record.channel, record.purpose) == ("BE", "own_register", "port_security")
    assert record.address == "criminal_record-BE"


def test_state_when_asked_as_well_then_with_its_own_way_and_clock(
    case: Application, alice: Actor, now: datetime, record: Record
) -> None:
    spain = check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **alice.acts(now))
    morocco = check.ask(case, CheckKind.CRIMINAL_RECORD, "MA", **alice.acts(now))
    assert (spain.channel, morocco.channel) == ("ecris", "own_request")
    assert (spain.purpose, morocco.purpose) == ("port_security", "own_record")
    assert spain.due_on < morocco.due_on
    assert [entry.body["check"] for entry in record.new("screening.check.requested")] == [
        "Criminal record, Spain",
        "Criminal record, Morocco",
    ]


def test_state_when_asked_already_then_conflict(case: Application, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(Conflict, match="Belgium” is asked already"):
        check.ask(case, CheckKind.CRIMINAL_RECORD, "BE", **alice.acts(now))


@pytest.mark.parametrize(
    ("kind", "country", "field"),
    [
        (CheckKind.CRIMINAL_RECORD, "ZZ", "country"),
        (CheckKind.ECRIS, "MA", "country"),
        (CheckKind.IDENTITY, "ES", "kind"),
    ],
)
def test_state_when_kind_or_country_is_wrong_then_named(
    case: Application, alice: Actor, now: datetime, kind: CheckKind, country: str, field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        check.ask(case, kind, country, **alice.acts(now))
    assert set(refusal.value.fields) == {field}


def test_state_when_asked_in_review_then_the_case_goes_back_to_its_checks(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice)
    check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **alice.acts(now))
    case.refresh_from_db()
    assert case.state == "checking"


def test_state_when_the_case_is_proposed_then_conflict(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice)
    rows.assessed(case, alice)
    rows.proposed(case, alice)
    with unchanged(), pytest.raises(Conflict, match="must be returned first"):
        check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **alice.acts(now))


@pytest.mark.parametrize("name", ["bob", "frank", "emma", "dave"])
def test_state_when_right_is_missing_then_refused(
    case: Application, cast: Any, now: datetime, name: str
) -> None:
    with unchanged(), pytest.raises(Refused):
        check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **cast.everybody()[name].acts(now))


def test_record_when_another_state_must_be_asked_then_it_is_and_once(
    case: Application, alice: Actor, now: datetime, record: Record
) -> None:
    for country in ("FR", "FR"):
        asked = rows.check_of(case, CheckKind.CRIMINAL_RECORD, "BE")
        check.answer_record(asked, [], ask_directly=[country], **alice.acts(now))
        if country == "FR" and not record.new("screening.check.asked_again"):
            answer.ask_again(asked, reason="The page was cut off.", **alice.acts(now))
    french = rows.check_of(case, CheckKind.CRIMINAL_RECORD, "FR")
    assert (french.state, french.channel) == ("requested", "ecris")
    assert case.checks.filter(country="FR").count() == 1


@pytest.mark.parametrize("country", ["BE", "ZZ"])
def test_record_when_it_points_to_itself_or_nowhere_then_named(
    case: Application, alice: Actor, now: datetime, country: str
) -> None:
    asked = rows.check_of(case, CheckKind.CRIMINAL_RECORD)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        check.answer_record(asked, [], ask_directly=[country], **alice.acts(now))
    assert set(refusal.value.fields) == {"ask_directly"}


def test_answer_when_it_comes_after_its_day_then_late_on_record(
    case: Application, alice: Actor, now: datetime, record: Record
) -> None:
    asked = rows.check_of(case, CheckKind.CRIMINAL_RECORD)
    Check.objects.filter(pk=asked.pk).update(due_on=now.date() - timedelta(days=14))
    asked.refresh_from_db()
    check.answer_record(asked, [], **alice.acts(now))
    assert asked.late_days >= 8
    assert record.one("screening.check.late").body["days"] == asked.late_days


@pytest.mark.parametrize(
    ("advice", "result", "outcome"),
    [
        (Advice.POSITIVE, "clear", AdviceOutcome.POSITIVE),
        (Advice.NEGATIVE, "findings", AdviceOutcome.NEGATIVE),
        (Advice.HIGH_RISK, "findings", AdviceOutcome.NEGATIVE),
        (Advice.WITHHELD, "unobtainable", AdviceOutcome.WITHHELD),
    ],
)
def test_advice_when_given_then_its_word_and_reference_are_all_that_is_kept(
    case: Application, alice: Actor, now: datetime, advice: Advice, result: str, outcome: AdviceOutcome
) -> None:
    asked = make(case, CheckKind.AUTHORITY_ADVICE, subject=AdviceSubject.POLICE.value)
    check.answer_advice(asked, advice=advice, reference="NSA/2026-114", **alice.acts(now))
    assert (asked.result, asked.advice, asked.reference_given, asked.detail) == (
        result,
        advice.value,
        "NSA/2026-114",
        "",
    )
    fact = assessment.gather(case, at=now).advice[0]
    assert (fact.subject, fact.outcome, fact.reference) == (AdviceSubject.POLICE, outcome, "NSA/2026-114")


@pytest.mark.parametrize("reference", ["", "  ", "he meets the wrong people", "x" * 41, "line\nbreak"])
def test_advice_when_the_reference_is_a_text_then_refused(
    case: Application, alice: Actor, now: datetime, reference: str
) -> None:
    asked = make(case, CheckKind.AUTHORITY_ADVICE, subject=AdviceSubject.POLICE.value)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        check.answer_advice(asked, advice=Advice.NEGATIVE, reference=reference, **alice.acts(now))
    assert set(refusal.value.fields) == {"reference"}


def test_advice_when_a_text_is_written_beside_it_then_the_database_refuses(case: Application) -> None:
    asked = make(case, CheckKind.AUTHORITY_ADVICE, subject=AdviceSubject.POLICE.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=asked.pk).update(advice="negative", result="findings", detail="Friends")


@pytest.mark.parametrize(
    ("result", "until", "status"),
    [
        (CheckResult.CLEAR, date(2099, 1, 1), RightToWork.ENTITLED),
        (CheckResult.FINDINGS, None, RightToWork.NOT_ENTITLED),
        (CheckResult.UNOBTAINABLE, None, RightToWork.UNKNOWN),
    ],
)
def test_right_to_work_when_answered_then_the_rules_know_it_and_until_when(
    case: Application,
    alice: Actor,
    now: datetime,
    result: CheckResult,
    until: date | None,
    status: RightToWork,
) -> None:
    asked = make(case, CheckKind.RIGHT_TO_WORK)
    check.answer_plain(asked, result=result, detail="Permit seen.", valid_until=until, **alice.acts(now))
    fact = assessment.gather(case, at=now).right_to_work
    assert fact is not None
    assert (fact.status, fact.until) == (status, until)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"detail": " "}, "detail"),
        ({"result": CheckResult.NOT_NEEDED}, "result"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_plain_when_a_value_is_wrong_then_named(
    case: Application, alice: Actor, now: datetime, values: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"result": CheckResult.CLEAR, "detail": "Called the employer."}
    asked = make(case, CheckKind.RIGHT_TO_WORK)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        check.answer_plain(asked, **given | values, **alice.acts(now))
    assert set(refusal.value.fields) == {field}


def test_answer_when_asked_again_then_the_new_one_stands_alone_and_both_are_on_record(
    case: Application, alice: Actor, now: datetime, record: Record
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    asked = rows.check_of(case, CheckKind.CRIMINAL_RECORD)
    answer.ask_again(asked, reason="It was about a namesake.", **alice.acts(now))
    case.refresh_from_db()
    assert (asked.state, asked.result, case.state) == ("requested", "", "checking")
    assert not assessment.gather(case, at=now).convictions
    check.answer_record(asked, [], **alice.acts(now))
    case.refresh_from_db()
    assert (asked.result, asked.convictions.count(), case.state) == ("clear", 0, "in_review")
    kinds = [kind for kind in record.kinds() if kind.startswith("screening.check")]
    assert kinds[-3:] == [
        "screening.check.answered",
        "screening.check.asked_again",
        "screening.check.answered",
    ]


def test_answer_when_invalid_then_the_case_waits_until_it_is_asked_again(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice)
    asked = rows.check_of(case, CheckKind.IDENTITY)
    answer.invalidate(asked, reason="The passport was forged.", **alice.acts(now))
    case.refresh_from_db()
    assert (asked.state, asked.result, case.state) == ("invalid", "", "checking")
    with unchanged(), pytest.raises(Conflict):
        check.answer_identity(asked, result=CheckResult.CLEAR, detail="Seen.", **alice.acts(now))
    answer.ask_again(asked, reason="A new passport came.", **alice.acts(now))
    check.answer_identity(asked, result=CheckResult.CLEAR, detail="Seen.", **alice.acts(now))
    case.refresh_from_db()
    assert case.state == "in_review"


def test_answer_when_taken_back_without_reason_or_by_a_machine_then_refused(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        answer.ask_again(rows.check_of(case, CheckKind.IDENTITY), reason=" ", **alice.acts(now))
    assert set(refusal.value.fields) == {"reason"}
    with unchanged(), pytest.raises(InvalidInput, match="searched by the system"):
        answer.ask_again(rows.check_of(case, CheckKind.WATCHLIST), reason="Again.", **alice.acts(now))


def test_ecris_when_nationality_is_a_member_state_then_that_state_is_asked_else_not_needed(
    erin: Person, crane: Post, alice: Actor, now: datetime, case: Application
) -> None:
    spain = check.ask(case, CheckKind.ECRIS, "ES", **alice.acts(now))
    assert (spain.address, spain.channel) == ("ecris-ES", "ecris")
    check.answer_record(spain, [TRAFFICKING], **alice.acts(now))
    assert [fact.country for fact in assessment.gather(case, at=now).convictions] == ["ES"]


def test_records_when_the_person_lived_elsewhere_then_each_state_of_a_long_stay_is_asked(
    erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    """Erin lived in Spain for two years, in Morocco for one, in France for three months, now in Belgium."""
    rows.load_list()
    invitation, _ = declaring.begin(erin, crane, alice, at=now)
    declaring.fill_in(invitation, at=now)
    Address.objects.all().delete()
    today = now.date()
    ends = [6 * 365, 4 * 365, 3 * 365, 3 * 365 - 90, 0]
    for country, since, until in zip(("ES", "MA", "FR", "BE"), ends, ends[1:], strict=False):
        history.keep_address(
            invitation,
            AddressInput(
                today - timedelta(days=since),
                today - timedelta(days=until + 1) if until else None,
                country,
                "Somewhere 5",
            ),
            at=now,
        )
    declaration.submit(invitation, at=now)
    case = Application.objects.get(pk=invitation.application_id)
    completeness.complete(case, **alice.acts(now))
    asked = case.checks.filter(kind="criminal_record").order_by("country")
    assert [(each.country, each.channel) for each in asked] == [
        ("BE", "own_register"),
        ("ES", "ecris"),
        ("MA", "own_request"),
    ]
