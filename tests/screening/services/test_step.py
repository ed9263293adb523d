"""Steps of a case: only those of the table, whoever writes the row."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from portsec.kernel.errors import Conflict
from screening.enums import ApplicationState
from screening.models import Application
from screening.services import step
from screening.transitions import APPLICATION, ApplicationEvent
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

STEPS = {(old, new) for (old, _), new in APPLICATION.items()}
# How a case comes into a state from `checking`, where it begins.
WAY = {
    "checking": (),
    "in_review": ("in_review",),
    "proposed": ("in_review", "proposed"),
    "granted": ("in_review", "proposed", "granted"),
    "refused": ("in_review", "proposed", "refused"),
    "withdrawn": ("withdrawn",),
}


def write(case: Application, state: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE screening_application SET state = %s WHERE id = %s", [state, case.pk])


def test_step_when_in_the_table_then_row_and_copy_move(case: Application) -> None:
    assert step.take(case, ApplicationEvent.COMPLETE_CHECKS) is ApplicationState.IN_REVIEW
    assert case.state == "in_review"
    assert Application.objects.get(pk=case.pk).state == "in_review"


def test_step_when_not_in_the_table_then_conflict(case: Application) -> None:
    with unchanged(), pytest.raises(Conflict) as refusal:
        step.take(case, ApplicationEvent.GRANT)
    assert refusal.value.code == "step_not_possible"


def test_step_when_the_case_moved_meanwhile_then_conflict(case: Application) -> None:
    stale = Application.objects.get(pk=case.pk)
    step.take(case, ApplicationEvent.WITHDRAW)
    with unchanged(), pytest.raises(Conflict, match="meanwhile"):
        step.take(stale, ApplicationEvent.COMPLETE_CHECKS)
    assert stale.state == "checking"


@pytest.mark.parametrize("old", WAY)
def test_application_when_raw_sql_jumps_a_state_then_the_database_refuses(
    case: Application, old: str
) -> None:
    for state in WAY[old]:
        write(case, state)
    for new in ApplicationState:
        if new.value != old and (ApplicationState(old), new) not in STEPS:
            with pytest.raises(DatabaseError, match="Invalid transition"):
                write(case, new.value)


def test_ways_when_read_then_every_state_but_the_first_is_tried() -> None:
    assert set(WAY) == {state.value for state in ApplicationState} - {"received"}
