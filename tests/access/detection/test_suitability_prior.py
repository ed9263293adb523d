"""X04: what is open about a person's suitability weighs before anything is found."""

from __future__ import annotations

import math

import pytest

from access.detection.physical_facts import SuitabilitySign
from access.detection.suitability_prior import prior_points
from tests.access.detection.port import at

pytestmark = pytest.mark.unit


def sign(kind: str, person: str = "dave", **more) -> SuitabilitySign:
    return SuitabilitySign(person, kind, **{"since": at(0)} | more)


def test_person_without_an_open_sign_has_no_prior() -> None:
    assert prior_points([sign("adverse_finding", "erin")], "dave", at(8)) == 0
    assert prior_points([], "dave", at(8)) == 0


def test_each_kind_counts_once() -> None:
    late = [sign("rescreening_overdue"), sign("rescreening_overdue")]
    assert prior_points(late, "dave", at(8)) == pytest.approx(math.log(2))


def test_signs_together_stay_under_the_cap() -> None:
    every = [sign(kind) for kind in ("rescreening_overdue", "adverse_finding", "threat_reported")]
    assert prior_points(every, "dave", at(8)) == pytest.approx(math.log(5))


def test_sign_weighs_only_while_it_is_open() -> None:
    closed = [sign("adverse_finding", until=at(8))]
    assert prior_points(closed, "dave", at(7.9)) > 0
    assert prior_points(closed, "dave", at(8)) == 0
    assert prior_points([sign("adverse_finding", since=at(9))], "dave", at(8)) == 0


def test_unknown_kind_weighs_nothing() -> None:
    assert prior_points([sign("nationality")], "dave", at(8)) == 0
