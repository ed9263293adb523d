"""D18: the right to collect a box passes on in an odd way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta

from access.detection.facts import DataFact
from access.detection.release_signs import ReleaseSigns, Sign
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import moment
from access.enums import DataAction, Severity
from access.need_to_know.facts import ReleaseHopFact

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        (
            "points",
            2,
            "points",
            "a new haulier at night is the spot market; more together is not; start value",
        ),
        ("critical_points", 3.5, "points", "from here on it is critical; start value"),
        ("new_pair", 1, "points", "spot hauliers are new every week; start value"),
        ("odd_hour", 0.5, "points", "terminals work at night, forwarders rarely; start value"),
        ("late", 1.25, "points", "a truck breaks down, another comes; at night still one; start value"),
        ("back_and_forth", 2, "points", "named, taken out and named again hides who collected; start value"),
        ("not_the_holder", 2, "points", "nobody passes on what they do not hold; start value"),
        ("risky_newcomer", 1.5, "points", "front companies begin with the boxes they exist for; start value"),
        ("strange_hand", 2, "points", "a party passes on its own right, nobody else does it; start value"),
        ("strange_hand_known", 20, "records", "fewer show no practice; start value"),
        ("strange_hand_usual", 5, "% of records", "then a platform records for its customers; start value"),
        ("office_opens", 6, "o'clock", "by the clock of the record; start value"),
        ("office_closes", 20, "o'clock", "by the clock of the record; start value"),
        ("last_moment", 24, "hours", "collected within a day of the change; start value"),
        ("back_within", 7, "days", "a party that comes back later is a new deal; start value"),
        ("chain_history", 30, "days", "before that every pair of parties looks new; start value"),
        ("first_jobs", 20, "boxes", "what an organisation begins with; start value"),
        ("first_jobs_least", 5, "boxes", "fewer show no preference; start value"),
        ("risky_share", 50, "% of its first boxes", "far above the share of such boxes in any port"),
        ("high_risk", 3, "risk", "origins of most seizures"),
    )
)


def release_right_passed_oddly(window: Window, given: Given) -> Iterator[Hit]:
    """The right to collect a box was passed on in a way that several things speak against.

    Signs that weigh little alone add up: first deal of two parties, outside office hours, another party
    named at the last moment, named and taken out and named again, a giver without the right, a newcomer with
    boxes of high risk above all, a record made by somebody else than the giver. Release codes were the way of
    more than 200 tonnes of cocaine through Antwerp and Rotterdam from 2018 on (Europol and ports, April
    2023); at Rotterdam a bill of lading and one container number open a box to whoever claims it (Portbase).
    """
    signs = ReleaseSigns(window, given)
    for chain in window.hops_by_container.values():
        for hop in chain:
            if hop.at > window.until or hop.at < window.since - given.duration("last_moment"):
                continue
            found = [sign for sign in signs.of(hop, chain) if sign.seen_at <= window.until]
            if sum(sign.weight for sign in found) >= given.number("points"):
                yield _hit(window, hop, found, given)


def _hit(window: Window, hop: ReleaseHopFact, signs: Sequence[Sign], given: Given) -> Hit:
    points = sum(sign.weight for sign in signs)
    acts = _acts(window, hop)
    person = hop.person or next((act.person for act in acts if act.person), "")
    recorded = Tried("agreed", "The record does not say why; ask the giver and the receiver of the right.")
    return Hit(
        person=person or f"organisation:{hop.to_org}",
        key=f"{hop.container}:{hop.from_org}:{hop.to_org}:{hop.at.astimezone(UTC).isoformat()}",
        events=tuple(act.id for act in acts),
        first_at=hop.at,
        last_at=hop.at,
        due_at=max(sign.seen_at for sign in signs),
        text=(
            f"The right to collect {hop.container} passed from {hop.from_org} to {hop.to_org} on "
            f"{moment(hop.at)}: {'; '.join(sign.sentence for sign in signs)}."
        ),
        severity=Severity.CRITICAL if points >= given.number("critical_points") else None,
        strength=points / given.number("points"),
        objects=(hop.container,),
        tried=(recorded,),
    )


def _acts(window: Window, hop: ReleaseHopFact) -> list[DataFact]:
    """The events of the log that made this hop."""
    return [
        act
        for act in window.acts_by_object.get(hop.container, ())
        if act.action in (DataAction.NOMINATE, DataAction.RELEASE)
        and abs(act.at - hop.at) <= timedelta(minutes=10)
        and (not hop.person or act.person == hop.person)
    ]


RULE = Rule(
    id="D18",
    version=2,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Release right passed on oddly",
    innocent=(
        "A haulier from the spot market that was found at the last moment, a truck that broke down, or a "
        "consignee that changed its forwarder and said so by telephone."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=2),
    detect=release_right_passed_oddly,
    needs=frozenset({Feed.RELEASE_CHAIN}),
)
