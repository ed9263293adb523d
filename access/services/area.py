"""Sets up areas, and takes over areas, readers and the ways between them from a port's own data."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from access.gate.isps import RosterRule
from access.gate.passage import AntiPassbackMode
from access.models import Area, Reader, Training, TravelTime
from access.permissions.area import may_manage_areas
from access.port_directory.records import AreaRow, ReaderRow, TravelTimeRow
from access.port_directory.tables import OUTSIDE
from access.selectors.area_use import uses_of
from access.services.merge import Merged, merge
from access.zoning.area_details import LABELS, AreaDetails
from access.zoning.changes import altered
from access.zoning.nesting import nesting_problem
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
HIGHEST_LEVEL = 3


def details_of(area: Area) -> AreaDetails:
    """An area as it stands."""
    columns = {name: getattr(area, name) for name in LABELS if name not in {"parent", "trainings"}}
    parent = area.parent.code if area.parent else ""
    return AreaDetails(**columns, parent=parent, trainings=tuple(area.trainings))


@transaction.atomic
def define(port: Port, details: AreaDetails, *, actor: User, scope: Scope, at: datetime) -> Area:
    """Set up a new area.

    Refuses when: the actor sets up no areas there (Refused); the code is taken, or something is missing or
    impossible (InvalidInput, by field).
    Records: access.area.defined.
    """
    require(may_manage_areas(scope, port.pk))
    _hold_plan(port)
    area = Area(port=port)
    changes = _fill(area, AreaDetails(code="", name=""), details)
    try:
        with transaction.atomic():
            area.save(force_insert=True)
    except IntegrityError:
        problem = f"{port.name} has an area {details.code} already."
        raise InvalidInput(problem, fields={"code": problem}) from None
    _record(area, "defined", actor=actor, at=at, changes=changes)
    return area


@transaction.atomic
def change(area: Area, details: AreaDetails, *, actor: User, scope: Scope, at: datetime) -> bool:
    """Change what an area asks, its name, or where it lies; gates obey from the next attempt on.

    True when something differed. The code stays once badges, events or posts name it.
    Refuses when: as `define` does; the code changes although it is used (InvalidInput).
    Records: access.area.changed, with what it was and is.
    Safe to repeat because: equal values change nothing.
    """
    require(may_manage_areas(scope, area.port_id))
    held = _held(area)
    before = details_of(held)
    if details.code != before.code and (uses := uses_of(held)):
        problem = f"The code stays as it is: it is named by {', '.join(uses)}."
        raise InvalidInput(problem, fields={"code": problem})
    changes = _fill(held, before, details)
    if not changes:
        return False
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        problem = f"{held.port.name} has an area {details.code} already."
        raise InvalidInput(problem, fields={"code": problem}) from None
    _record(held, "changed", actor=actor, at=at, changes=changes)
    return True


@transaction.atomic
def remove(area: Area, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Remove an area that was never used, an error in setting up.

    Refuses when: the actor sets up no areas there (Refused); the reason is empty (InvalidInput); anything
    names the area: it can then only be taken out of service (Conflict).
    Records: access.area.removed.
    """
    require(may_manage_areas(scope, area.port_id))
    text = _reason(reason)
    held = _held(area)
    if uses := uses_of(held):
        raise Conflict(f"{held.name} was used: it is named by {', '.join(uses)}. Take it out of service.")
    _record(held, "removed", actor=actor, at=at, reason=text)
    try:
        held.delete()
    except ProtectedError:
        raise Conflict(f"{held.name} was used meanwhile. Take it out of service.") from None


def _hold_plan(port: Port) -> None:
    """Two who move areas at the same moment could put each inside the other: one plan is changed at a time.

    Weaker than FOR UPDATE, so that attempts at the gates go on.
    """
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)


def _held(area: Area) -> Area:
    _hold_plan(area.port)
    rows = Area.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("port", "parent").get(pk=area.pk)


def _fill(area: Area, before: AreaDetails, details: AreaDetails) -> list[str]:
    """Put the details on the row; what differs, for the record. Raises InvalidInput, by field."""
    plan = {each.code: each for each in Area.objects.filter(port=area.port)}
    by_pk = {each.pk: each for each in plan.values()}
    parents = {
        each.code: by_pk[each.parent_id].code if each.parent_id else ""
        for each in plan.values()
        if each.pk != area.pk
    }
    _check(area.port, details, parents, details.code if area.pk is None else before.code)
    for name in LABELS:
        if name not in {"parent", "trainings"}:
            setattr(area, name, getattr(details, name))
    area.trainings = sorted(set(details.trainings))
    area.parent = plan[details.parent] if details.parent else None
    return altered(asdict(before), asdict(details), LABELS)


def _check(port: Port, details: AreaDetails, parents: dict[str, str], own_code: str) -> None:
    wrong: dict[str, str] = {}
    if not CODE.fullmatch(details.code) or details.code == OUTSIDE:
        wrong["code"] = "A code is 1 to 40 letters, digits, dots or dashes, and not OUT."
    if not details.name.strip():
        wrong["name"] = "Give the area a name."
    if not 0 <= details.level <= HIGHEST_LEVEL:
        wrong["level"] = f"A clearance level is 0 to {HIGHEST_LEVEL}."
    if details.parent and details.parent not in {*parents, own_code}:
        wrong["parent"] = f"There is no area {details.parent} at {port.name}."
    elif problem := nesting_problem(own_code, details.parent, {**parents, own_code: ""}):
        wrong["parent"] = problem
    known = set(Training.objects.filter(port=port).values_list("code", flat=True))
    if unknown := sorted(set(details.trainings) - known):
        wrong["trainings"] = f"There is no training {unknown[0]} at {port.name}."
    if details.two_person_seconds is not None and details.two_person_seconds < 1:
        wrong["two_person_seconds"] = "Two people need at least a second."
    if details.roster not in {rule.value for rule in RosterRule}:
        wrong["roster"] = "Choose one of the rules."
    if details.passback_mode and details.passback_mode not in {mode.value for mode in AntiPassbackMode}:
        wrong["passback_mode"] = "Choose one of the rules."
    if details.passback_mode == AntiPassbackMode.TIMED.value and not details.passback_seconds:
        wrong["passback_seconds"] = "A timed rule needs its time."
    if details.zone and details.zone not in zoneinfo.available_timezones():
        wrong["zone"] = f"There is no time zone {details.zone}; write for example Europe/Brussels."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(area: Area, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"access.area.{verb}",
        actor=actor.reference,
        at=at,
        subject=area.reference,
        port=area.port.locode,
        area=area.code,
        **body,
    )


@transaction.atomic
def keep_areas(port: Port, rows: Sequence[AreaRow]) -> Merged:
    """Define areas or change them; each code once, parents among the rows or known already.

    Safe to repeat because: equal values change nothing, and neither does an empty name or parent.
    """
    known = {area.code: area for area in Area.objects.filter(port=port)}
    before = {code: _values(area) for code, area in known.items()}
    new = [Area(port=port, code=row.area, name=row.area) for row in rows if row.area not in known]
    known |= {area.code: area for area in Area.objects.bulk_create(new)}
    for row in rows:
        area = known[row.area]
        area.name = row.name or area.name
        area.level = area.level if row.level is None else row.level
        area.parent = known[row.parent] if row.parent else area.parent
    touched = [known[row.area] for row in rows if _values(known[row.area]) != before.get(row.area)]
    Area.objects.bulk_update(touched, ["name", "level", "parent"])
    return Merged(len(new), len(touched) - len(new))


@transaction.atomic
def keep_readers(port: Port, rows: Sequence[ReaderRow]) -> Merged:
    """Define readers or change them; each code once, areas known already or `OUT` or empty.

    Safe to repeat because: equal values change nothing, and neither does an empty area or terminal.
    """
    areas = {area.code: area for area in Area.objects.filter(port=port)}
    known = {reader.code: reader for reader in Reader.objects.filter(port=port)}
    before = {code: _values(reader) for code, reader in known.items()}
    new = [Reader(port=port, code=row.reader) for row in rows if row.reader not in known]
    known |= {reader.code: reader for reader in Reader.objects.bulk_create(new)}
    for row in rows:
        reader = known[row.reader]
        reader.terminal = row.terminal or reader.terminal
        if row.area_from:
            reader.area_from = areas[row.area_from] if row.area_from != OUTSIDE else None
        if row.area_to:
            reader.area_to = areas[row.area_to] if row.area_to != OUTSIDE else None
    touched = [known[row.reader] for row in rows if _values(known[row.reader]) != before.get(row.reader)]
    Reader.objects.bulk_update(touched, ["terminal", "area_from", "area_to"])
    return Merged(len(new), len(touched) - len(new))


def keep_travel_times(port: Port, rows: Sequence[TravelTimeRow]) -> Merged:
    """Keep the shortest time from reader to reader; the readers must be known."""
    readers = dict(Reader.objects.filter(port=port).values_list("code", "pk"))
    return merge(
        TravelTime,
        {
            "reader_from": [readers[row.reader_from] for row in rows],
            "reader_to": [readers[row.reader_to] for row in rows],
            "minimum_seconds": [row.minimum_seconds for row in rows],
        },
        key=("reader_from", "reader_to"),
        update=("minimum_seconds",),
    )


def missing_areas(port: Port, codes: Iterable[str]) -> list[str]:
    """Which of these codes are no areas of the port; `OUT` and the empty code never are, and need not be."""
    known = set(Area.objects.filter(port=port).values_list("code", flat=True))
    return sorted(set(codes) - known - {"", OUTSIDE})


def missing_readers(port: Port, codes: Iterable[str]) -> list[str]:
    """Which of these codes are no readers of the port."""
    return sorted(set(codes) - set(Reader.objects.filter(port=port).values_list("code", flat=True)))


def _values(row: Area | Reader) -> tuple[object, ...]:
    if isinstance(row, Area):
        return row.name, row.level, row.parent_id
    return row.terminal, row.area_from_id, row.area_to_id
