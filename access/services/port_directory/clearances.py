"""Clearances that were decided elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from access.port_directory import clearance_history, days
from access.port_directory.cells import LEVELS
from access.port_directory.clearance_history import Spell
from access.port_directory.records import ClearanceRow
from access.port_directory.sheet import Line
from access.port_directory.tables import PEOPLE
from access.selectors.port_directory import spells_of
from access.services.port_directory.delivery import REASON, Delivery, grouped
from access.services.port_directory.known import people_by_ref
from screening.enums import ClearanceLevel, PersonCategory
from screening.models import Clearance, Person
from screening.services import clearance, person

REGISTERED = "registered by number alone, since the directory has no people.csv"


def keep_clearances(delivery: Delivery[ClearanceRow]) -> None:
    """Each row is a clearance of its own, or one that is known already.

    People are registered by number alone when the directory has no people.csv; else an unknown person's row
    is refused.
    """
    errand = delivery.errand
    people = _people(delivery)
    kept = spells_of(errand.port, people.values(), zone=errand.zone)
    new: list[Clearance] = []
    for ref, lines in grouped(delivery.lines, "person").items():
        holder = people.get(ref)
        if holder is None:
            for line in lines:
                delivery.report.refuse(line.number, f"person {ref} is not known")
            continue
        outcome = clearance_history.follow(lines, kept.get(holder.pk, ()), zone=errand.zone)
        new += [_row(holder, spell, delivery) for _, spell in outcome.new]
        for _, spell in outcome.changed:
            _amend(spell, delivery)
        for number, reason in outcome.refused:
            delivery.report.refuse(number, reason)
        for number, sentence in outcome.remarks:
            delivery.report.remark(sentence, number)
        rows = len(outcome.new) + len(outcome.changed) + outcome.unchanged
        delivery.count((len(outcome.new), len(outcome.changed)), rows)
    clearance.take_over(new, actor=errand.actor, reason=REASON, at=errand.at)


def _people(delivery: Delivery[ClearanceRow]) -> dict[str, Person]:
    errand = delivery.errand
    lines: dict[str, list[Line[ClearanceRow]]] = grouped(delivery.lines, "person")
    people = people_by_ref(errand.port, lines.keys())
    unknown = lines.keys() - people.keys()
    if unknown and PEOPLE.name not in errand.files:
        _register(unknown, delivery)
        people = people_by_ref(errand.port, lines.keys())
        for ref in sorted(unknown):
            delivery.report.remark(REGISTERED, lines[ref][0].number)
    return people


def _register(refs: Collection[str], delivery: Delivery[ClearanceRow]) -> None:
    nameless = [Person(external_ref=ref, category=PersonCategory.EMPLOYEE.value) for ref in sorted(refs)]
    person.register_many(delivery.errand.port, nameless, actor=delivery.errand.actor, at=delivery.errand.at)


def _row(holder: Person, spell: Spell, delivery: Delivery[ClearanceRow]) -> Clearance:
    return Clearance(
        person=holder,
        port=delivery.errand.port,
        level=ClearanceLevel(LEVELS[spell.level]).value,
        valid_from=days.first_day(spell.since, delivery.errand.zone),
        valid_until=spell.last_day,
        state=spell.state,
        state_since=spell.since,
    )


def _amend(spell: Spell, delivery: Delivery[ClearanceRow]) -> None:
    errand = delivery.errand
    assert spell.key is not None  # noqa: S101  only what is kept is amended
    clearance.amend(
        Clearance.objects.select_related("person", "port").get(pk=spell.key),
        level=ClearanceLevel(LEVELS[spell.level]),
        valid_until=spell.last_day,
        actor=errand.actor,
        reason=REASON,
        at=errand.at,
    )
