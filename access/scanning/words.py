"""The words of scanning."""

from __future__ import annotations

from portsec.kernel.words import Word


class ScanLane(Word):
    """Rules that are run together: they look at the same part of the log, equally far back and as soon."""

    PERSON = "person", "Each person by themselves, as events come"
    GATES = "gates", "Badge reads of everybody, every ten minutes"
    BOXES = "boxes", "Boxes and rights of everybody, every ten minutes"
    TEAMS = "teams", "People and their peers, far back, every night"
    PORT = "port", "The whole log, far back, every night"
    FEEDS = "feeds", "Whether every feed is alive, every five minutes"


class MeasurementKind(Word):
    """What is measured on a port's own log."""

    LIMITS = "limits", "What is usual among peers"
    TRAVEL = "travel", "Shortest times between readers"
    AREAS = "areas", "Who uses which areas"
