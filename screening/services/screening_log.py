"""Keeps the screening log: who was compared with which versions of the lists, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from screening.enums import ScreeningPurpose
from screening.models import Person, ScreeningQuery, ScreeningRun


def note(
    person: Person,
    purpose: ScreeningPurpose,
    *,
    subject: str,
    lists: Mapping[str, int],
    alerts: int,
    at: datetime,
) -> ScreeningQuery:
    """Keep one query that was asked outside a run; `subject` names the case or crew list that asked."""
    return ScreeningQuery.objects.create(
        person=person,
        person_version=person.version,
        purpose=purpose.value,
        subject=subject,
        lists=dict(lists),
        alerts=alerts,
        at=at,
    )


def note_run(
    run: ScreeningRun, alerts: Mapping[Person, int], *, lists: Mapping[str, int], at: datetime
) -> None:
    """Keep the queries of some people of a run, in the transaction that keeps what was found.

    Raises IntegrityError where one of them was screened in this run before: then nothing of it counts twice.
    """
    ScreeningQuery.objects.bulk_create(
        ScreeningQuery(
            person=person,
            person_version=person.version,
            purpose=run.purpose,
            run=run,
            lists=dict(lists),
            alerts=count,
            at=at,
        )
        for person, count in alerts.items()
    )
