"""Breaking the glass, its review, and what follows when nobody looks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from access.break_glass.words import BreakGlassEvent
from access.enums import FieldClass
from access.gate.isps import IspsLevel
from access.models import Area, BreakGlass, LevelChange, PersonCase
from access.selectors.break_glass import break_glass_seen, escalated, look_ups_under, to_review
from access.selectors.hand import person_behind
from access.services import break_glass, isps_level
from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.enums import ClearanceLevel
from screening.models import Clearance
from screening.services import clearance
from tests.access.askers import looked_up, make_clerk, second_account
from tests.people import Actor
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHY: dict[str, Any] = {"reason": "Smoke from the container; the fire brigade asks what is in it."}


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Actor:
    return make_clerk(made, "kim", at=now)


def broken(
    made: Scenario, actor: Actor, at: datetime, field_class: FieldClass = FieldClass.S3, hours: int = 2
) -> BreakGlass:
    return break_glass.begin(made.port, OTHER_CONTAINER, field_class, hours=hours, **WHY, **actor.acts(at))


def test_glass_when_broken_then_open_at_once_and_on_the_desk_of_security(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    glass = broken(made, kim, now)
    assert (glass.begun_at, glass.ends_at - now) == (now, timedelta(hours=2))
    assert glass.review_due_at - now == timedelta(hours=24)
    assert glass in to_review(scope=made.cast.sven.scope)
    entry = record.one("access.break_glass.begun")
    assert (entry.subject, entry.body["object"], entry.body["level"]) == ("user:kim", OTHER_CONTAINER, 1)


def test_glass_when_the_level_is_raised_then_the_clock_is_shorter(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    for level, hours in ((IspsLevel.HEIGHTENED, 4), (IspsLevel.EXCEPTIONAL, 1)):
        change = isps_level.propose(
            made.port, level, steps_back_at=now + timedelta(days=1), **WHY, **made.cast.sven.acts(now)
        )
        isps_level.confirm(change, **WHY, **made.cast.siri.acts(now))
        glass = broken(made, kim, now, FieldClass.S1, hours=12)
        assert glass.review_due_at - now == timedelta(hours=hours)
        assert glass.ends_at - now == timedelta(hours=hours)


@pytest.mark.parametrize(("level", "hours"), [(IspsLevel.HEIGHTENED, 4), (IspsLevel.EXCEPTIONAL, 1)])
def test_clock_when_the_level_rises_then_comes_forward_for_all_that_wait(
    made: Scenario, kim: Actor, now: datetime, record: Record, level: IspsLevel, hours: int
) -> None:
    glass = broken(made, kim, now)
    later = now + timedelta(minutes=30)
    raised(made, made.port, level, later)
    glass.refresh_from_db()
    assert glass.review_due_at == later + timedelta(hours=hours)
    assert glass.ends_at == min(now + timedelta(hours=2), glass.review_due_at)
    noted = [entry.subject for entry in record.new("access.break_glass.brought_forward")]
    assert noted == ["user:hugo", "user:kim"]
    with pytest.raises(DatabaseError), transaction.atomic():
        BreakGlass.objects.filter(pk=glass.pk).update(review_due_at=now + timedelta(days=2))


def test_clock_when_the_level_of_an_area_rises_or_that_of_the_port_falls_then_as_it_was(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    raised(made, made.port, IspsLevel.EXCEPTIONAL, now)
    glass = broken(made, kim, now + timedelta(minutes=1), FieldClass.S2, hours=1)
    raised(made, made.port, IspsLevel.NORMAL, now + timedelta(minutes=2))
    raised(made, made.area, IspsLevel.EXCEPTIONAL, now + timedelta(minutes=3))
    before = glass.review_due_at
    glass.refresh_from_db()
    assert glass.review_due_at == before == now + timedelta(minutes=61)


def raised(made: Scenario, place: Port | Area, level: IspsLevel, at: datetime) -> None:
    ends = at + timedelta(days=1) if level > IspsLevel.NORMAL else None
    LevelChange.objects.filter(state="proposed").delete()
    change = isps_level.propose(place, level, steps_back_at=ends, **WHY, **made.cast.sven.acts(at))
    isps_level.confirm(change, reason="Agreed.", **made.cast.siri.acts(at))


def test_glass_when_clearance_is_too_low_suspended_or_nobody_is_known_then_refused_and_on_record(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    low = make_clerk(made, "lou", at=now, level=ClearanceLevel.STANDARD)
    held = Clearance.objects.get(person=person_behind(kim.user, made.port))
    clearance.suspend(held, reason="Under review.", **made.cast.bob.acts(now))
    record.new()
    for actor, code in (
        (low, "clearance_level_too_low"),
        (kim, "clearance_suspended"),
        (made.cast.gita, "nobody_known"),
    ):
        with pytest.raises(Refused) as refusal:
            broken(made, actor, now)
        assert code in refusal.value.verdict.codes
        assert code in record.one("access.break_glass.not_begun").body["reasons"]
    assert not BreakGlass.objects.filter(account__in=("lou", "kim", "gita")).exists()


@pytest.mark.parametrize(
    ("other", "field"),
    [({"reason": " "}, "reason"), ({"hours": 0}, "hours"), ({"object_ref": ""}, "object_ref")],
)
def test_glass_when_something_is_missing_then_refused_at_that_field(
    made: Scenario, kim: Actor, now: datetime, other: dict[str, Any], field: str
) -> None:
    given = {"object_ref": OTHER_CONTAINER, "field_class": FieldClass.S2, "hours": 1, **WHY, **other}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        break_glass.begin(made.port, **given, **kim.acts(now))
    assert set(refusal.value.fields) == {field}


def test_review_when_passed_then_it_goes_on_explaining(made: Scenario, kim: Actor, now: datetime) -> None:
    glass = broken(made, kim, now)
    done = break_glass.review(
        glass, BreakGlassEvent.PASS, reason="There was a fire.", **made.cast.sven.acts(now)
    )
    assert (done.state, done.reviewed_by, done.ends_at) == ("passed", "user:sven", glass.ends_at)
    with pytest.raises(Conflict):
        break_glass.review(glass, BreakGlassEvent.CONDEMN, reason="No.", **made.cast.siri.acts(now))


def test_review_when_called_abuse_then_it_ends_at_once_in_a_person_case(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    glass = broken(made, kim, now)
    looked_up(made, "kim", now + timedelta(minutes=5), field_class=FieldClass.S3)
    record.new()
    later = now + timedelta(minutes=30)
    done = break_glass.review(
        glass, BreakGlassEvent.CONDEMN, reason="No fire anywhere.", **made.cast.sven.acts(later)
    )
    assert (done.state, done.ends_at) == ("abuse", later)
    person = person_behind(kim.user, made.port)
    assert person is not None
    case = PersonCase.objects.get(port=made.port, subject=person.log_ref, state="open")
    flag = case.flags.get(rule="G04")
    assert flag.events == [str(event.id) for event in look_ups_under(glass)]
    assert record.kinds() == [
        "access.break_glass.condemned",
        "access.person_case.opened",
        "access.flag.raised",
    ]


def test_review_when_one_opened_it_oneself_or_keeps_no_security_then_refused(
    made: Scenario, now: datetime
) -> None:
    olaf = make_clerk(made, "olaf", at=now, held=Role.SECURITY_OFFICER)
    twin = second_account(olaf, Role.SECURITY_OFFICER, made, at=now)
    glass = broken(made, olaf, now)
    for actor, code in (
        (olaf, "own_break_glass"),
        (twin, "own_break_glass"),
        (made.cast.dora, "capability_missing"),
    ):
        with unchanged(), pytest.raises(Refused) as refusal:
            break_glass.review(glass, BreakGlassEvent.PASS, **WHY, **actor.acts(now))
        assert code in refusal.value.verdict.codes


def test_glass_when_nobody_reviews_it_then_escalated_once_and_no_other_may_be_broken(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    glass = broken(made, kim, now)
    break_glass.escalate_overdue(at=glass.review_due_at - timedelta(seconds=1))
    glass.refresh_from_db()
    assert glass.escalated_at is None
    record.new()
    late = glass.review_due_at
    assert break_glass.escalate_overdue(at=late) == 1
    assert break_glass.escalate_overdue(at=late) == 0
    assert record.kinds() == ["access.break_glass.escalated"]
    for watcher in (made.cast.anna, made.cast.frank, made.cast.dora, made.cast.sven):
        assert glass in escalated(scope=watcher.scope)
    with pytest.raises(Refused) as refusal:
        broken(made, kim, late)
    assert refusal.value.verdict.codes == ("review_overdue",)
    break_glass.review(glass, BreakGlassEvent.PASS, **WHY, **made.cast.siri.acts(late))
    assert broken(made, kim, late).state == "unreviewed"


def test_glass_when_its_holder_needs_it_no_more_then_ended_and_still_to_review(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    glass = broken(made, kim, now)
    with pytest.raises(NotFound):
        break_glass.end(glass, actor=made.cast.dora.user, at=now + timedelta(minutes=1))
    ended = break_glass.end(glass, actor=kim.user, at=now + timedelta(minutes=1))
    assert (ended.ends_at, ended.state) == (now + timedelta(minutes=1), "unreviewed")
    with pytest.raises(Conflict):
        break_glass.end(glass, actor=kim.user, at=now + timedelta(minutes=2))


def test_glass_when_seen_then_by_its_holder_and_those_who_watch_the_port(
    made: Scenario, elsewhere: Scenario, kim: Actor, now: datetime
) -> None:
    glass = broken(made, kim, now)
    for actor in (kim, made.cast.sven, made.cast.anna):
        assert break_glass_seen(glass.pk, user=actor.user, scope=actor.scope) == glass
    for actor in (made.cast.hugo, elsewhere.cast.sven):
        with pytest.raises(NotFound):
            break_glass_seen(glass.pk, user=actor.user, scope=actor.scope)
