"""The words of a container's trace."""

from __future__ import annotations

from portsec.kernel.words import Word


class TraceKind(Word):
    """What happened to a container, or was asked about it."""

    LOOK_UP = "look_up", "Look-up", "info"
    NOMINATION = "nomination", "Nomination", "wait"
    MOVE = "move", "Move", "good"
    WORK = "work", "Work order", "mute"
    GATE = "gate", "Gate read", "info"
    SCAN = "scan", "Scan or inspection", "wait"
    ALARM = "alarm", "Alarm or incident", "bad"
