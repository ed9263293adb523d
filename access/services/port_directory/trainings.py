"""Trainings and licences that other systems keep, and who has them."""

from __future__ import annotations

from access.models import Training, TrainingCertificate
from access.port_directory.records import TrainingRow
from access.services.port_directory.delivery import Delivery
from access.services.port_directory.known import people_by_ref
from ledger.services import record
from screening.models import Person

TAKEN_BACK = "the certificate was taken back here and stays so"
Key = tuple[int, int, object]
"""A person, a training and the first day: of these one certificate is in force."""


def keep_trainings(delivery: Delivery[TrainingRow]) -> None:
    """Each row is a certificate; a later row changes its last day. Trainings that are not known are made.

    A certificate that was taken back here is not brought back by a file.
    """
    errand = delivery.errand
    people = people_by_ref(errand.port, {row.person for row in delivery.rows})
    trainings = _trainings(delivery)
    kept = _kept(people)
    new: list[TrainingCertificate] = []
    changed: list[TrainingCertificate] = []
    unchanged = 0
    for line in delivery.lines:
        row = line.row
        person = people.get(row.person)
        if person is None:
            delivery.report.refuse(line.number, f"person {row.person} is not known")
            continue
        known = kept.get((person.pk, trainings[row.training].pk, row.first_day))
        if known is None:
            new.append(_certificate(person, trainings[row.training], row, delivery))
        elif known.revoked_at is not None:
            delivery.report.remark(TAKEN_BACK, line.number)
            unchanged += 1
        elif row.last_day not in {None, known.last_day}:
            known.last_day = row.last_day
            changed.append(known)
        else:
            unchanged += 1
    TrainingCertificate.objects.bulk_create(new)
    TrainingCertificate.objects.bulk_update(changed, ["last_day"])
    for one in (*new, *changed):
        _record(one, delivery)
    delivery.count((len(new), len(changed)), len(new) + len(changed) + unchanged)


def _trainings(delivery: Delivery[TrainingRow]) -> dict[str, Training]:
    """Those of the file by code. One that nobody defined gets its code as its name."""
    port = delivery.errand.port
    known = {one.code: one for one in Training.objects.filter(port=port)}
    missing = sorted({row.training for row in delivery.rows} - known.keys())
    if missing:
        delivery.report.remark(f"made trainings that were not defined here: {', '.join(missing)}")
    made = [Training(port=port, code=code, name=code) for code in missing]
    return known | {one.code: one for one in Training.objects.bulk_create(made)}


def _kept(people: dict[str, Person]) -> dict[Key, TrainingCertificate]:
    """What is on file of these people; one in force counts before one that was taken back."""
    found = TrainingCertificate.objects.filter(person__in=people.values()).select_related(
        "person__port", "training"
    )
    by_key: dict[Key, TrainingCertificate] = {}
    for one in found.order_by("pk"):
        key = (one.person_id, one.training_id, one.first_day)
        if key not in by_key or one.revoked_at is None:
            by_key[key] = one
    return by_key


def _certificate(
    person: Person, training: Training, row: TrainingRow, delivery: Delivery[TrainingRow]
) -> TrainingCertificate:
    return TrainingCertificate(
        person=person,
        training=training,
        first_day=row.first_day,
        last_day=row.last_day,
        entered_by=delivery.errand.actor,
        entered_at=delivery.errand.at,
    )


def _record(certificate: TrainingCertificate, delivery: Delivery[TrainingRow]) -> None:
    record.append(
        "access.certificate.entered",
        actor=delivery.errand.actor,
        at=delivery.errand.at,
        subject=certificate.person.reference,
        port=delivery.errand.port.locode,
        training=certificate.training.code,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
    )
