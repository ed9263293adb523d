"""A small port for rule tests: facts with sensible defaults, and windows over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from access import containers
from access.detection.facts import CargoVisit, DataFact, GateFact, PersonContext, RosterSpan, WorkOrder
from access.detection.registry import RULES, Overrides, rule_named, run
from access.detection.rule import Flag, Report
from access.detection.window import Context, Window

DAY = datetime(2026, 3, 3, tzinfo=UTC)
_numbers = count(1)


def at(hour: float, day: int = 0) -> datetime:
    """So many hours into a day; day 0 is Tuesday 3 March 2026."""
    return DAY + timedelta(days=day, hours=hour)


def read(
    when: datetime,
    direction: str = "in",
    person: str = "dave",
    *,
    badge: str = "",
    result: str = "granted",
    area: str = "yard",
    area_from: str = "OUT",
    vehicle: str = "",
    reader: str = "",
    event: str = "",
    reasons: tuple[str, ...] = (),
    auth_mode: str = "",
    escort: str = "",
) -> GateFact:
    return GateFact(
        id=event or f"g{next(_numbers)}",
        at=when,
        reader=reader or f"{area}-{direction}",
        direction=direction,
        badge=badge or f"badge-{person}",
        person=person,
        result=result,
        reasons=reasons,
        auth_mode=auth_mode,
        escort=escort,
        area_from=area_from,
        area_to=area,
        vehicle=vehicle,
    )


def look(
    when: datetime,
    name: str,
    person: str = "dave",
    *,
    field_class: str = "S2",
    action: str = "read",
    result: str = "ok",
    object_type: str = "container",
    explanation: str = "",
    purpose: str = "",
    event: str = "",
    **more,
) -> DataFact:
    return DataFact(
        id=event or f"d{next(_numbers)}",
        at=when,
        account=more.pop("account", f"account-{person}"),
        person=person,
        action=action,
        object_type=object_type,
        object=name,
        field_class=field_class,
        result=result,
        explanation=explanation,
        purpose=purpose,
        **more,
    )


def box(serial: int, prefix: str = "MSCU") -> str:
    """The container number with this serial and its right check digit."""
    ten = f"{prefix}{serial:06d}"
    return f"{ten}{containers.check_digit(ten)}"


def wrong_box(serial: int, prefix: str = "MSCU") -> str:
    """The same with a wrong check digit."""
    right = box(serial, prefix)
    return f"{right[:-1]}{(int(right[-1]) + 1) % 10}"


def order(
    name: str, person: str = "dave", *, opened: datetime = DAY, kind: str = "move", **more
) -> WorkOrder:
    """An order on the object of that name."""
    return WorkOrder(
        work_ref=more.pop("ref", f"w-{name}-{person}"),
        kind=kind,
        object=name,
        opened_at=opened,
        person=person,
        opened_by=more.pop("opened_by", "planner"),
        **more,
    )


def visit(container: str, **more) -> CargoVisit:
    return CargoVisit(container, discharged_at=more.pop("discharged_at", DAY - timedelta(days=2)), **more)


def person(name: str, **more) -> PersonContext:
    return PersonContext(name, **{"peer_group": "planners", "organisation": "terminal"} | more)


def shift(name: str, start: datetime, hours: float = 8, **more) -> RosterSpan:
    return RosterSpan(name, start, start + timedelta(hours=hours), **more)


def window(
    *,
    gate: Iterable[GateFact] | None = None,
    data: Iterable[DataFact] | None = None,
    since: datetime = DAY,
    until: datetime = DAY + timedelta(days=40),
    loaded_since: datetime | None = DAY - timedelta(days=40),
    **context,
) -> Window:
    """The log is known from long before, so that nothing is unknown at the start."""
    gate = None if gate is None else tuple(gate)
    data = None if data is None else tuple(data)
    return Window(since, until, gate=gate, data=data, context=Context(**context), loaded_since=loaded_since)


def report(rule: str, parameters: Overrides | None = None, **facts) -> Report:
    return run(window(**facts), [rule_named(rule)], parameters)


def flags(rule: str, parameters: Overrides | None = None, **facts) -> tuple[Flag, ...]:
    """The flags of one rule; the test fails if the rule did not judge."""
    said = report(rule, parameters, **facts)
    assert not [item for item in said.not_evaluated if item.code == "feed_missing"]
    return said.flags


RULE_IDS = tuple(rule.id for rule in RULES)
