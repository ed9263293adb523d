"""The columns are those of the contract, and fit the columns that keep them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, Model

from access import models
from access.port_directory import cells, tables
from access.port_directory.table import Column, Table
from access.port_directory.tables import TABLES
from accounts.models import Organisation
from portsec.kernel.errors import InvalidInput
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Person, Post

pytestmark = pytest.mark.unit

CONTRACT = """
organisations: organisation,name,kind,country
people: person,family_name,given_names,birth_date,nationality,organisation,role,employment,peer_group
posts: post,organisation,name,areas,field_classes,risk
clearances: person,level,valid_from,valid_until,state
areas: area,name,parent,level
readers: reader,area_from,area_to,terminal
gates: gate,name,kind,readers
travel_times: reader_from,reader_to,minimum_seconds
badges: badge,person,areas,valid_from,valid_until,state
trainings: person,training,first_day,last_day
roster: person,starts_at,ends_at,area,kind
cargo: container,owner,origin,bill_of_lading,vessel_call,terminal,block,discharged_at,gate_out_at,risk
vessel_calls: vessel_call,vessel,imo,berth,eta,ata,etd
work_orders: work_ref,kind,person,team,object,opened_at,closed_at,opened_by
release_chain: container,from_organisation,to_organisation,at,person
truck_appointments: appointment,plate,container,opens_at,closes_at
incidents: incident,at,kind,container,area
gate_events: event,at,reader,direction,badge,person,result,reason,auth_mode,vehicle,escort
data_events: event,at,account,person,action,object_type,object,field_class,rows,result,\
workstation_area,ip,system,purpose,work_ref
grants: account,object_type,object,field_class,purpose,valid_from,valid_until,granted_by
"""

# Column by column, the model field that keeps it where the two have different names.
OTHER_NAMES: dict[str, dict[str, str]] = {
    "organisations": {"organisation": "code"},
    "people": {"person": "external_ref", "role": "job_title"},
    "posts": {"post": "code"},
    "areas": {"area": "code"},
    "readers": {"reader": "code"},
    "gates": {"gate": "code"},
    "truck_appointments": {"appointment": "ref"},
    "badges": {"badge": "serial", "person": "person_ref"},
    "roster": {"person": "person_ref"},
    "vessel_calls": {"vessel_call": "code"},
    "work_orders": {"work_ref": "ref", "person": "person_ref", "object": "object_ref"},
    "release_chain": {"person": "person_ref"},
    "incidents": {"incident": "code"},
    "grants": {"object": "object_ref"},
    "gate_events": {
        "event": "code",
        "reader": "reader_code",
        "badge": "badge_serial",
        "person": "person_ref",
        "reason": "reasons",
    },
    "data_events": {"event": "code", "person": "person_ref", "object": "object_ref"},
}
MODELS: dict[str, type[Model]] = {
    "organisations": Organisation,
    "people": Person,
    "posts": Post,
    "areas": models.Area,
    "readers": models.Reader,
    "gates": models.Gate,
    "truck_appointments": models.TruckAppointment,
    "badges": models.Badge,
    "roster": models.RosterSpan,
    "vessel_calls": models.VesselCall,
    "cargo": models.CargoVisit,
    "work_orders": models.WorkOrder,
    "release_chain": models.ReleaseHop,
    "incidents": models.Incident,
    "grants": models.Grant,
    "gate_events": models.GateEvent,
    "data_events": models.DataEvent,
}
# Names of countries become codes, and kinds that we do not have become `other`, before they are kept.
TRANSLATED = {("organisations", "country"), ("people", "nationality"), ("organisations", "kind")}


def test_tables_when_compared_with_the_contract_then_have_its_columns() -> None:
    told = dict(line.split(": ") for line in CONTRACT.strip().splitlines())
    assert {table.name: ",".join(table.header) for table in TABLES} == told


def field_of(table: str, column: str) -> Field[object, object] | None:
    model = MODELS.get(table)
    name = OTHER_NAMES.get(table, {}).get(column, column)
    if model is None or name not in {field.name for field in model._meta.get_fields()}:
        return None
    return model._meta.get_field(name)  # type: ignore[return-value]


def text_columns() -> list[tuple[Table[object], Column, int]]:
    found = []
    for table in TABLES:
        for column in table.columns:
            field = field_of(table.name, column.name)
            base = field.base_field if isinstance(field, ArrayField) else field
            length = getattr(base, "max_length", None)
            if length and (table.name, column.name) not in TRANSLATED:
                found.append((table, column, length))
    return found


@pytest.mark.parametrize(
    ("table", "column", "length"), text_columns(), ids=lambda item: getattr(item, "name", None)
)
def test_column_when_its_text_is_longer_than_the_field_then_never_passes(
    table: Table[object], column: Column, length: int
) -> None:
    try:
        taken = column.cell.read("x" * (length + 1))
    except InvalidInput:
        return
    assert len(taken) <= length


def test_levels_and_states_when_compared_with_screening_then_are_its_words() -> None:
    assert cells.LEVELS[1:] == tuple(level.value for level in ClearanceLevel)
    assert tuple(state.value for state in ClearanceState) == tables.CLEARANCE_STATES


def test_table_when_columns_are_not_the_fields_then_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="the columns of areas are not the fields"):
        Table("areas", tables.AREAS.row, tables.AREAS.columns[:2])


def test_document_when_compared_with_the_tables_then_says_the_same() -> None:
    text = (Path(__file__).parents[3] / "docs" / "port_directory.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)\.csv` \| (.+) \|$", text, re.MULTILINE))
    assert list(told) == [table.name for table in TABLES]
    for table in TABLES:
        columns = ", ".join(f"**{one.name}**" if one.needed else one.name for one in table.columns)
        assert told[table.name] == columns
