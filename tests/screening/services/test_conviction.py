"""What a convicting State says later of a conviction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Conviction
from screening.services import application, conviction
from tests.people import Actor, Cast
from tests.screening import rows
from tests.screening.rows import TRAFFICKING
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOTICE = "ES-2026/88"
MILDER = replace(TRAFFICKING, sanction_months=12, rehabilitated=True)


@pytest.fixture
def told(case: Application, alice: Actor) -> Conviction:
    rows.reviewed(case, alice, TRAFFICKING)
    return Conviction.objects.select_related("check_answered__application__person").get()


def test_conviction_when_changed_by_its_state_then_changed_and_on_record_without_content(
    told: Conviction, alice: Actor, now: datetime, record: Record
) -> None:
    conviction.change(told, MILDER, notice=NOTICE, **alice.acts(now))
    kept = Conviction.objects.get()
    assert (kept.pk, kept.sanction_months, kept.rehabilitated) == (told.pk, 12, True)
    entry = record.one("screening.check.conviction_changed")
    assert entry.body == {
        "check": "Criminal record, Belgium",
        "item": f"conviction:{told.pk}",
        "notice": NOTICE,
    }


def test_conviction_when_deleted_by_its_state_then_gone_also_from_a_closed_case(
    told: Conviction, case: Application, alice: Actor, now: datetime, record: Record
) -> None:
    application.withdraw(case, reason="Another offer.", **alice.acts(now))
    conviction.erase(told, notice=NOTICE, **alice.acts(now))
    assert not Conviction.objects.exists()
    assert record.one("screening.check.conviction_erased").body["notice"] == NOTICE


def test_conviction_when_the_new_values_are_impossible_then_named(
    told: Conviction, alice: Actor, now: datetime
) -> None:
    wrong = replace(MILDER, released_on=date(2020, 1, 1))
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        conviction.change(told, wrong, notice=NOTICE, **alice.acts(now))
    assert set(refusal.value.fields) == {"released_on"}


def test_notice_when_it_has_no_reference_then_refused(told: Conviction, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        conviction.erase(told, notice="they said so on the phone", **alice.acts(now))
    assert set(refusal.value.fields) == {"notice"}


def test_conviction_when_the_case_is_with_the_deciders_then_conflict(
    told: Conviction, case: Application, alice: Actor, now: datetime
) -> None:
    rows.triage_all(case, alice, at=now)
    rows.assessed(case, alice)
    rows.proposed(case, alice, rows.Outcome.REFUSE)
    with unchanged(), pytest.raises(Conflict, match="must be returned"):
        conviction.erase(told, notice=NOTICE, **alice.acts(now))


def test_conviction_when_gone_meanwhile_then_conflict(told: Conviction, alice: Actor, now: datetime) -> None:
    Conviction.objects.all().delete()
    with unchanged(), pytest.raises(Conflict):
        conviction.change(told, MILDER, notice=NOTICE, **alice.acts(now))


@pytest.mark.parametrize("name", ["bob", "frank", "emma", "dave"])
def test_notice_when_right_is_missing_then_refused(
    told: Conviction, cast: Cast, now: datetime, name: str
) -> None:
    acts = cast.everybody()[name].acts(now)
    with unchanged(), pytest.raises(Refused):
        conviction.change(told, MILDER, notice=NOTICE, **acts)
    with unchanged(), pytest.raises(Refused):
        conviction.erase(told, notice=NOTICE, **acts)
