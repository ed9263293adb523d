"""G06: steps that must stay in different hands are in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from access.detection.governance_facts import ActOfOffice, Office
from access.detection.hands import hands
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Unjudged
from access.detection.unexplained import NOT_LOGISTICS
from access.detection.window import Feed, Window
from access.detection.wording import day, moment
from access.enums import DataAction, Severity
from access.need_to_know.work_order import INSPECTION_KINDS

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("within", 30, "days", "a stay of a container, or one round of vetting; start value", _START),
    Parameter("practice", 50, "% of those who do both", "then the port has not parted the duties", _START),
    Parameter("practice_people", 5, "people", "fewer show no practice; start value", _START),
)

APART: tuple[frozenset[Office], ...] = (
    frozenset({Office.RELEASE, Office.GATE_OUT}),
    frozenset({Office.RELEASE, Office.OVERRIDE}),
    frozenset({Office.NOMINATE, Office.OVERRIDE}),
    frozenset({Office.RELEASE, Office.INSPECT}),
    frozenset({Office.OVERRIDE, Office.INSPECT}),
    frozenset({Office.VET, Office.ISSUE_BADGE}),
    frozenset({Office.EDIT_RULE, Office.CLOSE_ALERT}),
)
"""Pairs that concern one container, one person or one rule. Those of containers are what the live decision
refuses, too (`need_to_know.segregation`); detection sees the systems that do not ask it. House proposal of
November 2026."""

_FROM_THE_LOG: Mapping[str, Office] = {
    DataAction.RELEASE: Office.RELEASE,
    DataAction.NOMINATE: Office.NOMINATE,
    DataAction.OVERRIDE: Office.OVERRIDE,
}


def duties_in_one_hand(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """One person took two steps on the same thing that must stay in different hands.

    Release and gate-out of a container, an override and its release or inspection, vetting somebody and
    issuing the badge, changing a rule and closing its alert. Dutch customs split these powers and assign
    controls by lot (overdedouane.nl), after an officer had released a container that was still at sea and
    wrote down a check that never happened. Where most people who do both do so for the same things, the
    duties have never been parted: that is said once, and nobody is flagged for it.
    """
    done: defaultdict[tuple[str, str], list[ActOfOffice]] = defaultdict(list)
    offices: defaultdict[str, set[Office]] = defaultdict(set)
    for act in _acts(window):
        done[act.person, act.about].append(act)
        offices[act.person].add(act.office)
    found: defaultdict[frozenset[Office], list[Hit]] = defaultdict(list)
    for (person, about), acts in done.items():
        for pair, hit in _both(person, about, acts, given.duration("within")):
            found[pair].append(hit)
    for pair, hits in found.items():
        able = sum(pair <= held for held in offices.values())
        people = len({hit.person for hit in hits})
        if people >= max(given.number("practice_people"), given.number("practice") / 100 * able):
            yield _practice(pair, people, able, window)
        else:
            yield from hits


def _acts(window: Window) -> Iterator[ActOfOffice]:
    known = window.once(hands)
    since, until = window.history_since, window.until
    for act in window.context.acts_of_office or ():
        if since <= act.at <= until and act.about:
            yield ActOfOffice(act.ref, act.at, known.behind(act.person), act.office, act.about)
    for about, facts in window.acts_by_object.items():
        for fact in facts:
            office = _FROM_THE_LOG.get(fact.action)
            if office and about and fact.object_type not in NOT_LOGISTICS:
                person = fact.person or f"account:{fact.account}"
                yield ActOfOffice(fact.id, fact.at, person, office, about)
    for order in window.context.work_orders or ():
        if order.kind.casefold() in INSPECTION_KINDS and order.person and since <= order.opened_at <= until:
            yield ActOfOffice(order.work_ref, order.opened_at, order.person, Office.INSPECT, order.object)


def _practice(pair: frozenset[Office], people: int, able: int, window: Window) -> Unjudged:
    both = " and ".join(sorted(office.label for office in pair))
    detail = (
        f"{people} of {able} people who {both} did so for one and the same thing: the port has not parted "
        "these duties. That is for its security plan, and says nothing about one person."
    )
    return Unjudged("duties_not_parted", detail, window.since, window.until)


def _both(
    person: str, about: str, acts: Sequence[ActOfOffice], within: timedelta
) -> Iterator[tuple[frozenset[Office], Hit]]:
    """One finding for each pair and day on which it was completed."""
    ordered = sorted(acts, key=lambda act: (act.at, act.ref))
    for index, later in enumerate(ordered):
        for earlier in ordered[:index]:
            pair = frozenset({earlier.office, later.office})
            if pair in APART and later.at - earlier.at <= within:
                yield pair, _hit(person, about, earlier, later)


def _hit(person: str, about: str, earlier: ActOfOffice, later: ActOfOffice) -> Hit:
    pair = "+".join(sorted({earlier.office.value, later.office.value}))
    return Hit(
        person=person,
        key=f"{person}:{about}:{pair}:{day(later.at)}",
        events=(earlier.ref, later.ref),
        first_at=earlier.at,
        last_at=later.at,
        text=(
            f"One person {earlier.office.label} on {moment(earlier.at)} and {later.office.label} on "
            f"{moment(later.at)}, for the same thing."
        ),
        objects=(about,) if {earlier.office, later.office} <= _ON_CARGO else (),
    )


_ON_CARGO = frozenset({Office.RELEASE, Office.NOMINATE, Office.OVERRIDE, Office.INSPECT, Office.GATE_OUT})

RULE = Rule(
    id="G06",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.HIGH,
    title="Two duties in one hand",
    innocent=(
        "Cover for a colleague on a small shift; a correction of one's own entry; an inspection that was "
        "assigned and given back before anything was done."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=31),
    detect=duties_in_one_hand,
    needs_one_of=frozenset({Feed.ACTS_OF_OFFICE, Feed.DATA}),
)
