from access.models.area import Area, Reader, TravelTime
from access.models.badge import Badge, BadgeChange
from access.models.cargo import CargoVisit, Incident, ReleaseHop, VesselCall
from access.models.data_event import DataEvent
from access.models.gate_event import GateEvent
from access.models.grant import Grant
from access.models.person_case import Flag, PersonCase
from access.models.scan import EventToScan, ScanState
from access.models.work import RosterSpan, WorkOrder

__all__ = [
    "Area",
    "Badge",
    "BadgeChange",
    "CargoVisit",
    "DataEvent",
    "EventToScan",
    "Flag",
    "GateEvent",
    "Grant",
    "Incident",
    "PersonCase",
    "Reader",
    "ReleaseHop",
    "RosterSpan",
    "ScanState",
    "TravelTime",
    "VesselCall",
    "WorkOrder",
]
