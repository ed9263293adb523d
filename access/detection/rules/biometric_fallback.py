"""P07: finger or face is avoided, and something else stands in for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.auth_mode import is_biometric, is_fallback, is_override
from access.detection.duty import Duties
from access.detection.facts import GateFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, day, length, moment
from access.enums import Severity

_START = date(2026, 11, 22)
MISMATCH = "biometric_mismatch"

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("times_site", 3, "times the share of all", "some fingers are worn; start value"),
        ("uses", 5, "uses", "fewer are bad luck; start value"),
        ("within", 30, "days", "the span in which uses and shares are counted; start value"),
        ("worn_share", 80, "% of the person's reads", "who hardly ever matches has worn fingers"),
        ("worn_reads", 10, "reads", "fewer do not show that somebody hardly ever matches"),
        ("at_work", 60, "minutes", "tolerance at the ends of a duty, as for off-roster entries (P03)"),
        ("overrides", 2, "overrides", "once is help, twice is a habit; start value"),
        ("override_within", 5, "minutes", "from a mismatch to the override at the same reader"),
    )
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The granted reads at which finger or face could have been compared; `fallbacks` are those without."""

    reads: Sequence[GateFact]
    fallbacks: Sequence[GateFact]

    def share(self, since: datetime, until: datetime) -> float:
        """The share of fallbacks among the reads of a span."""
        return _count(self.fallbacks, since, until) / _count(self.reads, since, until)


def finger_or_face_avoided(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A badge went through by PIN or by a guard's word far more often than others do, or a guard let it
    through more than once right after finger or face had not matched.

    A lent badge opens the gate only where the comparison is avoided. Compared with the share of all people
    at the same kind of read in the same 30 days. Worn fingers fail on duty as well: medium when every use was
    on a rostered duty, and informational for whoever hardly ever matches and needs another modality. One
    finding per person and month.
    """
    checked = [fact for fact in window.gate_events if fact.granted and _could_compare(fact.auth_mode)]
    if not any(is_biometric(fact.auth_mode) for fact in checked):
        detail = "No read names finger or face as its way of checking, so nothing can be avoided."
        yield Unjudged("auth_mode_missing", detail, window.history_since, window.until)
        return
    everybody = _checked(checked)
    for person, reads in grouped(checked, window.holder).items():
        own = _checked(reads)
        if person and len(own.fallbacks) >= given.number("uses"):
            yield from _too_often(window, person, own, everybody, given)
    for person, refused in window.refusals_by_person.items():
        yield from _let_through(person, refused, window.gate_by_person[person], given)


def _could_compare(mode: str) -> bool:
    return bool(mode) and (is_biometric(mode) or is_fallback(mode))


def _checked(reads: Sequence[GateFact]) -> Checked:
    return Checked(reads, [fact for fact in reads if is_fallback(fact.auth_mode)])


def _too_often(window: Window, person: str, own: Checked, everybody: Checked, given: Given) -> Iterator[Hit]:
    """Judged at each fallback over the time before it; the last one of a month stands for the month."""
    months: dict[tuple[int, int], Hit] = {}
    for fact in own.fallbacks:
        since = fact.at - given.duration("within")
        if _count(own.fallbacks, since, fact.at) < given.number("uses"):
            continue
        share, usual = own.share(since, fact.at), everybody.share(since, fact.at)
        if share > given.number("times_site") * usual:
            on = day(fact.at)
            months[on.year, on.month] = _hit_too_often(window, person, own, fact, usual, given)
    yield from months.values()


def _hit_too_often(
    window: Window, person: str, own: Checked, last: GateFact, usual: float, given: Given
) -> Hit:
    since = last.at - given.duration("within")
    first = bisect_left(own.fallbacks, since, key=attrgetter("at"))
    fallbacks = [fact for fact in own.fallbacks[first:] if (fact.at, fact.id) <= (last.at, last.id)]
    reads = _count(own.reads, since, last.at)
    share = len(fallbacks) / reads
    is_worn = reads >= given.number("worn_reads") and share >= given.number("worn_share") / 100
    duties = window.once(Duties)
    at_work = all(duties.on_duty(person, fact.at, given.duration("at_work")) for fact in fallbacks)
    return Hit(
        person=person,
        key=f"{person}:often:{day(last.at):%Y-%m}",
        events=tuple(fact.id for fact in fallbacks),
        first_at=fallbacks[0].at,
        last_at=fallbacks[-1].at,
        text=(
            f"{len(fallbacks)} of {counted(reads, 'read')} in {length(last.at - since)} went by PIN or a "
            f"guard's word instead of finger or face, {share:.0%}; of all people's reads "
            f"{usual:.1%} do."
        ),
        severity=Severity.INFORMATIONAL if is_worn else Severity.MEDIUM if at_work else Severity.HIGH,
        tried=(
            Tried(
                "worn_fingers",
                "Hardly any read matches: it may be worn fingers. Register another modality."
                if is_worn
                else "Finger or face matches on the other reads of the same person.",
            ),
            Tried(
                "at_work",
                "Every use was on a rostered duty, as worn fingers would have it."
                if at_work
                else "Not every use was on a rostered duty.",
            ),
        ),
    )


def _let_through(
    person: str, refused: Sequence[GateFact], own: Sequence[GateFact], given: Given
) -> Iterator[Hit]:
    """Mismatches that a guard overruled at once, when it is not the first in the time before."""
    mismatches = [fact for fact in refused if MISMATCH in fact.reasons]
    pairs = [
        (fact, passed)
        for fact in mismatches
        if (passed := _overridden(fact, own, given.duration("override_within")))
    ]
    least = int(given.number("overrides"))
    for end in range(least - 1, len(pairs)):
        close = pairs[end - least + 1 : end + 1]
        if close[-1][1].at - close[0][0].at <= given.duration("within"):
            events = [fact for pair in close for fact in pair]
            yield Hit(
                person=person,
                key=f"{person}:override:{close[-1][0].id}",
                events=tuple(dict.fromkeys(fact.id for fact in events)),
                first_at=events[0].at,
                last_at=events[-1].at,
                text=(
                    f"Finger or face did not match and a guard let the person through, {least} times in "
                    f"{length(events[-1].at - events[0].at)}; the last time at {events[-1].reader} on "
                    f"{moment(events[-1].at)}."
                ),
            )


def _overridden(fact: GateFact, own: Sequence[GateFact], within: timedelta) -> GateFact | None:
    """The granted read by a guard's word that followed at the same reader, before any other refusal there."""
    for read in own[bisect_right(own, (fact.at, fact.id), key=lambda read: (read.at, read.id)) :]:
        if read.at - fact.at > within:
            return None
        if read.reader == fact.reader:
            return read if read.granted and is_override(read.auth_mode) else None
    return None


def _count(reads: Sequence[GateFact], since: datetime, until: datetime) -> int:
    at = attrgetter("at")
    return bisect_right(reads, until, key=at) - bisect_left(reads, since, key=at)


RULE = Rule(
    id="P07",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.HIGH,
    title="Finger or face avoided",
    innocent=(
        "Worn, wet or injured fingers, gloves, a beard or a mask; a reader that compares badly; a "
        "disability, for which another modality is to be registered once."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=31),
    detect=finger_or_face_avoided,
    needs=frozenset({Feed.GATE}),
)
