"""Reads silent alarms. Nobody but care officers may know that there are any."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from access.models import DataEvent, GateEvent, SilentAlarm
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

GATE = "gate"
MOST = 200  # answered ones that are shown; who needs older ones asks for the port's data


@dataclass(frozen=True, slots=True)
class Shown:
    """An alarm with the attempt or look-up that raised it: who asks for help, and where they were."""

    alarm: SilentAlarm
    event: GateEvent | DataEvent

    @property
    def place(self) -> str:
        """The reader, or what the person sat at."""
        if isinstance(self.event, GateEvent):
            return self.event.reader_code
        return f"Look-up in {self.event.system or 'a system without a name'}"


def visible_alarms(*, scope: Scope) -> QuerySet[SilentAlarm]:
    """Alarms at the ports where the caller answers them. Not even a system's scope sees others."""
    ports = scope.ports(Capability.ANSWER_DURESS.value)
    return SilentAlarm.objects.filter(port_id__in=ports).order_by("-at", "-pk")


def open_alarms(*, scope: Scope) -> QuerySet[SilentAlarm]:
    return visible_alarms(scope=scope).filter(answered_at=None)


def access_alarm(number: int, *, scope: Scope) -> SilentAlarm:
    """One alarm. Raises NotFound when absent or out of reach."""
    alarm = visible_alarms(scope=scope).filter(pk=number).first()
    if alarm is None:
        raise NotFound("page")
    return alarm


def with_attempts(alarms: QuerySet[SilentAlarm]) -> list[Shown]:
    """The newest alarms with their attempts, open ones first."""
    rows = list(alarms.order_by("answered_at", "-at")[:MOST])
    rows.sort(key=lambda alarm: alarm.answered_at is not None)
    gate = GateEvent.objects.select_related("person__organisation", "reader__gate")
    data = DataEvent.objects.select_related("person__organisation")
    attempts = gate.in_bulk([alarm.event_number for alarm in rows if alarm.stream == GATE])
    look_ups = data.in_bulk([alarm.event_number for alarm in rows if alarm.stream != GATE])
    return [
        Shown(alarm, (attempts if alarm.stream == GATE else look_ups)[alarm.event_number]) for alarm in rows
    ]
