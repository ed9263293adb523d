from screening.models.application import Application, Note
from screening.models.assessment import Assessment, Finding
from screening.models.check import Check, Conviction
from screening.models.clearance import Clearance, ClearanceChange
from screening.models.decision import Decision
from screening.models.person import Person
from screening.models.policy import PolicyVersion
from screening.models.post import Post
from screening.models.watchlist import Hit, ListEntry, ListName, ListVersion

__all__ = [
    "Application",
    "Assessment",
    "Check",
    "Clearance",
    "ClearanceChange",
    "Conviction",
    "Decision",
    "Finding",
    "Hit",
    "ListEntry",
    "ListName",
    "ListVersion",
    "Note",
    "Person",
    "PolicyVersion",
    "Post",
]
