"""Trainings, certificates and safety functions: who enters what, and what a table brings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.certificate_table import read
from access.enums import EmergencyFunction
from access.models import Training, TrainingCertificate
from access.selectors.qualification import certificates_named
from access.services import qualification
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.people import Cast
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def fire(made: Scenario, now: datetime) -> Training:
    return qualification.define_training(
        made.port, "Fire", "Fire watch", is_licence=False, **made.cast.sven.acts(now)
    )


def enter(made: Scenario, training: Training, now: datetime, name: str = "carol", **more: Any) -> Any:
    first = timezone.localdate(now) - timedelta(days=1)
    given: dict[str, Any] = {"first_day": first, "last_day": first + timedelta(days=30)} | more
    return qualification.enter(made.erin, training, **given, **getattr(made.cast, name).acts(now))


def test_training_when_defined_then_its_code_is_small_and_unique(
    made: Scenario, fire: Training, now: datetime
) -> None:
    assert fire.code == "fire"
    with pytest.raises(InvalidInput, match="already"):
        qualification.define_training(
            made.port, "FIRE", "Again", is_licence=False, **made.cast.sven.acts(now)
        )
    with pytest.raises(Refused):
        qualification.define_training(
            made.port, "crane", "Crane", is_licence=True, **made.cast.carol.acts(now)
        )


def test_certificate_when_entered_and_taken_back_then_on_record_and_found_as_it_stands(
    made: Scenario, fire: Training, now: datetime, record: Record
) -> None:
    record.new()
    entered = enter(made, fire, now)
    scope = made.cast.frank.scope

    def standing(word: str) -> list[TrainingCertificate]:
        return list(certificates_named(scope=scope, at=now, training=fire, standing=word))

    assert standing("holds") == standing("30") == [entered]
    assert standing("14") == standing("ended") == standing("revoked") == []
    qualification.revoke(entered, reason="Forged.", **made.cast.sven.acts(now))
    assert standing("revoked") == [entered]
    assert standing("holds") == []
    assert record.kinds() == ["access.certificate.entered", "access.certificate.revoked"]
    with pytest.raises(Conflict):
        qualification.revoke(entered, reason="Again.", **made.cast.sven.acts(now))


def test_certificate_when_it_is_on_file_or_ends_before_it_begins_then_said(
    made: Scenario, fire: Training, now: datetime
) -> None:
    enter(made, fire, now)
    with pytest.raises(InvalidInput, match="on file"):
        enter(made, fire, now)
    with pytest.raises(InvalidInput) as told:
        enter(made, fire, now, last_day=timezone.localdate(now) - timedelta(days=9))
    assert list(told.value.fields) == ["last_day"]


def test_certificate_when_the_training_is_another_ports_then_said(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    with pytest.raises(InvalidInput) as told:
        enter(made, elsewhere.certificate.training, now)
    assert list(told.value.fields) == ["training"]


@pytest.mark.parametrize("name", ["alice", "gita", "frank", "emma", "hugo"])
def test_certificate_when_the_role_enters_none_then_refused(
    made: Scenario, fire: Training, now: datetime, name: str
) -> None:
    with pytest.raises(Refused):
        enter(made, fire, now, name)


def test_certificate_and_function_when_they_are_ones_own_then_refused(
    made: Scenario, fire: Training, now: datetime
) -> None:
    for actor in (made.cast.carol, made.cast.sven):
        actor.user.person_ref = made.erin.ref
        actor.user.save(update_fields=["person_ref"])
    with pytest.raises(Refused):
        enter(made, fire, now)
    with pytest.raises(Refused):
        qualification.give_function(made.erin, EmergencyFunction.FIRE, **made.cast.sven.acts(now))


def test_function_when_given_then_once_until_it_ends(made: Scenario, now: datetime, record: Record) -> None:
    sven = made.cast.sven
    given = qualification.give_function(made.erin, EmergencyFunction.FIRE, **sven.acts(now))
    with pytest.raises(Conflict):
        qualification.give_function(made.erin, EmergencyFunction.FIRE, **sven.acts(now))
    qualification.end_function(given, **sven.acts(now))
    with pytest.raises(Conflict):
        qualification.end_function(given, **sven.acts(now))
    qualification.give_function(made.erin, EmergencyFunction.FIRE, **sven.acts(now))
    with pytest.raises(Refused):
        qualification.give_function(made.viktor, EmergencyFunction.FIRE, **made.cast.carol.acts(now))


def test_table_when_rows_are_good_and_bad_then_the_good_ones_can_be_entered_and_none_is_lost(
    made: Scenario, cast: Cast, fire: Training, now: datetime, record: Record
) -> None:
    rows = read(
        "person,training,first_day,last_day\n"
        f"{made.erin.ref},fire,2026-01-01,2027-01-01\n"
        f"{made.viktor.ref},FIRE,2026-01-01,\n"
        f"{made.erin.ref},fire,2026-01-01,2028-01-01\n"
        "P-NOBODY,fire,2026-01-01,\n"
        f"{made.viktor.ref},sailing,2026-01-01,\n"
        f"{made.viktor.ref},fire,soon,\n"
    )
    looked = qualification.look(rows, actor=cast.carol.user, scope=cast.carol.scope)
    assert [each.row.number for each in looked.good] == [2, 3]
    assert {row.number: next(iter(row.problems)) for row in looked.bad} == {
        4: "row",
        5: "person",
        6: "training",
        7: "first_day",
    }
    record.new()
    assert qualification.take_in(looked.good, **cast.carol.acts(now)) == 2
    assert record.kinds() == ["access.certificate.entered"] * 2
    again = qualification.look(rows[:2], actor=cast.carol.user, scope=cast.carol.scope)
    assert [row.problems for row in again.bad] == [{"row": "is on file already"}] * 2


def test_table_when_one_row_cannot_be_entered_any_more_then_none_is(
    made: Scenario, cast: Cast, fire: Training, now: datetime
) -> None:
    rows = read(
        f"person,training,first_day\n{made.viktor.ref},fire,2026-01-01\n{made.erin.ref},fire,2026-01-01\n"
    )
    looked = qualification.look(rows, actor=cast.carol.user, scope=cast.carol.scope)
    qualification.take_in(looked.good[1:], **cast.carol.acts(now))
    with pytest.raises(InvalidInput, match="Row 3"):
        qualification.take_in(looked.good, **cast.carol.acts(now))
    assert not made.viktor.training_certificates.exists()


def test_table_when_people_are_of_another_port_then_nobody_here(
    made: Scenario, elsewhere: Scenario, cast: Cast
) -> None:
    rows = read(f"person,training,first_day\n{elsewhere.erin.ref},ship-security,2026-01-01\n")
    looked = qualification.look(rows, actor=cast.carol.user, scope=cast.carol.scope)
    assert [row.problems for row in looked.bad] == [{"person": "is nobody here"}]
