"""Badges that were issued elsewhere, with their history of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q

from access.enums import BadgeState
from access.models import Badge, BadgeChange
from access.port_directory import badge_history, days
from access.port_directory.badge_history import Details, KeptBadge, Outcome, Step
from access.port_directory.records import BadgeRow
from access.port_directory.sheet import Line
from access.services.port_directory.delivery import REASON, Delivery, grouped
from access.services.port_directory.known import people_by_ref
from ledger.services import record
from screening.models import Person


def keep_badges(delivery: Delivery[BadgeRow]) -> None:
    """New badges come with their whole history; known ones take the steps that are new."""
    errand = delivery.errand
    lines = grouped(delivery.lines, "badge")
    kept = _kept(delivery, lines.keys())
    people = people_by_ref(errand.port, {row.person for row in delivery.rows} - {""})
    next_starts = _next_starts(delivery, kept)
    new: list[tuple[Badge, list[Step]]] = []
    for serial, rows in lines.items():
        badge = kept.get(serial)
        outcome = badge_history.follow(
            rows,
            _as_kept(badge) if badge else None,
            next_start=next_starts.get(serial),
            zone=errand.zone,
            at=errand.at,
        )
        _report(outcome, rows, people, delivery)
        if badge is not None:
            _change(badge, outcome, people, delivery)
        elif outcome.details is not None:
            new.append((_row(serial, outcome.details, outcome.steps, people, delivery), outcome.steps))
    _add(new, delivery)


def _kept(delivery: Delivery[BadgeRow], serials: Iterable[str]) -> dict[str, Badge]:
    """The badges that are known already, locked: the badge desk may be changing them."""
    badges = Badge.objects.select_for_update().filter(port=delivery.errand.port, serial__in=list(serials))
    badges = badges.prefetch_related(Prefetch("changes", BadgeChange.objects.order_by("at", "pk")))
    return {badge.serial: badge for badge in badges}


def _as_kept(badge: Badge) -> KeptBadge:
    return KeptBadge(
        steps=tuple(Step(change.state_word, change.at) for change in badge.changes.all()),
        details=Details(badge.person_ref, tuple(sorted(badge.areas)), badge.valid_until),
        fixed=badge.request_id is not None or badge.credential_hash is not None,  # made here
    )


def _next_starts(delivery: Delivery[BadgeRow], kept: Mapping[str, Badge]) -> dict[str, datetime]:
    """When each holder's next badge begins, from the file and from what is kept."""
    zone = delivery.errand.zone
    starts = {
        (row.badge, row.person): min(
            days.begins(line.row.valid_from, zone) for line in lines if line.row.person == row.person
        )
        for lines in grouped(delivery.lines, "badge").values()
        for row in (line.row for line in lines)
    }
    holders = {person for _, person in starts if person}
    others = Badge.objects.filter(Q(person_ref__in=holders), port=delivery.errand.port)
    for serial, person, start in others.values_list("serial", "person_ref", "valid_from"):
        starts[serial, person] = min(start, starts.get((serial, person), start))
    return badge_history.next_starts((badge, person, start) for (badge, person), start in starts.items())


def _row(
    serial: str,
    details: Details,
    steps: Sequence[Step],
    people: Mapping[str, Person],
    delivery: Delivery[BadgeRow],
) -> Badge:
    return Badge(
        port=delivery.errand.port,
        serial=serial,
        person=people.get(details.person),
        person_ref=details.person,
        areas=list(details.areas),
        valid_from=steps[0].at,
        valid_until=details.valid_until,
        state=steps[-1].state.value,
        state_since=steps[-1].at,
        issued_by=delivery.errand.actor,
    )


def _add(new: Sequence[tuple[Badge, list[Step]]], delivery: Delivery[BadgeRow]) -> None:
    Badge.objects.bulk_create([badge for badge, _ in new])
    BadgeChange.objects.bulk_create(
        _kept_step(badge, step, delivery) for badge, steps in new for step in steps
    )
    for badge, steps in new:
        record.append(
            "access.badge.issued",
            actor=delivery.errand.actor,
            at=delivery.errand.at,
            subject=_subject(badge),
            port=delivery.errand.port.locode,
            serial=badge.serial,
            areas=badge.areas,
            valid_until=days.last_day(badge.valid_until, delivery.errand.zone),
        )
        for step in steps[1:]:
            _record_step(badge, step, delivery)


def _change(
    badge: Badge, outcome: Outcome, people: Mapping[str, Person], delivery: Delivery[BadgeRow]
) -> None:
    """Take the new steps one by one, as the table of steps allows, and then the details."""
    row = Badge.objects.filter(pk=badge.pk)
    for step in outcome.steps:
        row.update(state=step.state.value, state_since=step.at)
        _kept_step(badge, step, delivery).save()
        _record_step(badge, step, delivery)
    if outcome.details is not None:
        row.update(
            person_ref=outcome.details.person,
            person=people.get(outcome.details.person),
            areas=list(outcome.details.areas),
            valid_until=outcome.details.valid_until,
        )
    elif badge.person_id is None and badge.person_ref in people:
        row.update(person=people[badge.person_ref])


def _kept_step(badge: Badge, step: Step, delivery: Delivery[BadgeRow]) -> BadgeChange:
    return BadgeChange(
        badge=badge, state=step.state.value, at=step.at, by=delivery.errand.actor, reason=REASON
    )


def _record_step(badge: Badge, step: Step, delivery: Delivery[BadgeRow]) -> None:
    record.append(
        "access.badge.changed",
        actor=delivery.errand.actor,
        at=delivery.errand.at,
        subject=_subject(badge),
        port=delivery.errand.port.locode,
        serial=badge.serial,
        state=BadgeState(step.state).label.lower(),
        reason=REASON,
    )


def _subject(badge: Badge) -> str:
    return badge.person.reference if badge.person else badge.reference


def _report(
    outcome: Outcome,
    rows: Sequence[Line[BadgeRow]],
    people: Mapping[str, Person],
    delivery: Delivery[BadgeRow],
) -> None:
    report = delivery.report
    for number, reason in outcome.refused:
        report.refuse(number, reason)
    for number, sentence in outcome.remarks:
        report.remark(sentence, number)
    for line in rows:
        if line.row.person and line.row.person not in people:
            report.remark("the holder of the badge is not known here", line.number)
    delivery.count((outcome.new, outcome.changed), outcome.new + outcome.changed + outcome.unchanged)
