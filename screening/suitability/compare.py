"""What changes for one case when another policy reads it, and why: for trying a draft out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portsec.kernel.words import Word
from screening.enums import Recommendation
from screening.suitability.facts import CaseFacts
from screening.suitability.findings import Finding, SetAside
from screening.suitability.policy import Policy
from screening.suitability.recommend import Appraisal, recommend
from screening.suitability.said import spoken

# How grave a recommendation is for the person. An incomplete file is no judgement and stands beside this.
GRAVITY: Mapping[Recommendation, int] = MappingProxyType(
    {Recommendation.SUITABLE: 0, Recommendation.WEIGH: 1, Recommendation.UNSUITABLE: 2}
)


class ChangeKind(Word):
    """What differs between two appraisals of one case."""

    APPEARS = "appears", "A ground is new"
    DISAPPEARS = "disappears", "A ground falls away"
    EFFECT = "effect", "A ground has another effect"
    PERIOD = "period", "A ground counts for another time"
    TERMS = "terms", "A ground has other terms"
    SET_ASIDE = "set_aside", "An entry is set aside for another reason"
    VALIDITY = "validity", "A clearance would be valid for another time"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, with the sentence that an officer reads."""

    kind: ChangeKind
    about: str
    sentence: str
    old: Finding | None = None
    new: Finding | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a case is under the old and under the new rules, the strongest change first."""

    old: Recommendation
    new: Recommendation
    changes: tuple[Change, ...]
    old_months: int
    new_months: int

    @property
    def is_other(self) -> bool:
        """The recommendation differs."""
        return self.old is not self.new

    @property
    def is_empty(self) -> bool:
        return not self.is_other and not self.changes

    @property
    def is_stricter(self) -> bool:
        """The new recommendation is graver for the person; false where one of the two is incomplete."""
        return self._graver(self.old, self.new)

    @property
    def is_milder(self) -> bool:
        return self._graver(self.new, self.old)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(change.sentence for change in self.changes)

    @property
    def sentence(self) -> str:
        if self.is_other:
            return f"“{self.old.label}” would become “{self.new.label}”."
        return f"“{self.old.label}” stays{', on other grounds' if self.changes else ''}."

    @staticmethod
    def _graver(one: Recommendation, other: Recommendation) -> bool:
        return one in GRAVITY and other in GRAVITY and GRAVITY[other] > GRAVITY[one]


def simulate(facts: CaseFacts, old: Policy, new: Policy) -> Difference:
    """Appraise one case under two policies. Raises InvalidInput as `recommend` does."""
    return difference(recommend(facts, old), recommend(facts, new))


def difference(old: Appraisal, new: Appraisal) -> Difference:
    """What differs between two appraisals of the same facts."""
    changes = [*_of_findings(old, new), *_of_set_aside(old, new)]
    if old.validity_months != new.validity_months:
        months = f"{new.validity_months} months instead of {old.validity_months}"
        sentence = f"A clearance would be valid for {months}."
        changes.append(Change(ChangeKind.VALIDITY, "", sentence))
    return Difference(
        old.recommendation, new.recommendation, tuple(changes), old.validity_months, new.validity_months
    )


def _of_findings(old: Appraisal, new: Appraisal) -> Iterator[Change]:
    """Findings are paired by what they are about: those of one row first, then those of one kind."""
    left, right = _by_subject(old.findings), _by_subject(new.findings)
    found: list[Change] = []
    for subject in sorted(left.keys() | right.keys()):
        for one, other in _pairs(left.get(subject, []), right.get(subject, [])):
            found.extend(_change(one, other))
    yield from sorted(found, key=_weight)


def _by_subject(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """By what a finding is about; where it is about nothing named, by its criterion."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        found[(finding.about, "" if finding.about else finding.criterion)].append(finding)
    return found


def _pairs(left: list[Finding], right: list[Finding]) -> Iterator[tuple[Finding | None, Finding | None]]:
    left, right = list(left), list(right)
    for same in (_row, _criterion):
        for one in tuple(left):
            other = next((each for each in right if same(each) == same(one)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                yield one, other
    for one in left:
        yield one, None
    for other in right:
        yield None, other


def _row(finding: Finding) -> tuple[str, str]:
    """The number of the row without its policy, so that two versions of a row are the same row."""
    return finding.criterion, finding.rule.rpartition("#")[2]


def _criterion(finding: Finding) -> str:
    return finding.criterion


def _change(old: Finding | None, new: Finding | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(ChangeKind.APPEARS, new.about, f"New: {new.sentence} {_basis(new)}", None, new)
    elif old is not None and new is None:
        yield Change(ChangeKind.DISAPPEARS, old.about, f"No longer: {old.sentence} {_basis(old)}", old, None)
    elif old is not None and new is not None:
        yield from _differing(old, new)


def _differing(old: Finding, new: Finding) -> Iterator[Change]:
    if old.effect is not new.effect:
        sentence = f"{new.sentence} Effect: {_effect(old)} before, {_effect(new)} now. {_basis(new)}"
        yield Change(ChangeKind.EFFECT, new.about, sentence, old, new)
    if (old.counts_until, old.permanent) != (new.counts_until, new.permanent):
        sentence = (
            f"{new.sentence} It counted {_until(old)} before, and counts {_until(new)} now. {_basis(new)}"
        )
        yield Change(ChangeKind.PERIOD, new.about, sentence, old, new)
    terms = [
        f"{name}: {_said(one)} before, {_said(other)} now"
        for name, one, other in (
            ("Waiver", old.waiver.label if old.waiver else "", new.waiver.label if new.waiver else ""),
            ("Remedy", old.remedy, new.remedy),
            ("Tier", old.tier, new.tier),
            ("Relevance", old.relevance, new.relevance),
            ("Complete", not old.incomplete, not new.incomplete),
        )
        if one != other
    ]
    if terms:
        yield Change(ChangeKind.TERMS, new.about, f"{new.sentence} {'; '.join(terms)}.", old, new)


def _of_set_aside(old: Appraisal, new: Appraisal) -> Iterator[Change]:
    """Entries that count under neither and differ in the reason; a hidden one keeps its content to itself."""
    left = {entry.about: entry for entry in old.set_aside}
    for entry in new.set_aside:
        before = left.get(entry.about)
        if before is not None and (before.code, before.hidden) != (entry.code, entry.hidden):
            sentence = f"An entry stays set aside: “{_aside(before)}” before, “{_aside(entry)}” now."
            yield Change(ChangeKind.SET_ASIDE, entry.about, sentence)


def _aside(entry: SetAside) -> str:
    return "not shown" if entry.hidden else entry.sentence


def _weight(change: Change) -> tuple[int, str, str]:
    weights = [finding.weight for finding in (change.old, change.new) if finding is not None]
    return -max(weights, default=0), change.about, change.sentence


def _basis(finding: Finding) -> str:
    return f"(Row {finding.rule}: {finding.source})" if finding.rule else ""


def _effect(finding: Finding) -> str:
    return finding.effect.label.lower()


def _until(finding: Finding) -> str:
    if finding.permanent:
        return "for good"
    return f"until {spoken(finding.counts_until)}" if finding.counts_until else "without a known end"


def _said(value: object) -> str:
    return str(value).lower() if value not in ("", None) else "none"
