"""The need is declared: a case begins, and a link is made, or sponsors are waited for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Check, Invitation, Need, Person, Post
from tests.people import Cast
from tests.screening import declaring
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.mark.parametrize("who", ["alice", "emma"])
def test_need_when_declared_then_invited_and_nothing_is_checked_yet(
    cast: Cast, erin: Person, crane: Post, record: Record, now: datetime, who: str
) -> None:
    declared = declaring.declare(erin, crane, getattr(cast, who), at=now)
    assert declared.application.state == "invited"
    assert declared.invited is not None
    assert not Check.objects.exists()
    assert Need.objects.get().reason == "Drives the crane at quay 5."
    assert record.kinds() == [
        "screening.application.submitted",
        "screening.need.declared",
        "screening.invitation.sent",
    ]


def test_need_when_of_a_contractor_then_waits_for_the_sponsors(
    cast: Cast, erin: Person, crane: Post, now: datetime
) -> None:
    Person.objects.filter(pk=erin.pk).update(category="contractor")
    erin.refresh_from_db()
    declared = declaring.declare(erin, crane, cast.alice, at=now)
    assert declared.invited is None
    assert declared.application.state == "sponsoring"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"until": date(2000, 1, 1)}, "until"),
        ({"since": date(2001, 1, 1), "until": date(2001, 2, 1)}, "until"),
        ({"until": date(2999, 1, 1)}, "until"),
        ({"language": "ru"}, "language"),
    ],
    ids=["no reason", "ends before it begins", "has ended", "ends in a thousand years", "unknown language"],
)
def test_need_when_impossible_then_named_and_nothing_kept(
    cast: Cast, erin: Person, crane: Post, now: datetime, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        declaring.declare(erin, crane, cast.alice, at=now, **values)
    assert list(refused.value.fields) == [field]
    assert not Application.objects.exists()


def test_need_when_the_birth_date_is_unknown_then_refused(
    cast: Cast, erin: Person, crane: Post, now: datetime
) -> None:
    Person.objects.filter(pk=erin.pk).update(birth_date=None)
    erin.refresh_from_db()
    with pytest.raises(InvalidInput):
        declaring.declare(erin, crane, cast.alice, at=now)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["bob", "carol", "frank", "dave", "paul"])
def test_need_when_the_role_lacks_then_refused(
    cast: Cast, erin: Person, crane: Post, now: datetime, who: str
) -> None:
    with pytest.raises(Refused):
        declaring.declare(erin, crane, getattr(cast, who), at=now)


def test_need_when_a_case_for_the_post_is_open_then_conflict(
    cast: Cast, erin: Person, crane: Post, now: datetime
) -> None:
    declaring.declare(erin, crane, cast.alice, at=now)
    with pytest.raises(Conflict):
        declaring.declare(erin, crane, cast.alice, at=now + timedelta(minutes=1))


def test_need_when_it_ends_today_then_declared(cast: Cast, erin: Person, crane: Post, now: datetime) -> None:
    today = timezone.localdate(now)
    assert declaring.declare(erin, crane, cast.alice, at=now, until=today).invited is not None
