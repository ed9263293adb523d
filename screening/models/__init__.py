from screening.models.application import Application, Note
from screening.models.assessment import Assessment, Finding
from screening.models.check import Check, CompensatingProof, Conviction, Proceeding
from screening.models.clearance import Clearance, ClearanceChange
from screening.models.crew import CrewHit, CrewList, CrewMember, TravelDocument
from screening.models.decision import Decision, Opinion
from screening.models.declaration import (
    Activity,
    Address,
    Declaration,
    DeclarationReturn,
    DeclaredConviction,
    GapExplanation,
)
from screening.models.document import Document
from screening.models.hearing import Hearing, HearingMaterial, Observation
from screening.models.interim import InterimProposal
from screening.models.invitation import Invitation
from screening.models.letter import Letter
from screening.models.need import Need
from screening.models.outcome import OutcomeNotice
from screening.models.panel import Panel, PanelVote
from screening.models.permit import Permit
from screening.models.person import Person
from screening.models.policy import PolicyVersion
from screening.models.policy_draft import PolicyDraft
from screening.models.port_ban import PortBan
from screening.models.port_policy import PortPolicy
from screening.models.post import Post
from screening.models.remedy import Remedy
from screening.models.renewal import RenewalPrompt
from screening.models.rescreening import MatchMeasurement, ScreeningQuery, ScreeningRun, ScreeningTask
from screening.models.retention import Erasure, ErasureOrder, LegalHold, RecordTrace
from screening.models.rights import RightsRequest, SecretGround
from screening.models.simulation import SimulatedCase, Simulation
from screening.models.sponsorship import Assignment, Certificate, Contract, Sponsorship
from screening.models.triage import Triage
from screening.models.watchlist import Hit, ListEntry, ListVersion

__all__ = [
    "Activity",
    "Address",
    "Application",
    "Assessment",
    "Assignment",
    "Certificate",
    "Check",
    "Clearance",
    "ClearanceChange",
    "CompensatingProof",
    "Contract",
    "Conviction",
    "CrewHit",
    "CrewList",
    "CrewMember",
    "Decision",
    "Declaration",
    "DeclarationReturn",
    "DeclaredConviction",
    "Document",
    "Erasure",
    "ErasureOrder",
    "Finding",
    "GapExplanation",
    "Hearing",
    "HearingMaterial",
    "Hit",
    "InterimProposal",
    "Invitation",
    "LegalHold",
    "Letter",
    "ListEntry",
    "ListVersion",
    "MatchMeasurement",
    "Need",
    "Note",
    "Observation",
    "Opinion",
    "OutcomeNotice",
    "Panel",
    "PanelVote",
    "Permit",
    "Person",
    "PolicyDraft",
    "PolicyVersion",
    "PortBan",
    "PortPolicy",
    "Post",
    "Proceeding",
    "RecordTrace",
    "Remedy",
    "RenewalPrompt",
    "RightsRequest",
    "ScreeningQuery",
    "ScreeningRun",
    "ScreeningTask",
    "SecretGround",
    "SimulatedCase",
    "Simulation",
    "Sponsorship",
    "TravelDocument",
    "Triage",
]
