"""Decides look-ups of logistics data and records them, shown or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db import transaction

from access.look_up_facts.loaded import Keys
from access.models import CargoVisit, DataEvent
from access.need_to_know.decide import NO_NEED_TO_KNOW, SELF_MADE, LookUpDecision
from access.permissions.look_up import may_ask
from access.selectors.decision import decided_all
from access.selectors.look_up import AT_ONCE, fetched
from access.services.data_record import LookUp, asked_of, left_by
from access.services.data_writing import WRITE, Deed, deed, parameters
from accounts.models import Port
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict

A_GRANT_CHANGES = frozenset({NO_NEED_TO_KNOW.code, SELF_MADE.code})
"""Reasons against a look-up that a data owner's grant takes away."""


@dataclass(frozen=True)
class Answer:
    """The decision with its record, which is `event` number so and so."""

    port: Port
    decision: LookUpDecision
    keys: Keys
    deed: Deed
    number: int

    @cached_property
    def event(self) -> DataEvent:
        """The event as it was written."""
        columns = {**self.deed.columns, "id": UUID(self.deed.left.event["id"]), "number": self.number}
        names = [field.attname for field in DataEvent._meta.concrete_fields]
        event = DataEvent.from_db(None, names, [columns[name] for name in names])
        event.port = self.port
        return event

    @cached_property
    def visit(self) -> CargoVisit | None:
        """What was asked for, only when the look-up was allowed."""
        if not self.decision.verdict.allowed or self.keys.visit is None:
            return None
        return CargoVisit.objects.select_related("vessel_call").get(pk=self.keys.visit)

    @property
    def can_be_asked_for(self) -> bool:
        """Whether a grant would turn this no into a yes; the same for an object that is absent."""
        return a_grant_opens(self.decision.verdict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision that is not on record yet, with what the record needs."""

    port: Port
    look_up: LookUp
    decision: LookUpDecision
    keys: Keys


def a_grant_opens(verdict: Verdict) -> bool:
    return not verdict.allowed and frozenset(verdict.codes) <= A_GRANT_CHANGES


def answer(port: Port, look_up: LookUp, *, actor: str, scope: Scope, at: datetime) -> Answer:
    """Decide one look-up on the clearance and the work context as they stand now.

    Refuses when: the caller may not ask for decisions at this port (Refused); who may only look up cargo
    asks for their own account. A negative decision is no error: it is an answer.
    Records: access.look_up.shown or .refused. Wakes: detection, through EventToScan.
    """
    (only,) = answer_all([(port, look_up)], actor=actor, scope=scope, at=at)
    return only


@transaction.atomic
def answer_all(
    asked: Sequence[tuple[Port, LookUp]],
    *,
    actor: str,
    scope: Scope,
    at: datetime,
    stop_at: bool | None = None,
) -> list[Answer]:
    """Decide look-ups together, in order, up to and with the first whose answer is `stop_at`.

    Refuses when: as `answer` does, for any of them; then none is answered.
    Records: access.look_up.shown or .refused for each that is answered, all in one transaction and in as many
    statements as for one. Wakes: detection, through EventToScan.
    """
    for port_id, is_own in {(port.pk, _is_own(look_up, actor)) for port, look_up in asked}:
        require(may_ask(scope, port_id, is_own=is_own))
    judged = list(_until(stop_at, _judged(asked, at)))
    deeds = [
        deed(left_by(one.port, one.look_up, one.decision, one.keys, actor=actor, at=at)) for one in judged
    ]
    return [
        Answer(one.port, one.decision, one.keys, done, number)
        for one, done, number in zip(judged, deeds, _write(deeds), strict=True)
    ]


def _is_own(look_up: LookUp, actor: str) -> bool:
    return look_up.subject_type == "account" and actor == f"user:{look_up.subject_id}"


def _judged(asked: Sequence[tuple[Port, LookUp]], at: datetime) -> Iterator[Judged]:
    """Decide one after the other; facts are read for as many at once as one statement takes."""
    for start in range(0, len(asked), AT_ONCE):
        part = asked[start : start + AT_ONCE]
        found = decided_all([asked_of(port, look_up, zone=settings.ZONE, at=at) for port, look_up in part])
        for (port, look_up), one in zip(part, found, strict=True):
            yield Judged(port, look_up, one.decision, one.keys)


def _until(stop_at: bool | None, judged: Iterable[Judged]) -> Iterator[Judged]:
    for one in judged:
        yield one
        if one.decision.verdict.allowed is stop_at:
            return


def _write(deeds: Sequence[Deed]) -> list[int]:
    """Write all with one statement, in the caller's transaction. Returns the numbers of the events."""
    if not deeds:
        return []
    return [number for (number,) in fetched(WRITE, parameters(deeds))]
