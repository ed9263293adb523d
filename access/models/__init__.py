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
from access.models.audit_draw import AuditDraw
from access.models.badge import Badge, BadgeChange, BadgePhoto, BadgeRequest, BadgeType, StockMove
from access.models.barrier import Barrier, BarrierInspection
from access.models.break_glass import BreakGlass
from access.models.cargo import CargoVisit, Incident, ReleaseHop, VesselCall
from access.models.cargo_permission import CargoGroupPermission, CargoPermission
from access.models.case_question import CaseQuestion
from access.models.credential import Credential, CredentialKey, StatusList
from access.models.data_event import DataEvent
from access.models.duress_word import DuressWord
from access.models.event_key import EventKey
from access.models.gate_event import GateEvent
from access.models.grant import Grant
from access.models.honey_container import HoneyContainer
from access.models.measurement import AreaUse, LearnedTravelTime, Measurement, PeerLimit
from access.models.muster import RollCall, RollCallMark
from access.models.muted_pattern import HiddenFinding, MutedPattern, MutedReview
from access.models.person_case import CaseDesk, Flag, PersonCase, Unmasking
from access.models.presence import DoorEvent, DutyConfirmation, Presence, SilentAlarm
from access.models.provisioned_account import ProvisionedAccount
from access.models.qualification import SafetyFunction, Training, TrainingCertificate
from access.models.release_right import ReleaseCode, ReleaseRight
from access.models.review import HolderStanding, ReviewCampaign, ReviewLine
from access.models.rule_setting import RuleFinding, RuleVersion
from access.models.scan import DeadFeed, EventToScan, ReopenedSpan, ScanState
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
    "AreaUse",
    "AuditDraw",
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
    "CaseDesk",
    "CaseQuestion",
    "Credential",
    "CredentialKey",
    "DataEvent",
    "DeadFeed",
    "DeviceEnrolment",
    "DoorEvent",
    "DuressWord",
    "DutyConfirmation",
    "EventKey",
    "EventToScan",
    "Flag",
    "Gate",
    "GateEvent",
    "Grant",
    "HiddenFinding",
    "HolderStanding",
    "HoneyContainer",
    "Incident",
    "LearnedTravelTime",
    "LevelChange",
    "Lockdown",
    "Measurement",
    "MutedPattern",
    "MutedReview",
    "OpeningSpan",
    "OtherDay",
    "PeerLimit",
    "PersonCase",
    "Presence",
    "ProvisionedAccount",
    "Reader",
    "ReleaseCode",
    "ReleaseHop",
    "ReleaseRight",
    "ReopenedSpan",
    "ReviewCampaign",
    "ReviewLine",
    "RollCall",
    "RollCallMark",
    "RosterSpan",
    "RuleFinding",
    "RuleVersion",
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
    "Unmasking",
    "VesselCall",
    "Visit",
    "WorkOrder",
]
