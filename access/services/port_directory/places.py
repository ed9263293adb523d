"""Areas, readers, gates and travel times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from access.models import Area
from access.port_directory.records import AreaRow, GateRow, ReaderRow, TravelTimeRow
from access.port_directory.sheet import Line
from access.services import area, gate, reader
from access.services.port_directory.delivery import Delivery
from accounts.models import Port


def keep_areas(delivery: Delivery[AreaRow]) -> None:
    """An area whose parent is nowhere, or lies in the area itself, is refused."""
    lines = list(delivery.lines)
    while True:
        refused = _misplaced(delivery.errand.port, lines)
        if not refused:
            break
        for line, reason in refused:
            delivery.report.refuse(line.number, reason)
        lines = [line for line in lines if line not in [wrong for wrong, _ in refused]]
    delivery.count(area.keep_areas(delivery.errand.port, [line.row for line in lines]), len(lines))


def keep_readers(delivery: Delivery[ReaderRow]) -> None:
    """Areas that only the readers name are made."""
    named = [code for row in delivery.rows for code in (row.area_from, row.area_to)]
    missing = area.missing_areas(delivery.errand.port, named)
    if missing:
        area.keep_areas(delivery.errand.port, [AreaRow(code) for code in missing])
        delivery.report.remark(f"made areas that areas.csv does not have: {_listed(missing)}")
    delivery.count(area.keep_readers(delivery.errand.port, delivery.rows), len(delivery.lines))


def keep_gates(delivery: Delivery[GateRow]) -> None:
    """A reader stands at one gate. Readers that only the gates name are made."""
    gate_of: dict[str, str] = {}
    taken = []
    for line in delivery.lines:
        twice = [code for code in line.row.readers if code in gate_of]
        if twice:
            delivery.report.refuse(
                line.number, f"reader {twice[0]} stands at gate {gate_of[twice[0]]} already"
            )
            continue
        taken.append(line)
        gate_of |= dict.fromkeys(line.row.readers, line.row.gate)
    make_readers(delivery.errand.port, gate_of, delivery)
    new, changed = gate.keep_gates(delivery.errand.port, [line.row for line in taken])
    changed |= reader.keep_at_gates(delivery.errand.port, gate_of)
    delivery.count((len(new), len(changed - new)), len(taken))


def keep_travel_times(delivery: Delivery[TravelTimeRow]) -> None:
    """Readers that only the travel times name are made."""
    named = [code for row in delivery.rows for code in (row.reader_from, row.reader_to)]
    make_readers(delivery.errand.port, named, delivery)
    delivery.count(area.keep_travel_times(delivery.errand.port, delivery.rows), len(delivery.lines))


def make_readers(port: Port, codes: Iterable[str], delivery: Delivery[Any]) -> None:
    """Make readers that are not known yet, without areas."""
    missing = area.missing_readers(port, codes)
    if missing:
        area.keep_readers(port, [ReaderRow(code) for code in missing])
        delivery.report.remark(f"made readers that readers.csv does not have: {_listed(missing)}")


def _misplaced(port: Port, lines: Sequence[Line[AreaRow]]) -> list[tuple[Line[AreaRow], str]]:
    """Areas that cannot be placed, with the reason. Refusing one may misplace those that lie in it."""
    parents: dict[str, str] = {
        code: parent or ""
        for code, parent in Area.objects.filter(port=port).values_list("code", "parent__code")
    }
    for line in lines:
        if line.row.parent or line.row.area not in parents:
            parents[line.row.area] = line.row.parent
    found = []
    for line in lines:
        if line.row.parent and line.row.parent not in parents:
            found.append((line, f"parent {line.row.parent} is no area of this port"))
        elif _returns(line.row.area, parents):
            found.append((line, "the area would lie in itself"))
    return found


def _returns(start: str, parents: dict[str, str]) -> bool:
    """Whether the way from parent to parent leads back to the start."""
    seen = set()
    step = parents.get(start, "")
    while step and step not in seen:
        if step == start:
            return True
        seen.add(step)
        step = parents.get(step, "")
    return False


def _listed(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:5])
    return f"{shown} and {len(codes) - 5} more" if len(codes) > 5 else shown
