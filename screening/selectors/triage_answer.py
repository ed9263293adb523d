"""Reads what officers made of adverse items."""

from __future__ import annotations

from datetime import datetime

from screening.enums import TriageOutcome
from screening.models import Application, Triage

LEAVES_ASSESSMENT = (TriageOutcome.FALSE_MATCH, TriageOutcome.EXPIRED)


def latest_triage(application: Application, *, until: datetime | None = None) -> dict[str, Triage]:
    """By item the answers that count: the last ones, or the last ones of an earlier moment."""
    rows = application.triage.select_related("made_by").order_by("at", "pk")
    if until is not None:
        rows = rows.filter(at__lte=until)
    return {row.about: row for row in rows}


def taken_out(application: Application, *, until: datetime | None = None) -> dict[str, Triage]:
    """The items that an officer found to be somebody else's, or no longer to count."""
    return {
        about: row
        for about, row in latest_triage(application, until=until).items()
        if row.outcome_word in LEAVES_ASSESSMENT
    }


def changed_since(application: Application, moment: datetime) -> bool:
    """Whether other items are taken out now than at that moment, so that an assessment of it is overtaken."""
    return taken_out(application).keys() != taken_out(application, until=moment).keys()
