"""Erasure: what is due and nothing else, all or nothing, by two hands when early, never under a hold."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import CheckKind, RightKind
from screening.models import Application, Erasure, ErasureOrder, LegalHold, Person, RecordTrace
from screening.retention.policy import default_policy
from screening.retention.words import DataClass
from screening.services import erasure, hold, rights
from tests.people import Actor, Cast
from tests.screening import closed, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

POLICY = default_policy()
ACTOR = "system:retention"
THREE_MONTHS, TWO_YEARS = 93, 732  # days, a little over


def erase(case: Application, now: datetime) -> Erasure | None:
    return erasure.erase_due(case, policy=POLICY, actor=ACTOR, at=now)


def classes(made: Erasure) -> set[str]:
    return {row["data_class"] for row in made.rows}


def test_record_answer_when_three_months_passed_then_fact_code_and_use_stay(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=THREE_MONTHS)
    made = erase(case, now)
    assert made is not None
    assert classes(made) == {"record_answer", "documents"}
    check = rows.check_of(case, CheckKind.CRIMINAL_RECORD)
    assert not check.convictions.exists()
    trace = RecordTrace.objects.get(check_answered=check)
    assert trace.offence_code == "0701 00"
    assert trace.use
    assert (check.result, check.detail) == ("findings", "erased")
    assert case.notes.exists()


def test_case_when_its_day_has_not_come_then_nothing_is_erased(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=30)
    assert erase(case, now) is None
    assert rows.check_of(case, CheckKind.CRIMINAL_RECORD).convictions.exists()


def test_case_when_open_then_is_never_erased(case: Application, alice: Actor, now: datetime) -> None:
    assert erase(case, now + timedelta(days=9999)) is None


def test_case_when_two_years_passed_then_a_nameless_shell_is_left(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    made = erase(case, now)
    assert made is not None
    assert classes(made) == {each.value for each in DataClass} - {
        *("rights_request", "port_ban", "identity", "ledger")
    }
    case.refresh_from_db()
    assert case.erased_at == now
    assert (case.state, case.post.code) == ("withdrawn", "CRANE")
    erasure.erase_identity(case.person, policy=POLICY, actor=ACTOR, at=now)
    assert closed.personal_words(case) == []
    assert Entry.objects.filter(subject=case.reference, kind="screening.application.submitted").exists()


def test_erasure_when_repeated_then_makes_no_second_certificate(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    assert erase(case, now) is not None
    assert erase(case, now) is None
    assert Erasure.objects.count() == 1


def test_certificate_when_made_then_names_rules_and_counts_and_is_on_record(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    made = erase(case, now)
    assert made is not None
    by_class = {row["data_class"]: row for row in made.rows}
    assert by_class["record_answer"]["count"] == 2  # the conviction, and where it came from
    assert by_class["record_answer"]["rule"] == "3 months after the decision is final"
    assert by_class["case_file"]["mark"] == "P"
    entry = Entry.objects.get(kind="screening.erasure.done")
    assert entry.body["erasure"] == made.ref
    assert "Domínguez" not in str(entry.body) + str(made.rows)


def test_certificate_when_somebody_would_change_it_then_the_database_refuses(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    made = erase(case, now)
    assert made is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.filter(pk=made.pk).update(by="nobody")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_erasure_when_it_fails_half_way_then_nothing_is_gone(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    with pytest.raises(DatabaseError, match="disk full"):
        _erase_without_room_for_the_certificate(case, now)
    assert rows.check_of(case, CheckKind.CRIMINAL_RECORD).convictions.exists()
    assert case.notes.exists()
    case.refresh_from_db()
    assert case.erased_at is None


def test_case_when_held_then_is_not_erased_until_two_lift_it(
    case: Application, cast: Cast, now: datetime
) -> None:
    closed.withdrawn(case, cast.alice, days_ago=TWO_YEARS)
    kept = hold.enter(
        case,
        reason="Proceedings before the court of Example.",
        review_on=now.date() + timedelta(days=90),
        **cast.alice.acts(now),
    )
    assert erase(case, now) is None
    with pytest.raises(Conflict, match="lifted first"):
        erasure.order(case, ground="The person asks.", **cast.alice.acts(now))
    hold.propose_lift(kept, reason="The proceedings ended.", **cast.alice.acts(now))
    assert erase(case, now) is None
    with pytest.raises(Refused):
        hold.lift(kept, **cast.alice.acts(now))
    hold.lift(kept, **cast.bob.acts(now))
    assert erase(case, now) is not None


@pytest.mark.parametrize("days", [0, -1, 400])
def test_hold_when_its_review_is_not_within_a_year_then_is_refused(
    case: Application, alice: Actor, now: datetime, days: int
) -> None:
    with pytest.raises(InvalidInput, match="within a year"):
        hold.enter(case, reason="Court.", review_on=now.date() + timedelta(days=days), **alice.acts(now))


def test_hold_when_lifted_by_one_hand_then_the_database_refuses(
    case: Application, alice: Actor, now: datetime
) -> None:
    kept = hold.enter(case, reason="Court.", review_on=now.date() + timedelta(days=9), **alice.acts(now))
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.filter(pk=kept.pk).update(
            lift_proposed_by=alice.user, lifted_by=alice.user, lifted_at=now
        )


def test_hold_when_one_stands_then_no_second(case: Application, cast: Cast, now: datetime) -> None:
    day = now.date() + timedelta(days=9)
    kept = hold.enter(case, reason="Court.", review_on=day, **cast.alice.acts(now))
    with pytest.raises(Conflict, match="already"):
        hold.enter(case, reason="Again.", review_on=day, **cast.alice.acts(now))
    with pytest.raises(Conflict, match="proposes"):
        hold.lift(kept, **cast.bob.acts(now))


def test_early_erasure_when_ordered_and_confirmed_by_two_then_happens_at_once(
    case: Application, cast: Cast, now: datetime
) -> None:
    closed.withdrawn(case, cast.alice)
    made = erasure.order(case, ground="Entered by mistake.", **cast.alice.acts(now))
    assert case.notes.exists()
    with pytest.raises(Refused):
        erasure.confirm(made, policy=POLICY, **cast.alice.acts(now))
    done = erasure.confirm(made, policy=POLICY, **cast.bob.acts(now))
    assert done.order == made
    assert {row["rule"] for row in done.rows} == {"by order of two officers"}
    assert not case.notes.exists()
    with pytest.raises(Conflict):
        erasure.confirm(made, policy=POLICY, **cast.bea.acts(now))


def test_early_erasure_when_answered_by_its_own_hand_then_the_database_refuses(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice)
    made = erasure.order(case, ground="Entered by mistake.", **alice.acts(now))
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureOrder.objects.filter(pk=made.pk).update(
            state="confirmed", answered_by=alice.user, answered_at=now
        )


def test_early_erasure_when_the_case_is_open_then_is_refused(
    case: Application, alice: Actor, now: datetime
) -> None:
    with pytest.raises(Conflict, match="open"):
        erasure.order(case, ground="The person asks.", **alice.acts(now))


def test_early_erasure_when_returned_then_nothing_is_gone_and_it_can_be_ordered_again(
    case: Application, cast: Cast, now: datetime
) -> None:
    closed.withdrawn(case, cast.alice)
    made = erasure.order(case, ground="Why not.", **cast.alice.acts(now))
    with pytest.raises(Conflict, match="already"):
        erasure.order(case, ground="Why not.", **cast.alice.acts(now))
    erasure.return_order(made, **cast.bob.acts(now))
    assert case.notes.exists()
    assert erasure.order(case, ground="With the law.", **cast.alice.acts(now)).state == "proposed"


def test_case_when_the_person_asked_to_see_it_then_waits_for_the_answer(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    rights.receive(case.person, RightKind.ACCESS, text="What do you hold?", **alice.acts(now))
    assert erase(case, now) is None


def test_person_when_a_clearance_still_runs_then_keeps_the_name(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=TWO_YEARS)
    rows.cleared(case.person, days=365)
    assert erase(case, now) is not None
    assert erasure.erase_identity(case.person, policy=POLICY, actor=ACTOR, at=now) is None
    later = now + timedelta(days=366)
    made = erasure.erase_identity(case.person, policy=POLICY, actor=ACTOR, at=later)
    assert made is not None
    assert made.application is None
    person = Person.objects.get(pk=case.person_id)
    assert person.full_name == "(erased)"
    assert person.birth_date is None
    assert [change.reason for change in person.clearances.get().changes.all()] == ["erased"]


@transaction.atomic
def _erase_without_room_for_the_certificate(case: Application, now: datetime) -> None:
    """The last row of the run cannot be written, so that everything before it must come back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.no() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$;"
            "CREATE TRIGGER no_certificate BEFORE INSERT ON screening_erasure "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.no();"
        )
    erase(case, now)
