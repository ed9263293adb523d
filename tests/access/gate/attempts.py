"""Attempts with all that a gate may ask, for property tests: any mixture, mostly near the boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from access.enums import BadgeState, Direction, RosterKind
from access.gate.clearance import GRANTED, SUSPENDED, WITHDRAWN
from access.gate.company import Booking, EscortGroup, SecondPerson, Transport
from access.gate.facts import AreaFacts, GateFacts, ReaderFacts
from access.gate.holder_facts import Duty, PermitFacts, Roster, ShipCall, TrainingCertificate
from access.gate.isps import IspsLevel, RosterRule
from access.gate.lockdown import Lockdown
from access.gate.opening_hours import OpeningHours, Span
from access.gate.passage import AntiPassback, AntiPassbackMode, Pass, Presence
from access.gate.requirement import Requirements
from tests.access.gate.people import AREAS, NOON, badge, clearance

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TRAININGS = ("FORK", "LASH")
FUNCTIONS = ("fire", "first_aid")
LATER_NOON = NOON.astimezone(AMSTERDAM)

moments = st.sampled_from([-72, -26, -16, -2, -1, 0, 1, 2, 30]).map(
    lambda hours: LATER_NOON + timedelta(hours=hours)
)
just_before = st.sampled_from([0, 5, 30, 60, 61, 4000]).map(
    lambda seconds: LATER_NOON - timedelta(seconds=seconds)
)
days = st.integers(-3, 3).map(lambda number: NOON.date() + timedelta(days=number))
people = st.frozensets(st.sampled_from([f"person:{number}" for number in range(12)]))

clock_times = st.sampled_from([time(0), time(2, 30), time(6), time(12), time(12, 1), time(22)])
spans = st.lists(st.builds(Span, clock_times, clock_times), max_size=2).map(tuple)
opening_hours = st.builds(
    OpeningHours,
    zone=st.sampled_from([AMSTERDAM, ZoneInfo("America/New_York"), ZoneInfo("Europe/Lisbon")]),
    week=st.dictionaries(st.integers(0, 6), spans),
    other_days=st.dictionaries(days, spans, max_size=2),
)
requirements = st.builds(
    Requirements,
    trainings=st.frozensets(st.sampled_from(TRAININGS)),
    is_restricted=st.booleans(),
    biometric=st.booleans(),
    escort_allowed=st.booleans(),
    two_person_seconds=st.none() | st.sampled_from([30, 60]),
    roster=st.sampled_from(RosterRule),
    hours=st.lists(opening_hours, max_size=2).map(tuple),
    vehicles_allowed=st.booleans(),
    vehicle_booking=st.booleans(),
)
lockdowns = st.none() | st.builds(Lockdown, st.frozensets(st.sampled_from(FUNCTIONS)))
passbacks = st.none() | st.builds(
    AntiPassback,
    mode=st.sampled_from(AntiPassbackMode),
    period=st.just(timedelta(hours=1)),
    forgets_after=st.none() | st.just(timedelta(hours=16)),
)


@st.composite
def areas(draw: st.DrawFn, code: str) -> AreaFacts:
    """A known area with its own requests and those of the areas around it."""
    known = AREAS[code]
    assert known is not None
    return AreaFacts(
        code=code,
        within=known.within,
        required_level_rank=known.required_level_rank,
        needs=draw(requirements),
        around=tuple(draw(areas(outer)) for outer in known.within if code != "CAGE"),
        isps_level=draw(st.sampled_from([1, 1, 1, 2, 3]).map(IspsLevel)),
        lockdown=draw(lockdowns),
        anti_passback=draw(passbacks),
    )


sides = st.none() | st.sampled_from(sorted(set(AREAS) - {"OUT"})).flatmap(areas)
readers = st.builds(
    ReaderFacts,
    code=st.just("R1"),
    area_from=sides,
    area_to=sides,
    in_service=st.booleans(),
    highest_level=st.sampled_from(IspsLevel),
    list_age=st.none() | st.sampled_from([1, 5, 15, 16]).map(lambda minutes: timedelta(minutes=minutes)),
    hold=lockdowns,
)
badges = st.builds(badge, st.sampled_from(BadgeState), st.just(("TERMINAL",)) | st.just(("BLOCK",)))
clearances = st.builds(
    clearance,
    st.sampled_from([GRANTED, GRANTED, SUSPENDED, WITHDRAWN]),
    st.integers(0, 2),
    days,
    days,
    escort_only=st.booleans(),
)
certificates = st.builds(TrainingCertificate, st.sampled_from(TRAININGS), days, st.none() | days)
rosters = st.builds(
    Roster,
    st.lists(st.builds(Duty, st.sampled_from(RosterKind), moments, moments), max_size=3).map(tuple),
    st.booleans(),
)
permits = st.builds(
    PermitFacts,
    first_day=days,
    last_day=days,
    is_escorted=st.booleans(),
    is_revoked=st.sampled_from([False, False, False, True]),
    is_essential=st.booleans(),
    walk_path=st.frozensets(st.sampled_from(["TERMINAL", "BLOCK"])),
    ship_call=st.none() | st.builds(ShipCall, st.none() | moments, st.none() | moments),
    days_before=st.frozensets(days | st.just(date(2025, 3, 11)), max_size=4),
    days=st.none() | st.integers(1, 4),
    days_a_year=st.none() | st.integers(1, 4),
)
passes = st.builds(Pass, st.sampled_from(sorted(AREAS)), st.sampled_from(Direction), moments)
presences = st.builds(Presence, st.lists(passes, max_size=5).map(tuple), st.none() | moments)
bookings = st.builds(
    Booking,
    st.none() | st.sampled_from(["A-1", "B-2"]),
    st.none() | st.frozensets(st.sampled_from(["ORG-1", "ORG-2"])),
    st.none() | moments,
    st.none() | moments,
)
transports = st.builds(
    Transport,
    st.sampled_from(["A1", "C3"]),
    st.none() | bookings,
    st.none() | st.just("ORG-1"),
    st.none() | st.integers(0, 3),
    st.integers(0, 2),
)

any_attempts = st.builds(
    GateFacts,
    at=st.just(LATER_NOON),
    direction=st.sampled_from(Direction),
    badge=st.none() | badges,
    clearance=st.none() | clearances,
    reader=st.none() | readers,
    is_escorted=st.booleans(),
    isps_level=st.sampled_from(IspsLevel),
    lockdown=lockdowns,
    functions=st.frozensets(st.sampled_from(FUNCTIONS)),
    biometric=st.none() | st.booleans(),
    fallback_guards=st.integers(0, 2),
    drawn=st.booleans(),
    certificates=st.lists(certificates, max_size=4).map(tuple),
    roster=st.none() | rosters,
    permit=st.none() | permits,
    presence=st.none() | presences,
    group=st.none() | st.builds(EscortGroup, people, st.none() | just_before, st.booleans()),
    escorting=people,
    others_inside=st.none() | people,
    second=st.none() | st.builds(SecondPerson, just_before, st.booleans(), st.booleans()),
    transport=st.none() | transports,
    is_duress=st.booleans(),
    credential_fault=st.none() | st.sampled_from(["malformed", "replaced"]),
)


@st.composite
def nearly_right(draw: st.DrawFn) -> GateFacts:
    """An attempt to which most things are in order, so that grants are not rare."""
    facts = draw(any_attempts)
    chosen = draw(st.sets(st.sampled_from(sorted(HEALED)), min_size=len(HEALED) - 3))
    return replace(facts, **{name: HEALED[name] for name in chosen})


HEALED = {
    "direction": Direction.IN,
    "credential_fault": None,
    "badge": badge(),
    "clearance": clearance(level=2),
    "reader": ReaderFacts("R1", None, AREAS["TERMINAL"]),
    "isps_level": IspsLevel.NORMAL,
    "lockdown": None,
    "biometric": True,
    "certificates": tuple(TrainingCertificate(training, date(2026, 1, 1)) for training in TRAININGS),
    "roster": Roster((Duty(RosterKind.SHIFT, LATER_NOON, LATER_NOON + timedelta(hours=8)),)),
    "permit": None,
    "presence": Presence(),
    "group": None,
    "others_inside": frozenset({"person:1", "person:2"}),
    "transport": None,
}

attempts = any_attempts | nearly_right()

many = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def as_of(facts: GateFacts, moment: datetime) -> GateFacts:
    """The same attempt at another time, by the same people and vehicle."""
    waited = moment - facts.instant
    group, second = facts.group, facts.second
    if group is not None and group.seen_at is not None:
        group = replace(group, seen_at=group.seen_at + waited)
    if second is not None:
        second = replace(second, at=second.at + waited)
    return replace(facts, at=moment.astimezone(facts.at.tzinfo), group=group, second=second)
