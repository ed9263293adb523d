from access.models.area import (
    Area,
    DeviceEnrolment,
    Gate,
    OpeningSpan,
    OtherDay,
    Reader,
    TravelTime,
)
from access.models.badge import Badge, BadgeChange, BadgePhoto, BadgeRequest, BadgeType, StockMove
from access.models.barrier import Barrier, BarrierInspection
from access.models.cargo import CargoVisit, Incident, ReleaseHop, VesselCall
from access.models.credential import Credential, CredentialKey, StatusList
from access.models.data_event import DataEvent
from access.models.gate_event import GateEvent
from access.models.grant import Grant
from access.models.muster import RollCall, RollCallMark
from access.models.person_case import Flag, PersonCase
from access.models.presence import DoorEvent, DutyConfirmation, Presence, SilentAlarm
from access.models.qualification import SafetyFunction, Training, TrainingCertificate
from access.models.scan import EventToScan, ScanState
from access.models.security_level import LevelChange, Lockdown
from access.models.sighting import Sighting
from access.models.visit import TruckAppointment, Visit
from access.models.work import RosterSpan, WorkOrder

__all__ = [
    "Area",
    "Badge",
    "BadgeChange",
    "BadgePhoto",
    "BadgeRequest",
    "BadgeType",
    "Barrier",
    "BarrierInspection",
    "CargoVisit",
    "Credential",
    "CredentialKey",
    "DataEvent",
    "DeviceEnrolment",
    "DoorEvent",
    "DutyConfirmation",
    "EventToScan",
    "Flag",
    "Gate",
    "GateEvent",
    "Grant",
    "Incident",
    "LevelChange",
    "Lockdown",
    "OpeningSpan",
    "OtherDay",
    "PersonCase",
    "Presence",
    "Reader",
    "ReleaseHop",
    "RollCall",
    "RollCallMark",
    "RosterSpan",
    "SafetyFunction",
    "ScanState",
    "Sighting",
    "SilentAlarm",
    "StatusList",
    "StockMove",
    "Training",
    "TrainingCertificate",
    "TravelTime",
    "TruckAppointment",
    "VesselCall",
    "Visit",
    "WorkOrder",
]
