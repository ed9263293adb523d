"""G04: break-glass used as a second way in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from access.break_glass.clock import REVIEWED_WITHIN
from access.detection.governance_facts import BreakGlassUse
from access.detection.hands import hands
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, length, moment
from access.enums import Severity
from access.gate.isps import IspsLevel
from access.need_to_know.work_order import DOSSIER_KINDS, EMERGENCY_KINDS, UNEXPLAINING_KINDS

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("uses", 2, "uses", "an emergency is rare in one person's work; start value", _START),
    Parameter("uses_within", 30, "days", "a month; start value", _START),
    Parameter(
        "emergency_within", 24, "hours", "incidents are written down within a day; start value", _START
    ),
    Parameter(
        "watched", 2, "look-ups", "one may be the beginning of the same emergency; start value", _START
    ),
    Parameter("watched_within", 7, "days", "a box stays in the port for about a week; start value", _START),
)


def break_glass_without_emergency(window: Window, given: Given) -> Iterator[Hit]:
    """A break-glass was not reviewed in time, came twice in a month, or met no emergency that is on record.

    Each of these is a finding of its own, and so is one for a box that the person had looked at before with
    no work that makes it necessary. Hospitals that open records in an emergency review each case afterwards;
    what nobody reviews becomes a second way in. The clock is that of the ISPS level: 24, 4 or 1 h.
    """
    known = window.once(hands)
    by_person = grouped(_uses(window), lambda use: known.behind(use.account) or f"account:{use.account}")
    for person, uses in by_person.items():
        for index, use in enumerate(uses):
            yield from _unreviewed(person, use)
            yield from _again(person, uses[: index + 1], given)
            yield from _no_emergency(window, person, use, given)
            yield from _watched_before(window, person, use, given)


def _uses(window: Window) -> list[BreakGlassUse]:
    """In the order of time; an order of that kind stands for one, closed by its review."""
    delivered = list(window.context.break_glasses or ())
    told = {use.ref for use in delivered}
    for order in window.context.work_orders or ():
        if order.kind.casefold() in UNEXPLAINING_KINDS and order.work_ref not in told:
            due = order.opened_at + REVIEWED_WITHIN[IspsLevel.NORMAL]
            account = order.person or order.opened_by
            delivered.append(
                BreakGlassUse(
                    order.work_ref, order.opened_at, account, order.object, "", due, order.closed_at
                )
            )
    return sorted(delivered, key=lambda use: (use.at, use.ref))


def _unreviewed(person: str, use: BreakGlassUse) -> Iterator[Hit]:
    if use.reviewed_at is None or use.reviewed_at > use.review_due_at:
        clock = length(use.review_due_at - use.at)
        said = f"The break-glass of {moment(use.at)} was not reviewed within {clock}."
        yield _hit(person, "unreviewed", (use,), use.review_due_at, said)


def _again(person: str, uses: Sequence[BreakGlassUse], given: Given) -> Iterator[Hit]:
    """The last of these, when it is one too many."""
    last = uses[-1]
    recent = [use for use in uses if last.at - use.at <= given.duration("uses_within")]
    if len(recent) >= given.number("uses"):
        said = f"{counted(len(recent), 'break-glass use')} within {length(given.duration('uses_within'))}"
        strength = len(recent) / given.number("uses")
        text = f"{said}, the last on {moment(last.at)}."
        yield _hit(person, "again", recent, last.at, text, strength=strength)


def _no_emergency(window: Window, person: str, use: BreakGlassUse, given: Given) -> Iterator[Hit]:
    within = given.duration("emergency_within")
    due = use.at + within
    passed = use.passed is True and use.reviewed_at is not None and use.reviewed_at <= due
    places = {use.object} | {visit.block for visit in window.visits_by_container.get(use.object, ())} - {""}
    block_known = len(places) > 1 or use.object not in window.visits_by_container
    recorded = {Feed.INCIDENTS, Feed.WORK_ORDERS} & window.feeds
    if passed or not recorded or Feed.CARGO not in window.feeds or not block_known:
        return
    if _emergency(window, places, use.at - within, due):
        return
    sources = " and ".join(sorted(feed.label.lower() for feed in recorded))
    tried = (Tried("emergency", f"None of its box or block stands in the {sources} of the day around it."),)
    said = f"The break-glass of {moment(use.at)} met no emergency that is on record."
    yield _hit(person, "no_emergency", (use,), due, said, severity=Severity.MEDIUM, tried=tried)


def _emergency(window: Window, places: Collection[str], since: datetime, until: datetime) -> bool:
    for incident in window.incidents:
        if since <= incident.at <= until and (incident.container in places or incident.area in places):
            return True
    return any(
        order.kind.casefold() in EMERGENCY_KINDS | DOSSIER_KINDS
        and order.opened_at <= until
        and (order.closed_at is None or order.closed_at >= since)
        for place in sorted(places)
        for order in window.orders_by_object.get(place, ())
    )


def _watched_before(window: Window, person: str, use: BreakGlassUse, given: Given) -> Iterator[Hit]:
    if Feed.WORK_ORDERS not in window.feeds:
        return
    since = use.at - given.duration("watched_within")
    before = [
        look_up.fact
        for look_up in window.unexplained_by_object.get(use.object, ())
        if look_up.fact.person == person and since <= look_up.fact.at < use.at
    ]
    if len(before) >= given.number("watched"):
        looked = counted(len(before), "look-up")
        said = f"Before the break-glass of {moment(use.at)} the person had made {looked} of the same object"
        text = f"{said} with no work that makes it necessary, from {moment(before[0].at)}."
        strength = len(before) / given.number("watched")
        events = tuple(fact.id for fact in before)
        yield _hit(person, "watched", (use,), use.at, text, strength=strength, more=events)


def _hit(
    person: str,
    sign: str,
    uses: Sequence[BreakGlassUse],
    due: datetime,
    text: str,
    *,
    severity: Severity = Severity.HIGH,
    strength: float = 1.0,
    tried: tuple[Tried, ...] = (),
    more: tuple[str, ...] = (),
) -> Hit:
    last = uses[-1]
    return Hit(
        person=person,
        key=f"{last.ref}:{sign}",
        events=(*(use.ref for use in uses), *more),
        first_at=uses[0].at,
        last_at=last.at,
        due_at=due,
        text=text,
        severity=severity,
        strength=strength,
        objects=tuple(sorted({use.object for use in uses} - {""})),
        tried=tried,
    )


RULE = Rule(
    id="G04",
    version=2,
    family=Family.GOVERNANCE,
    severity=Severity.HIGH,
    title="Break-glass without an emergency",
    innocent=(
        "A real emergency that nobody had the time to write down; a reviewer who was away; a desk that has "
        "no better way to reach what its work needs, which then should be granted."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=31),
    detect=break_glass_without_emergency,
    needs_one_of=frozenset({Feed.BREAK_GLASSES, Feed.WORK_ORDERS}),
    reach=timedelta(hours=24),
)
