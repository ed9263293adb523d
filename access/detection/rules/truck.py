"""P12: a container leaves on the wrong truck, or an empty one comes in heavy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.trucks import Collection, collections
from access.detection.window import Feed, Window
from access.detection.wording import listed, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("near", 30, "minutes", "from the gate-out in the terminal's system to the read of the truck"),
        ("beside", 2, "minutes", "so close a truck that nobody announced can be told, if it is the only one"),
        ("overweight", 150, "kg", "about two people with water and tools in an empty box; start value"),
    )
)


def wrong_truck(window: Window, given: Given) -> Iterator[Hit]:
    """A container left with a driver whose firm did not hold the right to collect it, or on a truck that was
    not announced for it; or an empty one came in too heavy, or its truck stood at a block without work.

    With a stolen release code the wrong haulier collects; Rotterdam's gates compare driver and nominated
    carrier since 1 March 2024 (Secure Chain). Trojan boxes come in as empties with people inside (Roosendaal,
    2024). A sub-contractor must be named in the chain. One finding per container and gate-out.
    """
    for taken in collections(window, given.duration("near"), given.duration("beside")):
        hit = _outside_chain(window, taken, given) or _not_announced(window, taken, given)
        if hit:
            yield hit
    yield from _visits(window, given)


def _outside_chain(window: Window, taken: Collection, given: Given) -> Hit | None:
    """The driver's firm is known, the holder of the right is known, and they differ."""
    out = taken.visit.gate_out_at
    driver = window.people.get(window.holder(taken.read))
    hops = window.hops_by_container.get(taken.visit.container, ())
    parties = [hop for hop in hops if out and hop.counts_at(out)]
    if driver is None or not driver.organisation or not parties or taken.visit.owner == driver.organisation:
        return None
    holder = parties[-1].to_org
    if driver.organisation == holder:
        return None
    text = (
        f"The container left by {taken.read.reader} on {moment(taken.read.at)} with a driver of "
        f"{driver.organisation}; the right to collect it was with {holder}."
    )
    return _hit(window, taken, "chain", text, given)


def _not_announced(window: Window, taken: Collection, given: Given) -> Hit | None:
    """Trucks were announced for the container, and another one took it."""
    if not taken.plates or taken.is_announced:
        return None
    text = (
        f"The container left by {taken.read.reader} on {moment(taken.read.at)} on truck "
        f"{taken.read.vehicle}; {listed(sorted(taken.plates))} was announced for it."
    )
    return _hit(window, taken, "plate", text, given)


def _hit(window: Window, taken: Collection, what: str, text: str, given: Given) -> Hit:
    out = taken.visit.gate_out_at or taken.read.at
    return Hit(
        person=window.holder(taken.read) or f"badge:{taken.read.badge}",
        key=f"{taken.visit.container}:{what}:{taken.read.id}",
        events=(taken.read.id,),
        first_at=taken.read.at,
        last_at=taken.read.at,
        # Until then another truck may come that was announced.
        due_at=out + given.duration("near"),
        text=text,
        objects=(taken.visit.container,),
        tried=(
            Tried("announced", "No truck that was announced for the container left at that time."),
            Tried("sub_contractor", "The chain names no other firm than the holder of the right."),
        ),
    )


def _visits(window: Window, given: Given) -> Iterator[Hit]:
    """What the weighbridge and the truck's track say."""
    for visit in window.context.truck_visits or ():
        read = window.gate_by_id.get(visit.event)
        if read is None:
            continue
        said = []
        surplus = (visit.weight or 0) - (visit.tare or 0) if visit.is_empty and visit.tare else 0
        if visit.weight and surplus > given.number("overweight"):
            said.append(f"came in as empty and weighed {surplus:.0f} kg more than its tare")
        elsewhere = sorted(visit.stopped_at - visit.blocks)
        if elsewhere:
            said.append(f"stood at {listed(elsewhere)} without work there")
        if said:
            yield Hit(
                person=window.holder(read) or f"badge:{read.badge}",
                key=f"visit:{read.id}",
                events=(read.id,),
                first_at=read.at,
                last_at=read.at,
                text=f"The truck that entered by {read.reader} on {moment(read.at)} {' and '.join(said)}.",
                severity=Severity.HIGH if surplus > given.number("overweight") else Severity.MEDIUM,
            )


RULE = Rule(
    id="P12",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.HIGH,
    title="Wrong truck or driver",
    innocent=(
        "A sub-contractor or a replacement truck that nobody entered; a misread plate; a gate-out entered "
        "too late; a container that was weighed wet or with lashing gear."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=1),
    detect=wrong_truck,
    needs=frozenset({Feed.GATE}),
    stopped_by=frozenset({Feed.RELEASE_CHAIN}),
    needs_one_of=frozenset({Feed.RELEASE_CHAIN, Feed.TRUCK_APPOINTMENTS, Feed.TRUCK_VISITS}),
    reach=timedelta(days=1),
)
