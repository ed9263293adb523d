"""Planted records: valid, unknown to reports, rotated, and no look-up can tell them from real ones."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.containers import is_valid
from access.enums import DataAction, FieldClass
from access.models import CargoVisit, HoneyContainer
from access.port_directory.tables import TABLES
from access.selectors.detection_places import honey_containers
from access.selectors.honey_container import planted_at_ports, planted_now
from access.selectors.look_up import visit_of
from access.selectors.port_directory import rows
from access.services import data_access, honey_container
from access.services.data_record import LookUp
from access.services.honey_container import FEWEST, STAY
from portsec.kernel.errors import InvalidInput, Refused
from portsec.kernel.scope import Scope
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def planted(made: Scenario, now: datetime) -> list[HoneyContainer]:
    CargoVisit.objects.filter(pk=made.visit.pk).update(discharged_at=now - timedelta(days=2))
    honey_container.rotate(made.port, at=now)
    return list(HoneyContainer.objects.filter(port=made.port))


def test_records_when_planted_then_valid_and_like_a_real_one(
    made: Scenario, planted: list[HoneyContainer]
) -> None:
    assert len(planted) == FEWEST
    real = {
        (visit.origin, visit.risk, visit.owner, visit.terminal, visit.block)
        for visit in CargoVisit.objects.filter(port=made.port, honey=None)
    }
    for one in planted:
        assert is_valid(one.container)
        visit = one.visit
        assert (visit.origin, visit.risk, visit.owner, visit.terminal, visit.block) in real
        assert (visit.vessel_call, visit.bill_of_lading) == (None, "")
        assert visit_of(made.port, one.container) == visit


def test_records_when_planted_then_the_record_holds_no_number(
    made: Scenario, now: datetime, record: Record
) -> None:
    CargoVisit.objects.filter(pk=made.visit.pk).update(discharged_at=now - timedelta(days=2))
    record.new()
    honey_container.rotate(made.port, at=now)
    told = str(record.one("access.honey_container.rotated").body)
    assert not any(one.container in told for one in HoneyContainer.objects.all())


def test_rotation_when_repeated_then_nothing_more_is_planted(
    made: Scenario, planted: list[HoneyContainer], now: datetime
) -> None:
    assert honey_container.rotate(made.port, at=now) == honey_container.Rotated(0, 0)


def test_rotation_when_their_time_is_over_then_they_leave_as_boxes_do_and_others_come(
    made: Scenario, planted: list[HoneyContainer], now: datetime
) -> None:
    later = now + STAY
    CargoVisit.objects.filter(pk=made.visit.pk).update(discharged_at=later - timedelta(days=2))
    assert honey_container.rotate(made.port, at=later) == honey_container.Rotated(FEWEST, FEWEST)
    gone = CargoVisit.objects.filter(honey__in=planted)
    assert set(gone.values_list("gate_out_at", flat=True)) == {later}
    assert not set(planted_now(made.port, at=later)) & set(planted)
    facts = honey_containers(made.port)
    assert facts is not None
    assert len(facts) == 2 * FEWEST


def test_records_when_the_port_is_exported_then_left_out(
    made: Scenario, planted: list[HoneyContainer]
) -> None:
    cargo = next(table for table in TABLES if table.name == "cargo")
    scope = Scope.system(reason="test of the export")
    told = {row.container for row in rows(cargo, made.port, scope=scope)}
    assert made.visit.container in told
    assert not told & {one.container for one in planted}


def test_record_when_looked_up_then_answered_as_any_other(
    made: Scenario, planted: list[HoneyContainer], now: datetime
) -> None:
    def ask(container: str) -> tuple[bool, tuple[str, ...]]:
        asked = LookUp("account", "erin", DataAction.READ, FieldClass.S2, container)
        erin = made.cast.erin
        found = data_access.answer(made.port, asked, actor=erin.reference, scope=erin.scope, at=now)
        return found.decision.verdict.allowed, found.decision.verdict.codes

    unknown_to_work = CargoVisit.objects.create(
        port=made.port, container="TCLU4265727", discharged_at=now - timedelta(days=1)
    )
    assert ask(planted[0].container) == ask(unknown_to_work.container)
    (line,) = planted_at_ports(scope=made.cast.anna.scope, at=now)
    assert (line.count, line.touched) == (FEWEST, 1)


def test_numbers_when_shown_then_with_a_reason_on_record_and_to_analysts_alone(
    made: Scenario, planted: list[HoneyContainer], now: datetime, record: Record
) -> None:
    with pytest.raises(Refused):
        honey_container.show(made.port, reason="Curious.", **made.cast.frank.acts(now))
    with pytest.raises(InvalidInput):
        honey_container.show(made.port, reason=" ", **made.cast.anna.acts(now))
    record.new()
    shown = honey_container.show(made.port, reason="For the terminal's system.", **made.cast.anna.acts(now))
    assert set(shown) == set(planted)
    assert record.kinds() == ["access.honey_container.shown"]
