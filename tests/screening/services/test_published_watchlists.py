"""The publishers' own lists, loaded and searched by the job that a worker does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pgtrigger
import pytest
from pytest_django.plugin import DjangoDbBlocker

from ledger.models import Entry
from screening.enums import EntityKind, ListSource
from screening.models import Application, Hit, ListEntry, ListVersion, Post
from screening.services import watchlist
from screening.watchlists.entity import ListedEntity
from screening.watchlists.sources import read_source
from tests.moment import port_now
from tests.people import MAKER, Cast
from tests.scenario import run_watchlist_job
from tests.screening import rows
from tests.screening.published import published
from tests.witness import unchanged

pytestmark = [pytest.mark.external, pytest.mark.django_db]


def load(source: ListSource, directory: Path) -> watchlist.Loaded:
    return watchlist.load(read_source(source, [directory]), actor=MAKER, at=port_now())


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Both lists in force for all tests of this module; taken out again behind them."""
    ofac, un = published("watchlist", "ofac"), published("watchlist", "un")
    with django_db_blocker.unblock():
        load(ListSource.OFAC, ofac)
        load(ListSource.UN, un)
    yield
    with django_db_blocker.unblock(), pgtrigger.ignore():
        for table in (ListEntry, ListVersion, Entry):
            table.objects.all().delete()


def test_lists_when_loaded_then_every_entry_is_in_force(both: None) -> None:
    counts = {
        version.source: (version.number, version.entries, version.added)
        for version in ListVersion.objects.all()
    }
    assert counts == {"ofac": (1, 8976, 8976), "un": (1, 1003, 1003)}
    for source, entries in (("ofac", 8976), ("un", 1003)):
        assert ListEntry.objects.filter(source=source, removed_in=None).count() == entries


@pytest.mark.parametrize("source", [ListSource.OFAC, ListSource.UN])
def test_list_when_loaded_again_then_unchanged(both: None, source: ListSource) -> None:
    with unchanged():
        again = load(source, published("watchlist", source.value))
    assert (again.is_new, again.version.number, again.delta.is_empty) == (False, 1, True)


@pytest.mark.parametrize("source", [ListSource.OFAC, ListSource.UN])
def test_check_when_a_listed_person_applies_then_the_job_finds_the_entry(
    both: None, crane: Post, cast: Cast, source: ListSource
) -> None:
    listed, family, given, born = _listed_person(source)
    case = _applies(crane, cast, family, given, born)
    done = run_watchlist_job(case.checks.get(kind="watchlist"), at=port_now())
    assert done.result["hits"] >= 1
    hit = Hit.objects.get(check_answered__application=case, entry=listed)
    assert hit.score >= 0.9
    lines = {line["field"]: line["verdict"] for line in hit.evidence["evidence"]}
    assert (lines["name"], lines["birth_date"]) == ("agree", "agree")


def test_check_when_nobody_of_that_name_is_listed_then_the_job_finds_nothing(
    both: None, crane: Post, cast: Cast
) -> None:
    case = _applies(crane, cast, "Vandenbroucke-Peeters", "Liselotte", date(1994, 4, 5))
    done = run_watchlist_job(case.checks.get(kind="watchlist"), at=port_now())
    assert done.result == {"hits": 0}


def _listed_person(source: ListSource) -> tuple[ListEntry, str, str, date]:
    """The first person of the list with an exact birth date and a Latin name of two or more parts."""
    people = ListEntry.objects.filter(source=source.value, kind=EntityKind.PERSON.value).order_by("uid")
    for entry in people.iterator(chunk_size=200):
        births = ListedEntity.from_data(entry.data).births
        born = births[0].day if len(births) == 1 else None
        family, _, given = entry.name.partition(", ") if ", " in entry.name else entry.name.rpartition(" ")
        if born and family and given and entry.name.isascii():
            return entry, family, given, born
    raise AssertionError("the list holds nobody with an exact birth date")


def _applies(where: Post, cast: Cast, family: str, given: str, born: date) -> Application:
    someone = rows.make_person(
        where.port, None, family, given_names=given, birth_date=born, nationality="", sex=""
    )
    return rows.make_case(someone, where, cast.alice)
