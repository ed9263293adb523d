"""Look-ups drawn by lot, and what their reviews say of all look-ups."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from access.casework.words import DrawVerdict
from access.models import AuditDraw, CaseQuestion, DataEvent, Flag, PersonCase
from access.selectors.audit_draw import access_draw, misuse_estimate, visible_draws
from access.services import audit_draw
from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.casework import make_draw
from tests.people import Actor
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def row(made: Scenario) -> AuditDraw:
    return AuditDraw.objects.get()


def look_ups(made: Scenario, number: int, at: datetime, subject: str) -> None:
    """Look-ups that nothing explains."""
    DataEvent.objects.bulk_create(
        DataEvent(
            port=made.port,
            source="import",
            code=f"D-{each}",
            at=at,
            received_at=at,
            account="tos-e1",
            person_ref=subject,
            action="read",
            object_type="container",
            object_ref=OTHER_CONTAINER,
            field_class="S2",
            result="ok",
            id=uuid.uuid4(),
        )
        for each in range(number)
    )


def test_lot_when_drawn_then_about_one_in_a_hundred_with_its_chance_and_the_same_again(
    made: Scenario, now: datetime, record: Record
) -> None:
    CaseQuestion.objects.all().delete()
    AuditDraw.objects.all().delete()
    User.objects.filter(username="hugo").update(person_ref="E-HUGO")
    before = now - timedelta(days=2)
    look_ups(made, 1_000, before, "E-HUGO")
    record.new()
    day = timezone.localdate(before)
    drawn = audit_draw.draw(made.port, day, at=now)
    assert 1 <= drawn <= 30
    rows = list(AuditDraw.objects.all())
    assert {(each.chance, each.unexplained, each.subject) for each in rows} == {(0.01, 1.0, "E-HUGO")}
    assert record.one("access.audit_draw.drawn").body["draws"] == drawn
    assert CaseQuestion.objects.filter(account="hugo", case=None).count() == drawn
    with unchanged():
        assert audit_draw.draw(made.port, day, at=now) == 0


def test_review_when_in_order_then_kept_and_nobody_is_flagged(
    made: Scenario, row: AuditDraw, anna: Actor, now: datetime, record: Record
) -> None:
    before = PersonCase.objects.count()
    audit_draw.review(row, DrawVerdict.IN_ORDER, reason="", **anna.acts(now))
    row.refresh_from_db()
    assert (row.verdict, row.reviewed_by, row.in_case) == ("in_order", anna.user, False)
    assert PersonCase.objects.count() == before
    assert record.one("access.audit_draw.reviewed").body["verdict"] == "in order"
    with unchanged(), pytest.raises(Conflict):
        audit_draw.review(row, DrawVerdict.UNCLEAR, reason="x", **anna.acts(now))


def test_review_when_misuse_then_a_person_case_that_says_so(
    made: Scenario, row: AuditDraw, anna: Actor, now: datetime
) -> None:
    audit_draw.review(row, DrawVerdict.MISUSE, reason="Nobody ordered it.", **anna.acts(now))
    flag = Flag.objects.get(rule="LOT")
    assert (flag.case.subject, flag.severity, flag.events) == ("E-900", "H", ["L-1"])
    assert flag.tried == row.tried


def test_review_when_a_case_named_it_before_then_counted_as_found(
    made: Scenario, anna: Actor, now: datetime
) -> None:
    named = made.person_case.flags.get().events[0]
    draw = make_draw(
        made.port, at=now, container=OTHER_CONTAINER, name=named, subject=made.person_case.subject
    )
    audit_draw.review(draw, DrawVerdict.MISUSE, reason="x", **anna.acts(now))
    draw.refresh_from_db()
    assert draw.in_case is True
    assert misuse_estimate(scope=anna.scope).recall == 1.0


def test_review_when_without_reason_or_right_or_of_oneself_then_refused(
    made: Scenario, row: AuditDraw, anna: Actor, frank: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        audit_draw.review(row, DrawVerdict.MISUSE, reason=" ", **anna.acts(now))
    with unchanged(), pytest.raises(Refused):
        audit_draw.review(row, DrawVerdict.IN_ORDER, reason="", **frank.acts(now))
    anna.user.person_ref = "E-900"
    with unchanged(), pytest.raises(Refused):
        audit_draw.review(row, DrawVerdict.IN_ORDER, reason="", **anna.acts(now))
    assert list(visible_draws(scope=anna.scope)) == [], "nor does one see that one was drawn"
    with pytest.raises(NotFound):
        access_draw(row.pk, scope=anna.scope)


def test_estimate_when_reviewed_then_each_counts_for_those_it_stands_for(
    made: Scenario, row: AuditDraw, anna: Actor, now: datetime
) -> None:
    assert misuse_estimate(scope=anna.scope).reviewed == 0
    rare = make_draw(made.port, at=now, container=OTHER_CONTAINER, name="L-7", chance=0.001)
    audit_draw.review(row, DrawVerdict.MISUSE, reason="x", **anna.acts(now))
    audit_draw.review(rare, DrawVerdict.IN_ORDER, reason="", **anna.acts(now))
    found = misuse_estimate(scope=anna.scope)
    assert (found.reviewed, found.recall) == (2, 0.0)
    assert found.rate == pytest.approx(100 / 1100)
