"""A finding that hardly anybody had lately ranks a case above one that many had."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.models import GateEvent, PersonCase
from access.selectors.case_finding import score_of
from access.selectors.finding_rarity import rarity_of
from access.selectors.ranked_case import ranked_cases
from access.services import case_desk
from accounts.models import Port
from portsec.kernel.scope import Scope
from tests.access.services.test_flag import flag, keep
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OFTEN, SELDOM = "E-1", "E-2"


@pytest.fixture
def found(port: Port, now: datetime) -> Port:
    """Thirty people at work for forty days: all but one have the same finding, that one has another."""
    for number in range(30):
        rows.make_person(port, None, external_ref=f"E-{number}", ref=f"P-2026-{number:05}")
    GateEvent.objects.create(
        port=port,
        source="import",
        code="1",
        at=now - timedelta(days=40),
        received_at=now,
        reader_code="GA1",
        direction="in",
        result="granted",
    )
    at = {"first_at": now, "last_at": now, "due_at": now}
    for number in range(30):
        person = f"E-{number}"
        keep(port, flag(person, f"k{number}", rule="D05" if person == SELDOM else "P06", **at), at=now)
    return port


def case_of(person: str) -> PersonCase:
    return PersonCase.objects.get(subject=person)


def test_rank_when_placed_then_what_is_seldom_found_stands_above_what_is_often_found(
    found: Port, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    assert case_of(OFTEN).score == case_of(SELDOM).score, "before the placing the severity alone"
    case_desk.place(found, at=later)
    assert case_of(OFTEN).score < case_of(SELDOM).score
    assert case_of(SELDOM).on_desk
    often, seldom = (score_of(case_of(person), at=later)[0].score for person in (OFTEN, SELDOM))
    assert often < seldom == pytest.approx(case_of(SELDOM).score)


def test_export_when_ranked_then_in_the_same_order(found: Port, now: datetime) -> None:
    first, *others = ranked_cases(found, scope=Scope.system(reason="a test"))
    assert first.case.subject == SELDOM
    assert all(other.score < first.score for other in others)


def test_rarity_when_the_log_is_empty_then_unknown(port: Port, now: datetime) -> None:
    assert rarity_of(port, at=now) is None
