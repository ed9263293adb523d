from access.models.access_request import AccessApproval, AccessRequest
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
from access.models.break_glass import BreakGlass
from access.models.cargo import CargoVisit, Incident, ReleaseHop, VesselCall
from access.models.cargo_permission import CargoGroupPermission, CargoPermission
from access.models.credential import Credential, CredentialKey, StatusList
from access.models.data_event import DataEvent
from access.models.gate_event import GateEvent
from access.models.grant import Grant
from access.models.muster import RollCall, RollCallMark
from access.models.person_case import Flag, PersonCase
from access.models.presence import DoorEvent, DutyConfirmation, Presence, SilentAlarm
from access.models.provisioned_account import ProvisionedAccount
from access.models.qualification import SafetyFunction, Training, TrainingCertificate
from access.models.release_right import ReleaseCode, ReleaseRight
from access.models.review import HolderStanding, ReviewCampaign, ReviewLine
from access.models.scan import EventToScan, ScanState
from access.models.security_level import LevelChange, Lockdown
from access.models.shrink import Shrink, ShrinkLine
from access.models.sighting import Sighting
from access.models.team import Team, TeamMember
from access.models.visit import TruckAppointment, Visit
from access.models.work import RosterSpan, WorkOrder

__all__ = [
    "AccessApproval",
    "AccessRequest",
    "Area",
    "Badge",
    "BadgeChange",
    "BadgePhoto",
    "BadgeRequest",
    "BadgeType",
    "Barrier",
    "BarrierInspection",
    "BreakGlass",
    "CargoGroupPermission",
    "CargoPermission",
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
    "HolderStanding",
    "Incident",
    "LevelChange",
    "Lockdown",
    "OpeningSpan",
    "OtherDay",
    "PersonCase",
    "Presence",
    "ProvisionedAccount",
    "Reader",
    "ReleaseCode",
    "ReleaseHop",
    "ReleaseRight",
    "ReviewCampaign",
    "ReviewLine",
    "RollCall",
    "RollCallMark",
    "RosterSpan",
    "SafetyFunction",
    "ScanState",
    "Shrink",
    "ShrinkLine",
    "Sighting",
    "SilentAlarm",
    "StatusList",
    "StockMove",
    "Team",
    "TeamMember",
    "Training",
    "TrainingCertificate",
    "TravelTime",
    "TruckAppointment",
    "VesselCall",
    "Visit",
    "WorkOrder",
]
