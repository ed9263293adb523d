"""Findings on their way between judgement and tables: as a rule said them, and as a row keeps them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from access.detection import rule as detection
from access.detection.rule import Family
from access.enums import Severity
from access.models import Flag, HiddenFinding


def as_detected(row: Flag, *, weight: float = 1.0) -> detection.Flag:
    """A stored flag as judgement sees it. `weight`: how much findings of its rule count by now."""
    return _detected(row, row.case.subject, weight=weight)


def as_hidden(row: HiddenFinding) -> detection.Flag:
    """A finding that a muted pattern hid, as its rule said it."""
    return _detected(row, row.subject, objects=tuple(row.objects_named), whole=True)


def columns_of(item: detection.Flag, *, at: datetime) -> dict[str, Any]:
    """The columns that a flag and a hidden finding share."""
    return {
        "rule": item.rule,
        "version": item.version,
        "family": item.family.value,
        "severity": item.severity.value,
        "key": item.key,
        "events": list(item.events),
        "first_at": item.first_at,
        "last_at": item.last_at,
        "text": item.text,
        "innocent": item.innocent,
        "points": item.points,
        "parameters": [
            {
                "name": parameter.name,
                "value": parameter.value,
                "unit": parameter.unit,
                "reason": parameter.reason,
                "since": parameter.since.isoformat(),
            }
            for parameter in item.parameters
        ],
        "tried": [{"code": tried.code, "why": tried.why} for tried in item.tried],
        "found_at": at,
    }


def _detected(
    row: Flag | HiddenFinding,
    person: str,
    *,
    objects: tuple[str, ...] = (),
    weight: float = 1.0,
    whole: bool = False,
) -> detection.Flag:
    """`whole`: with parameters and explanations tried, for a finding that is to be kept again."""
    return detection.Flag(
        rule=row.rule,
        version=row.version,
        severity=Severity(row.severity),
        family=Family(row.family),
        person=person,
        key=row.key,
        events=tuple(row.events),
        first_at=row.first_at,
        last_at=row.last_at,
        due_at=row.last_at,
        text=row.text,
        innocent=row.innocent,
        points=row.points * weight,
        parameters=tuple(_parameter(each) for each in row.parameters) if whole else (),
        objects=objects,
        tried=tuple(detection.Tried(each["code"], each["why"]) for each in row.tried) if whole else (),
    )


def _parameter(kept: dict[str, Any]) -> detection.Parameter:
    return detection.Parameter(
        kept["name"], kept["value"], kept["unit"], kept["reason"], date.fromisoformat(kept["since"])
    )
