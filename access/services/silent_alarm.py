"""Silent alarms: raised by a duress code, answered by care officers.

Those of gates are written here; those of look-ups by the statement that writes the look-up (`data_writing`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from access.models import GateEvent, SilentAlarm
from access.permissions.gate import may_answer_alarms
from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

LONGEST_REMARK = 2_000  # characters

RAISE = f"""
INSERT INTO {SilentAlarm._meta.db_table} (port_id, stream, event_number, at, answered_by, remark)
SELECT %(port)s, 'gate', %(event)s, %(at)s, '', '' WHERE %(is_duress)s
"""


def note(event: GateEvent, *, is_duress: bool, at: datetime) -> None:
    """Raise a silent alarm if the duress code was used; else do the same and write nothing.

    The same statement runs for every attempt, so that an answer takes no longer under duress.
    Records: nothing else. No log, page, file or export of others may tell that somebody asked for help; the
    row itself keeps who answered and when.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            RAISE, {"port": event.port_id, "event": event.number, "at": at, "is_duress": is_duress}
        )


@transaction.atomic
def answer(alarm: SilentAlarm, remark: str, *, actor: User, scope: Scope, at: datetime) -> None:
    """Say what was done about a silent alarm.

    Refuses when: the caller does not answer alarms at this port (Refused); nothing is said (InvalidInput);
    somebody has answered already (Conflict).
    Records: in the row alone, as for `note`.
    Safe to repeat because: the first answer stays.
    """
    require(may_answer_alarms(scope, alarm.port_id))
    said = remark.strip()
    if not said or len(said) > LONGEST_REMARK:
        problem = f"Say in at most {LONGEST_REMARK} characters what was done."
        raise InvalidInput(problem, fields={"remark": problem})
    open_alarm = SilentAlarm.objects.filter(pk=alarm.pk, answered_at=None)
    if not open_alarm.update(answered_at=at, answered_by=actor.reference, remark=said):
        raise Conflict("Somebody has answered this alarm already.")
