"""The person's acts: begin, answer, hand in; each only while the declaration is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portsec.kernel.errors import Conflict, InvalidInput
from screening.enums import ActivityKind, DocumentKind, GapReason, Track
from screening.history.periods import Period
from screening.models import Application, Declaration, DeclaredConviction, Invitation, Person, Post
from screening.services import declaration, document, history
from screening.services.declaration import ConvictionLine
from screening.services.history import ActivityInput, AddressInput
from tests.people import Cast
from tests.screening import declaring
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ADDRESS = AddressInput(date(2019, 1, 1), None, "BE", "Kaai 5")
JOB = ActivityInput(date(2019, 1, 1), None, ActivityKind.JOB, organisation="Quayside")
ACTS: dict[str, Callable[[Invitation, datetime], Any]] = {
    "about": lambda i, at: declaration.change_about(i, **declaring.ABOUT, at=at),
    "address": lambda i, at: history.keep_address(i, ADDRESS, at=at),
    "activity": lambda i, at: history.keep_activity(i, JOB, at=at),
    "removal": lambda i, at: history.remove(i, Track.RESIDENCE, 1, at=at),
    "gap": lambda i, at: history.explain(
        i,
        Track.ACTIVITY,
        Period(date(2024, 1, 1), date(2024, 3, 1)),
        reason=GapReason.TRAVEL,
        words="",
        at=at,
    ),
    "offences": lambda i, at: declaration.change_offences(
        i, has_convictions=False, has_proceedings=False, at=at
    ),
    "conviction": lambda i, at: declaration.add_conviction(i, ConvictionLine(2020, "BE", "Theft"), at=at),
    "interests": lambda i, at: declaration.change_interests(i, {"port_ban": (False, "")}, at=at),
    "paper": lambda i, at: document.hand_in(i, DocumentKind.OTHER, declaring.pdf(), at=at),
    "submission": lambda i, at: declaration.submit(i, at=at),
}


@pytest.fixture
def begun(cast: Cast, erin: Person, crane: Post, now: datetime) -> Invitation:
    return declaring.begin(erin, crane, cast.alice, at=now)[0]


@pytest.mark.parametrize("act", list(ACTS))
def test_act_when_the_notice_is_not_accepted_then_conflict(
    cast: Cast, erin: Person, crane: Post, now: datetime, act: str
) -> None:
    invitation, _ = declaring.invite(erin, crane, cast.alice, at=now)
    with pytest.raises(Conflict):
        ACTS[act](invitation, now)


@pytest.mark.parametrize("act", list(ACTS))
def test_act_when_it_is_handed_in_then_conflict(begun: Invitation, now: datetime, act: str) -> None:
    declaring.fill_in(begun, at=now)
    declaration.submit(begun, at=now)
    with pytest.raises(Conflict):
        ACTS[act](begun, now)


@pytest.mark.parametrize("act", list(ACTS))
def test_act_when_the_link_has_run_out_then_conflict(begun: Invitation, now: datetime, act: str) -> None:
    with pytest.raises(Conflict):
        ACTS[act](begun, now + timedelta(days=31))


def test_beginning_when_repeated_then_the_first_stays(
    begun: Invitation, now: datetime, record: Record
) -> None:
    first = Declaration.objects.get()
    assert declaration.accept(begun, language="fr", at=now + timedelta(hours=1)) == first
    assert first.notice_language == "en"
    assert not record.kinds()


def test_submission_when_complete_then_received_and_counted(
    begun: Invitation, now: datetime, record: Record
) -> None:
    with pytest.raises(InvalidInput) as refused:
        declaration.submit(begun, at=now)
    steps = {"about", "addresses", "activities", "offences", "interests", "documents"}
    assert set(refused.value.fields) == steps
    declaring.fill_in(begun, at=now)
    record.new()
    declaration.submit(begun, at=now)
    assert Application.objects.get().state == "received"
    assert Declaration.objects.get().submissions == 1
    entry = record.one("screening.declaration.submitted")
    assert entry.actor == begun.application.person.reference


def test_answers_when_left_open_on_purpose_then_not_missing(begun: Invitation, now: datetime) -> None:
    declaring.fill_in(begun, at=now)
    declaration.change_offences(begun, has_convictions=None, has_proceedings=None, at=now)
    declaration.submit(begun, at=now)
    assert Declaration.objects.get().has_convictions is None


def test_conviction_when_named_then_a_no_is_refused_until_it_is_removed(
    begun: Invitation, now: datetime
) -> None:
    kept = declaration.add_conviction(begun, ConvictionLine(2020, "BE", "Theft"), at=now)
    with pytest.raises(Conflict):
        ACTS["offences"](begun, now)
    declaration.remove_conviction(begun, kept.pk, at=now)
    ACTS["offences"](begun, now)
    assert Declaration.objects.get().has_convictions is False


@pytest.mark.parametrize("year", [1929, 2999])
def test_conviction_when_its_year_is_impossible_then_named(
    begun: Invitation, now: datetime, year: int
) -> None:
    with pytest.raises(InvalidInput):
        declaration.add_conviction(begun, ConvictionLine(year, "BE", "Theft"), at=now)
    assert not DeclaredConviction.objects.exists()


def test_interests_when_a_yes_is_not_explained_then_named(begun: Invitation, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        declaration.change_interests(begun, {"port_ban": (True, " ")}, at=now)
    assert list(refused.value.fields) == ["port_ban_detail"]
    with pytest.raises(InvalidInput):
        declaration.change_interests(begun, {"hobbies": (True, "Chess")}, at=now)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"nationalities": []}, "nationalities"),
        ({"document_expires_on": date(2020, 1, 1)}, "document_expires_on"),
    ],
)
def test_about_when_impossible_then_named(
    begun: Invitation, now: datetime, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        declaration.change_about(begun, **declaring.ABOUT | values, at=now)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (AddressInput(date(2999, 1, 1), None, "BE", "Kaai 5"), "since"),
        (AddressInput(date(1900, 1, 1), None, "BE", "Kaai 5"), "since"),
        (AddressInput(date(2020, 1, 1), date(2019, 1, 1), "BE", "Kaai 5"), "until"),
        (AddressInput(date(2020, 1, 1), None, "BE", "  "), "place"),
    ],
)
def test_address_when_impossible_then_named(
    begun: Invitation, now: datetime, given: AddressInput, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        history.keep_address(begun, given, at=now)
    assert list(refused.value.fields) == [field]


def test_activity_when_work_has_no_name_then_named_and_care_needs_none(
    begun: Invitation, now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        history.keep_activity(begun, ActivityInput(date(2020, 1, 1), None, ActivityKind.JOB), at=now)
    history.keep_activity(begun, ActivityInput(date(2020, 1, 1), None, ActivityKind.CARE), at=now)


def test_gap_when_explained_twice_then_the_last_word_stands(begun: Invitation, now: datetime) -> None:
    gap = Period(date(2024, 1, 1), date(2024, 3, 1))
    for words in ("First", "Second"):
        history.explain(begun, Track.ACTIVITY, gap, reason=GapReason.OTHER, words=words, at=now)
    assert Declaration.objects.get().explanations.get().words == "Second"
    with pytest.raises(InvalidInput):
        history.explain(begun, Track.ACTIVITY, gap, reason=GapReason.OTHER, words="", at=now)
