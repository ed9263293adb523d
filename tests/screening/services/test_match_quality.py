"""Measuring the name check: asked for by whoever loads the lists, kept with its date."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction
from django.db.utils import Error

from ledger.services import job
from portsec.kernel.errors import Refused
from screening.models import MatchMeasurement
from screening.selectors.match_quality import measurements
from screening.services import match_quality
from tests.people import Cast
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_request_when_the_actor_loads_no_lists_then_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        match_quality.request(**cast.alice.acts(now))


def test_measure_when_done_by_a_worker_then_figures_are_kept_once(cast: Cast, now: datetime) -> None:
    rows.load_list()
    asked = match_quality.request(**cast.paul.acts(now))
    assert match_quality.request(**cast.paul.acts(now)).pk == asked.pk
    done = job.run(asked.pk, at=now)
    assert done is not None
    assert done.state == "done", done.error
    kept = measurements().get()
    assert (kept.asked_by, kept.measured_at, kept.lists) == (cast.paul.reference, now, {"un": 1})
    assert (kept.pairs, kept.people, kept.entries) == (143, 2_000, 1)
    assert kept.alerts == 0 == kept.alerts_per_thousand
    assert sum(group["pairs"] for group in kept.groups) == kept.pairs
    assert 0.5 < kept.f1 <= 1
    assert {each["same"] for each in kept.wrong} <= {True, False}


def test_measurement_when_changed_then_the_database_refuses(cast: Cast, now: datetime) -> None:
    match_quality.measure(cast.paul.reference, at=now)
    with pytest.raises(Error), transaction.atomic():
        MatchMeasurement.objects.update(f1=1)
