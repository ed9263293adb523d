"""A port directory read straight into facts: what stands in the files, and no feed that never came."""

from __future__ import annotations

from pathlib import Path

import pytest

from portsec.simulation.directory import read_directory
from portsec.simulation.port import Order, simulate

pytestmark = pytest.mark.unit


def count(directory: Path, name: str) -> int:
    return len((directory / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1


def test_read_directory_when_whole_then_every_row_is_a_fact(simulated: Path) -> None:
    port = read_directory(simulated)
    context = port.context
    assert (len(port.gate), len(port.data)) == (
        count(simulated, "gate_events"),
        count(simulated, "data_events"),
    )
    for name in (
        "badges", "clearances", "work_orders", "release_chain", "roster", "cargo", "vessel_calls", "people",
        "areas", "incidents", "travel_times", "readers", "truck_appointments",
    ):  # fmt: skip
        delivered = getattr(context, name)
        assert delivered is not None, name
        assert len(delivered) == count(simulated, name), name
    assert context.grants is not None
    assert sum(map(len, context.grants.values())) == count(simulated, "grants") == len(context.rights or ())


def test_read_directory_when_a_file_is_missing_then_the_feed_never_came(tmp_path: Path) -> None:
    without = frozenset({"roster", "work_orders", "grants", "travel_times"})
    simulate(tmp_path, Order(120, 4, 9, 2, without))
    context = read_directory(tmp_path).context
    assert context.roster is context.work_orders is context.grants is context.travel_times is None
    assert context.cargo


def test_read_directory_when_a_read_has_a_known_reader_then_both_areas(simulated: Path) -> None:
    inward = next(event for event in read_directory(simulated).gate if event.reader == "T1-P1")
    assert (inward.area_from, inward.area_to) == ("OUT", "T1")


def test_read_directory_when_there_are_no_events_then_nothing_is_made_up(tmp_path: Path) -> None:
    port = read_directory(tmp_path)
    assert port.gate == port.data == []
    assert port.context.people is None
