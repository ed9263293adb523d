"""Turns a row of a gate matrix into facts. What a row does not say is in order, or not asked.

Moments are written as ISO times or from the attempt: -30s, +10m, -16h, +2d.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from access.enums import BadgeState, Direction, RosterKind
from access.gate.company import Booking, EscortGroup, SecondPerson, Transport
from access.gate.facts import AreaFacts, GateFacts, ReaderFacts
from access.gate.holder_facts import Duty, PermitFacts, Roster, ShipCall, TrainingCertificate
from access.gate.isps import IspsLevel, RosterRule
from access.gate.lockdown import Lockdown
from access.gate.opening_hours import OpeningHours, Span
from access.gate.passage import AntiPassback, AntiPassbackMode, Pass, Presence
from access.gate.requirement import Requirements
from tests.access.gate.people import AREAS, NOON, badge, clearance, reader

Row = dict[str, Any]

TOLD = {"it", "decision", "reasons", "obligations", "earliest"}
"""What a row expects."""
GIVEN = {
    *(
        "badge",
        "areas",
        "clearance",
        "clearance_until",
        "level",
        "escort",
        "reader",
        "leads_from",
        "leads_to",
    ),
    *("in_service", "at", "direction", "needs", "outer", "isps", "area_isps", "outer_isps", "lockdown"),
    *("passing", "functions", "passback", "passes", "forgiven", "presence", "biometric", "guards", "drawn"),
    *("certificates", "roster", "confirmed", "permit", "group", "escorting", "inside", "second", "vehicle"),
    *("duress", "list_age", "highest_level", "credential_fault"),
}
"""What a row may say of the attempt."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def facts_of(row: Row) -> GateFacts:
    """The attempt of a row. Raises ValueError for a key that is not known."""
    if unknown := set(row) - TOLD - GIVEN:
        raise ValueError(f"{row['it']}: {sorted(unknown)}")
    at = datetime.fromisoformat(row["at"]) if "at" in row else NOON
    shown, held = row.get("badge", "active"), row.get("clearance", "granted")
    until = row.get("clearance_until", date(2026, 12, 31))
    rank, escort_only = row.get("level", 1), "escort" in row and "permit" not in row
    return GateFacts(
        at=at,
        direction=Direction(row.get("direction", "in")),
        badge=None if shown == "none" else badge(BadgeState(shown), tuple(row.get("areas", ["TERMINAL"]))),
        clearance=None if held == "none" else clearance(held, rank, until, escort_only=escort_only),
        reader=None if row.get("reader") == "none" else reader_of(row),
        is_escorted=row.get("escort") == "there",
        isps_level=IspsLevel(row.get("isps", 1)),
        lockdown=_lockdown(row, "port"),
        functions=frozenset(row.get("functions", ())),
        biometric={"match": True, "mismatch": False}.get(row.get("biometric", "")),
        fallback_guards=row.get("guards", 0),
        drawn=row.get("drawn", False),
        certificates=tuple(TrainingCertificate(*each) for each in row.get("certificates", ())),
        roster=_roster(row, at),
        permit=_permit(row["permit"], at) if "permit" in row else None,
        presence=_presence(row, at),
        group=_group(row["group"], at) if "group" in row else None,
        escorting=_people(row.get("escorting", 0)),
        others_inside=_people(row["inside"]) if "inside" in row else None,
        second=_second(row["second"], at) if "second" in row else None,
        transport=_transport(row["vehicle"], at) if "vehicle" in row else None,
        is_duress=row.get("duress", False),
        credential_fault=row.get("credential_fault"),
    )


def reader_of(row: Row) -> ReaderFacts:
    leads_to, leads_from = row.get("leads_to", "TERMINAL"), row.get("leads_from", "OUT")
    known = reader(leads_to, leads_from, row.get("in_service", True))
    inner = known.area_from if known.leads_outward else known.area_to
    return replace(
        known,
        area_from=_area(known.area_from, inner, row),
        area_to=_area(known.area_to, inner, row),
        highest_level=IspsLevel(row.get("highest_level", 3)),
        list_age=span(row["list_age"]) if "list_age" in row else None,
        hold=_lockdown(row, "gate"),
    )


def _area(area: AreaFacts | None, inner: AreaFacts | None, row: Row) -> AreaFacts | None:
    """`needs` and the like are of the inner area; `outer` of those around it, which are loaded only then."""
    if area is None:
        return None
    around = tuple(_outer(AREAS[code], row) for code in area.within) if "outer" in row else ()
    if area is not inner:
        return replace(_outer(area, row), around=around)
    return replace(
        area,
        needs=requirements(row.get("needs", {})),
        around=around,
        isps_level=IspsLevel(row.get("area_isps", 1)),
        lockdown=_lockdown(row, "area"),
        anti_passback=_passback(area, row),
    )


def _outer(area: AreaFacts | None, row: Row) -> AreaFacts:
    assert area is not None
    return replace(
        area,
        needs=requirements(row.get("outer", {})),
        isps_level=IspsLevel(row.get("outer_isps", 1)),
        lockdown=_lockdown(row, "outer"),
        anti_passback=_passback(area, row),
    )


def requirements(said: Row) -> Requirements:
    hours = said.get("hours")
    return Requirements(
        trainings=frozenset(said.get("trainings", ())),
        is_restricted=said.get("restricted", True),
        biometric=said.get("biometric", False),
        escort_allowed=said.get("escort", True),
        two_person_seconds=said.get("two_person"),
        roster=RosterRule[said.get("roster", "not_asked").upper()],
        hours=() if hours is None else (opening_hours(hours),),
        vehicles_allowed=said.get("vehicles", True),
        vehicle_booking=said.get("booking", False),
    )


def opening_hours(said: Row) -> OpeningHours:
    """{mon-fri: "06:00-22:00", 2026-12-25: closed}, in the time of Amsterdam unless `zone` is said."""
    named = {key: value for key, value in said.items() if key != "zone"}
    week = {
        day: _spans(value)
        for key, value in named.items()
        if not isinstance(key, date)
        for day in _weekdays(key)
    }
    other = {key: _spans(value) for key, value in named.items() if isinstance(key, date)}
    return OpeningHours(ZoneInfo(said.get("zone", "Europe/Amsterdam")), week, other)


def _weekdays(key: str) -> range:
    first, _, last = key.partition("-")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _spans(said: str) -> tuple[Span, ...]:
    if said == "closed":
        return ()
    pairs = (each.strip().split("-") for each in said.split(","))
    return tuple(Span(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)


def span(said: str) -> timedelta:
    found = re.fullmatch(r"[+-]?(\d+)([smhd])", said)
    if found is None:
        raise ValueError(f"{said} is no span of time")
    length = timedelta(**{UNITS[found[2]]: int(found[1])})
    return -length if said.startswith("-") else length


def moment(said: str, at: datetime) -> datetime:
    return at + span(said) if said[0] in "+-" else datetime.fromisoformat(said)


def _lockdown(row: Row, which: str) -> Lockdown | None:
    return Lockdown(frozenset(row.get("passing", ()))) if row.get("lockdown") == which else None


def _passback(area: AreaFacts, row: Row) -> AntiPassback | None:
    """{TERMINAL: hard, BLOCK: timed 10m, CAGE: hard forgets 16h}."""
    said = row.get("passback", {}).get(area.code)
    if said is None:
        return None
    mode, *rest = said.split()
    forgets = span(rest[-1]) if "forgets" in rest else None
    return AntiPassback(AntiPassbackMode(mode), span(rest[0]) if mode == "timed" else None, forgets)


def _presence(row: Row, at: datetime) -> Presence | None:
    """{passes: {TERMINAL: in -10m}}; several passages of one area are separated by commas."""
    if "passback" not in row or row.get("presence") == "none":
        return None
    forgiven = moment(row["forgiven"], at) if "forgiven" in row else None
    return Presence(tuple(_passes(row.get("passes", {}), at)), forgiven)


def _passes(said: Row, at: datetime) -> Iterator[Pass]:
    for area, passages in said.items():
        for each in passages.split(","):
            direction, when = each.split()
            yield Pass(area, Direction(direction), moment(when, at))


def _roster(row: Row, at: datetime) -> Roster | None:
    """[[shift, -1h, +7h], [leave, -1d, +1d]]."""
    if "roster" not in row:
        return None
    duties = tuple(
        Duty(RosterKind(kind), moment(start, at), moment(end, at)) for kind, start, end in row["roster"]
    )
    return Roster(duties, row.get("confirmed", False))


def _permit(said: Row, at: datetime) -> PermitFacts:
    """`before`: the days before as dates, or how many days in a row up to yesterday."""
    before = said.get("before", 0)
    if isinstance(before, int):
        before = [at.date() - timedelta(days=number) for number in range(1, before + 1)]
    ship = said.get("ship")
    return PermitFacts(
        first_day=said.get("from", at.date()),
        last_day=said.get("until", at.date()),
        is_escorted=said.get("escorted", True),
        is_revoked=said.get("revoked", False),
        is_essential=said.get("essential", False),
        walk_path=frozenset(said.get("path", ())),
        ship_call=None if ship is None else ShipCall(*(moment(each, at) if each else None for each in ship)),
        days_before=frozenset(before),
        days=said.get("days"),
        days_a_year=said.get("a_year"),
    )


def _people(number: int) -> frozenset[str]:
    return frozenset(f"person:{count}" for count in range(number))


def _group(said: Row, at: datetime) -> EscortGroup:
    seen = said.get("seen", "-5s")
    seen_at = None if seen == "never" else moment(seen, at)
    return EscortGroup(_people(said.get("others", 0)), seen_at, said.get("entitled", True))


def _second(said: Row, at: datetime) -> SecondPerson:
    return SecondPerson(moment(said["at"], at), said.get("entitled", True), said.get("holder", False))


def _transport(said: Row, at: datetime) -> Transport:
    booking = None
    if said.get("booking") != "none":
        opens, closes = (moment(said[key], at) if key in said else None for key in ("from", "until"))
        carriers = frozenset(said["carriers"]) if "carriers" in said else None
        booking = Booking(said.get("booked"), carriers, opens, closes)
    return Transport(
        plate=said.get("plate", "1-ABC-234"),
        booking=booking,
        driver_organisation=said.get("organisation"),
        occupants=said.get("occupants"),
        registered=said.get("registered", 1),
    )
