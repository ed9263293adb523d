"""The page that says how good the name check is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from ledger.models import Job
from screening.services import match_quality
from tests.people import Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE = reverse("match-quality")


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_page_when_nothing_was_measured_then_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    assert "Not measured yet" in words(signed_in(cast.alice).get(PAGE))


def test_page_when_measured_then_figures_pitfalls_and_lists(
    cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    rows.load_list()
    match_quality.measure(cast.paul.reference, at=now)
    text = words(signed_in(cast.alice).get(PAGE))
    for said in (
        "Precision",
        "Recall",
        "Romanisation",
        "143",
        "2,000",
        "UN Security Council list 1",
        "0.700",
    ):
        assert said in text
    assert "Measure now" not in text
    assert "Measure now" in words(signed_in(cast.paul).get(PAGE))


def test_measure_when_asked_then_a_job_and_its_page(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.paul).post(reverse("match-quality-measure"))
    asked = Job.objects.get(kind=match_quality.MEASUREMENT_JOB)
    assert answer.headers["Location"] == reverse("job-detail", args=[asked.pk])
