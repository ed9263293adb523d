"""Keeps areas, the readers on their borders and the ways between readers. The one writer of these tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from access.models import Area, Reader, TravelTime
from access.port_directory.records import AreaRow, ReaderRow, TravelTimeRow
from access.port_directory.tables import OUTSIDE
from access.services.merge import Merged, merge
from accounts.models import Port


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
