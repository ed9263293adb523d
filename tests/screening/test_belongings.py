"""Nobody forgets a table: each one with a way to a person or a case is erased, or kept for a reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from screening.belongings import BY_COMMAND, KEPT, OF_CASES, OF_PEOPLE, Belonging
from screening.models import Application, Person
from screening.retention.policy import OF_A_CASE
from screening.retention.words import DataClass

pytestmark = pytest.mark.unit

APPS = ("ledger", "accounts", "screening", "access")
ROOTS = (Person, Application)
EACH = [*OF_CASES, *OF_PEOPLE]


def models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def belonging_to_people() -> set[str]:
    """Every model with a chain of foreign keys to a person or a case."""
    reached: set[type[Model]] = set(ROOTS)
    grows = True
    while grows:
        found = {
            model
            for model in models()
            if any(
                isinstance(field, ForeignKey) and field.related_model in reached for field in fields(model)
            )
        }
        grows = not found <= reached
        reached |= found
    return {model._meta.label for model in reached}


def fields(model: type[Model]) -> list[Field]:
    return list(model._meta.concrete_fields)


def test_models_when_they_lead_to_a_person_then_are_erased_or_kept_for_a_reason() -> None:
    named = {each.model for each in EACH} | set(BY_COMMAND) | set(KEPT)
    forgotten = belonging_to_people() - named
    assert not forgotten, (
        f"say in screening/belongings.py what erasure does with {sorted(forgotten)}, or why they stay"
    )
    assert named <= {model._meta.label for model in models()}
    assert all(len(reason) > 10 for reason in KEPT.values())


def test_rows_when_they_lead_to_people_by_two_ways_then_no_way_is_forgotten() -> None:
    """A row may hang on a case or a person: unless one of its ways is always filled, each must be named."""
    reached = belonging_to_people()
    forgotten = []
    for name in {each.model for each in EACH}:
        ways = [
            field
            for field in fields(apps.get_model(name))
            if isinstance(field, ForeignKey) and field.related_model._meta.label in reached
        ]
        named = {each.to.split("__")[0] for each in EACH if each.model == name}
        if any(way.name in named and not way.null for way in ways):
            continue
        forgotten += [f"{name}.{way.name}" for way in ways if way.name not in named]
    assert not set(forgotten) - {"screening.Application.person"}


@pytest.mark.parametrize("belonging", EACH, ids=lambda each: f"{each.model} {each.data_class.value}")
def test_belonging_when_named_then_its_way_and_its_columns_exist(belonging: Belonging) -> None:
    model = apps.get_model(belonging.model)
    model._base_manager.filter(**{belonging.to: 1}, **belonging.only)
    columns = {field.name for field in fields(model)}
    assert {*belonging.texts, *belonging.empties} <= columns


@pytest.mark.parametrize(
    "belonging", [each for each in EACH if not each.deletes], ids=lambda each: each.model
)
def test_row_when_it_is_emptied_then_no_free_text_is_left(belonging: Belonging) -> None:
    """A long text or JSON column of an emptied row is emptied, or one of these without personal data."""
    harmless = {"screening.Person.search_name", "screening.PortBan.legal_ref"}
    emptied = {
        name for each in EACH if each.model == belonging.model for name in (*each.texts, *each.empties)
    }
    left = {
        f"{belonging.model}.{field.name}"
        for field in fields(apps.get_model(belonging.model))
        if field.get_internal_type() in {"TextField", "JSONField", "BinaryField"}
        and field.name not in emptied
    }
    assert left <= harmless


def test_classes_when_counted_then_each_of_a_case_has_rows() -> None:
    of_cases = {each.data_class for each in OF_CASES} | set(BY_COMMAND.values())
    assert set(OF_A_CASE) <= of_cases
    assert {each.data_class for each in OF_PEOPLE} == {
        *(DataClass.RIGHTS_REQUEST, DataClass.PORT_BAN, DataClass.IDENTITY)
    }
