"""Measures how well the name check tells people apart, and keeps the figures with their date."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from accounts.models import User
from accounts.roles import Capability
from ledger.models import Job
from ledger.services import job
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import allow, deny
from screening.matching import quality
from screening.matching.compare import ALERT_THRESHOLD
from screening.matching.quality import Figures, Judged
from screening.models import MatchMeasurement
from screening.selectors.list_index import LISTS

MEASUREMENT_JOB = "screening.match_quality"
DATA = Path(__file__).resolve().parent.parent / "data"
LABELLED = DATA / "labelled_names.csv"
MADE_UP = DATA / "made_up_people.csv"


def request(*, actor: User, scope: Scope, at: datetime) -> Job:
    """Ask for a measurement.

    Refuses when: the actor loads no watchlists (Refused). Wakes: the job that measures.
    Safe to repeat because: one measurement a minute is enough; the minute is the slot.
    """
    holds = scope.holds(Capability.LOAD_WATCHLISTS.value)
    require(
        allow() if holds else deny("no_capability", "Only who loads the watchlists measures the name check.")
    )
    return job.request(
        MEASUREMENT_JOB, actor.reference, slot=f"{at:%Y-%m-%dT%H:%M}", actor=actor.reference, at=at
    )


def measure(actor: str, *, at: datetime) -> dict[str, Any]:
    """Compare the labelled pairs, screen the made-up people, keep the figures. Called by a worker.

    Made-up people are on no list: every alert for one of them is a false one.
    Safe to repeat because: the figures are kept in the transaction that ends the job.
    """
    began = perf_counter()
    judged = quality.judge(quality.read_pairs(LABELLED.read_text(encoding="utf-8")))
    index = LISTS.current()
    people = list(quality.made_up_people(MADE_UP.read_text(encoding="utf-8")))
    alerts = sum(bool(index.screen(someone)) for someone in people)
    overall = quality.figures(judged)
    made = MatchMeasurement.objects.create(
        measured_at=at,
        asked_by=actor,
        threshold=_three(ALERT_THRESHOLD),
        pairs=overall.pairs,
        precision=_three(overall.precision),
        recall=_three(overall.recall),
        f1=_three(overall.f1),
        groups=[_group(name, figures) for name, figures in quality.by_pitfall(judged).items()],
        wrong=[_wrong(each) for each in judged if not each.is_right],
        lists=LISTS.versions,
        entries=len(index),
        people=len(people),
        alerts=alerts,
        seconds=_three(perf_counter() - began),
    )
    return {"f1": str(made.f1), "alerts": alerts}


def _group(name: str, figures: Figures) -> dict[str, Any]:
    return {
        "pitfall": name,
        "pairs": figures.pairs,
        "precision": round(figures.precision, 3),
        "recall": round(figures.recall, 3),
        "f1": round(figures.f1, 3),
    }


def _wrong(judged: Judged) -> dict[str, Any]:
    return {
        "pitfall": judged.pair.pitfall,
        "name": judged.pair.subject.names[0],
        "listed_name": judged.pair.listed.primary_name,
        "same": judged.pair.is_same,
        "score": round(judged.score, 3),
    }


def _three(value: float) -> Decimal:
    return Decimal(f"{value:.3f}")
