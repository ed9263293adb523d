"""Steps of a case: only those of the table, whoever writes the row."""

from __future__ import annotations

import pgtrigger
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
# Two guards look at a refusal; whichever comes first refuses it.
REFUSALS = "Invalid transition|needs two officers"


def write(case: Application, state: ApplicationState) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE screening_application SET state = %s WHERE id = %s", [state.value, case.pk])


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


@pytest.mark.parametrize("old", ApplicationState)
def test_application_when_raw_sql_jumps_a_state_then_the_database_refuses(
    case: Application, old: ApplicationState
) -> None:
    with pgtrigger.ignore():
        write(case, old)
    for new in ApplicationState:
        if new is not old and (old, new) not in STEPS:
            with pytest.raises(DatabaseError, match=REFUSALS):
                write(case, new)
