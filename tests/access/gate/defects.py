"""Ways to make an attempt worse, by name. None of them may open a gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from access.enums import BadgeState, Direction
from access.gate.clearance import WITHDRAWN
from access.gate.facts import AreaFacts, GateFacts
from access.gate.holder_facts import ShipCall
from access.gate.isps import IspsLevel, RosterRule
from access.gate.lockdown import Lockdown
from access.gate.requirement import Requirements, strictest

Defect = Callable[[GateFacts], GateFacts]


def asked_more(area: AreaFacts | None) -> AreaFacts | None:
    """The area with every request at its strictest, but for opening hours."""
    if area is None:
        return None
    strict = Requirements(
        trainings=frozenset({"FORK", "LASH", "OTHER"}),
        biometric=True,
        escort_allowed=False,
        two_person_seconds=0,
        roster=RosterRule.REQUIRED,
        vehicles_allowed=False,
        vehicle_booking=True,
    )
    return replace(area, needs=strictest([area.needs, strict]), isps_level=IspsLevel.EXCEPTIONAL)


def reader_with(**changed: object) -> Defect:
    return lambda facts: replace(facts, reader=facts.reader and replace(facts.reader, **changed))


def areas_asking_more(facts: GateFacts) -> GateFacts:
    if facts.reader is None:
        return facts
    sides = {"area_from": asked_more(facts.reader.area_from), "area_to": asked_more(facts.reader.area_to)}
    return replace(facts, reader=replace(facts.reader, **sides))


DEFECTS: dict[str, Defect] = {
    "card replaced": lambda facts: replace(facts, credential_fault="replaced"),
    "no badge": lambda facts: replace(facts, badge=None),
    "badge revoked": lambda facts: replace(
        facts, badge=facts.badge and replace(facts.badge, state=BadgeState.REVOKED)
    ),
    "badge without areas": lambda facts: replace(
        facts, badge=facts.badge and replace(facts.badge, areas=frozenset())
    ),
    "clearance withdrawn": lambda facts: replace(
        facts, clearance=facts.clearance and replace(facts.clearance, state=WITHDRAWN)
    ),
    "clearance with escort only": lambda facts: replace(
        facts, clearance=facts.clearance and replace(facts.clearance, escort_only=True)
    ),
    "gate unknown": lambda facts: replace(facts, reader=None, direction=Direction.IN),
    "gate out of service": reader_with(in_service=False),
    "gate of level 1 only": reader_with(highest_level=IspsLevel.NORMAL),
    "gate with an old list": reader_with(list_age=timedelta(days=1)),
    "areas ask more": areas_asking_more,
    "level raised": lambda facts: replace(facts, isps_level=IspsLevel.EXCEPTIONAL),
    "locked down": lambda facts: replace(facts, lockdown=Lockdown()),
    "gate held": reader_with(hold=Lockdown()),
    "no function": lambda facts: replace(facts, functions=frozenset()),
    "mismatch": lambda facts: replace(facts, biometric=False),
    "nothing compared": lambda facts: replace(
        facts, biometric=None if facts.biometric else facts.biometric, fallback_guards=0
    ),
    "drawn": lambda facts: replace(facts, drawn=True),
    "no certificates": lambda facts: replace(facts, certificates=()),
    "no roster": lambda facts: replace(facts, roster=None),
    "permit over": lambda facts: replace(
        facts, permit=facts.permit and replace(facts.permit, last_day=facts.day - timedelta(days=1))
    ),
    "ship not arrived": lambda facts: replace(
        facts,
        permit=facts.permit and replace(facts.permit, ship_call=facts.permit.ship_call and ShipCall(None)),
    ),
    "presence unknown": lambda facts: replace(facts, presence=None),
    "no escort": lambda facts: replace(facts, is_escorted=False),
    "escort not seen": lambda facts: replace(facts, group=facts.group and replace(facts.group, seen_at=None)),
    "escort not entitled": lambda facts: replace(
        facts, group=facts.group and replace(facts.group, is_entitled=False)
    ),
    "group too large": lambda facts: replace(
        facts, group=facts.group and replace(facts.group, others=frozenset(map(str, range(20))))
    ),
    "nobody inside": lambda facts: replace(facts, others_inside=frozenset()),
    "nobody knows who is inside": lambda facts: replace(facts, others_inside=None),
    "no second person": lambda facts: replace(facts, second=None),
    "another driver": lambda facts: replace(
        facts, transport=facts.transport and replace(facts.transport, driver_organisation="OTHER")
    ),
    "more in the vehicle": lambda facts: replace(
        facts, transport=facts.transport and replace(facts.transport, occupants=9)
    ),
    "duress": lambda facts: replace(facts, is_duress=True),
}
