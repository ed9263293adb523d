"""Checks with the hits that they brought, and the work behind them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ledger.services import job
from screening.enums import CheckKind
from screening.selectors import check
from tests.scenario import Scenario
from tests.screening.rows import check_of, held_same

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_checks_when_read_then_with_their_hits_in_few_queries(
    made: Scenario, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        hits = {row.kind: [hit.pk for hit in row.hits.all()] for row in check.checks_of(made.case)}
    assert hits == {
        "identity": [],
        "criminal_record": [],
        "watchlist": [made.hit.pk],
        "authority_advice": [],
    }


def test_hits_when_read_then_with_entry_and_officer_in_one_query(
    made: Scenario, django_assert_num_queries: Any
) -> None:
    held_same(made.hit, made.cast.alice, made.cast.bob, at=made.at)
    asked = check_of(made.case, CheckKind.WATCHLIST)  # as pages have it, with its case and person
    with django_assert_num_queries(1):
        read = [(row.entry.name, row.same_said_by, row.decided_by, row.whose) for row in check.hits_of(asked)]
    assert read == [("Viktor Morozov", made.cast.alice.user, made.cast.bob.user, made.viktor)]


def test_job_when_asked_for_twice_then_the_newest(made: Scenario) -> None:
    asked = made.hit.check_answered
    first = check.latest_job("screening.watchlist_check", f"check:{asked.pk}")
    later = made.at + timedelta(hours=1)
    second = job.request(
        "screening.watchlist_check", f"check:{asked.pk}", actor="system:test", at=later, slot="again"
    )
    assert first is not None
    assert check.latest_job("screening.watchlist_check", f"check:{asked.pk}") == second != first
    assert check.latest_job("screening.watchlist_check", "check:0") is None
