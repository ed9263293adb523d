"""Rights: the month, the identity first, two hands, contests stop decisions, granted rights take effect."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Port
from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import IdentityProof, RightKind, RightState
from screening.models import Application, Person, RightsRequest
from screening.selectors.own_file import own_file
from screening.selectors.rights import contest_of
from screening.services import application, rights, secret_ground, step
from screening.transitions import RIGHT, ApplicationEvent
from tests.moment import port_now
from tests.people import Actor, Cast
from tests.screening import closed, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def ask(who: Person, kind: RightKind, alice: Actor, now: datetime, **values: object) -> RightsRequest:
    given = {"text": "Please.", "field": "job_title", "new_value": "Crane driver"}
    if kind is not RightKind.CORRECTION:
        given = {"text": "Please."}
    return rights.receive(who, kind, **(given | values), **alice.acts(now))  # type: ignore[arg-type]


def identified(asked: RightsRequest, alice: Actor, now: datetime) -> RightsRequest:
    rights.identify(asked, IdentityProof.IN_PERSON, **alice.acts(now))
    return asked


def granted(asked: RightsRequest, cast: Cast, now: datetime, *, grants: bool = True) -> RightsRequest:
    identified(asked, cast.alice, now)
    rights.propose(asked, grants=grants, answer="Because.", **cast.alice.acts(now))
    rights.confirm(asked, **cast.bob.acts(now))
    return asked


@pytest.mark.parametrize(
    ("arrived", "until"),
    [
        (datetime(2027, 1, 15, 10, tzinfo=UTC), date(2027, 2, 15)),
        (datetime(2027, 1, 31, 10, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2028, 1, 31, 10, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_request_when_it_arrives_then_one_month_runs(arrived: datetime, until: date) -> None:
    assert rights.due_on(arrived) == until


def test_answer_when_the_identity_is_not_confirmed_then_is_refused(
    erin: Person, alice: Actor, now: datetime
) -> None:
    asked = ask(erin, RightKind.ACCESS, alice, now)
    with pytest.raises(Conflict):
        rights.propose(asked, grants=True, answer="Here.", **alice.acts(now))


def test_answer_when_confirmed_by_its_proposer_then_is_refused_twice(
    erin: Person, alice: Actor, now: datetime
) -> None:
    asked = identified(ask(erin, RightKind.ACCESS, alice, now), alice, now)
    rights.propose(asked, grants=True, answer="Here.", **alice.acts(now))
    with pytest.raises(Refused):
        rights.confirm(asked, **alice.acts(now))
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(
            state="granted", decided_by=alice.user, decided_at=now
        )


def test_answer_when_confirmed_then_is_on_record_without_its_words(
    erin: Person, cast: Cast, now: datetime
) -> None:
    asked = granted(ask(erin, RightKind.ACCESS, cast.alice, now), cast, now, grants=False)
    assert asked.state_word is RightState.REFUSED
    entries = Entry.objects.filter(subject=erin.reference, kind__startswith="screening.rights.")
    assert [entry.kind.rsplit(".")[-1] for entry in entries.order_by("position")] == [
        *("received", "identified", "proposed", "answered")
    ]
    assert "Because" not in str([entry.body for entry in entries])


def test_answer_when_returned_then_another_is_proposed(erin: Person, cast: Cast, now: datetime) -> None:
    asked = identified(ask(erin, RightKind.ACCESS, cast.alice, now), cast.alice, now)
    rights.propose(asked, grants=False, answer="No.", **cast.alice.acts(now))
    rights.return_to_officer(asked, **cast.bob.acts(now))
    assert (asked.state_word, asked.answer) == (RightState.IDENTIFIED, "")
    rights.propose(asked, grants=True, answer="Yes.", **cast.alice.acts(now))


@pytest.mark.parametrize("kind", [RightKind.CORRECTION, RightKind.RESTRICTION, RightKind.OBJECTION])
def test_contest_when_the_identity_is_confirmed_then_no_decision_is_taken(
    case: Application, cast: Cast, now: datetime, kind: RightKind
) -> None:
    Application.objects.filter(pk=case.pk).update(state="in_review")
    case.refresh_from_db()
    asked = ask(case.person, kind, cast.alice, now)
    assert contest_of(case) is None
    identified(asked, cast.alice, now)
    assert contest_of(case) == asked
    for event in (ApplicationEvent.PROPOSE, ApplicationEvent.GRANT, ApplicationEvent.REFUSE):
        with pytest.raises(Conflict, match="contests"):
            step.take(case, event)
    rights.withdraw(asked, **cast.alice.acts(now))
    step.take(case, ApplicationEvent.PROPOSE)


def test_restriction_when_granted_then_stands_until_another_officer_lifts_it(
    case: Application, cast: Cast, now: datetime
) -> None:
    asked = granted(ask(case.person, RightKind.RESTRICTION, cast.alice, now), cast, now)
    assert contest_of(case) == asked
    with pytest.raises(Refused):
        rights.lift(asked, **cast.alice.acts(now))
    rights.lift(asked, **cast.bob.acts(now))
    assert contest_of(case) is None


def test_contest_when_about_another_case_then_does_not_stop_this_one(
    case: Application, port: Port, alice: Actor, now: datetime
) -> None:
    other = rows.make_case(case.person, rows.make_post(port, "LASHER"), alice)
    asked = identified(ask(case.person, RightKind.OBJECTION, alice, now, application=other), alice, now)
    assert contest_of(other) == asked
    assert contest_of(case) is None
    whole = identified(ask(case.person, RightKind.OBJECTION, alice, now), alice, now)
    assert contest_of(case) == whole


def test_access_when_open_then_stops_no_decision(case: Application, alice: Actor, now: datetime) -> None:
    identified(ask(case.person, RightKind.ACCESS, alice, now), alice, now)
    assert contest_of(case) is None


def test_correction_when_granted_then_the_field_is_right_and_names_are_compared_anew(
    erin: Person, cast: Cast, now: datetime
) -> None:
    before = erin.version
    asked = ask(erin, RightKind.CORRECTION, cast.alice, now, field="birth_date", new_value="1991-05-11")
    granted(asked, cast, now)
    erin.refresh_from_db()
    assert erin.birth_date == date(1991, 5, 11)
    assert erin.version == before + 1


def test_correction_when_granted_after_an_assessment_then_the_case_is_assessed_anew(
    case: Application, cast: Cast, now: datetime
) -> None:
    rows.reviewed(case, cast.alice)
    rows.assessed(case, cast.alice)
    later = port_now()
    granted(ask(case.person, RightKind.CORRECTION, cast.alice, later), cast, later)
    with pytest.raises(Conflict, match="corrected after the assessment"):
        rows.proposed(case, cast.alice)
    rows.assessed(case, cast.alice)
    rows.proposed(case, cast.alice)


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("birth_date", "11 May", "new_value"),
        ("nationality", "Spain", "new_value"),
        ("sex", "woman", "new_value"),
        ("family_name", "   ", "new_value"),
        ("password", "x", "field"),
    ],
)
def test_correction_when_it_makes_no_sense_then_the_field_is_named(
    erin: Person, alice: Actor, now: datetime, field: str, value: str, wrong: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        ask(erin, RightKind.CORRECTION, alice, now, field=field, new_value=value)
    assert set(error.value.fields) == {wrong}


def test_erasure_when_granted_then_the_closed_cases_go_by_the_same_two_hands(
    case: Application, cast: Cast, now: datetime
) -> None:
    asked = ask(case.person, RightKind.ERASURE, cast.alice, now)
    identified(asked, cast.alice, now)
    rights.propose(asked, grants=True, answer="All of it.", **cast.alice.acts(now))
    with pytest.raises(Conflict, match="open"):
        rights.confirm(asked, **cast.bob.acts(now))
    closed.withdrawn(case, cast.alice)
    asked.refresh_from_db()
    rights.confirm(asked, **cast.bob.acts(now))
    case.refresh_from_db()
    assert case.erased_at is not None
    made = case.erasures.get()
    assert made.order is not None
    assert {made.order.proposed_by_id, made.order.answered_by_id} == {cast.alice.user.pk, cast.bob.user.pk}


def test_own_file_when_made_then_holds_all_but_what_is_withheld(
    case: Application, cast: Cast, now: datetime
) -> None:
    application.add_note(case, "Sounded nervous.", **cast.alice.acts(now))
    secret_ground.enter(
        case,
        authority="Security Service of Example",
        reference="SSE-4711",
        held_at="Room 2",
        legal_ground="Security Services Act, section 12",
        essence="Repeated contact with a group that smuggles.",
        **cast.bob.acts(now),
    )
    text = own_file(case.person, at=now).as_json()
    assert json.loads(text)["reference"] == case.person.ref
    assert "Domínguez" in text
    assert "1991-05-10" in text
    assert "Repeated contact with a group that smuggles." in text
    assert "Security Services Act, section 12" in text
    for secret in ("SSE-4711", "Room 2", "Security Service of Example", "Sounded nervous"):
        assert secret not in text


def test_own_file_when_the_case_is_closed_then_holds_the_officers_words(
    case: Application, alice: Actor, now: datetime
) -> None:
    closed.withdrawn(case, alice)
    text = own_file(case.person, at=now).as_json()
    assert "Rang her on Monday." in text
    assert "0701 00" in text


def test_own_file_when_handed_over_then_needs_a_granted_access_and_is_on_record(
    erin: Person, cast: Cast, now: datetime
) -> None:
    asked = ask(erin, RightKind.ACCESS, cast.alice, now)
    with pytest.raises(Conflict, match="granted first"):
        rights.hand_over(asked, b"{}", form="json", **cast.alice.acts(now))
    granted(asked, cast, now)
    rights.hand_over(asked, b"{}", form="json", **cast.alice.acts(now))
    assert Entry.objects.get(kind="screening.rights.file_given").body["form"] == "json"


def test_request_when_the_officer_is_the_person_then_is_refused(
    erin: Person, alice: Actor, now: datetime
) -> None:
    alice.user.person_ref = erin.ref
    alice.user.save()
    with pytest.raises(Refused):
        ask(erin, RightKind.ACCESS, alice, now)


def test_request_when_the_case_is_another_persons_then_is_refused(
    case: Application, erin: Person, alice: Actor, now: datetime
) -> None:
    other = Person.objects.create(port=erin.port, family_name="Other", search_name="other", created_at=now)
    with pytest.raises(InvalidInput, match="another person"):
        ask(other, RightKind.ACCESS, alice, now, application=case)


def test_steps_when_an_answer_is_reached_then_led_over_identity_and_proposal() -> None:
    """Whatever path leads to an answer, the identity was confirmed and an answer proposed on it."""
    before = {new: {old for (old, _), made in RIGHT.items() if made is new} for new in RightState}
    assert before[RightState.GRANTED] == before[RightState.REFUSED] == {RightState.PROPOSED}
    assert before[RightState.PROPOSED] == {RightState.IDENTIFIED}
    assert before[RightState.IDENTIFIED] == {RightState.RECEIVED, RightState.PROPOSED}
    assert not before[RightState.RECEIVED]


def test_request_when_overdue_then_is_still_answered(erin: Person, cast: Cast, now: datetime) -> None:
    asked = ask(erin, RightKind.ACCESS, cast.alice, now - timedelta(days=60))
    assert granted(asked, cast, now).state_word is RightState.GRANTED
