"""Registering people and keeping their details."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Organisation, Port
from portsec.kernel.errors import Conflict, InvalidInput
from screening.enums import PersonCategory
from screening.models import Person
from screening.services import person
from tests.people import MAKER
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def register(port: Port, at: datetime, **details: Any) -> Person:
    given: dict[str, Any] = {"family_name": " Müller ", "given_names": " Jürgen "}
    return person.register(port=port, actor=MAKER, at=at, **given | details)


def test_register_when_taken_then_kept_and_on_record_without_the_name(
    port: Port, quayside: Organisation, now: datetime, record: Record
) -> None:
    made = register(
        port, now, category=PersonCategory.SEAFARER, organisation=quayside, external_ref="E-7", sex="M"
    )
    kept = Person.objects.get()
    assert (kept.full_name, kept.search_name) == ("Jürgen Müller", "jurgen muller")
    assert (kept.category, kept.organisation, kept.external_ref) == ("seafarer", quayside, "E-7")
    assert (kept.version, kept.created_at) == (1, now)
    assert kept.ref.startswith("P-")
    assert (kept.log_ref, kept.reference) == ("E-7", f"person:{kept.ref}")
    entry = record.one("screening.person.registered")
    assert (entry.actor, entry.subject, entry.port) == (MAKER, made.reference, "XXPEX")
    assert entry.body == {"category": "seafarer"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"family_name": " "}, "family_name"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date"),
        ({"birth_date": date(2026, 11, 23)}, "birth_date"),
    ],
    ids=str,
)
def test_register_when_a_detail_is_impossible_then_refused_at_that_field(
    port: Port, wrong: dict[str, Any], field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        register(port, datetime(2026, 11, 22, 12, tzinfo=UTC), **wrong)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("born", [date(1900, 1, 1), date(2026, 11, 22)])
def test_register_when_birth_date_is_at_either_end_then_taken(port: Port, born: date) -> None:
    assert register(port, datetime(2026, 11, 22, 12, tzinfo=UTC), birth_date=born).birth_date == born


def test_register_when_the_number_is_taken_at_this_port_then_conflict(
    port: Port, other_port: Port, now: datetime
) -> None:
    register(port, now, external_ref="E-7")
    with unchanged(), pytest.raises(Conflict, match="E-7"):
        register(port, now, external_ref="E-7")
    register(other_port, now, external_ref="E-7")
    register(port, now, external_ref="")
    register(port, now, external_ref="")
    assert Person.objects.count() == 4


def test_change_when_something_differs_then_kept_and_on_record_by_field(
    port: Port, quayside: Organisation, now: datetime, record: Record
) -> None:
    made = register(port, now)
    record.new()
    later = now + timedelta(hours=1)
    assert person.change(
        made, job_title="Foreman", organisation_id=quayside.pk, family_name="Möller", actor=MAKER, at=later
    )
    kept = Person.objects.get()
    assert (kept.job_title, kept.organisation, kept.search_name) == ("Foreman", quayside, "jurgen moller")
    entry = record.one("screening.person.changed")
    assert (entry.actor, entry.subject, entry.port, entry.at) == (MAKER, made.reference, "XXPEX", later)
    assert entry.body == {"fields": ["family name", "job title", "organisation"]}


def test_change_when_equal_then_nothing_happens(port: Port, now: datetime) -> None:
    made = register(port, now)
    with unchanged():
        assert not person.change(made, family_name="Müller", sex="", actor=MAKER, at=now)


@pytest.mark.parametrize(
    ("details", "version"),
    [
        ({"family_name": "Möller"}, 2),
        ({"given_names": "Jörg"}, 2),
        ({"native_name": "Мюллер"}, 2),
        ({"birth_date": date(1990, 1, 1)}, 2),
        ({"nationality": "DE"}, 2),
        ({"sex": "M"}, 2),
        ({"job_title": "Foreman"}, 1),
        ({"external_ref": "E-8"}, 1),
        ({"peer_group": "cranes"}, 1),
        ({"sex": "M", "job_title": "Foreman"}, 2),
    ],
    ids=str,
)
def test_change_when_name_screening_compares_it_then_a_new_version(
    port: Port, now: datetime, details: dict[str, Any], version: int
) -> None:
    made = register(port, now)
    person.change(made, **details, actor=MAKER, at=now)
    assert Person.objects.get().version == version


@pytest.mark.parametrize("wrong", [{"family_name": ""}, {"birth_date": date(2100, 1, 1)}], ids=str)
def test_change_when_a_detail_is_impossible_then_refused_at_that_field(
    port: Port, now: datetime, wrong: dict[str, Any]
) -> None:
    made = register(port, now)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        person.change(made, **wrong, actor=MAKER, at=now)
    assert set(refusal.value.fields) == set(wrong)


def test_change_when_the_number_is_taken_then_conflict(port: Port, now: datetime) -> None:
    register(port, now, external_ref="E-7")
    made = register(port, now, external_ref="E-8")
    with unchanged(), pytest.raises(Conflict, match="E-7"):
        person.change(made, external_ref="E-7", actor=MAKER, at=now)


def test_register_many_when_delivered_then_each_is_on_record(
    port: Port, now: datetime, record: Record
) -> None:
    person.register_many(
        port, [Person(external_ref="E-1"), Person(external_ref="E-2", family_name="Öz")], actor=MAKER, at=now
    )
    assert list(Person.objects.order_by("external_ref").values_list("external_ref", "search_name")) == [
        ("E-1", ""),
        ("E-2", "oz"),
    ]
    assert record.kinds() == ["screening.person.registered"] * 2
