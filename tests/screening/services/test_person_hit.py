"""Hits of people who were screened again: decided by officers, "same" by two, and remembered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, Port
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import ApplicationKind, CheckKind, HitState, ScreeningPurpose
from screening.models import Application, Hit, Person, Post
from screening.selectors.screening_run import hits_to_decide
from screening.services import hit, person, person_hit
from tests.people import MAKER, Cast
from tests.screening import rows, screened
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)
WHY = "The passport number is another."


@pytest.fixture
def who(port: Port, crane: Post, quayside: Organisation) -> Person:
    """A cleared person; an entry bears the same name."""
    made = rows.make_person(port, quayside)
    rows.cleared(made)
    screened.list_person(made)
    return made


@pytest.fixture
def found(who: Person, port: Port, now: datetime) -> Hit:
    screened.everyone(port, at=now)
    return screened.hit_of(who)


def waiting(cast: Cast) -> list[int]:
    return list(hits_to_decide(scope=cast.alice.scope).values_list("pk", flat=True))


def reloaded(port: Port, *, at: datetime) -> None:
    """Everybody is screened again."""
    screened.everyone(port, at=at)


def test_decide_when_different_then_cleared_and_on_record(
    found: Hit, who: Person, cast: Cast, now: datetime, record: Record
) -> None:
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    assert (found.state_word, found.decided_by, found.reason) == (HitState.DIFFERENT, cast.alice.user, WHY)
    entry = record.one("screening.hit.decided")
    assert (entry.subject, entry.body["decision"]) == (who.reference, "different person")
    assert waiting(cast) == []


def test_cleared_hit_when_the_same_list_is_loaded_again_then_stays_cleared(
    found: Hit, who: Person, port: Port, cast: Cast, now: datetime
) -> None:
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    screened.list_person(who)
    reloaded(port, at=now + HOUR)
    assert Hit.objects.get().state == "different"


def test_cleared_hit_when_another_entry_of_the_list_changes_then_stays_cleared(
    found: Hit, who: Person, port: Port, cast: Cast, now: datetime
) -> None:
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    rows.load_list(rows.entity("7", who.full_name, **screened.ALIKE), rows.entity("8", "Quite Another Name"))
    reloaded(port, at=now + HOUR)
    assert Hit.objects.get().state == "different"


def test_cleared_hit_when_its_entry_changes_then_comes_back(
    found: Hit, who: Person, port: Port, cast: Cast, now: datetime
) -> None:
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    screened.list_person(who, remarks="Seen in Antwerp.")
    run = screened.screened(port, ScreeningPurpose.LIST_DELTA, at=now + HOUR)
    assert run.new_hits == 1
    assert waiting(cast) == [Hit.objects.latest("pk").pk]
    assert Hit.objects.count() == 2


def test_cleared_hit_when_the_person_changes_then_comes_back(
    found: Hit, who: Person, port: Port, cast: Cast, now: datetime
) -> None:
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    person.change(who, actor=MAKER, at=now, nationality="IQ")
    screened.screened(port, ScreeningPurpose.PERSON_CHANGE, at=now + HOUR)
    assert [row.person_version for row in hits_to_decide(scope=cast.alice.scope)] == [2]


def test_open_hit_when_the_entry_is_delisted_then_nobody_waits_for_it(found: Hit, cast: Cast) -> None:
    assert waiting(cast) == [found.pk]
    rows.load_list()
    assert waiting(cast) == []


def test_decide_when_one_officer_says_same_then_another_must_confirm(
    found: Hit, who: Person, cast: Cast, now: datetime, record: Record
) -> None:
    person_hit.decide(found, HitState.SAME, reason="Same passport.", **cast.alice.acts(now))
    assert (found.state_word, found.same_said_by) == (HitState.OPEN, cast.alice.user)
    assert record.one("screening.hit.said_same").subject == who.reference
    assert waiting(cast) == [found.pk]
    assert not Application.objects.exists()
    with pytest.raises(Refused):
        person_hit.decide(found, HitState.SAME, reason="Sure.", **cast.alice.acts(now))


def test_decide_when_the_second_officer_confirms_then_a_reassessment_opens_and_nothing_is_suspended(
    found: Hit, who: Person, cast: Cast, now: datetime, record: Record
) -> None:
    person_hit.decide(found, HitState.SAME, reason="Same passport.", **cast.alice.acts(now))
    person_hit.decide(found, HitState.SAME, reason="So do I see it.", **cast.bob.acts(now))
    assert (found.state_word, found.decided_by) == (HitState.SAME, cast.bob.user)
    case = who.applications.get()
    assert (case.kind_word, case.source) == (ApplicationKind.REASSESSMENT, "watchlist:un:7")
    assert who.clearances.get().state == "granted"
    assert "screening.reassessment.opened" in record.kinds()
    with pytest.raises(Conflict):
        person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.bea.acts(now))


def test_decide_when_the_second_officer_disagrees_then_cleared(found: Hit, cast: Cast, now: datetime) -> None:
    person_hit.decide(found, HitState.SAME, reason="Same passport.", **cast.alice.acts(now))
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.bob.acts(now))
    assert (found.state_word, found.same_said_by) == (HitState.DIFFERENT, None)
    assert not Application.objects.exists()


def test_decide_when_two_open_the_page_at_once_then_the_second_sees_that_it_moved(
    found: Hit, cast: Cast, now: datetime
) -> None:
    stale = Hit.objects.get(pk=found.pk)
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    with pytest.raises(Conflict):
        person_hit.decide(stale, HitState.UNSURE, reason="Hm.", **cast.bob.acts(now))


@pytest.mark.parametrize("name", ["frank", "emma", "carol", "paul", "dave"])
def test_decide_when_the_actor_may_not_then_refused(found: Hit, cast: Cast, now: datetime, name: str) -> None:
    with pytest.raises(Refused):
        person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **getattr(cast, name).acts(now))


def test_decide_when_it_is_ones_own_file_or_nothing_is_said_then_refused(
    found: Hit, who: Person, cast: Cast, now: datetime
) -> None:
    with pytest.raises(InvalidInput) as missing:
        person_hit.decide(found, HitState.DIFFERENT, reason=" ", **cast.alice.acts(now))
    assert set(missing.value.fields) == {"reason"}
    with pytest.raises(InvalidInput):
        person_hit.decide(found, HitState.OPEN, reason=WHY, **cast.alice.acts(now))
    with pytest.raises(InvalidInput, match="no case"):
        hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    cast.alice.user.person_ref = who.ref
    with pytest.raises(Refused):
        person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))


def test_hit_when_written_as_same_by_one_hand_then_the_database_refuses(found: Hit, cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="hit_same_by_two"), transaction.atomic():
        Hit.objects.filter(pk=found.pk).update(state="same", decided_by=cast.alice.user)
    with pytest.raises(IntegrityError, match="hit_same_by_two"), transaction.atomic():
        Hit.objects.filter(pk=found.pk).update(
            state="same", decided_by=cast.alice.user, same_said_by=cast.alice.user
        )


def test_hit_when_it_belongs_to_a_case_and_a_person_then_the_database_refuses(
    found: Hit, who: Person, crane: Post, cast: Cast
) -> None:
    case = rows.make_case(who, crane, cast.alice)
    with pytest.raises(IntegrityError, match="hit_of_check_or_person"), transaction.atomic():
        Hit.objects.filter(pk=found.pk).update(check_answered=rows.check_of(case, CheckKind.WATCHLIST))


def test_dismissal_when_made_in_a_case_then_a_run_takes_it_over(
    who: Person, crane: Post, port: Port, cast: Cast, now: datetime
) -> None:
    case = rows.make_case(who, crane, cast.alice)
    rows.answer_watchlist(case)
    hit.decide(Hit.objects.get(), HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    assert screened.everyone(port, at=now).new_hits == 0


def test_dismissal_when_made_after_a_run_then_a_case_takes_it_over(
    found: Hit, who: Person, crane: Post, cast: Cast, now: datetime
) -> None:
    person_hit.decide(found, HitState.DIFFERENT, reason=WHY, **cast.alice.acts(now))
    case = rows.make_case(who, crane, cast.alice)
    rows.answer_watchlist(case)
    assert Hit.objects.get(check_answered__application=case).state == "different"


def test_hit_when_it_waits_in_an_open_case_then_a_run_does_not_ask_again(
    who: Person, crane: Post, port: Port, cast: Cast, now: datetime
) -> None:
    rows.answer_watchlist(rows.make_case(who, crane, cast.alice))
    run = screened.everyone(port, at=now)
    assert (run.alerts, run.new_hits) == (1, 0)


def test_log_when_a_case_is_screened_then_it_says_why_and_with_which_lists(
    who: Person, crane: Post, cast: Cast, now: datetime
) -> None:
    case = rows.make_case(who, crane, cast.alice)
    rows.answer_watchlist(case)
    query = who.screening_queries.get()
    assert (query.purpose_word, query.subject) == (ScreeningPurpose.APPLICATION, case.reference)
    assert (query.lists, query.alerts, query.person_version) == ({"un": 1}, 1, 1)


def test_hits_when_asked_from_another_port_then_none(found: Hit, other_cast: Cast) -> None:
    assert not hits_to_decide(scope=other_cast.alice.scope).exists()
